"""Globs over paths with `/`, the same everywhere in the configuration."""

from __future__ import annotations

import re
from functools import lru_cache


def matches(glob: str, path: str) -> bool:
    """Whether a path matches: `*` within a folder, `**` across folders, `?`, `[abc]`.

    A glob without `/` matches the file name in any folder, `/name` only at the top; a trailing `/`
    means everything below.
    """
    return _compiled(glob).fullmatch(path) is not None


@lru_cache(maxsize=4096)
def _compiled(glob: str) -> re.Pattern[str]:
    pattern = glob.removeprefix("./").removeprefix("/")
    if pattern.endswith("/"):
        pattern += "**"
    if "/" not in pattern and pattern != "**" and not glob.startswith("/"):
        pattern = "**/" + pattern
    return re.compile(_regex(pattern), re.DOTALL)


def _regex(glob: str) -> str:
    out, i = [], 0
    while i < len(glob):
        if glob.startswith("**/", i):
            out.append("(?:.*/)?")
            i += 3
        elif glob.startswith("**", i):
            out.append(".*")
            i += 2
        elif glob[i] == "*":
            out.append("[^/]*")
            i += 1
        elif glob[i] == "?":
            out.append("[^/]")
            i += 1
        elif glob[i] == "[" and (end := glob.find("]", i + 2)) > 0:
            body = glob[i + 1 : end].replace("\\", "\\\\")
            out.append("[" + ("^" + body[1:] if body[:1] == "!" else body) + "]")
            i = end + 1
        else:
            out.append(re.escape(glob[i]))
            i += 1
    return "".join(out)
