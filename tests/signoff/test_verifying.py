"""Whether a statement still holds: signatures, time, files, and every byte of them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.signoff import kb

from ragaudit import _registry
from ragaudit._audit import Request, audit, surveyed
from ragaudit._config import Settings, resolve
from ragaudit._engine.progress import Silent
from ragaudit._signoff import keys, signing, verifying
from ragaudit._signoff.comparing import Now
from ragaudit._signoff.deciding import refusals
from ragaudit._signoff.evidence import Candidate
from ragaudit._signoff.verifying import Opened, Outcome, Verification
from ragaudit.contracts import ReportOptions
from ragaudit.errors import RagauditError, UsageError
from ragaudit.model import Responsibility

SIGNED_AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 1)
ANN = Candidate("ann", Responsibility.CHANGE_APPROVER)


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """The search of the test reads its documents from the current folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base that ann signed."""
    folder = kb.make(tmp_path_factory.mktemp("signed"))
    for name in ("ann", "bob"):
        keys.generate(folder / f"{name}.pem", folder / f"{name}.pub", None)
    with inside(folder):
        sign(folder)
    return folder


def request_of(found: Settings) -> Request:
    """A run over everything, in this process."""
    return Request(found, DAY, SIGNED_AT, _registry.detectors(), jobs=1)


def sign(folder: Path) -> None:
    """What the command does, without the command."""
    found = resolve((), folder / "ragaudit.yaml", folder)
    gathering = signing.gather(found)
    result = audit(request_of(found), gathering.watched(Silent()))
    gathering.close()
    evidence = gathering.evidence(result, DAY)
    assert () == refusals(evidence, ANN)
    signer = keys.private_key(folder / "ann.pem", None, None, {})
    report = _registry.reporter("json").render(result, ReportOptions())
    assert isinstance(report, str)
    place = folder / "signoff.dsse.json"
    signed = signing.first(gathering, evidence, ANN, signer, report.encode(), place, SIGNED_AT)
    signing.write(signed, place, force=False)


def sources(folder: Path) -> Now:
    """The sources as they are."""
    found = resolve((), folder / "ragaudit.yaml", folder)
    with surveyed(request_of(found), []) as survey:
        return verifying.looked(survey, DAY)


def check(
    folder: Path, now: datetime = SIGNED_AT, seen: Now | None = None, *, alone: bool = False
) -> Verification:
    """Verify with the keys of the configuration; `alone` without a configuration."""
    found = resolve((), folder / "ragaudit.yaml", folder)
    data = (folder / "signoff.dsse.json").read_bytes()
    opened = verifying.opened(data, *verifying.trusted(found, ()))
    return verifying.verified(
        opened, folder, now, None if alone else found, seen, signing.probes_of
    )


def test_it_survives_verification(home: Path) -> None:
    """Nothing changed, nothing said."""
    found = check(home, seen=sources(home))
    assert (Outcome.HOLDS, (), (), ()) == (found.outcome, found.changes, found.open, found.notes)


COVERED = ("signoff.dsse.json", "signoff", "ragaudit.yaml", "probes.yaml", "ann.pub", "bob.pub")


def covered(home: Path) -> list[Path]:
    """Every file the statement covers, itself included."""
    places = (home / name for name in COVERED)
    return [f for p in places for f in (sorted(p.iterdir()) if p.is_dir() else [p])]


@given(data=st.data(), change=st.integers(1, 255))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_changed_byte_of_any_file_breaks_it(
    home: Path, data: st.DataObject, change: int
) -> None:
    """The statement, its records, and every file whose bytes count."""
    file = data.draw(st.sampled_from(covered(home)))
    before = file.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    changed = bytearray(before)
    changed[place] ^= change
    file.write_bytes(bytes(changed))
    try:
        assert check(home).outcome is Outcome.BROKEN
    except RagauditError as error:
        # A statement, configuration or key that can no longer be read at all.
        assert error.exit_code == 2
    finally:
        file.write_bytes(before)


@given(data=st.data(), change=st.integers(1, 255))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_changed_byte_of_any_document_breaks_it(
    home: Path, data: st.DataObject, change: int
) -> None:
    """And the document is named."""
    file = data.draw(st.sampled_from(sorted((home / "docs").glob("*.md"))))
    before = file.read_bytes()
    changed = bytearray(before)
    changed[data.draw(st.integers(0, len(before) - 1))] ^= change
    file.write_bytes(bytes(changed))
    try:
        found = check(home, seen=sources(home))
        assert found.outcome is Outcome.BROKEN
        assert f"1 changed: docs:{file.name}" in [change.what for change in found.changes]
    finally:
        file.write_bytes(before)


@pytest.mark.parametrize("name", ["manifest.jsonl", "acl.jsonl", "policy.json"])
def test_a_record_that_is_gone(home: Path, name: str) -> None:
    """What it would have said cannot be compared, and that is no success."""
    file = home / "signoff" / name
    before = file.read_bytes()
    file.unlink()
    try:
        found = check(home, seen=sources(home))
        assert (Outcome.BROKEN, True) == (
            found.outcome, f"signoff/{name} is gone" in [c.what for c in found.changes],
        )  # fmt: skip
    finally:
        file.write_bytes(before)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (SIGNED_AT - timedelta(minutes=4), ""),
        (SIGNED_AT - timedelta(minutes=6), "and the clock here says 2026-11-01 08:54"),
        (datetime(2027, 1, 30, 23, 59, tzinfo=UTC), ""),
        (
            datetime(2027, 1, 31, 0, 1, tzinfo=UTC),
            "it ended on 2027-01-30: signoff.valid_for is 90 days",
        ),
    ],
)
def test_the_clock(home: Path, now: datetime, told: str) -> None:
    """Before the signing, and after the last day."""
    found = check(home, now)
    assert bool(told) == (found.outcome is Outcome.BROKEN)
    assert told in " ".join(change.what for change in found.changes)


def test_without_a_configuration(home: Path) -> None:
    """Nothing can be compared, which is no success."""
    found = check(home, alone=True)
    assert (Outcome.INCOMPLETE, 3) == (found.outcome, found.outcome.exit_code)


def test_keys(home: Path, tmp_path: Path) -> None:
    """No key, and one that signed nothing."""
    with pytest.raises(UsageError, match="there is no key to verify with"):
        verifying.trusted(None, ())
    keys.generate(tmp_path / "eve.pem", tmp_path / "eve.pub", None)
    data = (home / "signoff.dsse.json").read_bytes()
    with pytest.raises(UsageError, match="no trusted key signed this statement"):
        verifying.opened(data, *verifying.trusted(None, (tmp_path / "eve.pub",)))


def test_a_role_that_does_not_count(home: Path) -> None:
    """A signature of somebody the configuration does not let sign is none that counts."""
    data = (home / "signoff.dsse.json").read_bytes()
    known, names = verifying.trusted(None, (home / "ann.pub",))
    opened = verifying.opened(data, known, names)
    assert opened.statement is not None
    (ann, bob) = opened.statement.signers
    assert (("ann", True), ("bob", False)) == (
        (ann.name, Responsibility.CHANGE_APPROVER in ann.roles),
        (bob.name, Responsibility.CHANGE_APPROVER in bob.roles),
    )
    stranger = Opened(opened.statement, {bob.key_id: False}, {})
    found = verifying.verified(stranger, home, SIGNED_AT, None, None, signing.probes_of)
    assert "0 of 1 signatures that are needed" in found.changes[0].what
