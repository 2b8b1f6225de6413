"""EXT704: a text that says the same again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.extraction._prose import DATA_FORMATS
from ragaudit.detectors.extraction._running_lines import running_line
from ragaudit.model import Block, BlockKind, Content, Observation, Remedy, Rule, Severity
from ragaudit.text import normalise, shorten

_BY_LINES = frozenset({"text", "pdf"})
_LEAST_PASSAGES = 10
_LEAST_WORDS = 200
_PASSAGE_WORDS = 5
"""Shorter ones are fields (“Default: none”), which a reference repeats by design."""
_PASSAGE_SHARE = 0.30
_CHARACTER_SHARE = 0.20
_MOST_SHARE = 0.45
_RECURS = 6
"""A converter repeats one passage many times, or nearly all; a reference repeats some, a few."""
_LEAST_PHRASES = 20
_DRAWN = ".…·•-–—_=*#|~+"
_DRAWN_OR_ADDRESS = re.compile(rf"://|(?<!\S)[{re.escape(_DRAWN)}]+(?!\S)")
_ITEM = re.compile(r"\s{0,12}(?:[-*•+–]|\d{1,3}[.)])\s{1,8}\S")
"""An item of a list that stands in a paragraph because no blank line comes before it."""
_LEADS_IN = (":", "...", "…")
"""Ends the words before a list, which may be the same for each."""
_RUN_WORDS = 8
_RUN_SHARE = 0.3
_PHRASE_SHARES = ((2, 0.20), (3, 0.18), (4, 0.16))


class Repetition(ContentDetector):
    """Reports running text that mostly repeats itself."""

    rule = Rule(
        code="EXT704",
        name="repetition",
        severity=Severity.WARN,
        summary="A large part of the running text repeats itself.",
        why=(
            "Running headers of every page, a converter that wrote each page twice or a loop in "
            "a generator fill the index with copies. They crowd out other passages, and the "
            "retriever returns the same text several times."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Convert the original again without headers and footers, or remove the passages that "
            "repeat."
        ),
        example="“Acme Ltd. – internal – page of the staff handbook” on each of 40 pages.",
        not_reported=(
            "Tables, lists, headings, code and data files; verse and logs; passages under 5 words; "
            "documents of fewer than 200 words or 10 passages."
        ),
        references=("Rae et al. 2021, Scaling Language Models (Gopher), table A1",),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield at most one observation."""
        if content.format in DATA_FORMATS:
            return
        passages = list(_passages(content))
        tokens = [word for _, text in passages for word in _tokens(text)]
        if len(tokens) < _LEAST_WORDS:
            return
        found = (
            _repeated_passages(passages)
            or _repeated_line(content)
            or _repeated_phrase(tokens, passages)
        )
        if found is not None:
            yield found


def _tokens(text: str) -> Iterable[str]:
    """Words as they stand; dots that draw a line are none, and addresses share their host."""
    words = text.lower().split()
    if not _DRAWN_OR_ADDRESS.search(text):
        return words
    return (word for word in words if word.strip(_DRAWN) and "://" not in word)


def _passages(content: Content) -> Iterator[tuple[Block, str]]:
    for block in content.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE):
            kept = (line for line in block.text.split("\n") if not _ITEM.match(line))
            if text := normalise("\n".join(kept)):
                yield block, text


def _repeated_passages(passages: list[tuple[Block, str]]) -> Observation | None:
    """Gopher's two measures at once: by number of passages and by their characters."""
    long = [
        (block, text)
        for block, text in passages
        if text.count(" ") >= _PASSAGE_WORDS - 1 and not text.rstrip(" *_").endswith(_LEADS_IN)
    ]
    counts = Counter(text for _, text in long)
    again = sum(count - 1 for count in counts.values())
    characters = sum((count - 1) * len(text) for text, count in counts.items())
    total = sum(len(text) for _, text in passages)
    if (
        len(long) < _LEAST_PASSAGES
        or again <= _PASSAGE_SHARE * len(passages)
        or characters <= _CHARACTER_SHARE * total
    ):
        return None
    text, count = max(counts.items(), key=lambda item: (item[1] - 1) * len(item[0]))
    if max(counts.values()) < _RECURS and again < _MOST_SHARE * len(passages):
        return None
    block = [block for block, same in long if same == text][1]
    return Observation(
        message=(
            f"{again} of {len(passages)} passages ({100 * again / len(passages):.0f} %) repeat an "
            f"earlier one; the one quoted stands here {count} times."
        ),
        line=block.span.line,
        quote=shorten(block.text),
    )


def _repeated_line(content: Content) -> Observation | None:
    """In formats without markup, lines are passages where nothing else parts them."""
    if content.format not in _BY_LINES or (found := running_line(content)) is None:
        return None
    return Observation(
        message=(
            f"The line quoted stands here {found.count} times and makes up "
            f"{100 * found.share:.0f} % of the text, like the header of a page."
        ),
        line=found.line,
        quote=shorten(found.text),
    )


def _repeated_phrase(tokens: list[str], passages: list[tuple[Block, str]]) -> Observation | None:
    total = sum(len(token) for token in tokens)
    weights = sorted((len(w) * n / total for w, n in Counter(tokens).items()), reverse=True)
    for size, limit in _PHRASE_SHARES:
        # A phrase weighs no more than its words do: this spares nearly every document the count.
        if sum(weights[:size]) <= limit:
            continue
        phrases = Counter(zip(*(tokens[start:] for start in range(size)), strict=False))
        phrase, count = phrases.most_common(1)[0]
        share = count * sum(len(word) for word in phrase) / total
        if share > limit and count >= _LEAST_PHRASES and _loops(tokens):
            return _phrase(" ".join(phrase), count, share, passages)
    return None


def _loops(tokens: list[str]) -> bool:
    """Whether whole runs of words recur, rather than a turn of phrase the text is fond of."""
    runs = Counter(zip(*(tokens[start:] for start in range(_RUN_WORDS)), strict=False))
    return runs.total() - len(runs) >= _RUN_SHARE * runs.total()


def _phrase(
    phrase: str, count: int, share: float, passages: list[tuple[Block, str]]
) -> Observation:
    block = next((b for b, text in passages if phrase in text.lower()), passages[0][0])
    return Observation(
        message=(
            f"The words “{phrase}” make up {100 * min(share, 1):.0f} % of the text: they stand "
            f"in it {count} times."
        ),
        line=block.span.line,
        quote=shorten(block.text),
    )
