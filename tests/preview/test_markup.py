import pytest

from bot.preview.entities import with_found
from bot.preview.markup import parse_html
from bot.preview.refusals import Refused


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("просто", "просто", []),
        ("<b>Жир</b>ный", "Жирный", [("bold", 0, 3)]),
        ("a &amp; b &lt;c&gt; &#1071;", "a & b <c> Я", []),
        ("&copy; &mdash;", "&copy; &mdash;", []),
        ("😀<i>x</i>", "😀x", [("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<b></b>пусто", "пусто", []),
        ('<span class="tg-spoiler">t</span>', "t", [("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<a>без адреса</a>", "без адреса", []),
        ("<B>верх</b>", "верх", [("bold", 0, 4)]),
        ("<b>верх</>", "верх", [("bold", 0, 4)]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    parsed, found = parse_html(source)
    assert parsed == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


def test_attributes_become_fields_of_the_entity() -> None:
    _, (link,) = parse_html('<a href="https://ice.gov/?a=1&amp;b=2">x</a>')
    assert link["url"] == "https://ice.gov/?a=1&b=2"
    _, (code,) = parse_html('<pre><code class="language-py">x</code></pre>')
    assert (code["type"], code["language"]) == ("pre", "py")
    _, (moment,) = parse_html('<tg-time unix="1700000000" format="t">x</tg-time>')
    assert (moment["type"], moment["unix_time"], moment["date_time_format"]) == ("date_time", 1700000000, "t")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<foo>x</foo>", 'Unsupported start tag "foo" at byte offset 0'),
        ("я<br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"
    assert refusal.value.code == 400


def test_links_phones_and_commands_are_found_where_nothing_was_marked() -> None:
    text = "📞 +1 888 351 4024, https://locator.ice.gov/odls/. /start @ryadom_bot #дом a@b.org ice.gov"
    found = [(e["type"], e["offset"], e["length"]) for e in with_found(text, [])]
    assert found == [
        ("phone_number", 3, 15),
        ("url", 20, 29),
        ("bot_command", 51, 6),
        ("mention", 58, 11),
        ("hashtag", 70, 4),
        ("email", 75, 7),
        ("url", 83, 7),
    ]


def test_nothing_is_found_inside_code() -> None:
    code = {"type": "code", "offset": 0, "length": 6}
    assert with_found("/start", [code]) == [code]
