"""What is to be run, where, and with what."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ragaudit import __version__
from ragaudit._config import Settings
from ragaudit._config.find import NAME
from ragaudit._schedule.cron import Cron
from ragaudit._schedule.needs import extras, variables
from ragaudit.errors import UsageError

JOBS = ("scan", "freshness", "probe")
APART_MINUTES = 30
"""Between the starts of two jobs of one night."""
_TITLES = {
    "scan": "audit every document",
    "freshness": "hold sources against their freshness contracts",
    "probe": "ask the retriever, and measure what comes back",
}
_REPORTS = {
    "scan": ("sarif", "junit", "json", "html"),
    "freshness": ("freshness",),
    "probe": ("json", "html"),
    "change": ("sarif", "junit", "html", "markdown"),
}
_SUFFIX = {"markdown": "md", "freshness": "json", "junit": "xml"}
"""Of what is not named after its format."""
# Schedulers read these inside of a path, wherever it stands; there is no way to write them there.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f]|\$\{\{|\{\{|\{%|\{#")


@dataclass(frozen=True, slots=True)
class Job:
    """One command that is run at a time."""

    name: str
    title: str
    arguments: tuple[str, ...]
    """After `ragaudit`."""
    cron: Cron


@dataclass(frozen=True, slots=True)
class Change:
    """What is run on a pull request."""

    paths: tuple[str, ...]
    """Folders of documents below the home, as in the configuration."""
    arguments: tuple[str, ...]
    """After `ragaudit`, but for `--changed-since REF`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a definition is made of."""

    jobs: tuple[Job, ...]
    change: Change | None
    """None where no source lies in the repository of the configuration."""
    home: Path
    """The folder of the configuration, absolute."""
    below: str
    """The same below the top of its repository, with `/`; empty at the top."""
    config: str
    """The name of the configuration file."""
    reports: str
    """The folder for reports, below the home."""
    program: tuple[str, ...]
    """What runs here: an absolute path, or Python and a module."""
    python: str
    """`3.12`."""
    requirement: str
    """What is installed elsewhere: `ragaudit[s3]==0.1.0`."""
    variables: tuple[str, ...]
    """Environment variables the configuration names."""
    git: bool = False
    """Whether a source is read with the history of its repository."""
    image: str | None = None
    """A container image that has it installed."""


def make_plan(
    settings: Settings,
    cron: Cron,
    *,
    names: Sequence[str] = (),
    program: Sequence[str] = (),
    package: str = "ragaudit",
    image: str | None = None,
    in_state: bool = False,
) -> Plan:
    """Read what is needed from settings. Raises `UsageError` where there is nothing to run.

    `program` is what runs on this machine, `in_state` puts reports into `.ragaudit/`.
    """
    if settings.file is None:
        raise UsageError(f"there is no {NAME} here or above", "write one with `ragaudit init`")
    home = settings.home.resolve()
    _check(str(home), settings.file.name)
    reports = ".ragaudit/reports" if in_state else "ragaudit-reports"
    wanted = _wanted(settings, names)
    top = _top(home)
    return Plan(
        jobs=tuple(
            Job(name, _TITLES[name], _job(name, settings, reports), cron.later(n * APART_MINUTES))
            for n, name in enumerate(wanted)
        ),
        change=_change(settings, home, top, reports) if top else None,
        home=home,
        below="" if top is None or top == home else home.relative_to(top).as_posix(),
        config=settings.file.name,
        reports=reports,
        program=tuple(program) or ("ragaudit",),
        python=f"{sys.version_info.major}.{sys.version_info.minor}",
        requirement=_requirement(package, extras(settings)),
        variables=variables(settings),
        git=any(source.type == "git" for source in settings.sources),
        image=image,
    )


def _wanted(settings: Settings, names: Sequence[str]) -> list[str]:
    if "probe" in names and settings.probes is None:
        raise UsageError("no probes are configured", "add `probes:` to ragaudit.yaml")
    there = [name for name in JOBS if name != "probe" or settings.probes is not None]
    return [name for name in there if not names or name in names]


def _job(name: str, settings: Settings, reports: str) -> tuple[str, ...]:
    return (name, *_config(settings), *_written(name, reports), "--quiet")


def _config(settings: Settings) -> tuple[str, ...]:
    name = settings.file.name if settings.file else NAME
    return () if name == NAME else ("--config", name)


def _written(name: str, reports: str) -> list[str]:
    """Options for the reports of a job."""
    files = [(kind, f"{reports}/{name}.{_SUFFIX.get(kind, kind)}") for kind in _REPORTS[name]]
    return [word for kind, file in files for word in ("--report", f"{kind}={file}")]


def _change(settings: Settings, home: Path, top: Path, reports: str) -> Change | None:
    """Only folders of the repository itself can change in a pull request."""
    inside = [
        source
        for source in settings.sources
        if not source.remote and source.root.is_dir() and source.root.resolve().is_relative_to(top)
    ]
    if not inside:
        return None
    paths = tuple(_below(source.root.resolve(), home) for source in inside)
    _check(*paths)
    words = ("scan", *paths, *_config(settings), *_written("change", reports), "--quiet")
    return Change(paths, words)


def _below(root: Path, home: Path) -> str:
    """A folder as seen from the home, also where it stands beside it."""
    up = 0
    base = home
    while not root.is_relative_to(base):
        base, up = base.parent, up + 1
    path = "/".join([".."] * up + list(root.relative_to(base).parts)) or "."
    return f"./{path}" if path.startswith("-") else path


def _top(folder: Path) -> Path | None:
    """The top of the git work tree a folder is in."""
    return next((f for f in (folder, *folder.parents) if (f / ".git").exists()), None)


def _requirement(package: str, wanted: tuple[str, ...]) -> str:
    """A name with its version, or what stands at an address, with the extras that are needed."""
    _check(package)
    chosen = f"[{','.join(wanted)}]" if wanted else ""
    if package == "ragaudit":
        return f"ragaudit{chosen}=={__version__}"
    if "://" in package:
        return f"ragaudit{chosen} @ {package}"
    return f"{package}{chosen}"


def _check(*texts: str) -> None:
    for text in texts:
        if _UNWRITABLE.search(text):
            raise UsageError(
                f"{text!r} cannot be written into a schedule",
                "rename it: it holds a control character or the start of a template expression",
            )
