"""Makes a statement, signs it, and puts it with its records on disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from securesystemslib.signer import CryptoSigner, SSlibKey  # type: ignore[attr-defined]

from ragaudit._config import Settings
from ragaudit._measure.probe_set.reading import read_probes
from ragaudit._signoff import envelope, keys, records, statement
from ragaudit._signoff.certificate import certificate
from ragaudit._signoff.evidence import Candidate, Evidence
from ragaudit._signoff.gathering import Gathering, asking
from ragaudit._signoff.people import is_holder
from ragaudit.errors import UsageError
from ragaudit.model import Certificate, Directory, ProbeSet, Responsibility, Signer, SignerKey
from ragaudit.model.identity import person_key

SUFFIX = ".dsse.json"
DEFAULT = f"signoff{SUFFIX}"
SHORT = {
    "owner": Responsibility.WORKFLOW_OWNER,
    "approver": Responsibility.CHANGE_APPROVER,
    "reviewer": Responsibility.EXCEPTION_REVIEWER,
    "monitor": Responsibility.QUALITY_MONITOR,
    "decider": Responsibility.EXPANSION_DECIDER,
}
"""What `--role` also takes."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What there is to write."""

    statement: bytes
    """The envelope."""
    records: Mapping[str, bytes]
    """Path relative to the statement to content."""


def role_named(text: str) -> Responsibility:
    """`approver`, `change_approver` or `change approver`. Raises `UsageError`."""
    word = text.strip().lower().replace(" ", "_").replace("-", "_")
    if word in SHORT:
        return SHORT[word]
    try:
        return Responsibility(word)
    except ValueError as error:
        there = ", ".join(SHORT)
        raise UsageError(f"there is no role “{text}”", f"there is: {there}") from error


def own_entry(settings: Settings, candidate: Candidate, own: SSlibKey) -> None:
    """Whether a key is the candidate's, where keys are listed. Raises `UsageError`."""
    listed = settings.signoff.keys
    if not listed:
        return
    known = keys.public_keys([one.file for one in listed])
    entry = dict(zip(known, listed, strict=True)).get(keys.key_id(own))
    if entry is None:
        raise UsageError(
            f"the key {keys.key_id(own)[:12]} is not one of signoff.keys",
            f"sign with that of {candidate.name}, or list its public key",
        )
    if person_key(entry.name) != person_key(candidate.name):
        told = f"the key is that of {entry.name} ({entry.locator}), and “{candidate.name}” signs"
        raise UsageError(told, "everybody signs with a key of their own")
    if entry.roles and candidate.role not in entry.roles:
        allowed = ", ".join(role.value for role in entry.roles)
        raise UsageError(f"{entry.name} may sign as {allowed} only ({entry.locator})")


def signers(
    settings: Settings, directory: Directory, candidate: Candidate, own: SSlibKey
) -> tuple[Signer, ...]:
    """Everybody whose signature a statement is open for."""
    listed = settings.signoff.keys
    if not listed:
        return (Signer(candidate.name, (candidate.role,), keys.key_id(own), False, keys.raw(own)),)
    known = keys.public_keys([one.file for one in listed])
    return tuple(
        Signer(entry.name, _roles(settings, directory, entry), name, False, keys.raw(key))
        for (name, key), entry in zip(known.items(), listed, strict=True)
    )


def _roles(
    settings: Settings, directory: Directory, entry: SignerKey
) -> tuple[Responsibility, ...]:
    if entry.roles:
        return entry.roles
    held = settings.roles.values()
    return tuple(one.role for one in held if is_holder(directory, one, entry.name))


def first(
    gathering: Gathering,
    evidence: Evidence,
    candidate: Candidate,
    signer: CryptoSigner,
    report: bytes,
    output: Path,
    now: datetime,
) -> Signed:
    """A statement about what was gathered, with its first signature."""
    settings, folder = gathering.settings, output.name.removesuffix(SUFFIX).removesuffix(".json")
    probes = gathering.asking.probes if gathering.asking else None
    made = {
        records.MANIFEST: records.manifest(evidence.audit.documents, evidence.audit.skips),
        records.ACCESS: records.access(gathering.access),
        records.PROBES: records.probe_set(probes),
        records.CONFIG: records.table(records.config_rows(settings)),
        records.POLICY: records.table(records.policy_rows(settings)),
        records.REPORT: report,
    }
    placed = {f"{folder}/{name}": data for name, data in made.items()}
    everybody = signers(settings, gathering.directory, candidate, signer.public_key)
    inputs = records.inputs(settings)
    payload = statement.build(evidence, candidate, everybody, placed, inputs, now)
    return Signed(envelope.signed(payload, signer), placed)


def probes_of(settings: Settings) -> ProbeSet | None:
    """The probe set as it is now; None where none is configured."""
    request = settings.probes
    file = request.file if request else settings.home / "probes.yaml"
    return read_probes(file) if file.exists() else None


def gather(settings: Settings) -> Gathering:
    """What collects everything. Raises `UsageError` before anything is read."""
    return Gathering(settings, asking(settings))


def countersigned(data: bytes, signer: CryptoSigner) -> Signed:
    """An existing statement with one more signature; its records stay. Raises `UsageError`."""
    return Signed(envelope.countersigned(data, signer), {})


def certificate_of(data: bytes) -> Certificate:
    """What a statement of ours says, with those who signed it."""
    found = envelope.read(data)
    said = statement.read(found.payload)
    every = {one.key_id: keys.declared(one.public_key) for one in said.signers}
    fits = envelope.verified(found, every)
    return certificate(said, {name for name, valid in fits.items() if valid})


def write(signed: Signed, output: Path, *, force: bool) -> None:
    """Write the records, then the statement: a killed run leaves no statement without them.

    Raises `UsageError`, and writes over an earlier statement only with `force`.
    """
    check_free(output, force=force)
    try:
        for name, data in signed.records.items():
            _replace(output.parent / name, data, 0o600)
        _replace(output, signed.statement, 0o644)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        where = error.filename or output
        raise UsageError(f"{where} cannot be written: {why}", "choose another --output") from error


def check_free(output: Path, *, force: bool) -> None:
    """Raise `UsageError` where an earlier statement would be lost."""
    if output.exists() and not force:
        raise UsageError(f"{output} is there already", "move it away, or add --force")


def _replace(file: Path, data: bytes, mode: int) -> None:
    """Write beside and rename. Records name people and restricted documents: owner alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(file.name + ".tmp")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as stream:
        stream.write(data)
    temporary.replace(file)


def read_file(file: Path) -> bytes:
    """A statement. Raises `UsageError`."""
    try:
        with file.open("rb") as stream:
            return stream.read(envelope.LARGEST + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(
            f"the statement {file} cannot be read: {why}", "name the file `ragaudit signoff` wrote"
        ) from error


def formats(files: tuple[Path, ...]) -> Iterator[tuple[Path, str]]:
    """Each certificate with its format, by its name. Raises `UsageError`."""
    kinds = {".html": "html", ".htm": "html", ".md": "markdown"}
    for file in files:
        if file.suffix.lower() not in kinds:
            raise UsageError(f"{file}: nothing says what kind of file it is", "*.html or *.md")
        yield file, kinds[file.suffix.lower()]
