"""PRM502."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.detectors.permission._labels import LabelExtractor
from ragaudit.detectors.permission._levels import Level, level_of
from ragaudit.detectors.permission.label_mismatch import LabelMismatch
from ragaudit.model import AccessPolicy, Block, BlockKind, Content, Observation, Span
from ragaudit.testing import (
    MemoryCorpus,
    access,
    check_detector,
    compare,
    document,
    known,
    text_content,
)

BODY = "\n\n".join(f"Paragraph number {n} of the body says something." for n in range(30))


def level(text: str) -> str | None:
    features = list(LabelExtractor().extract(text_content(text)))
    assert len(features) < 2
    return features[0].value if features else None


def run(text: str = BODY, policy: AccessPolicy | None = None, **changes: Any) -> list[Observation]:
    content = text_content(text)
    page = document(content=content, access=policy or access("public"), **changes)
    return compare(LabelMismatch(), MemoryCorpus({page.id: content}, {page.id: page}))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(LabelMismatch())


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Confidential", "confidential"),
        ("confidential", "confidential"),
        ("Confidential - HR", "confidential"),
        ("C3: Confidential", "confidential"),
        ("INTERNAL", "internal"),
        ("internal only", "internal"),
        ("Do not distribute", "confidential"),
        ("Not for external distribution", "internal"),
        ("Strictly confidential", "secret"),
        ("need-to-know", "secret"),
        ("TLP:RED", "secret"),
        ("OFFICIAL-SENSITIVE", "confidential"),
        ("Public", None),
        ("unrestricted", None),
        ("Not confidential", None),
        ("non-confidential", None),
        ("internal and external", None),
        ("public or internal", None),
        ("tier 2", None),
        ("", None),
    ],
)
def test_labels_in_metadata(label: str, expected: str | None) -> None:
    """The phrases people write, and those that say the opposite or nothing certain."""
    assert expected == level_of(label)


@pytest.mark.parametrize(
    "line",
    [
        "CONFIDENTIAL",
        "Confidential",
        "*** Confidential ***",
        "[Internal use only]",
        "For internal use only.",
        "INTERNAL",
        "Do not distribute",
        "Confidential – do not distribute",
        "Acme Confidential",
        "Acme Internal Use Only",
        "For Acme staff only",
        "Private & Confidential",
        "For Official Use Only",
        "Acme Ltd | Confidential | Page 3 of 10",
        "© 2026 Acme Ltd. Confidential.",
        "Classification: Restricted",
        "Document classification: internal",
        "This document is confidential.",
        "This document is confidential and must not be shared outside HR.",
        "This page is for internal use only.",
        "The contents of this report are strictly confidential.",
        "Streng vertraulich",
    ],
)
def test_a_line_that_labels_the_text(line: str) -> None:
    """At the head, and at the foot."""
    assert level(f"# Salary bands\n\n{line}\n\n{BODY}") is not None
    assert level(f"# Salary bands\n\n{BODY}\n\n{line}") is not None


@pytest.mark.parametrize(
    "line",
    [
        "How to label confidential documents",
        "Confidential information must be kept in the safe.",
        "Is this document confidential?",
        "This document is not confidential.",
        "This document is confidential once it is filled in.",
        "This document is internal tooling in disguise.",
        "This document describes what confidential means.",
        "Restricted",
        "internal",
        "secret",
        "confidential",
        "Non-Confidential",
        "Kitchen staff only",
        "For hotel staff only",
        "Not Confidential",
        "Write this at the top:\nCONFIDENTIAL",
        "Public | Internal | Confidential",
        "Classification: Public / Internal / Confidential",
        "- Confidential",
        "# Confidential",
        "Our internal network, staff only, is restricted to people who do not distribute secrets.",
    ],
)
def test_a_line_that_talks_of_labels(line: str) -> None:
    """Prose, questions, conditions, glossaries and examples."""
    assert level(f"# Handbook\n\nHello.\n\n{line}\n\n{BODY}") is None


def test_only_the_first_and_last_ten_lines() -> None:
    """In the middle of a text it is about something else."""
    assert level(f"{BODY}\n\nCONFIDENTIAL\n\n{BODY}") is None


def test_a_text_that_shows_a_scale_explains_it() -> None:
    """Whoever shows “public” too, or three levels, is explaining labels."""
    scale = "Labels\n\nPUBLIC\n\nINTERNAL\n\nCONFIDENTIAL"
    assert level(scale) is None
    assert level("INTERNAL\n\nCONFIDENTIAL\n\nSECRET") is None
    assert "confidential" == level(f"INTERNAL\n\n{BODY}\n\nCONFIDENTIAL")


def test_code_and_mail_are_not_read() -> None:
    """An example in code, and the disclaimer every mail carries."""
    code = Block(BlockKind.CODE, "CONFIDENTIAL", Span(1, 1, 0, 12))
    assert [] == list(LabelExtractor().extract(Content("markdown", "CONFIDENTIAL", (code,))))
    mail = Content("eml", "CONFIDENTIAL", text_content("CONFIDENTIAL").blocks)
    assert [] == list(LabelExtractor().extract(mail))


def test_a_banner_in_the_first_heading() -> None:
    """In capitals, above everything."""
    assert "confidential" == level(f"# CONFIDENTIAL\n\n{BODY}")


@pytest.mark.parametrize(
    ("label", "reader", "count"),
    [
        ("Internal", "public", 1),
        ("Internal", "all-staff", 0),
        ("Confidential", "public", 1),
        ("Confidential", "all-staff", 0),
        ("Confidential", "hr", 0),
        ("Strictly confidential", "all-staff", 1),
        ("Strictly confidential", "hr", 0),
        ("Public", "public", 0),
    ],
)
def test_what_each_label_allows(label: str, reader: str, count: int) -> None:
    """In the metadata and in the text alike."""
    fact = known(label, "classification")
    assert count == len(run(policy=access(reader), classification=fact))
    assert count == len(run(f"Classification: {label}\n\n{BODY}", access(reader)))


def test_says_what_is_labelled_and_who_reads() -> None:
    """Label, readers, and where the list is written."""
    fact = known("Confidential", "classification", line=3)
    (seen,) = run("CONFIDENTIAL", classification=fact)
    assert (
        "Labelled “Confidential”, but anybody, without signing in, may read it (access.yaml:2)."
    ) == seen.message
    assert (3, "classification: Confidential") == (seen.line, seen.quote)
    (stamped,) = run(f"# Bands\n\nThis document is confidential.\n\n{BODY}")
    assert (3, "This document is confidential.") == (stamped.line, stamped.quote)


def test_unknown_readers_are_another_rule() -> None:
    """What is not known is neither wide nor narrow."""
    assert [] == run("CONFIDENTIAL", AccessPolicy())


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """Strangers write the documents."""
    assert level(text) in {None, *Level}
