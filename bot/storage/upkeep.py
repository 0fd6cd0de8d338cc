"""What this layer throws away by itself, once in a while and at the start."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import audit, factlog, inbox, msgmap, outbox, remembered
from bot.storage.tx import Tx

ENDED_ROWS = timedelta(days=7)  # longer than Telegram repeats an update, so `dedupe` still knows them
GRAVES = timedelta(days=365)  # where copies of an erased case lay: a reply to one is still understood
NAMES = timedelta(days=1)  # of messages about an erased case: its card has been written over by then
GONE_KEYS = timedelta(days=366)  # as the audit; longer than any copy of the data
FLAGS = timedelta(days=90)  # «Это устарело» that nobody answered by a correction


def upkeep(tx: Tx) -> None:
    """Old updates and the keys of their days, rows of the outbox that ended, audit past its year."""
    inbox.purge(tx)
    outbox.purge(tx, tx.now - ENDED_ROWS)
    audit.purge(tx)
    msgmap.purge(tx, tx.now - GRAVES)
    remembered.prune(tx, tx.now - NAMES)
    tx.forget_gone_keys(tx.now - GONE_KEYS)
    factlog.prune_flags(tx, tx.now - FLAGS)
