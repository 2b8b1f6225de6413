"""Cuts documents into the pieces that are embedded and ranked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ragaudit.contracts.indexing import Section
from ragaudit.text import sha256
from ragaudit_probes.index.libraries import needs

WORDS = 200
"""Longest chunk in words: with title and headings about the 256 word pieces all-MiniLM-L6-v2 reads.
On SciFact, whose abstracts have 200 words, 200 ranks as well as whole abstracts do (nDCG@10 0.655
against 0.655; BM25 0.689 against 0.681)."""
OVERLAP = 20
"""Words two chunks of one section share where they end and begin with a short sentence."""
_HEADINGS = 300
"""Characters of headings put in front of a chunk; more is no heading."""
_WINDOW = 20_000
"""Characters the splitter gets at once: its time grows with the square of their number."""
CJK = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts that write words without spaces between them, as a regular expression's set."""
_UNIT = re.compile(rf"[{CJK}]|[^\s{CJK}]{{1,20}}")
_RUN = re.compile(r"\S{150}")
"""Letters without a space that stay together; longer runs would be taken apart one by one."""
RECIPE = f"sentence-splitter {WORDS}/{OVERLAP} 1"
"""Changes whenever the same text may be cut in another way."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document."""

    id: str
    """Depends on the document and the text alone, so that text that stays keeps its id."""
    document: str
    heading: str
    """`Returns > Refunds`."""
    text: str
    """What is embedded and indexed: title, headings, text."""
    digest: str
    """sha256 of the text."""


class Chunker:
    """llama-index's sentence splitter within sections; short neighbours share a chunk."""

    def cut(self, document: str, title: str, sections: Iterable[Section]) -> list[Chunk]:
        """The chunks of a document, in order; the same text twice is one chunk.

        A document with a title and nothing else is one chunk, one with neither has none.
        """
        found: dict[str, Chunk] = {}
        pieces = list(self._pieces(sections)) or [Section("")]
        for piece in pieces:
            headings = _without_repeats((title, *piece.heading_path))
            lead = "\n".join(heading[:_HEADINGS] for heading in headings)
            text = encodable("\n".join(part for part in (lead, piece.text) if part))
            if text and (digest := sha256(text)) not in found:
                name = f"{encodable(document)}#{sha256(document + chr(0) + digest)[:20]}"
                heading = " > ".join(piece.heading_path)
                found[digest] = Chunk(name, document, heading, text, digest)
        return list(found.values())

    def _pieces(self, sections: Iterable[Section]) -> Iterator[Section]:
        waiting: list[Section] = []
        length = 0
        for section in sections:
            words = sum(len(_units(text)) for text in (section.text, *section.heading_path[-1:]))
            if waiting and length + words > WORDS:
                yield _joined(waiting)
                waiting, length = [], 0
            if words <= WORDS:
                waiting.append(section)
                length += words
                continue
            for window in _windows(section.text):
                for text in self._splitter.split_text(window):
                    yield Section(text, section.heading_path)
        if waiting:
            yield _joined(waiting)

    @cached_property
    def _splitter(self) -> Any:
        parser = needs("llama_index.core.node_parser")
        punkt = needs("nltk.tokenize").PunktSentenceTokenizer()

        def sentences(text: str) -> list[str]:
            # As llama-index does it, which however looks for a download first.
            spans = list(punkt.span_tokenize(text))
            ends = [start for start, _ in spans[1:]] + [len(text)]
            starts = [0, *ends[:-1]]
            return [text[start:end] for start, end in zip(starts, ends, strict=True)]

        return parser.SentenceSplitter(
            chunk_size=WORDS,
            chunk_overlap=OVERLAP,
            tokenizer=_units,
            chunking_tokenizer_fn=sentences,
        )


def encodable(text: str) -> str:
    """Text without half characters, which neither tokenizers nor databases take."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _units(text: str) -> list[str]:
    """Words; a letter of a script without spaces is one, twenty characters on end are one."""
    return _UNIT.findall(text)


def _windows(text: str) -> Iterator[str]:
    """The text in parts of a bounded size, cut at the end of a line where there is one."""
    text = _RUN.sub(lambda run: f"{run.group()} ", text)
    start = 0
    while start < len(text):
        end = start + _WINDOW
        if end < len(text):
            end = max(text.rfind("\n", start + _WINDOW // 2, end) + 1, 0) or end
        yield text[start:end]
        start = end


def _joined(sections: Sequence[Section]) -> Section:
    """Neighbours under the headings they share; the other headings become text."""
    paths = [section.heading_path for section in sections]
    shared = paths[0]
    for path in paths[1:]:
        same = 0
        while same < min(len(shared), len(path)) and shared[same] == path[same]:
            same += 1
        shared = shared[:same]
    lines: list[str] = []
    before = shared
    for section in sections:
        if section.heading_path != before:
            lines.extend(section.heading_path[len(shared) :])
        before = section.heading_path
        lines.append(section.text)
    return Section("\n".join(line for line in lines if line), shared)


def _without_repeats(headings: Iterable[str]) -> list[str]:
    """Headings in order, without one that says the same as an earlier one."""
    seen: dict[str, str] = {}
    for heading in headings:
        if key := " ".join(heading.casefold().split()):
            seen.setdefault(key, heading.strip())
    return list(seen.values())
