"""EXT702."""

from __future__ import annotations

import pytest

from ragaudit.detectors.extraction.mojibake import Mojibake
from ragaudit.model import Observation
from ragaudit.testing import check_detector
from ragaudit_connectors.parsing import parse


def run(text: str, path: str = "page.md", format: str = "markdown") -> list[Observation]:
    return list(Mojibake().inspect(parse(text.encode(), path, format)))


def test_it_is_a_detector() -> None:
    """The rule explains itself."""
    check_detector(Mojibake())


@pytest.mark.parametrize(
    ("before", "codec"),
    [
        ("The café on the 2nd floor is open.", "cp1252"),
        ("We don’t accept “informal” requests.", "cp1252"),
        ("Frau Müller prüft die Anträge für Größe und Maß.", "latin-1"),
        ("Budget: 500 € – per person…", "cp1252"),
        ("Все сотрудники имеют право на отпуск.", "cp1252"),
        ("Все сотрудники имеют право на отпуск.", "cp1251"),
        ("The café on the 2nd floor doesn’t open.", "mac-roman"),
        ("Żółta łódź i gęś – ćwiczenie.", "cp1252"),
    ],
)
def test_garbled(before: str, codec: str) -> None:
    """What UTF-8 looks like in the encodings it is mistaken for, and what it was."""
    line = before.encode().decode(codec, "replace")
    if "\ufffd" in line:
        line = before.encode().decode("latin-1")
    (found,) = run(f"# Page\n\nFirst.\n\n{line}\n")

    assert found.line == 5
    assert before[:12] in found.message
    assert found.quote in line


def test_lines_are_counted() -> None:
    """One finding for the page, with the first line."""
    (found,) = run("CafÃ© one.\n\nFine.\n\nCafÃ© two and cafÃ© three.\n")

    assert (
        found.message == "2 lines are garbled by a wrong decoding; line 1 should read “Café one.”."
    )


def test_html_and_json() -> None:
    """What a reader sees counts, however it is written in the source."""
    pages = [
        ("<p>Caf&Atilde;&copy; M&Atilde;&frac14;ller</p>", "a.html", "html"),
        ('{"name": "Caf\\u00c3\\u00a9 M\\u00c3\\u00bcller"}', "a.json", "json"),
    ]

    assert [len(run(*page)) for page in pages] == [1, 1]


def test_lost_characters() -> None:
    """Replacement characters inside words cannot be repaired."""
    (found,) = run("His r\ufffdsum\ufffd was lost.\n")

    assert "cannot be told" in found.message
    assert found.quote == "His r\ufffdsum\ufffd was lost."


@pytest.mark.parametrize(
    "text",
    [
        "Plain ASCII.",
        "Café, naïve, Müller, smörgåsbord, “quotes”, don’t – and…",
        "À la carte, déjà vu, l’été, cœur, garçon, où, «voilà», NOËL, ÉTÉ, 20 €",
        "AÇÃO, IRMÃ, SÃO PAULO – não; “Ã” é uma letra. Portões à vista.",
        "Größe, Maß, ÄÖÜ, „Anführung“, 5 °C, 3 × 4 ± 1, § 5, ½",
        "Россия – страна. Сотрудники «имеют» право; Рік, Сім’я, їжак, №5.",
        "Všichni zaměstnanci mají nárok. Żółta łódź – gęś. Türkçe: ŞİĞÜÇÖ.",
        "すべての従業員。全体员工。모든 직원。كل الموظفين. כל העובדים",
        "Tiếng Việt: Tất cả nhân viên đều có quyền nghỉ phép.",
        "Sum √2 ≈ 1.41, ∑ x ∂y ≤ ∞, π, Ω, µm, ¬A",
        "🎉 ✅ → ‣ • © ® ™",
        "UTF-8 read as Latin-1 shows “cafÃ©” where “café” was meant.",
        "Type `cafÃ©` and see what happens.",
        "    cafÃ© in a block of code",
        "```\ncafÃ© MÃ¼ller\n```",
        "The replacement character \ufffd stands for what cannot be decoded: r\ufffdsum\ufffd.",
        "\ufffd A bullet whose glyph has no letter",
    ],
)
def test_right_as_it_is(text: str) -> None:
    """Text in any language, and text about encodings."""
    assert run(text + "\n") == []
