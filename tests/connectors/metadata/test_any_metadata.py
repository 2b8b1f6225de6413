"""Whatever a stranger writes, a document is described."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragaudit.contracts import Ref
from ragaudit.model import ContentSummary, Directory, MetaField, Origin, SourceFacts
from ragaudit.testing import source
from ragaudit_connectors.metadata import Resolver
from ragaudit_connectors.metadata.conventions import DATE_KEYS, OWNER_ROLES, REVIEW_INTERVAL, STATUS

KEYS = st.one_of(
    st.sampled_from(
        [*(k for keys in DATE_KEYS.values() for k in keys), *OWNER_ROLES, *REVIEW_INTERVAL, *STATUS]
    ),
    st.sampled_from(["access", "audience", "access.deny", "owners.0.email", "verified.0.at",
                     "docx:created", "docx:custom.owner", "html:date", "superseded_by",
                     "canonical", "review_date", "docx:", ":", "a:b:c"]),
    st.text(max_size=20),
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(["2025-02-30", "03/04/2025", "9999-12-31", "0001-01-01", "9999 years", "never",
                     "[]", "<>", "[a](b", "a, b; c", "superseded by", "P9999Y", "D:", "#", "@"]),
    st.text(max_size=40),
)  # fmt: skip
FIELDS = st.lists(st.builds(MetaField, KEYS, VALUES, st.none() | st.integers(1, 9)), max_size=12)


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    """A resolver over an empty folder."""
    folder: Path = tmp_path_factory.mktemp("docs")
    return Resolver(source(folder), folder)


@settings(max_examples=300, deadline=None)
@given(fields=FIELDS, embedded=st.booleans())
def test_never_raises(resolver: Resolver, fields: list[MetaField], embedded: bool) -> None:
    """Every value is read, ignored or an error that says where it stands."""
    origin = Origin.EMBEDDED if embedded else Origin.FRONT_MATTER
    metadata = tuple(MetaField(f.key, f.value, f.line, origin) for f in fields)
    summary = ContentSummary("markdown", "0" * 64, 10, metadata=metadata)
    document = resolver.resolve(Ref("a.md", "a.md"), summary, "0" * 64, SourceFacts())
    assert Directory() == resolver.directory
    for fact in dict(document.times.items()).values():
        assert (fact.value is not None) == fact.known
    assert all(error.locator and error.note for error in document.metadata_errors)
