"""The product decides exactly what trying out every possible world gives."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.model.access import oracle
from tests.model.access.oracle_people import People
from tests.model.access.strategies import days, directories, policies, readers

from ragaudit.model import AccessMatrix, AccessPolicy, Directory, Principal


@settings(max_examples=500, deadline=None)
@given(policies(), st.lists(readers, min_size=1, max_size=6), directories(), days)
def test_every_decision(
    policy: AccessPolicy, asked: list[Principal], directory: Directory, on: date | None
) -> None:
    """All algorithms, all states, names that several people share, groups in circles."""
    people = People(directory)
    expected = [oracle.decide(policy, reader, people, on) for reader in asked]

    assert expected == list(AccessMatrix(asked, directory, on).decide(policy))
