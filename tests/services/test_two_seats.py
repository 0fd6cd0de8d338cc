"""Manager and translator on one case: each sees what the other tells the family, marked as such."""

from __future__ import annotations

import pytest

from bot.core.ops import Album
from bot.services import desk
from bot.storage import events, messages, people
from tests.services.street import Pair


def test_each_sees_the_others_answer_marked(pair: Pair) -> None:
    street = pair.street
    for one, other, words in (
        (pair.manager, pair.translator, "суд в девять"),
        (pair.translator, pair.manager, "перевёл письмо"),
    ):
        copy = pair.copy_for(one, "что нового?")
        street.says(one[0], words, reply_to=copy)
        assert words in street.heard(f"person:{street.id_of(pair.family)}")
        (row,) = street.words_to(f"volunteer:{other[1]}")
        assert (row.op.text, row.op.header.parts[0].ref) == (words, "relay-from_colleague")
        assert street.heard(f"volunteer:{one[1]}") == ""


def test_a_colleagues_copy_answers_the_same_words_of_the_family(pair: Pair) -> None:
    street = pair.street
    said = street.says(pair.family, "что нового?")
    copy = street.copied(pair.case, pair.family, said, f"volunteer:{pair.manager[1]}")
    twin = street.copied(pair.case, pair.family, said, f"volunteer:{pair.translator[1]}")
    street.world.deliver()
    street.says(pair.manager[0], "да", reply_to=copy)
    (row,) = street.words_to(f"volunteer:{pair.translator[1]}")
    assert row.op.reply_to == twin


def test_a_note_that_is_sent_after_all_is_seen_too(pair: Pair) -> None:
    street = pair.street
    note = street.says(pair.manager[0], "кажется, это Батавия")
    street.presses(pair.manager[0], f"s|send|{note}|{pair.case.id}")
    assert "Батавия" in street.heard(f"volunteer:{pair.translator[1]}")


def test_a_reply_to_a_colleagues_words_is_a_note_and_not_for_the_family(pair: Pair) -> None:
    street = pair.street
    copy = pair.copy_for(pair.manager, "что нового?")
    hers = street.says(pair.manager[0], "суд в девять", reply_to=copy)
    seen = street.copied(pair.case, pair.manager[0], hers, f"volunteer:{pair.translator[1]}")
    street.world.deliver()
    street.says(pair.translator[0], "не в девять, а в десять!", reply_to=seen)
    assert "в десять" not in street.heard("person:")
    assert "relay-is_note" in street.refs(f"volunteer:{pair.translator[1]}")
    assert [note.text for note in street.world.tx(events.notes, pair.case.id)] == ["не в девять, а в десять!"]


def test_a_correction_is_seen_by_the_other_too(pair: Pair) -> None:
    street = pair.street
    copy = pair.copy_for(pair.manager, "что нового?")
    hers = street.says(pair.manager[0], "суд в девять", reply_to=copy)
    street.world.deliver()
    street.edits(pair.manager[0], hers, "суд в десять")
    for dest in ("person:", f"volunteer:{pair.translator[1]}"):
        assert "суд в десять" in street.heard(dest)
    (kept,) = [one for one in street.world.tx(messages.of_case, pair.case.id) if one.author == "team"]
    assert kept.versions == 2


def test_whoever_takes_over_reads_what_the_family_was_told(pair: Pair) -> None:
    street = pair.street
    copy = pair.copy_for(pair.manager, "что нового?")
    street.says(pair.manager[0], "суд в девять", reply_to=copy)
    street.says(pair.manager[0], "семье этого не говорить")
    street.world.do(desk.release, pair.manager[1], pair.case.id, "ухожу")
    account, number = street.helper()
    street.takes(account, pair.case)
    heard = street.heard(f"volunteer:{number}")
    assert "что нового?" in heard
    assert "суд в девять" in heard
    assert "не говорить" not in heard


def test_a_burst_arrives_as_one_in_both_chats(pair: Pair) -> None:
    street = pair.street
    street.world.deliver()
    for words in ("он звонил", "он в Луизиане", "он болен"):
        street.says(pair.family, words)
    for _, number in (pair.manager, pair.translator):
        assert [row.op.text for row in street.words_to(f"volunteer:{number}")] == [
            "он звонил\nон в Луизиане\nон болен"
        ]


def test_an_album_stays_together_in_both_chats(pair: Pair) -> None:
    street = pair.street
    street.world.deliver()
    for _ in range(3):
        street.says(pair.family, kind="photo", album="a1")
    for _, number in (pair.manager, pair.translator):
        (album,) = [row.op for row in street.world.rows(f"volunteer:{number}") if isinstance(row.op, Album)]
        assert len(album.items) == 3


def test_a_text_after_a_correction_does_not_run_into_it(pair: Pair) -> None:
    street = pair.street
    said = street.says(pair.family, "его везут в Техас")
    for _, number in (pair.manager, pair.translator):
        street.copied(pair.case, pair.family, said, f"volunteer:{number}")
    street.world.deliver()
    street.edits(pair.family, said, "его везут в Аризону")
    street.says(pair.family, "завтра")
    for _, number in (pair.manager, pair.translator):
        texts = [row.op.text for row in street.words_to(f"volunteer:{number}")]
        assert texts == ["его везут в Аризону", "завтра"]


@pytest.mark.parametrize("words", ["его везут в аэропорт, самолет через час", "мама говорит по-узбекски"])
def test_what_a_translator_types_is_a_note_and_no_cry_of_their_own(pair: Pair, words: str) -> None:
    street = pair.street
    account, number = pair.translator
    street.says(account, words)
    assert "relay-is_note" in street.refs(f"volunteer:{number}")
    assert [note.text for note in street.world.tx(events.notes, pair.case.id)] == [words]
    assert street.world.tx(people.find, account) is None


def test_words_of_two_volunteers_reach_the_family_apart(pair: Pair) -> None:
    street = pair.street
    copy = pair.copy_for(pair.manager, "что нового?")
    street.says(pair.manager[0], "суд в девять", reply_to=copy)
    street.says(pair.translator[0], "зал пять")
    street.presses(pair.translator[0], f"s|send|{street.messages}|{pair.case.id}")
    rows = street.words_to(f"person:{street.id_of(pair.family)}")
    assert [row.op.text for row in rows] == ["суд в девять", "зал пять"]
