"""Words after a command are words: kept, understood, and the command is done too."""

from __future__ import annotations

import pytest

from bot.core.cases import State
from bot.storage import cases
from tests.services.street import Street

DANGER = "его везут в аэропорт, самолет через час"


@pytest.mark.parametrize("words", ["срочно", "нужна помощь, муж не отвечает", "помогите\nпожалуйста"])
def test_a_human_is_called_and_the_words_are_for_them(street: Street, words: str) -> None:
    family = street.family()
    street.says(family, f"/human {words}")
    assert street.case(family).state is State.QUEUED
    assert words in street.kept(family)
    assert "relay-kept" in street.refs(f"person:{street.id_of(family)}")


def test_a_human_called_without_a_word_comes_within_a_day(street: Street) -> None:
    mother = street.family()
    street.says(mother, "/human")
    assert street.case(mother).priority == 2


def test_words_to_a_human_are_no_answer_to_the_question_on_the_screen(street: Street) -> None:
    family = street.asked_for_a_day()
    street.says(family, "/human 01.12.2026 суд")
    assert "суд" in street.kept(family)


@pytest.mark.parametrize("command", ["/human", "/start", "/status", "/menu", "/nothing_like_it"])
def test_danger_after_any_command_wakes_the_team(street: Street, command: str) -> None:
    family = street.family()
    street.says(family, f"{command} {DANGER}")
    assert street.case(family).priority == 0


@pytest.mark.parametrize("words", ["привет", "мужа арестовали дома", "как искать адвоката"])
def test_words_after_start_are_first_words(street: Street, words: str) -> None:
    answers = []
    for said in (words, f"/start {words}"):
        family = street.family()
        street.says(family, said)
        answers.append(street.refs(f"person:{street.id_of(family)}"))
    assert answers[0] == answers[1]


def test_the_code_of_a_link_is_no_word(street: Street) -> None:
    family = street.family()
    street.says(family, "/start some_leaflet-7")
    assert "start-not_understood" not in repr(street.world.rows(f"person:{street.id_of(family)}"))
    assert street.world.tx(cases.of_person, street.id_of(family)) == []


def test_erasing_is_still_asked_about_when_words_follow(street: Street) -> None:
    family = street.family()
    street.says(family, "/erase всё")
    assert street.refs(f"person:{street.id_of(family)}")[-1] == "privacy-erase_chat"
