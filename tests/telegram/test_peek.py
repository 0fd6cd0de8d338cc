"""Raw updates are read without believing them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import peek

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["message", "callback_query", "from", "chat", "id", "update_id", "text"]), inner
        )
    ),
    max_leaves=12,
)
PRIVATE = {"id": 7, "type": "private"}
SENDER = {"id": 7, "is_bot": False, "first_name": "Имя"}


def message(**fields: Any) -> dict[str, Any]:
    return {
        "update_id": 1,
        "message": {"message_id": 1, "date": 1, "chat": PRIVATE, "from": SENDER, "text": "слова", **fields},
    }


@given(JSON)
def test_nothing_raises_whatever_comes(raw: Any) -> None:
    peek.update_id_of(raw)
    if isinstance(raw, dict):
        assert isinstance(peek.sender_of(raw), int)
        peek.private_sender_of(raw)
        peek.lone_text(raw)
        peek.lean(raw)
        peek.absurd(raw)


@pytest.mark.parametrize("number", [None, "7", True, -1, 1 << 63, 1.5])
def test_a_number_that_the_inbox_cannot_hold_is_none(number: Any) -> None:
    assert peek.update_id_of({"update_id": number}) is None


def test_sender_and_private_chat_are_read() -> None:
    assert peek.sender_of(message()) == 7
    assert peek.private_sender_of(message()) == 7
    pressed = {"update_id": 2, "callback_query": {"from": SENDER, "message": {"chat": PRIVATE}}}
    assert peek.private_sender_of(pressed) == 7


def test_a_group_is_not_answered() -> None:
    in_group = message(chat={"id": -100, "type": "supergroup"})
    assert peek.sender_of(in_group) == 7
    assert peek.private_sender_of(in_group) is None


def test_only_a_text_and_nothing_else_may_be_merged() -> None:
    assert peek.lone_text(message()) == "слова"
    assert peek.lone_text(message(reply_to_message={})) == ""
    assert peek.lone_text(message(entities=[])) == ""
    assert peek.lone_text(message(text="/start")) == ""
    assert peek.lone_text(message(text=5)) == ""


def test_new_words_leave_the_old_update_alone() -> None:
    old = message()
    assert peek.with_text(old, "другие")["message"]["text"] == "другие"
    assert old["message"]["text"] == "слова"


def test_a_press_keeps_where_it_was_and_loses_our_own_words() -> None:
    pressed = {
        "update_id": 2,
        "callback_query": {
            "id": "1",
            "from": SENDER,
            "data": "f|1",
            "message": {"message_id": 5, "date": 1, "chat": PRIVATE, "text": "слова", "reply_markup": {}},
        },
    }
    assert peek.lean(pressed) == {
        "update_id": 2,
        "callback_query": {
            "id": "1",
            "from": SENDER,
            "data": "f|1",
            "message": {"message_id": 5, "date": 1, "chat": PRIVATE},
        },
    }
    assert peek.private_sender_of(peek.lean(pressed)) == 7
    assert peek.lean(message()) == message()


def nested(levels: int) -> Any:
    """A list in a list in a list."""
    made: Any = []
    for _ in range(levels):
        made = [made]
    return made


@pytest.mark.parametrize(
    "fields",
    [
        {"message_id": 1 << 63},
        {"message_id": -(1 << 63) - 1},
        {"message_id": 10**400},
        {"location": {"latitude": float("nan"), "longitude": float("inf")}},
        {"text": "я" * 20_001},
        {"entities": nested(60)},
        {"from": {**SENDER, "id": -7}},
        {"from": {**SENDER, "id": 0}},
        {"chat": {"id": -100, "type": "private"}},
        {"chat": {"id": "7", "type": "private"}},
        {"chat": {"type": "private"}},
    ],
)
def test_what_telegram_never_sends_is_known_at_sight(fields: dict[str, Any]) -> None:
    assert peek.absurd(message(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": "💔" * 2048},
        {"text": "\ud800\u0000\u202e"},
        {"chat": {"id": -1001234567890, "type": "supergroup"}},
        {"from": {**SENDER, "id": (1 << 52) - 1}, "chat": {"id": (1 << 52) - 1, "type": "private"}},
        {"reply_to_message": {"message_id": -1, "chat": PRIVATE}},
    ],
)
def test_what_people_send_is_not_absurd(fields: dict[str, Any]) -> None:
    assert not peek.absurd(message(**fields))


def test_a_press_under_a_private_chat_that_is_none_is_absurd() -> None:
    chat = {"id": -100, "type": "private"}
    assert peek.absurd({"update_id": 2, "callback_query": {"from": SENDER, "message": {"chat": chat}}})


def test_an_answer_never_goes_to_a_group_that_calls_itself_private() -> None:
    forged = message(chat={"id": -100, "type": "private"}, **{"from": {**SENDER, "id": -100}})
    assert peek.private_sender_of(forged) is None


def test_only_the_very_same_button_is_the_same_press() -> None:
    def press(data: str, message: int, sender: int = 7) -> dict[str, Any]:
        chat = {"id": sender, "type": "private"}
        where = {"message_id": message, "chat": chat, "date": 0}
        return {"callback_query": {"id": "1", "from": {"id": sender}, "data": data, "message": where}}

    pressed = [press("a", 1), press("b", 1), press("a", 2), press("a", 1, sender=8)]
    assert len({peek.same_press(one) for one in pressed}) == len(pressed)
    assert peek.same_press(press("a", 1)) == peek.same_press(press("a", 1))
    assert peek.same_press({"message": {"text": "a"}}) is None
