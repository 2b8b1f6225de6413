"""Facts made of commits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date

from ragaudit.model import Fact, FactState, Origin, OwnerClaim, OwnerRole, Quality
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.git.clocks import Dated
from ragaudit_connectors.git.commits import Commit

CLOCKS = ("created", "content_modified", "modified")
_LFS_POINTER = re.compile(rb"version https://git-lfs[^\n]{1,100}\noid sha256:([0-9a-f]{64})\n")


def undated(note: str) -> Mapping[str, Fact[date]]:
    """Every clock of history unknown, for one reason."""
    return {name: Fact.unknown(note) for name in CLOCKS}


def dates(dated: Dated) -> Mapping[str, Fact[date]]:
    """The clocks of one file."""
    created = dated.created
    content = dated.content
    quality = Quality.DERIVED if dated.trusted else Quality.PROXY
    moved = dated.modified
    return {
        "created": _fact(created, created.written if created else None, Quality.DERIVED),
        "content_modified": _fact(
            content, content.written if content else None, quality, dated.note
        ),
        "modified": _fact(moved, moved.committed if moved else None, Quality.DERIVED),
    }


def editors(dated: Dated) -> tuple[OwnerClaim, ...]:
    """Who wrote the text last and who first: stand-ins for an owner, never one."""
    last = dated.content or dated.modified
    claims = ((OwnerRole.LAST_EDITOR, last), (OwnerRole.CREATOR, dated.created))
    return tuple(_claim(role, commit) for role, commit in claims if commit)


def differs(committed: bytes | None, raw_sha256: str) -> bool:
    """Whether a file is other than committed; line ends converted at checkout do not count."""
    if committed is None:
        return False
    if pointer := _LFS_POINTER.match(committed):
        return pointer[1].decode() != raw_sha256
    unix = committed.replace(b"\r\n", b"\n")
    forms = (committed, unix, unix.replace(b"\n", b"\r\n"))
    return all(hashlib.sha256(form).hexdigest() != raw_sha256 for form in forms)


def _fact(
    commit: Commit | None, day: date | None, quality: Quality, note: str | None = None
) -> Fact[date]:
    if commit is None or day is None:
        return Fact.unknown(note or "no commit says")
    return Fact(FactState.KNOWN, day, Origin.VCS, quality, commit.locator, note=note)


def _claim(role: OwnerRole, commit: Commit) -> OwnerClaim:
    """GitHub's placeholder addresses reach nobody, so the name stands in for them."""
    usable = "@" in commit.email and "noreply" not in commit.email.casefold()
    principal = shown(commit.email if usable or not commit.name else commit.name)
    fact = Fact(FactState.KNOWN, principal, Origin.VCS, Quality.PROXY, commit.locator)
    return OwnerClaim(role, principal, fact)
