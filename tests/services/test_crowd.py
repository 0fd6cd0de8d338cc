"""A crowd of strangers delays itself: what a family and its volunteer write each other leaves before it."""

from __future__ import annotations

from bot.core.ops import Lane, Words
from bot.storage import outbox
from tests.services.street import Street

STRANGERS = 60
LIVE = (Lane.ALARM, Lane.PERSON)


def test_words_of_a_case_leave_before_the_answers_to_a_crowd_both_ways(street: Street) -> None:
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family)
    street.takes(helper, case)
    copy = street.copied(case, family, street.says(family, "что делать?"), f"volunteer:{volunteer}")
    street.world.deliver()
    for _ in range(STRANGERS):
        street.says(street.family(), "/start")
    street.says(family, "мы у двери")
    street.says(helper, "не открывайте", reply_to=copy)
    street.fires(minutes=1)
    first = street.world.tx(outbox.claim_due, 2, lanes=LIVE)
    assert {row.dest: row.op.text for row in first if isinstance(row.op, Words)} == {
        f"volunteer:{volunteer}": "мы у двери", f"person:{street.id_of(family)}": "не открывайте",
    }  # fmt: skip
