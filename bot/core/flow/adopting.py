"""A session answered under an older edition of its flow, brought under the present one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.flow.library import Library
from bot.core.flow.session import Session


def adopted(library: Library, session: Session) -> Session:
    """Answers of renamed steps move to their new keys; nothing else has to change: the walk does the rest."""
    rev = library.revs.get(session.flow)
    if rev is None or rev == session.rev:
        return session
    renamed = library.plans[session.flow].renamed
    return replace(
        session,
        rev=rev,
        answers=_moved(session.answers, renamed),
        marks=_moved(session.marks, renamed),
        at=_new(session.at, renamed),
        shown=_new(session.shown, renamed),
        did=tuple(renamed.get(key, key) for key in session.did),
        ended=_new(session.ended, renamed),
    )


def _moved(values: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, Any]:
    """An answer that already stands under the new key wins."""
    return {renamed[key]: value for key, value in values.items() if key in renamed} | {
        key: value for key, value in values.items() if key not in renamed
    }


def _new(key: str | None, renamed: Mapping[str, str]) -> str | None:
    return renamed.get(key, key) if key else key
