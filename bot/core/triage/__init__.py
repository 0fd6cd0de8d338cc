"""Triage of a first free text, without a model: ``triage(text, parse_rules(yaml_text))``."""

from bot.core.triage.rules import FLOWS, Rules, TriageRulesError, parse_rules
from bot.core.triage.verdict import Kind, Verdict, triage

__all__ = ["FLOWS", "Kind", "Rules", "TriageRulesError", "Verdict", "parse_rules", "triage"]
