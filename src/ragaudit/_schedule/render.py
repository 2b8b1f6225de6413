"""Fills the template of a scheduler."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from pathlib import PurePosixPath

from ragaudit._schedule.plan import Plan
from ragaudit.errors import UsageError
from ragaudit.text.suggest import nearest

KINDS = ("github-actions", "gitlab", "cron", "systemd", "kubernetes", "airflow")
LOCAL = frozenset({"cron", "systemd", "airflow"})
"""Those that run on this machine, with what is installed here."""


def check_kind(kind: str) -> str:
    """The kind itself. Raises `UsageError` for one that is not known."""
    if kind not in KINDS:
        begun = next((known for known in KINDS if kind and known.startswith(kind)), None)
        meant = begun or nearest(kind, KINDS)
        hint = f"did you mean “{meant}”? " if meant else ""
        told = f"there is no schedule for “{kind}”"
        raise UsageError(told, f"{hint}there is: {', '.join(KINDS)}")
    return kind


def render(kind: str, plan: Plan) -> str:
    """The definition as text. Raises `UsageError` for an unknown kind."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - no page: YAML, units and Python, quoted by filters
        loader=PackageLoader("ragaudit._schedule"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # GitHub's own expressions and Airflow's stand in the same braces.
        variable_start_string="<<",
        variable_end_string=">>",
    )
    environment.filters |= {
        "shell": _shell,
        "yaml": _yaml,
        "cron": _cron,
        "unit": _unit,
        "python": repr,
        "globs": _globs,
        "name": _name,
    }
    return environment.get_template(f"{check_kind(kind)}.j2").render(plan=plan)


def _shell(words: Sequence[str] | str) -> str:
    """Words for a POSIX shell."""
    return shlex.quote(words) if isinstance(words, str) else shlex.join(words)


def _yaml(value: str) -> str:
    """A scalar: JSON strings are YAML's."""
    return json.dumps(value, ensure_ascii=False)


def _cron(text: str) -> str:
    """A percent sign would end the command and start its input."""
    return text.replace("%", "\\%")


def _unit(words: Sequence[str] | str) -> str:
    """Words for a unit file: quoted where needed, specifiers and variables as they are written."""
    if isinstance(words, str):
        return words.replace("%", "%%")
    return " ".join(_unit_word(word) for word in words)


def _unit_word(word: str) -> str:
    safe = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return safe if re.fullmatch(r"[\w@%+=:,./-]+", word) else f'"{safe}"'


def _globs(plan: Plan) -> list[str]:
    """Paths of documents and the configuration from the top of the repository, for a filter."""
    found = []
    for path in (*(plan.change.paths if plan.change else ()), plan.config):
        parts: list[str] = []
        for part in PurePosixPath(plan.below or ".", path).parts:
            parts = parts[:-1] if part == ".." else [*parts, part]
        whole = re.sub(r"([*?\[\]!+])", r"\\\1", "/".join(parts))
        found.append(whole if path == plan.config else f"{whole}/**" if whole else "**")
    return list(dict.fromkeys(found))


def _name(text: str) -> str:
    """A name that every scheduler takes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or "docs"
