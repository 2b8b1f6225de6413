"""SAF609: look-alike letters in words and in host names."""

from __future__ import annotations

import pytest

from ragaudit.detectors.safety.homoglyph import Homoglyph
from ragaudit.model import Observation
from ragaudit.testing import check_detector
from ragaudit_connectors.parsing import parse

RULE = Homoglyph()


def found(text: str) -> list[Observation]:
    """What the rule says of a page."""
    return list(RULE.inspect(parse(text.encode(), "page.md", "markdown")))


def test_the_rule_explains_itself() -> None:
    """As every rule does."""
    check_detector(RULE)


def test_the_letter_is_named() -> None:
    """With what the word looks like."""
    (seen,) = found("# Page\n\nOur p\u0430ssword policy.\n")
    assert "“p\u0430ssword” looks like “password”, but is spelt with а (U+0430, Cyrillic)." == (
        seen.message
    )
    assert (3, "p\u0430ssword") == (seen.line, seen.quote)


@pytest.mark.parametrize(
    "text",
    [
        "REFUND and R\u0415FUND",
        "Sign in at P\u0430yPal.",
        "The micr\u03bfsoft licence",
        "acc\u0585unt",
        "w\uff4frd",
        "Лицензия на сервер и cервер",
        "[bank](https://www.p\u0430ypal.com/login)",
        "[bank](https://xn--pypal-4ve.com/)",
        "[shop](https://\u0430\u0440\u0440\u04cf\u0435.com/)",
    ],
)
def test_words_and_hosts_with_foreign_letters(text: str) -> None:
    """Cyrillic, Greek, Armenian, full-width; in Latin and in Cyrillic words."""
    assert 1 == len(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "5 µm, 3 kΩ, ΔT and x̄",
        "α-helix, TNFα, NFκB, PPARγ",
        "USB-кабель, SQL-запрос, iPhone'ом",
        "Яндекс and Yandex, 東京 Tokyo ＡＢＣ",
        "Ελλάδα, Հայաստան, Ünïcödé",
        "[Bücher](https://münchen.example/) [сайт](https://пример.рф/)",
        "𝐛𝐨𝐥𝐝 words",
        "Write `p\u0430ssword` to try it.",
        "```\np\u0430ssword\n```",
        "Hello world",
    ],
)
def test_scripts_that_belong_together(text: str) -> None:
    """Units, formulas, substances, brands, other languages, code."""
    assert [] == found(text)


def test_a_word_is_reported_once() -> None:
    """However often it stands there."""
    assert 1 == len(found("p\u0430ssword\n\np\u0430ssword\n"))
