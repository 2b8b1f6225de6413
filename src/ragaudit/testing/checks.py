"""Conformance checks: `AssertionError` with a sentence that says what to change."""

from __future__ import annotations

import inspect
import re
from typing import TypeVar

from ragaudit.contracts import (
    Connector,
    ContentDetector,
    CorpusDetector,
    Detector,
    DocumentDetector,
    OtherFile,
    Ref,
    Reporter,
)
from ragaudit.model import (
    Rule,
    Skip,
)
from ragaudit.testing.builders import summarise
from ragaudit.text import sha256

T = TypeVar("T")


def check_rule(rule: Rule) -> None:
    """A rule explains itself well enough to make a documentation page of it."""
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code), (
        f"{rule.code}: a code is three letters, three digits"
    )
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name), f"{rule.code}: the name is kebab-case"
    for part in ("summary", "why", "how_to_fix", "example", "not_reported"):
        assert getattr(rule, part).strip(), f"{rule.code}: `{part}` is empty"
    assert not rule.gap or rule.declare.strip(), f"{rule.code}: a gap rule says how to declare it"


def check_detector(detector: Detector) -> None:
    """A detector is exactly one of the three kinds and its rule explains itself."""
    kinds = [
        k for k in (ContentDetector, DocumentDetector, CorpusDetector) if isinstance(detector, k)
    ]
    assert len(kinds) == 1, f"{type(detector).__name__} is {len(kinds)} kinds of detector, not 1"
    check_concrete(type(detector))
    check_rule(detector.rule)


def check_concrete(plugin: type) -> None:
    """No abstract method is left unwritten."""
    left = ", ".join(sorted(getattr(plugin, "__abstractmethods__", ())))
    assert not inspect.isabstract(plugin), f"{plugin.__name__} does not define {left}"


def check_connector(connector: Connector) -> list[str]:
    """List, read, parse and describe everything; return the paths in listing order."""
    listed = list(connector.list_refs())
    paths = [item.path for item in listed]
    assert len(paths) == len(set(paths)), "a path was listed twice"
    assert paths == [item.path for item in connector.list_refs()], (
        "the order changes between listings"
    )
    for item in listed:
        assert isinstance(item, Ref | Skip | OtherFile), f"{item!r} is no listing item"
        if isinstance(item, Ref):
            _check_ref(connector, item)
    return paths


def _check_ref(connector: Connector, ref: Ref) -> None:
    data = connector.read(ref)
    content = connector.parse(ref, data)
    assert content == connector.parse(ref, data), f"{ref.path}: parsing twice gives two results"
    described = connector.describe(ref, summarise(content), sha256(ref.path))
    assert described.native_id == ref.native_id, f"{ref.path}: describe() changed the identity"


def check_reporter(reporter: Reporter) -> None:
    """A reporter is concrete."""
    check_concrete(type(reporter))
