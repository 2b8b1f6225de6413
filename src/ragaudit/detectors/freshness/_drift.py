"""What changed in a text in substance, and whether another text went along."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from ragaudit.detectors._sentences import sentences
from ragaudit.model import BlockKind, Content
from ragaudit.redact import redact
from ragaudit.text import block_words, normalise, shorten, words

_ALIKE = 55.0
"""Two sentences this alike, of 100, are one sentence reworded; less, one went and one came."""
_SMALL = 2
"""So many words of a sentence may change without its being a change of substance: of fastapi's
pages at one day, all fifteen findings that this spares were corrections of grammar."""
_SHORT = 4
"""A new or lost line of fewer words (a label, a menu entry) is none either."""
_MOST = 400
"""Sentences compared with each other for likeness; more than that changed in any case."""
_TOKENS = 60
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})
_NEGATIONS = frozenset(
    ("not", "no", "never", "neither", "nor", "none", "cannot", "without", "don't", "doesn't",
     "can't", "won't", "isn't", "aren't", "mustn't", "nicht", "kein", "keine", "nie", "ohne", "ne",
     "pas", "jamais", "non", "mai", "nunca", "sin", "sem", "não")
)  # fmt: skip
_FORCE = frozenset(
    ("must", "shall", "should", "may", "can", "only", "always", "except", "unless", "required",
     "optional", "mandatory", "deprecated", "removed", "disabled", "enabled", "muss", "soll",
     "darf", "nur", "immer", "doit", "peut", "seulement", "debe", "puede", "solo", "siempre")
)  # fmt: skip
"""Words that say whether something is allowed, asked for or there at all."""
_FILLERS = frozenset(
    ("a", "an", "the", "of", "to", "in", "on", "at", "for", "and", "or", "is", "are", "was",
     "were", "be", "been", "it", "its", "this", "that", "these", "those", "with", "by", "from",
     "as", "you", "your", "we", "our", "will", "do", "did", "does", "also", "all", "both", "so",
     "then", "just", "here", "there", "which", "who", "have", "has", "had", "der", "die", "das",
     "le", "la", "les", "el", "los", "un", "une", "una")
)  # fmt: skip
_STEM = 5
_DIRECTIVE = re.compile(
    r"\{[{%!*>][^\n]{0,400}[}%!*<]\}(?:\s*\\)?|(?:/{3,}|:{3,}|!{3}|\?{3}\+?|={3})(?: .{0,200})?"
    r"|\[![A-Z]{3,12}\]"
)
"""A line that only calls the site's template: an include, the frame of a note, a tab."""
_MARKUP = re.compile(r"<!?/?[A-Za-z-][^<>\n]{0,400}>|\{:?[ ]?[.#][^{}\n]{0,200}\}")
_NUMBER = re.compile(r"(?<![\w.])\d[\d.,:/-]{0,20}")
_UNIVERSAL = re.compile(
    r"https?://[^\s)\]>\"']{4,200}"
    r"|[A-Za-z_][\w]{0,60}(?:[._:/=-]{1,2}[\w]{1,60}){1,8}"
    r"|[a-z]{1,40}[A-Z]\w{1,60}|--[a-z][\w-]{1,40}|[A-Z]{2,}[A-Z_\d]{1,40}|\d[\d.,:]{0,20}"
)
"""What stays as it is in a translation: addresses, names in code, numbers."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, a table row or a line of code."""

    key: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed in substance."""

    changed: int = 0
    """Sentences with another wording."""
    added: int = 0
    removed: int = 0
    old: str = ""
    """The first of them, as it was."""
    new: str = ""
    """And as it is."""
    line: int | None = None
    """Where it is now."""
    arrived: tuple[str, ...] = ()
    """Numbers, names and addresses that are new in the text."""
    left: tuple[str, ...] = ()
    """Those that are gone from it."""

    @property
    def size(self) -> int:
        """Number of changes."""
        return self.changed + self.added + self.removed

    def encode(self) -> str:
        """As text, for the cache."""
        return json.dumps(asdict(self))

    @classmethod
    def decode(cls, text: str) -> Drift:
        """From text."""
        found = json.loads(text)
        return cls(**(found | {key: tuple(found[key]) for key in ("arrived", "left")}))


def drift(old: Content, new: Content) -> Drift:
    """Compare two states of a text; order, form, spelling and link targets do not count."""
    before, after = list(_units(old)), list(_units(new))
    gone, come = _difference(before, after), _difference(after, before)
    reworded, gone, come = _matched(gone, come)
    matter = [pair for pair in reworded if _matters(*pair)]
    lost, fresh = _substance(gone, before), _substance(come, after)
    if not (matter or lost or fresh):
        return Drift()
    first_old, first_new = _first(matter, lost, fresh)
    was, now = _universal(before), _universal(after)
    about_old = _universal([*(pair[0] for pair in matter), *lost])
    about_new = _universal([*(pair[1] for pair in matter), *fresh])
    return Drift(
        len(matter),
        len(fresh),
        len(lost),
        redact(shorten(first_old.text, 140)) if first_old else "",
        redact(shorten(first_new.text, 140)) if first_new else "",
        first_new.line if first_new else None,
        tuple(sorted(about_new - was))[:_TOKENS],
        tuple(sorted(about_old - now))[:_TOKENS],
    )


def went_along(change: Drift, sibling: Content) -> bool | None:
    """Whether a sibling has the change already; None where nothing in it can tell."""
    if not change.arrived and not change.left:
        return None
    text = normalise(sibling.text)
    arrived = all(token in text for token in change.arrived)
    left = all(token not in text for token in change.left)
    return arrived and left


def likeness(a: Content, b: Content) -> float:
    """The share of different words of prose that two texts have in common."""
    left, right = (
        {w for w in block_words(x for x in c.blocks if x.kind in _PROSE) if not w.isdigit()}
        for c in (a, b)
    )
    return len(left & right) / max(1, len(left | right))


def _units(content: Content) -> Iterator[Unit]:
    for sentence in sentences(content, bool, _PROSE):
        yield from _unit(sentence.text, sentence.line)
    for block in content.blocks:
        if block.kind is BlockKind.CODE:
            for at, line in enumerate(block.text.splitlines()):
                text = normalise(_MARKUP.sub("", line))
                if len(text) > 2 and not _DIRECTIVE.fullmatch(text):
                    yield Unit(f"code\0{text}", text, block.span.line + at)
        elif block.kind not in _PROSE:
            yield from _unit(block.text, block.span.line)


def _unit(text: str, line: int) -> Iterator[Unit]:
    plain = normalise(_MARKUP.sub("", text))
    key = " ".join(words(plain))
    if key and not _DIRECTIVE.fullmatch(plain):
        yield Unit(key, plain, line)


def _difference(these: Iterable[Unit], those: Iterable[Unit]) -> list[Unit]:
    """Units of these that those lack, as often as they lack them, in order."""
    there = Counter(unit.key for unit in those)
    left = []
    for unit in these:
        if there[unit.key] > 0:
            there[unit.key] -= 1
        else:
            left.append(unit)
    return left


def _matched(
    gone: list[Unit], come: list[Unit]
) -> tuple[list[tuple[Unit, Unit]], list[Unit], list[Unit]]:
    """Pair sentences that were reworded; then what is left of both."""
    from rapidfuzz import fuzz, process

    if len(gone) > _MOST or len(come) > _MOST:
        return [], gone, come
    pairs: list[tuple[Unit, Unit]] = []
    free = dict(enumerate(come))
    rest = []
    for unit in gone:
        choices = {at: other.key for at, other in free.items()}
        best = process.extractOne(unit.key, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if best is None:
            rest.append(unit)
        else:
            pairs.append((unit, free.pop(best[2])))
    return pairs, rest, list(free.values())


def _matters(old: Unit, new: Unit) -> bool:
    """Whether a rewording changes numbers, what is allowed, or more than a word or two."""
    if sorted(_NUMBER.findall(old.text)) != sorted(_NUMBER.findall(new.text)):
        return True
    before, after = Counter(old.key.split()), Counter(new.key.split())
    if bool(_NEGATIONS & set(before)) != bool(_NEGATIONS & set(after)):
        return True
    lost, won = _stems(before - after), _stems(after - before)
    if any(word in _FORCE for word in (before - after) | (after - before)):
        return True
    return max((lost - won).total(), (won - lost).total()) > _SMALL


def _stems(changed: Counter[str]) -> Counter[str]:
    """What words are about: other endings and small words are a matter of style."""
    return Counter(w[:_STEM] for w in changed.elements() if w not in _FILLERS)


def _substance(units: list[Unit], text: list[Unit]) -> list[Unit]:
    """Those that say something: no labels, and no lines that stand there several times."""
    times = Counter(unit.key for unit in text)
    return [u for u in units if times[u.key] == 1 and _is_long(u)]


def _is_long(unit: Unit) -> bool:
    return unit.key.startswith("code\0") or len(unit.key.split()) >= _SHORT or len(unit.key) >= 40


def _first(
    matter: list[tuple[Unit, Unit]], lost: list[Unit], fresh: list[Unit]
) -> tuple[Unit | None, Unit | None]:
    if matter:
        return matter[0]
    return (lost[0] if lost and not fresh else None), (fresh[0] if fresh else None)


def _universal(units: Iterable[Unit]) -> set[str]:
    return {t.rstrip(".,:") for unit in units for t in _UNIVERSAL.findall(unit.text)}
