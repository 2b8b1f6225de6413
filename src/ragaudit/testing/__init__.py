"""What a plugin author needs to test a plugin: builders and conformance checks.

The checks raise `AssertionError` with a sentence that says what to change.
"""

from ragaudit.testing.builders import (
    AS_OF,
    access,
    context,
    document,
    known,
    owner,
    source,
    summarise,
    text_content,
    unusable,
)
from ragaudit.testing.checks import (
    check_concrete,
    check_connector,
    check_detector,
    check_reporter,
    check_rule,
)
from ragaudit.testing.corpus import MemoryCorpus, compare

__all__ = [
    "AS_OF",
    "MemoryCorpus",
    "access",
    "check_concrete",
    "check_connector",
    "check_detector",
    "check_reporter",
    "check_rule",
    "compare",
    "context",
    "document",
    "known",
    "owner",
    "source",
    "summarise",
    "text_content",
    "unusable",
]
