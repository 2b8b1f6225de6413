"""The two ways to sign: a new statement, and one that others have signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ragaudit.cli._output import write

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]

    from ragaudit._signoff.evidence import Candidate
    from ragaudit._signoff.voices import Voice
    from ragaudit._store.folder import StateFolder
    from ragaudit.model import RunInfo

Certificates = Sequence[tuple[Path, str]]
"""File and format of each."""


def sign(
    candidate: Candidate,
    signer: CryptoSigner | None,
    place: Path,
    config: Path | None,
    as_of: date | None,
    jobs: int | None,
    run_id: str | None,
    certificates: Certificates,
    voice: Voice,
    *,
    force: bool,
    quiet: bool,
) -> int:
    """Run everything, decide, and sign; without a signer only decide."""
    from ragaudit import _registry
    from ragaudit._signoff import deciding, figures, signing
    from ragaudit.cli._run import execute, find_baseline, prepare
    from ragaudit.contracts import ReportOptions

    request, folder = prepare((), config, as_of, (), (), jobs)
    if signer is not None:
        signing.check_free(place, force=force)
        signing.own_entry(request.settings, candidate, signer.public_key)
    gathering = signing.gather(request.settings)
    _, baseline = find_baseline(request.settings, None)
    earlier = _earlier(folder, run_id) if run_id else None
    try:
        audit = execute(
            replace(request, baseline=baseline), folder, quiet=quiet, then=gathering.watched
        )
    finally:
        gathering.close()
    now = datetime.now(UTC)
    evidence = gathering.evidence(audit, now.date())
    refusals = (
        *deciding.changed_since(evidence, earlier),
        *deciding.refusals(evidence, candidate),
    )
    if refusals:
        write(voice.refused(refusals), None)
        return 1
    if signer is None:
        write(voice.may_sign(candidate, figures.figures(evidence)), None)
        return 0
    report = _registry.reporter("json").render(audit, ReportOptions())
    data = report.encode("utf-8", "backslashreplace") if isinstance(report, str) else report
    signed = signing.first(gathering, evidence, candidate, signer, data, place, now)
    signing.write(signed, place, force=force)
    _finish(signed.statement, place, candidate, certificates, voice)
    return 0


def countersign(
    place: Path,
    candidate: Candidate,
    signer: CryptoSigner,
    config: Path | None,
    certificates: Certificates,
    voice: Voice,
) -> int:
    """Add a signature to a statement that still holds."""
    from ragaudit._signoff import deciding, keys, signing, verifying
    from ragaudit.cli._surveying import surveying
    from ragaudit.errors import UsageError

    data = signing.read_file(place)
    with surveying((), config, None) as (request, survey):
        settings = request.settings
        signing.own_entry(settings, candidate, signer.public_key)
        opened = verifying.opened(data, *verifying.trusted(settings, ()))
        now = verifying.looked(survey, request.as_of)
        found = verifying.verified(
            opened, place.parent, datetime.now(UTC), settings, now, signing.probes_of, threshold=1
        )
        directory = survey.directory
    if found.outcome is not verifying.Outcome.HOLDS:
        write(voice.told(found, str(place), offline=False), None)
        return found.outcome.exit_code
    if keys.key_id(signer.public_key) not in {one.key_id for one in found.signers}:
        raise UsageError("the statement is not open for this key", "sign anew, with it listed")
    refusals = tuple(deciding.may(settings, directory, candidate))
    if refusals:
        write(voice.refused(refusals), None)
        return 1
    more = signing.countersigned(data, signer)
    signing.write(more, place, force=True)
    _finish(more.statement, place, candidate, certificates, voice)
    return 0


def _finish(
    statement: bytes,
    place: Path,
    candidate: Candidate,
    certificates: Certificates,
    voice: Voice,
) -> None:
    from ragaudit import _registry
    from ragaudit._signoff import signing

    made = signing.certificate_of(statement)
    for file, kind in certificates:
        write(_registry.certificate(kind).render(made), file)
    write(voice.signed(made, str(place), candidate), None)


def _earlier(folder: StateFolder, run_id: str) -> RunInfo:
    """A run on record. Raises `UsageError` for one nobody knows."""
    from ragaudit._store.runs import RunStore
    from ragaudit.errors import UsageError

    if folder.database is None:
        raise UsageError(f"nothing is kept of earlier runs, so there is no run “{run_id}”")
    store = RunStore(folder.database)
    try:
        return store.load(store.find(run_id)).run
    finally:
        store.close()
