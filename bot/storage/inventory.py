"""Every column of both files and its class. A test holds the list complete and the S and I columns sealed.

S  sealed under the key of a person, a case or the staff: names, numbers, texts, Telegram ids, file ids
I  sealed under the key of its day (updates as they came), NULL once done
X  keyed hash, only to look up; lives in keys.db
K  a data key, wrapped by the master key
P  plain: random ids, states, times, counters, message numbers, ids of texts. Keep it dull: a thief of
   the file reads it
"""

from __future__ import annotations

from typing import Literal

Class = Literal["S", "I", "X", "K", "P"]


def _table(plain: str, **others: Class) -> dict[str, Class]:
    classes: dict[str, Class] = dict.fromkeys(plain.split(), "P")
    return classes | others


DATA: dict[str, dict[str, Class]] = {
    # 0001 foundation
    "keyed": _table("owner"),
    "meta": _table("name value", sealed="S"),
    "person": _table("id safe quiet reachable created_at", chat="S"),
    "inbox": _table("update_id received_at tries done_at", raw="I"),
    "quarantine": _table("id update_id error_class put_at", raw="S"),
    "outbox": _table(
        "id dest line lane kind owner case_id dedupe slot after doubt_marks doubt state tries next_at "
        "created_at ended_at code noticed",
        payload="S",
    ),
    "remembered": _table("dest name message_id"),
    "msgmap": _table("case_id src_dest src_msg dst_dest dst_msg part"),
    "timer": _table("id owner kind fence due_at payload"),
    "audit": _table("id at actor verb subject fields outcome chain"),
    # 0002 queue
    "case_": _table(
        "id code kind person_id state priority ball prefer epoch ver step replied incomplete outcome lang "
        "stage place opened_at counts_from queued_at due_at wake_at"
    ),
    "seat": _table("case_id role owner epoch open taken_at"),
    "case_event": _table("case_id seq at actor type state_from state_to ball owner priority epoch ver rung"),
    "case_note": _table("id case_id kind author at", body="S"),
    "volunteer": _table(
        "id number role state shift reachable invited_by confirmed_by joined_at changed_at", who="S"
    ),
    "invite": _table("hash role issued_by issued_at expires_at taken_by taken_at"),
    "invite_try": _table("id person_id at"),
    # 0003 conversation
    "flow_session": _table("id person_id flow rev case_id is_current updated_at erase_at", state="S"),
    "flow_event": _table("seq at session_id kind flow step rev"),
    "relay_message": _table(
        "id case_id person_id author source_dest source_message kind album versions at delivered_to "
        "outbox_row",
        words="S",
    ),
    "seen_message": _table("dest message_id at"),
    "case_summary": _table("case_id session_id at", lines="S"),
    # 0004 facts
    "fact_change": _table(
        "id number value_name state proposed_by decided_by day made_at decided_at", words="S"
    ),
    "fact_flag": _table("number day volunteer_id at", words="S"),
    "flow_notice": _table("id flow state since until written_by removed_by at", words="S"),
}

KEYS: dict[str, dict[str, Class]] = {
    "master": _table("id proof added_at"),
    "pair": _table("id"),
    "key": _table("kid owner made_at gone_at orphan_at", wrapped="K"),
    "lookup": _table("id owner", digest="X"),
}
