"""What is remembered of dead links between runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ragaudit._audit.links import LinkHistory
from ragaudit._engine.cache import Cache
from ragaudit.contracts import LinkChecker, LinkResult, LinkState

URL = "https://www.pellworth.co.uk/forms/refund-2019.pdf"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
DEAD = LinkResult(LinkState.DEAD, "404 Not Found")


class Says(LinkChecker):
    """A checker to which every server says the same."""

    def __init__(self, result: LinkResult) -> None:
        self._result = result

    def check(self, urls: Sequence[str]) -> Mapping[str, LinkResult]:
        """See `LinkChecker.check`."""
        return dict.fromkeys(urls, self._result)


def run(folder: Path, result: LinkResult, hours: float) -> LinkResult:
    """One run, so many hours past noon."""
    cache = Cache(folder / "cache.db")
    try:
        history = LinkHistory(Says(result), cache, NOON + timedelta(hours=hours))
        return history.check([URL])[URL]
    finally:
        cache.close()


def test_dead_again_after_an_hour(tmp_path: Path) -> None:
    """The first run is named; a run too soon proves nothing."""
    since = [run(tmp_path, DEAD, hours).since for hours in (0, 0.5, 1, 30)]
    assert [None, None, NOON, NOON] == since


def test_alive_in_between_starts_anew(tmp_path: Path) -> None:
    """Two outages are not one."""
    run(tmp_path, DEAD, 0)
    run(tmp_path, LinkResult(LinkState.ALIVE), 2)
    assert [None, NOON + timedelta(hours=4)] == [run(tmp_path, DEAD, h).since for h in (4, 6)]


def test_unknown_in_between_changes_nothing(tmp_path: Path) -> None:
    """No answer is not a sign of life."""
    run(tmp_path, DEAD, 0)
    run(tmp_path, LinkResult(LinkState.UNKNOWN, "503 Service Unavailable"), 2)
    assert NOON == run(tmp_path, DEAD, 4).since


def test_addresses_are_not_kept(tmp_path: Path) -> None:
    """Only their digests are."""
    run(tmp_path, DEAD, 0)
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"pellworth" not in kept


def test_without_a_cache_every_run_is_the_first() -> None:
    """Nothing is claimed that nobody remembers."""
    cache = Cache(None)
    histories = [LinkHistory(Says(DEAD), cache, NOON + timedelta(hours=h)) for h in (0, 5)]
    assert [None, None] == [h.check([URL])[URL].since for h in histories]


def test_the_run_says_how_much_it_knows() -> None:
    """Counts by state, and why some say nothing."""
    history = LinkHistory(Says(LinkResult(LinkState.UNKNOWN, "403 Forbidden")), Cache(None), NOON)
    assert [] == history.notes()
    history.check(["https://a.co.uk/", "https://b.co.uk/"])
    assert ["External links: 2 addresses, 2 unknown (403 Forbidden: 2)."] == history.notes()
