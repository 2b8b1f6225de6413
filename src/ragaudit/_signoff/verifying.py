"""Whether a signed statement still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]

from ragaudit import __version__
from ragaudit._audit import Survey
from ragaudit._config import Settings, find_config, resolve
from ragaudit._signoff import comparing, drift, envelope, keys, statement
from ragaudit._signoff.access import AccessSnapshot
from ragaudit._signoff.comparing import Now
from ragaudit._signoff.drift import Change
from ragaudit._signoff.kept import KeptRecords
from ragaudit._signoff.statement import Statement
from ragaudit.errors import UsageError
from ragaudit.model import ProbeSet, Signer

SKEW = timedelta(minutes=5)
"""By how much two clocks may disagree: the usual leeway for signed times (as in JWT libraries)."""


class Outcome(StrEnum):
    """What verification comes to."""

    HOLDS = "holds"
    BROKEN = "broken"
    INCOMPLETE = "incomplete"

    @property
    def exit_code(self) -> int:
        """0 holds, 1 broken, 3 something could not be looked at."""
        return {Outcome.HOLDS: 0, Outcome.BROKEN: 1, Outcome.INCOMPLETE: 3}[self]


@dataclass(frozen=True, slots=True)
class Opened:
    """A statement, and which trusted keys signed it."""

    statement: Statement | None
    """None where no trusted signature fits: then nothing it says counts."""
    signed: Mapping[str, bool]
    """Id of each trusted key under it, and whether its signature fits."""
    trusted_names: Mapping[str, str]
    """Key id to whose it is, by the configuration; empty where keys were given by hand."""
    wrong: tuple[str, ...] = ()
    """Ids of keys whose signature does not fit, or that were not to sign."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer."""

    outcome: Outcome
    changes: tuple[Change, ...] = ()
    open: tuple[str, ...] = ()
    """What could not be looked at."""
    notes: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    statement: Statement | None = None


def configured(file: Path | None, cwd: Path) -> Settings | None:
    """The configuration that applies; None where there is none and none was named."""
    if file is None and find_config((), cwd) is None:
        return None
    return resolve((), file, cwd)


def looked(survey: Survey, on: date) -> Now:
    """The sources as a survey has them."""
    return Now(
        tuple(survey.documents.values()),
        tuple(survey.reading.skips),
        AccessSnapshot.of(survey, on),
        survey.every_failure,
    )


def trusted(
    settings: Settings | None, files: Sequence[Path]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Keys by id and their names: those given by hand, else those of `signoff.keys`.

    Raises `UsageError` without any.
    """
    if files:
        return keys.public_keys(files), {}
    listed = settings.signoff.keys if settings else ()
    if not listed:
        raise UsageError(
            "there is no key to verify with", "add --key PUB, or list keys under `signoff.keys`"
        )
    found = keys.public_keys([one.file for one in listed])
    return found, dict(zip(found, (one.name for one in listed), strict=True))


def opened(data: bytes, known: Mapping[str, SSlibKey], names: Mapping[str, str]) -> Opened:
    """Check the signatures. Raises `UsageError` for no statement, and where nobody known signed."""
    found = envelope.read(data)
    signed = envelope.verified(found, known)
    if not signed:
        ids = ", ".join(sorted(name[:12] for name in found.signatures)) or "nobody"
        raise UsageError(
            f"no trusted key signed this statement; it was signed by {ids}",
            "give the right --key, or list it under `signoff.keys`",
        )
    if not any(signed.values()):
        return Opened(None, signed, names)
    said = statement.read(found.payload)
    every = {signer.key_id: keys.declared(signer.public_key) for signer in said.signers}
    # Whoever is declared in what a trusted key signed is checked too, and does not count for it.
    others = envelope.verified(found, {**every, **known})
    wrong = tuple(sorted(n for n in found.signatures if not others.get(n, False)))
    return Opened(said, signed, names, wrong)


def verified(
    found: Opened,
    folder: Path,
    now: datetime,
    settings: Settings | None,
    sources: Now | None,
    read_probes: Callable[[Settings], ProbeSet | None],
    threshold: int | None = None,
) -> Verification:
    """Hold a statement against the clock, the files and, where they were read, the sources.

    `folder` is where the statement lies. Without `settings` nothing beside the records can be
    compared, which is no success; without `sources` documents and access are not looked at.
    `threshold` beats the number of signatures that are needed, for whoever is about to sign too.
    """
    if found.statement is None:
        told = "the signature does not fit: the statement was changed after it was signed"
        return Verification(Outcome.BROKEN, (Change("signature", told),))
    said = found.statement
    signers = _signers(said, found)
    changes = [
        *_signatures(said, signers, threshold or _needed(said, settings), found.wrong),
        *_time(said, now),
    ]
    kept = KeptRecords(folder, said.subjects)
    changes += kept.changes
    open_: list[str] = []
    notes: list[str] = []
    if settings is None:
        open_.append("there is no ragaudit.yaml here to compare with; name it by --config")
    else:
        changes += comparing.files(said, settings, kept, read_probes)
    if sources is not None:
        more, unread = comparing.sources(kept, sources)
        changes += more
        open_ += unread
        if (before := kept.access()) is not None:
            notes += drift.new_people(before, sources.access)
    if (version := said.predicate.get("ragauditVersion")) != __version__:
        notes.append(f"signed with ragaudit {version}; this is {__version__}")
    outcome = Outcome.BROKEN if changes else Outcome.INCOMPLETE if open_ else Outcome.HOLDS
    return Verification(
        outcome, tuple(dict.fromkeys(changes)), tuple(open_), tuple(notes), signers, said
    )


def _signers(said: Statement, found: Opened) -> tuple[Signer, ...]:
    """Whoever was to sign, and whether they did; names are those of the trusted keys."""
    named = {signer.key_id: signer for signer in said.signers}
    out = []
    for key, signer in named.items():
        name = found.trusted_names.get(key, signer.name)
        out.append(Signer(name, signer.roles, key, found.signed.get(key, False)))
    return tuple(out)


def _signatures(
    said: Statement, signers: Sequence[Signer], needed: int, wrong: Sequence[str]
) -> Iterator[Change]:
    for key in wrong:
        told = f"the signature of the key {key[:12]} does not fit, or it was not to sign"
        yield Change("signature", told)
    counting = {
        signer.name.casefold()
        for signer in signers
        if signer.signed and set(signer.roles) & set(said.roles_allowed)
    }
    if len(counting) < needed:
        roles = ", ".join(role.value for role in said.roles_allowed)
        told = f"{len(counting)} of {needed} signatures that are needed ({roles})"
        yield Change("signature", told)


def _needed(said: Statement, settings: Settings | None) -> int:
    """What was signed, or what the configuration asks for now, whichever is more."""
    return max(said.threshold, settings.signoff.threshold if settings else 1)


def _time(said: Statement, now: datetime) -> Iterator[Change]:
    today = now.astimezone(UTC).date()
    if now < said.signed_at - SKEW:
        told = f"it was signed on {said.signed_at:%Y-%m-%d %H:%M} UTC, and the clock here says "
        yield Change("time", f"{told}{now.astimezone(UTC):%Y-%m-%d %H:%M}: one of them is wrong")
    if today > said.valid_until:
        because = said.predicate.get("endsBecause", "")
        yield Change("time", f"it ended on {said.valid_until}: {because}")
