"""How names of a list are found in a text, and what is remembered of where they were."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, replace

from ragaudit.contracts import Corpus
from ragaudit.detectors._sentences import Sentence, sentences
from ragaudit.detectors.freshness._records import in_record_section, is_record_content
from ragaudit.model import BlockKind, Content
from ragaudit.redact import Veil
from ragaudit.text import normalise, sha256, shorten

_KINDS = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.TABLE_ROW)
_QUOTE = 230
MOST = 20
"""Uses in one sentence that are looked at; more are a list without full stops."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a name."""

    name: str
    """What the list calls it."""
    value: str
    """A version, or the term as written."""
    line: int
    quote: str
    note: str = ""


def name_pattern(name: str) -> str:
    """A pattern for a name: spaces and hyphens are one, a plural or genitive may follow."""
    parts = [re.escape(part) for part in re.split(r"[\s-]+", name.strip()) if part]
    body = r"[\s-]{1,3}".join(parts)
    start = r"(?<![\w-])" if name[0].isalnum() else ""
    return f"{start}{body}" + (r"(?:e?s|['’]s?)?(?![\w])" if name[-1].isalnum() else "")


def is_proper(name: str) -> bool:
    """Whether a name is looked for as written: one word that has a capital, such as `Slack`."""
    return not re.search(r"[\s-]", name.strip()) and name != name.lower()


def read_sentences(content: Content, wanted: Callable[[str], bool]) -> Iterator[Sentence]:
    """The title and the sentences that may hold a name, without sections about the past."""
    if is_record_content(content):
        return
    for sentence in sentences(content, wanted, _KINDS):
        headings = (*sentence.block.heading_path, *_own_heading(sentence))
        if not in_record_section(headings):
            yield sentence


def _own_heading(sentence: Sentence) -> tuple[str, ...]:
    return (sentence.text,) if sentence.block.kind is BlockKind.HEADING else ()


def in_code(sentence: Sentence, found: str) -> bool:
    """Whether a name stands between backticks only, as a piece of code."""
    if "`" not in sentence.source:
        return False
    outside = "".join(sentence.source.split("`")[::2])
    return normalise(found) not in normalise(outside)


def quote(sentence: Sentence, at: int) -> str:
    """The sentence, from a little before the name on where it is long."""
    text = sentence.text
    return shorten(text if at < _QUOTE // 2 else "…" + text[at - 80 :], _QUOTE)


def remembered(
    corpus: Corpus,
    name: str,
    document: str,
    settings: str,
    find: Callable[[Content], Iterable[Use]],
) -> list[Use]:
    """The uses in a document, read anew only when the document or the list has changed."""
    key = sha256(f"{corpus.documents[document].raw_sha256}\0{document}\0{settings}")

    def compute() -> str:
        content = corpus.content(document)
        found = tuple(find(content)) if content is not None else ()
        veil = Veil(content) if content is not None and found else None
        shown = [replace(use, quote=veil.quote(use.quote, _QUOTE)) for use in found if veil]
        return json.dumps([astuple(use) for use in shown], ensure_ascii=False)

    return [Use(*parts) for parts in json.loads(corpus.remember(name, key, compute))]
