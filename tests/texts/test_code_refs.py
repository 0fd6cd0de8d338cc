"""References in Python code are read from its syntax, with the arguments each gets."""

import pytest

from bot.core.text_lint.code import Named, named_in_code


def only(source: str, **wanted: object) -> list[Named]:
    named = named_in_code({"bot/x.py": source})
    return [each for each in named if all(getattr(each, name) == value for name, value in wanted.items())]


@pytest.mark.parametrize(
    ("source", "arguments"),
    [
        ('say("start-again", row, facts=f, code=code)', {"code"}),
        ('say("start-again")', set()),
        ('say("start-again", **args)', None),
        ('Part("start-again", {"code": code})', {"code"}),
        ('Part("start-again", args)', None),
        ('Part("start-again", args={"code": 1})', {"code"}),
        ('Part("start-again", {**more, "code": 1})', None),
        ('Button("start-again", "m|x")', set()),
        ('texts.text("start-again", code=1)', {"code"}),
        ('texts.formatted("start-again", {"code": 1}, now=now)', {"code"}),
    ],
)
def test_a_call_that_shows_a_text_tells_its_arguments(source: str, arguments: set[str] | None) -> None:
    (named,) = only(source, shows=True)
    assert named.exact == "start-again"
    assert named.arguments == (None if arguments is None else frozenset(arguments))


def test_a_button_is_known_as_one() -> None:
    assert [
        named.button for named in only('Button("common-back", data="n|back"); say("start-menu")', shows=True)
    ] == [
        True,
        False,
    ]


def test_both_arms_of_a_choice_are_named() -> None:
    assert {named.exact for named in only('say("a-b" if x else "c-d.e")', shows=True)} == {"a-b", "c-d.e"}


def test_a_string_that_merely_looks_like_a_reference_shows_nothing() -> None:
    assert [named.exact for named in only('HOME = "common-home"', shows=False)] == ["common-home"]


def test_an_f_string_is_a_family() -> None:
    (named,) = only('Button(f"start-{menu}.{name}", data=d)', shows=True)
    assert named.matches("start-other.bond")
    assert named.matches("start-menu.arrest")
    assert not named.matches("start-menu")
    assert not named.matches("privacy-data.all")


def test_a_beginning_and_an_ending_are_families_too() -> None:
    assert only('REF = "refusal-" + name')[0].matches("refusal-already-taken")
    assert only('A = f"common-command_{name}"')[0].matches("common-command_start")
    (named,) = only('label(f"{kind}-flow.title")', shows=True)
    assert named.matches("arrest-flow.title")
    assert not named.matches("arrest-flow.kind")
    assert named.words == "…-flow.title"


@pytest.mark.parametrize(
    "source", ['f"{flow}-{step}"', '"hello"', '"Content-Type"', '"a b-c"', "f(1)", "say(x)"]
)
def test_other_strings_name_nothing(source: str) -> None:
    assert not only(source)
