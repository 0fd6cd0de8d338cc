"""Answers as people type them → values as we store them, or a kind refusal."""
