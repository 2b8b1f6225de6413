"""The people and groups of a Samba server, lent to it without adding any to the system."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.services.base import run_once

USERS = ("alice", "bob", "carol", "auditor", "keeper")
"""`keeper` owns and writes everything; `auditor` reads every file and its access list."""
GROUPS: dict[str, Sequence[str]] = {"hr-leads": ("alice",), "editors": ("carol",)}
"""Domain groups and the people in them."""
NESTED: dict[str, Sequence[str]] = {"hr": ("hr-leads",)}
"""Local groups, which hold domain groups."""
FIRST_UID, STAFF, FIRST_GID = 20001, 20000, 20101


def environment(wrapper: Path, folder: Path) -> dict[str, str]:
    """What makes a program see the people and groups of a folder in place of the system's."""
    return {
        "LD_PRELOAD": str(wrapper),
        "NSS_WRAPPER_PASSWD": str(folder / "passwd"),
        "NSS_WRAPPER_GROUP": str(folder / "group"),
    }


def uid(user: str) -> int:
    """The number of a user."""
    return FIRST_UID + USERS.index(user)


def write_users(folder: Path) -> None:
    """Write the list of users; Samba wants root and a guest in it."""
    lines = ["root:x:0:0:root:/:/bin/false", "nobody:x:65534:65534:nobody:/:/bin/false"]
    lines += [f"{user}:x:{uid(user)}:{STAFF}:{user.title()} Example:/:" for user in USERS]
    write_lines(folder / "passwd", lines)


def write_groups(folder: Path, groups: Mapping[str, Sequence[str]]) -> None:
    """Write who is in which domain group."""
    lines = ["root:x:0:", "nogroup:x:65534:", f"staff:x:{STAFF}:"]
    for gid, group in enumerate((*GROUPS, *NESTED), FIRST_GID):
        lines.append(f"{group}:x:{gid}:{','.join(groups.get(group, ()))}")
    write_lines(folder / "group", lines)


def write_lines(path: Path, lines: Sequence[str]) -> None:
    """Write a file whole at once: Samba must not read half a list."""
    part = path.with_suffix(".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(path)


def make_accounts(
    folder: Path, credentials: Mapping[str, str], env: Mapping[str, str]
) -> dict[str, str]:
    """Make Samba's own accounts and groups; returns their security identifiers by name."""

    def run(*arguments: str, text: str = "") -> str:
        program, *others = arguments
        return run_once([program, "-s", folder / "smb.conf", *others], folder, env=env, text=text)

    for user, password in credentials.items():
        run("pdbedit", "-a", "-t", "-u", user, text=f"{password}\n{password}\n")
    for kind, groups in (("domain", GROUPS), ("local", NESTED)):
        for group in groups:
            names = (f"unixgroup={group}", f"ntgroup={group}")
            run("net", "groupmap", "add", f"type={kind}", *names)
    # Without it nobody can make somebody else the owner.
    run("net", "sam", "rights", "grant", "keeper", "SeRestorePrivilege")
    listed = run("net", "groupmap", "list")
    sids = dict(re.findall(r"^(\S+) \((S-[\d-]+)\)", listed, re.MULTILINE))
    listed = run("pdbedit", "-L", "-v")
    pattern = r"^Unix username:\s+(\S+)[\s\S]*?^User SID:\s+(\S+)"
    sids |= dict(re.findall(pattern, listed, re.MULTILINE))
    for group, members in NESTED.items():
        for member in members:
            run("net", "groupmap", "addmem", sids[group], sids[member])
    return sids
