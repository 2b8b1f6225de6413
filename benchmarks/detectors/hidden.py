"""How well hidden and injected text is found: `python benchmarks/detectors/hidden.py [-v]`.

* Injections: `injections.jsonl`, split by a seeded hash into a half to tune on and a half that was
  not looked at; a second round of passages was all tuned on, and counts as `train`. Reported means
  SAF607 at warn or error; `about` counts as benign at that level.
* Hidden text: pages, Word files and PDFs made here, with look-alikes of each.
* Invisible characters and look-alike letters: passages made here, and clean text of 18 scripts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.safety.hidden_text import HiddenText
from ragaudit.detectors.safety.homoglyph import Homoglyph
from ragaudit.detectors.safety.injection_instruction import InjectionInstruction
from ragaudit.detectors.safety.invisible_characters import InvisibleCharacters
from ragaudit.model import Content, Severity
from ragaudit_connectors.parsing import parse

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from benchmarks.detectors._hidden_cases import docx_cases, html_cases, pdf_cases
from benchmarks.detectors._invisible_cases import INVISIBLE, LOOK_ALIKES, MIXED, UNMIXED
from benchmarks.detectors._table import Row, print_table

_INJECTIONS = Path(__file__).with_name("injections.jsonl")
_SUFFIX = {"markdown": "md", "html": "html", "docx": "docx", "pdf": "pdf", "text": "txt"}
Judged = Iterable[tuple[str, bool, bool]]
"""Name, whether it should be reported, whether it was."""


def score(say: Callable[[str], object] = lambda _: None) -> list[Row]:
    """Every row of the benchmark; `say` is told what went wrong outside the test half."""
    return [
        _row("injections, train", injections("train"), say),
        _row("injections, test", injections("test"), lambda _: None),
        _row("hidden text, HTML and Markdown", hidden("html"), say),
        _row("hidden text, Word", hidden("docx"), say),
        _row("hidden text, PDF", hidden("pdf"), say),
        _row("invisible characters", passages(InvisibleCharacters(), INVISIBLE, LOOK_ALIKES), say),
        _row("look-alike letters", passages(Homoglyph(), MIXED, UNMIXED), say),
    ]


def injections(split: str) -> Iterator[tuple[str, bool, bool]]:
    """The labelled passages of one half."""
    rule = InjectionInstruction()
    for line in _INJECTIONS.read_text().splitlines():
        case = json.loads(line)
        if case["split"] == split:
            content = _content(case["text"].encode(), case["format"])
            name = f"{case['family']}: {case['text'][:70]!r}"
            yield name, case["label"] == "attack", is_reported(rule, content)


def hidden(format: str) -> Iterator[tuple[str, bool, bool]]:
    """The generated files of one kind."""
    cases = {"html": html_cases, "docx": docx_cases, "pdf": pdf_cases}[format]
    rule = HiddenText()
    for case in cases():
        yield case.name, case.hides, is_reported(rule, _content(case.data, case.format))


def passages(
    rule: ContentDetector, faults: Iterable[str], innocent: Iterable[str]
) -> Iterator[tuple[str, bool, bool]]:
    """Passages with and without a fault."""
    for texts, fault in ((faults, True), (innocent, False)):
        for text in texts:
            yield repr(text), fault, is_reported(rule, _content(text.encode(), "markdown"))


def is_reported(rule: ContentDetector, content: Content) -> bool:
    """Whether a rule reports anything that counts."""
    return any(seen.severity is not Severity.INFO for seen in rule.inspect(content))


def _content(data: bytes, format: str) -> Content:
    return parse(data, f"page.{_SUFFIX[format]}", format)


def _row(name: str, judged: Judged, say: Callable[[str], object]) -> Row:
    counts = {"tp": 0, "fp": 0, "fn": 0, "tn": 0}
    for case, fault, reported in judged:
        kind = ("tp" if reported else "fn") if fault else ("fp" if reported else "tn")
        counts[kind] += 1
        if kind in ("fp", "fn"):
            say(f"{name}: {kind}: {case}")
    note = f"{counts['tn']} of {counts['tn'] + counts['fp']} look-alikes silent"
    return Row(name, counts["tp"], counts["fp"], counts["fn"], note)


def main() -> None:
    """Print the table, and with `-v` what went wrong."""
    rows = score(print if "-v" in sys.argv[1:] else lambda _: None)
    print_table("Hidden and injected text (SAF605, SAF606, SAF607, SAF609)", rows)


if __name__ == "__main__":
    main()
