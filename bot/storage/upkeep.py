"""What this layer throws away by itself, once in a while and at the start."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import audit, factlog, inbox, msgmap, outbox
from bot.storage.tx import Tx

ENDED_ROWS = timedelta(days=7)  # longer than Telegram repeats an update, so `dedupe` still knows them
GRAVES = timedelta(days=365)  # where copies of an erased case lay: a reply to one is still understood
FLAGS = timedelta(days=90)  # «Это устарело» that nobody answered by a correction


def upkeep(tx: Tx) -> None:
    """Old updates and the keys of their days, rows of the outbox that ended, audit past its year."""
    inbox.purge(tx)
    outbox.purge(tx, tx.now - ENDED_ROWS)
    audit.purge(tx)
    msgmap.purge(tx, tx.now - GRAVES)
    factlog.prune_flags(tx, tx.now - FLAGS)
