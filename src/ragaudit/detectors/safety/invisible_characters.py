"""SAF605: characters nobody sees and every model reads."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.safety import _invisible
from ragaudit.detectors.safety._invisible_kinds import Kind, Place, places
from ragaudit.model import Content, Observation, Remedy, Rule, Severity
from ragaudit.text import shorten

_SHOWN_LINES = 3
_WHAT = {
    Kind.TAGS: "Invisible tag characters spell text that only a model reads",
    Kind.REVERSED: "Invisible characters change the direction of the text, so that it reads "
    "differently from what is stored",
    Kind.DIRECTION: "Invisible characters for the direction of text stand where no text runs from "
    "right to left",
    Kind.SELECTORS: "Runs of invisible variation selectors carry data",
    Kind.SPLIT: "Invisible characters stand inside words, so that a search does not find them",
    Kind.FILLER: "Invisible filler characters stand outside of the script they belong to",
}


class InvisibleCharacters(ContentDetector):
    """Judges every invisible character by its neighbours, never by itself."""

    rule = Rule(
        code="SAF605",
        name="invisible-characters",
        severity=Severity.WARN,
        summary="Characters that nobody sees stand where no script needs them.",
        why=(
            "A model reads them all. Tag characters can spell whole instructions, direction marks "
            "make text read differently from what is stored, and a word split by a zero-width "
            "space is neither found by a search nor caught by a filter."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Delete the characters, most easily by typing the words anew; an editor that shows "
            "them helps. Where they spell text, find out who put it there."
        ),
        example=(
            "“pass⟨U+200B⟩word”, a sentence in tag characters behind “Nice day”, "
            "“user⟨U+202E⟩nimda”"
        ),
        not_reported=(
            "Joined emoji, flags, keycaps and their variation selectors; joiners in Arabic, "
            "Persian, Hebrew and the scripts of India and South-East Asia; direction marks around "
            "such text; a byte order mark at the start; soft hyphens between syllables; zero-width "
            "spaces behind slashes, dots and dashes; operators in formulas."
        ),
        references=(
            "https://www.unicode.org/reports/tr36/",
            "https://trojansource.codes/",
            "https://embracethered.com/blog/posts/2024/hiding-and-finding-text-with-unicode-tags/",
        ),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield one observation for each kind of character."""
        found: dict[Kind, list[Place]] = {}
        for place in places(content):
            found.setdefault(place.kind, []).append(place)
        for kind in Kind:
            if kind in found:
                yield _observation(kind, found[kind])


def _observation(kind: Kind, found: list[Place]) -> Observation:
    first = found[0]
    codes = dict.fromkeys(code for place in found for code in place.codes)
    named = ", ".join(list(codes)[:4]) + (" and others" if len(codes) > 4 else "")
    lines = list(dict.fromkeys(place.line for place in found))
    spelt = f" They spell “{shorten(first.spelt, 120)}”." if first.spelt else ""
    return Observation(
        message=f"{_WHAT[kind]}: {named} in {_lines(lines)}.{spelt}",
        line=first.line,
        quote=shorten(_invisible.shown(first.around)),
        severity=Severity.ERROR if kind in (Kind.TAGS, Kind.REVERSED) else None,
        key=f"{kind.value}: {_invisible.without(first.around)[:80]}",
    )


def _lines(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:_SHOWN_LINES]))
    if len(lines) == 1:
        return f"line {shown}"
    more = f" and {len(lines) - _SHOWN_LINES} more" if len(lines) > _SHOWN_LINES else ""
    return f"lines {shown}{more}"
