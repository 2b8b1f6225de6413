"""The record, in a file and in a database several machines share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.handover.made import finding
from tests.services.postgres import ADMIN, Postgres

from ragaudit._handover.alone import alone
from ragaudit._handover.ledger import KnownTicket, Ledger, Told, ToldVerdict
from ragaudit._handover.routing import place_of
from ragaudit.errors import StoreError

PLACE = place_of(finding())


@pytest.fixture(params=["file", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "file":
        return tmp_path / "handover.db"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.url_of(ADMIN)


def test_what_is_kept_is_read_back(place: Path | str) -> None:
    """And the later word counts."""
    ledger = Ledger(place)
    told = Told("hook", "änn@acme.example", "f" * 16, PLACE, 1)
    ledger.tell([told], ToldVerdict("hook", "scan", "failed", 1))
    ledger.tell([], ToldVerdict("hook", "scan", "passed", 2))
    ledger.keep("github", KnownTicket("f" * 16, "", False, PLACE, "2026-11-01T00:00:00+00:00"))
    ledger.keep("github", KnownTicket("f" * 16, "7", False, PLACE))
    ledger.close()
    again = Ledger(place)
    assert again.told() == {("hook", "änn@acme.example", "f" * 16): told}
    assert again.verdicts() == {("hook", "scan"): ToldVerdict("hook", "scan", "passed", 2)}
    assert again.tickets("github") == {"f" * 16: KnownTicket("f" * 16, "7", False, PLACE)}
    assert again.tickets("gitlab") == {}
    again.drop("github", "f" * 16)
    assert again.tickets("github") == {}
    again.close()


def test_one_at_a_time(place: Path | str) -> None:
    """A second one gives up with a clear word; the record stays usable, and the lock ends."""
    ledger = Ledger(place)
    with alone(place):
        with pytest.raises(StoreError, match="another run is telling people"), alone(place, 0.2):
            pass
        ledger.tell([Told("hook", "", "f" * 16, PLACE, 1)])
    with alone(place, 0.2):
        assert len(ledger.told()) == 1
    ledger.close()
