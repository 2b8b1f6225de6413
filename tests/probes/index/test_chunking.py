"""How documents are cut."""

from __future__ import annotations

from ragaudit.contracts.indexing import Section
from ragaudit_probes.index.chunking import WORDS, Chunker

LONG = " ".join(f"Sentence number {n} says something about bicycles." for n in range(100))


def test_short_neighbours_share_a_chunk_under_the_headings_they_share() -> None:
    """Headings that differ become text."""
    sections = [Section("One.", ("Guide", "A")), Section("Two.", ("Guide", "B"))]
    (chunk,) = Chunker().cut("kb:a", "Guide", sections)
    assert chunk.heading == "Guide"
    assert chunk.text == "Guide\nA\nOne.\nB\nTwo."


def test_a_long_section_is_cut_and_every_piece_keeps_its_headings() -> None:
    """No piece is longer than the model reads."""
    found = Chunker().cut("kb:a", "Guide", [Section(LONG, ("Guide", "Bicycles"))])
    assert len(found) == 4
    assert {chunk.heading for chunk in found} == {"Guide > Bicycles"}
    assert all(chunk.text.startswith("Guide\nBicycles\nSentence") for chunk in found)
    assert all(len(chunk.text.split()) <= WORDS + 2 for chunk in found)
    assert all(f"number {n} " in " ".join(c.text for c in found) for n in range(100))


def test_order_is_kept_around_a_long_section() -> None:
    """What waits for neighbours comes before what is cut."""
    sections = [Section("First.", ("A",)), Section(LONG, ("B",)), Section("Last.", ("C",))]
    found = Chunker().cut("kb:a", "", sections)
    assert ["A", "B", "B", "B", "B", "C"] == [chunk.heading for chunk in found]


def test_text_that_stays_keeps_its_id() -> None:
    """An edit elsewhere in the document changes nothing."""
    before = Chunker().cut("kb:a", "T", [Section(LONG, ("A",)), Section("Old.", ("B",))])
    after = Chunker().cut("kb:a", "T", [Section(LONG, ("A",)), Section("New.", ("B",))])
    assert [c.id for c in before[:-1]] == [c.id for c in after[:-1]]
    assert before[-1].id != after[-1].id


def test_documents_with_the_same_text_have_chunks_of_their_own() -> None:
    """They share the hash of the text and nothing else."""
    (one,) = Chunker().cut("kb:a", "T", [Section("Same.")])
    (other,) = Chunker().cut("kb:b", "T", [Section("Same.")])
    assert one.digest == other.digest
    assert one.id != other.id


def test_the_same_text_twice_is_one_chunk() -> None:
    """Repeated text under one heading is ranked once."""
    found = Chunker().cut("kb:a", "T", [Section(LONG, ("A",)), Section(LONG, ("A",))])
    assert 4 == len(found)


def test_a_title_alone_is_a_chunk_and_nothing_is_none() -> None:
    """An empty page can be found by its title."""
    assert ["Only a title"] == [c.text for c in Chunker().cut("kb:a", "Only a title", [])]
    assert [] == Chunker().cut("kb:a", " ", [Section("")])


def test_scripts_without_spaces_are_cut_too() -> None:
    """A letter counts as a word."""
    found = Chunker().cut("kb:a", "", [Section("規則は三つあります。" * 100)])
    assert len(found) > 1
    assert all(len("".join(chunk.text.split())) <= WORDS for chunk in found)


def test_a_million_letters_without_a_space_are_cut_in_bounded_time() -> None:
    """The splitter is given a window at a time."""
    found = Chunker().cut("kb:a", "", [Section("x" * 1_000_000)])
    assert all(len(chunk.text) <= WORDS * 21 for chunk in found)


def test_half_characters_are_written_out() -> None:
    """Neither tokenizers nor databases take them."""
    (chunk,) = Chunker().cut("kb:\udcff", "\ud800", [Section("text")])
    assert chunk.text == "\\ud800\ntext"
    assert chunk.id.encode("utf-8").startswith(b"kb:\\udcff#")
    assert chunk.document == "kb:\udcff"
