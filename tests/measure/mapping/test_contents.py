"""The document of a result by its text."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.measure.mapping.helpers import document

from ragaudit._measure.mapping import Mapped, Mapper
from ragaudit._measure.mapping.shingles import (
    SHORTEST,
    contains,
    shingle_hashes,
    winnowed,
    word_hashes,
)
from ragaudit.errors import SkipError
from ragaudit.model import Document, Hit, SkipReason

RETURNS = (
    "Customers may return an item within thirty days of delivery. A receipt is needed, and the "
    "item must be unused. Refunds are paid to the card that was charged, after ten working days."
)
PARKING = (
    "The car park behind the warehouse opens at six in the morning. Visitors take a ticket at the "
    "barrier and have it stamped at reception before they leave."
)
FOOTER = "This page is maintained by the documentation team of Example Works, Unit Four, Leeds."


def shelf(texts: dict[str, str]) -> tuple[list[Document], Callable[[str], str]]:
    return [document(path) for path in texts], lambda one: texts[one.removeprefix("docs:")]


def mapped(texts: dict[str, str], *hits: Hit) -> Mapped:
    return Mapper.of(*shelf(texts)).documents(hits)


def chunk(text: str, name: str = "c1") -> Hit:
    return Hit(name, text=text)


def test_a_chunk_that_stands_in_one_document() -> None:
    """Whatever its case, spaces, quotes and markup."""
    texts = {"returns.md": f"{RETURNS}\n{FOOTER}", "parking.md": f"{PARKING}\n{FOOTER}"}
    cut = RETURNS[30:140]
    for text in (cut, cut.upper(), cut.replace(" ", "\n  "), f"## **{cut}**\n\n* * *"):
        assert Mapped(("docs:returns.md",)) == mapped(texts, chunk(text))


def test_equal_copies_are_ambiguous() -> None:
    """Nobody can say which of them was served."""
    texts = {"a.md": RETURNS, "b.md": f"{RETURNS} {FOOTER}", "c.md": PARKING}
    assert Mapped((), 1, (("docs:a.md", "docs:b.md"),)) == mapped(texts, chunk(RETURNS))


def test_a_name_that_several_have_is_settled_by_text() -> None:
    """And text that several have, by name."""
    texts = {"hr/README.md": RETURNS, "it/README.md": PARKING, "old/returns.md": RETURNS}
    hit = Hit("c1", document="README.md", text=RETURNS)
    assert Mapped(("docs:hr/README.md",)) == mapped(texts, hit)


def test_versions_that_differ_in_one_word() -> None:
    """Are told apart, also where markup keeps a chunk from being held word for word."""
    newer = RETURNS.replace("thirty", "fourteen")
    texts = {"2022.md": RETURNS, "2023.md": newer}
    assert Mapped(("docs:2023.md",)) == mapped(texts, chunk(newer))
    with_link = newer.replace("receipt", "receipt (https://example.com/receipts)")
    assert Mapped(("docs:2023.md",)) == mapped(texts, chunk(f"Returns: {with_link}"))


def test_what_only_shares_a_footer_is_not_found() -> None:
    """Nor what is too short, empty, or of other words."""
    texts = {"returns.md": f"{RETURNS} {FOOTER}"}
    other = f"The canteen serves soup on Mondays and fish on Fridays, at noon. {PARKING} {FOOTER}"
    hits = [chunk(other), chunk("thirty days"), chunk(""), chunk("… — !")]
    assert Mapped((), 4) == mapped(texts, *hits)


def test_short_names_need_a_text_that_agrees() -> None:
    """A file name in another folder, and a number, may be of something else."""
    texts = {"README.md": RETURNS, "parking.md": PARKING}
    wrong = Hit("c1", document="/srv/kb/somewhere/README.md", text=PARKING)
    assert Mapped(("docs:parking.md",)) == mapped(texts, wrong)
    right = Hit("c1", document="/srv/kb/README.md", text=RETURNS[20:])
    assert Mapped(("docs:README.md",)) == mapped(texts, right)
    row = document("row.txt", "crm", native="7")
    mapper = Mapper.of([row], lambda _: PARKING)
    assert Mapped((), 1) == mapper.documents([Hit("7", text=RETURNS)])
    assert Mapped((row.id,)) == mapper.documents([Hit("7", text=PARKING), Hit("7")])


def test_long_names_stand_whatever_the_text() -> None:
    """An index may hold what the document no longer says."""
    texts = {"policies/returns.md": RETURNS}
    hit = Hit("c1", document="/srv/kb/policies/returns.md", text=PARKING)
    assert Mapped(("docs:policies/returns.md",)) == mapped(texts, hit)


@pytest.mark.parametrize(
    "error", [SkipError(SkipReason.VANISHED, "gone"), KeyError("x"), OSError()]
)
def test_texts_that_cannot_be_read(error: Exception) -> None:
    """Leave the names."""

    def texts(name: str) -> str:
        raise error

    mapper = Mapper.of([document("a.md")], texts)
    hits = [chunk(RETURNS), Hit("c2", document="/kb/a.md", text=RETURNS)]
    assert Mapped(("docs:a.md",), 1) == mapper.documents(hits)


def test_texts_are_read_once_and_only_when_needed() -> None:
    """A catalogue may be large, and its sources slow."""
    read: list[str] = []
    documents, texts = shelf({"a.md": RETURNS, "b.md": PARKING})

    def counted(name: str) -> str:
        read.append(name)
        return texts(name)

    mapper = Mapper.of(documents, counted)
    mapper.documents([Hit("c", document="docs:a.md", text=RETURNS)])
    assert [] == read
    for number in range(50):
        mapper.documents([chunk(RETURNS[number:]), chunk(PARKING)])
    assert 4 >= len(read)


def test_scripts_without_spaces() -> None:
    """A chunk may be cut anywhere in them."""
    chinese = (
        "客户可以在收到商品后三十天内退货。需要收据，并且商品必须未使用。退款将在十个工作日内支付。"
    )
    texts = {"zh.md": chinese, "en.md": RETURNS}
    assert Mapped(("docs:zh.md",)) == mapped(texts, chunk(chinese[5:30]))


def test_ten_thousand_results() -> None:
    """Most of them by text, in a catalogue whose pages share a header and a footer."""
    rng = random.Random(5)
    vocabulary = [f"word{n}" for n in range(3_000)]
    bodies = [" ".join(rng.choices(vocabulary, k=120)) for _ in range(1_500)]
    texts = {f"{n}.md": f"{FOOTER} {body} {FOOTER}" for n, body in enumerate(bodies)}
    hits, expected = [], []
    for number in range(10_000):
        page = rng.randrange(len(bodies))
        start = rng.randrange(60)
        cut = " ".join(bodies[page].split()[start : start + 40])
        hits.append(chunk(f"{cut} {FOOTER}" if number % 3 == 0 else cut, f"c{number}"))
        expected.append(f"docs:{page}.md")
    assert Mapped(tuple(dict.fromkeys(expected))) == mapped(texts, *hits)


WORD = st.sampled_from([f"w{n}" for n in range(12)])
WORDS = st.lists(WORD, min_size=1, max_size=60)
ENOUGH = st.lists(WORD, min_size=SHORTEST, max_size=60)


@given(ENOUGH, st.data())
def test_any_part_of_a_document_is_seen(words: list[str], data: st.DataObject) -> None:
    """A chunk of enough words shares a winnowed shingle with what it was cut from."""
    start = data.draw(st.integers(0, len(words) - SHORTEST))
    end = data.draw(st.integers(start + SHORTEST, len(words)))
    whole, part = (word_hashes(" ".join(w)) for w in (words, words[start:end]))
    assert contains(whole, part)
    shared = np.intersect1d(winnowed(shingle_hashes(whole)), winnowed(shingle_hashes(part)))
    assert 0 < len(shared)


@given(WORDS, WORDS)
def test_containment_is_that_of_words(whole: list[str], part: list[str]) -> None:
    """As a search word by word finds it."""
    starts = range(len(whole) - len(part) + 1)
    expected = any(whole[s : s + len(part)] == part for s in starts)
    assert expected == contains(word_hashes(" ".join(whole)), word_hashes(" ".join(part)))


@given(ENOUGH, st.lists(WORDS, max_size=5), st.data())
def test_a_chunk_is_never_found_elsewhere(
    origin: list[str], others: list[list[str]], data: st.DataObject
) -> None:
    """What holds it word for word is exactly what is found, whatever the documents share."""
    bodies = [origin, *others]
    start = data.draw(st.integers(0, len(origin) - SHORTEST))
    part = " ".join(origin[start : start + SHORTEST + 5])
    texts = {f"{n}.md": " ".join(words) for n, words in enumerate(bodies)}
    holding = {f"docs:{name}" for name, text in texts.items() if f" {part} " in f" {text} "}
    assert holding == Mapper.of(*shelf(texts)).candidates(chunk(part))
