"""CODEOWNERS as GitHub and GitLab read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ragaudit_connectors.files.patterns import is_cheap

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Below the top of a repository, or the root of a source."""
_SECTION = re.compile(r"\^?\[([^\]]{1,200})\](?:\[\d{1,3}\])?(?=\s|$)")
_COMMENT = re.compile(r"(?:^|\s)#.*")


@dataclass(frozen=True, slots=True)
class Codeowners:
    """One file of rules over the paths of a repository or folder."""

    name: str
    prefix: str
    """The source's root below the folder the paths are relative to, ending in `/` or empty."""
    rules: object
    broken: tuple[int, ...] = ()
    """Lines that cannot be used."""

    def owners(self, path: str) -> tuple[tuple[str, str], ...]:
        """The owners of a path with their place; of each section the last rule that matches."""
        sections: dict[str | None, tuple[tuple[str, str], ...]] = {}
        for owners, line, _, section in self.rules.matching_lines(self.prefix + path):  # type: ignore[attr-defined]
            if section not in sections:
                sections[section] = tuple((name, f"{self.name}:{line}") for _, name in owners)
        return tuple(found for owners in sections.values() for found in owners)


def find_codeowners(
    base: Path, top: Path | None, chosen: str | None, read: Callable[[Path], str]
) -> Codeowners | None:
    """The CODEOWNERS of a source: the chosen one, its own, or its repository's."""
    if chosen is not None:
        return _load(base, "", (chosen,), read)
    # In a repository, `docs/CODEOWNERS` names paths from the repository's top, not from `docs`.
    if top is not None and base != top and base.name in ("docs", ".github", ".gitlab"):
        own = None
    else:
        own = _load(base, "", PLACES, read)
    if own is not None or top is None or top == base:
        return own
    return _load(top, base.relative_to(top).as_posix() + "/", PLACES, read)


def _load(
    folder: Path, prefix: str, places: tuple[str, ...], read: Callable[[Path], str]
) -> Codeowners | None:
    for place in places:
        if text := read(folder / place):
            return _parsed(place, prefix, text)
    return None


def _parsed(name: str, prefix: str, text: str) -> Codeowners:
    from codeowners import CodeOwners

    lines = _plain(text)
    broken = []
    for number, line in enumerate(lines, start=1):
        if line and not _usable(line):
            broken.append(number)
            lines[number - 1] = ""
    return Codeowners(name, prefix, CodeOwners("\n".join(lines)), tuple(broken))


def _usable(line: str) -> bool:
    from codeowners import CodeOwners

    if not is_cheap(line.split()[0]):
        return False
    try:
        CodeOwners(line)
    except (ValueError, re.error):
        return False
    return True


def _plain(text: str) -> list[str]:
    """The lines without comments, and with each section's default owners written out."""
    lines, default = [], ""
    for raw in text.splitlines():
        line = _COMMENT.sub("", raw).strip()
        section = _SECTION.match(line)
        if section and all("@" in name for name in line[section.end() :].split()):
            default = line[section.end() :].strip()
            line = f"[{section[1]}]"
        elif line and default and len(line.replace("\\ ", "").split()) == 1:
            line = f"{line} {default}"
        lines.append(line)
    return lines
