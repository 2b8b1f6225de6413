"""Sources that read the test's own share."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.services import samba_security
from tests.services.base import HOST, run_once
from tests.services.samba import SHARE, Samba, _library
from tests.services.samba_accounts import USERS, environment
from tests.services.samba_security import READ

from ragaudit.contracts import Ref, RefPage
from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    Credentials,
    Decision,
    Directory,
    Principal,
    PrincipalKind,
    SkipReason,
    SourceSettings,
    SyncSettings,
)
from ragaudit_connectors.remote import Asking
from ragaudit_connectors.smb import SmbConnector

OPEN_SHARE = {"share_permissions": "everyone"}
"""Samba does not tell them to an account that is not root; the test's own let everybody in."""
ASKED = (*USERS, "anonymous")


def settings(samba: Samba, patch: pytest.MonkeyPatch, **changes: Any) -> SourceSettings:
    """Of a source `kb` read as `auditor`; the personas are everybody and nobody."""
    for user, password in samba.credentials.items():
        patch.setenv(f"SMB_{user.upper()}", password)
    made = SourceSettings(
        "kb",
        "smb",
        Path(),
        remote=True,
        url=f"smb://{HOST}:{samba.port}/{SHARE}",
        auth=Credentials(user="auditor", password_env="SMB_AUDITOR"),
        personas={
            **{user: Credentials(password_env=f"SMB_{user.upper()}") for user in USERS},
            "anonymous": Credentials(),
        },
        sync=SyncSettings(tries=2, timeout_s=10.0),
        options=OPEN_SHARE,
    )
    return replace(made, **changes)


def reader(person: str) -> Principal:
    """Whom a decision about a person is asked for."""
    if person == "anonymous":
        return ANONYMOUS
    return Principal(PrincipalKind.USER, f"KB\\{person}", "kb")


def listed(source: SmbConnector, cursor: str | None = None) -> tuple[list[RefPage], list[Ref]]:
    """The pages of a pass, and the documents in them."""
    pages = list(source.list_refs(cursor))
    return pages, [ref for page in pages for ref in page.refs]


def ref_of(source: SmbConnector, path: str) -> Ref:
    """A document by its path."""
    return next(ref for ref in listed(source)[1] if ref.path == path)


def policy_of(source: SmbConnector, path: str) -> AccessPolicy:
    """Who may read a document."""
    return access_of(source, ref_of(source, path))


def access_of(source: SmbConnector, ref: Ref) -> AccessPolicy:
    """Who may read a document that was listed."""
    return next(iter(source.fetch_access([ref])))[1]


def decided(policy: AccessPolicy, people: Directory) -> dict[str, Decision]:
    """What we say of everybody."""
    return {who: policy.decide(reader(who), people).decision for who in ASKED}


def enforced(source: SmbConnector, ref: Ref) -> dict[str, Decision]:
    """What the server does for everybody."""
    found = {}
    for who in ASKED:
        probe = source.probe_as(who, ref)
        assert probe is not None
        found[who] = probe.decision
    return found


def readers(decisions: dict[str, Decision]) -> str:
    """Who may read, as one text."""
    return " ".join(who for who, one in decisions.items() if one is Decision.ALLOW)


def administer(samba: Samba, *arguments: str, text: str = "") -> str:
    """Run one of Samba's programs on its settings, with its users."""
    program, *others = arguments
    env = environment(_library(), samba.folder)
    command: list[str | Path] = [program, "-s", samba.folder / "smb.conf", *others]
    return run_once(command, samba.folder, env={**os.environ, **env}, text=text)


@dataclass(frozen=True)
class Line:
    """An entry as it goes over the wire, with flags and rights that a `samba_security.Ace` has not.

    `name` may be a security identifier.
    """

    name: str
    mask: int = READ
    allow: bool = True
    flags: int = 0


def write_list(
    samba: Samba, path: str, lines: Sequence[Line] | None, owner: str | None = None
) -> None:
    """Replace the access list as keeper, with these lines only; None leaves none at all."""
    from smbprotocol.security_descriptor import AclPacket, SDControl, SMB2CreateSDBuffer

    made = SMB2CreateSDBuffer()
    made["control"].set_flag(SDControl.SELF_RELATIVE)
    made["control"].set_flag(SDControl.DACL_PRESENT)
    made["control"].set_flag(SDControl.DACL_PROTECTED)
    if lines is not None:
        packed = AclPacket()
        packed["aces"] = [_packed(samba, line) for line in lines]
        made.set_dacl(packed)
    if owner:
        made.set_owner(_identifier(sid(samba, owner)))
    samba_security.write(samba.unc(path), made, samba.login("keeper"))


def sid(samba: Samba, name: str) -> str:
    """A security identifier, by name or written out."""
    return name if name.startswith("S-1-") else samba.sid(name)


def _packed(samba: Samba, line: Line) -> Any:
    from smbprotocol.security_descriptor import AccessAllowedAce, AccessDeniedAce

    ace = AccessAllowedAce() if line.allow else AccessDeniedAce()
    ace["ace_flags"], ace["mask"] = line.flags, line.mask
    ace["sid"] = _identifier(sid(samba, line.name))
    return ace


def _identifier(text: str) -> Any:
    from smbprotocol.security_descriptor import SIDPacket

    made = SIDPacket()
    made.from_string(text)
    return made


@contextmanager
def other(made: SourceSettings, **changes: Any) -> Iterator[SmbConnector]:
    """A connector to it that is configured in another way."""
    with closing(SmbConnector(replace(made, **changes))) as connector:
        yield connector


def paths(pages: list[RefPage]) -> list[str]:
    """The documents of some pages, in their order."""
    return [ref.path for page in pages for ref in page.refs]


def skips(pages: list[RefPage]) -> dict[str, SkipReason]:
    """What cannot be had, and why."""
    return {skip.path: skip.reason for page in pages for skip in page.skips}


def impatient(made: SourceSettings) -> SmbConnector:
    """A connector that does not wait between its tries."""
    return SmbConnector(made, Asking(made.sync, sleep=lambda _: None))
