"""Finds plugins through entry points; built-ins come through the same door as anyone's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from ragaudit.contracts import (
    CertificatePrinter,
    ChangesReporter,
    CodeBase,
    Connector,
    Detector,
    Judge,
    LinkChecker,
    LogReader,
    Measure,
    Nli,
    Notifier,
    RemoteConnector,
    Reporter,
    Target,
    Tracker,
)
from ragaudit.errors import ConfigError, UsageError
from ragaudit.model import (
    CodeSettings,
    Directory,
    IdentitySettings,
    LinkPolicy,
    LlmSettings,
    NliSettings,
    SourceSettings,
    TargetSettings,
    TrackerSettings,
)
from ragaudit.text.suggest import did_you_mean

CONNECTORS = "ragaudit.connectors"
DETECTORS = "ragaudit.detectors"
REPORTERS = "ragaudit.reporters"
CERTIFICATES = "ragaudit.certificates"
CHANGES = "ragaudit.changes"
CODEBASES = "ragaudit.codebases"
IDENTITIES = "ragaudit.identities"
LINK_CHECKERS = "ragaudit.link_checkers"
NLI = "ragaudit.nli"
JUDGES = "ragaudit.judges"
TARGETS = "ragaudit.targets"
MEASURES = "ragaudit.measures"
LOGS = "ragaudit.logs"
NOTIFIERS = "ragaudit.notifiers"
TRACKERS = "ragaudit.trackers"


@lru_cache(maxsize=8)
def _points(group: str) -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=group)}


def names(group: str) -> list[str]:
    """List what is installed without importing it."""
    return sorted(_points(group))


def load(group: str, name: str) -> object:
    """Import the one plugin that was named. Raises `UsageError` naming what is available."""
    point = _points(group).get(name)
    if point is None:
        kind = group.rpartition(".")[2].removesuffix("s")
        raise UsageError(f"there is no {kind} “{name}”", did_you_mean(name, names(group)))
    try:
        return point.load()
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"{point.value} cannot be imported: {error}", "reinstall the plugin"
        ) from error


def connector(settings: SourceSettings) -> Connector | RemoteConnector:
    """Build the connector of a source."""
    factory = load(CONNECTORS, settings.type)
    return cast("Connector | RemoteConnector", factory(settings))  # type: ignore[operator]


def is_remote(settings: SourceSettings) -> bool:
    """Whether a source is a system to be kept in step with, rather than a folder."""
    return isinstance(connector(settings), RemoteConnector)


def reporter(name: str) -> Reporter:
    """Build the reporter of a format."""
    factory = load(REPORTERS, name)
    return cast("Reporter", factory())  # type: ignore[operator]


def changes_reporter(name: str) -> ChangesReporter:
    """Build what renders the difference of two runs in a format."""
    return cast("ChangesReporter", load(CHANGES, name)())  # type: ignore[operator]


def certificate(name: str) -> CertificatePrinter:
    """Build what prints certificates in a format."""
    return cast("CertificatePrinter", load(CERTIFICATES, name)())  # type: ignore[operator]


def identities(settings: IdentitySettings) -> Directory:
    """Read people and groups.

    Raises `ConfigError` for an entry or file that cannot be used, `SourceError` for a server.
    """
    if settings.type not in (known := names(IDENTITIES)):
        told = f"there is no identity provider “{settings.type}”"
        where = settings.place("type")
        raise ConfigError(told, settings.file, *where, hint=did_you_mean(settings.type, known))
    return cast("Directory", load(IDENTITIES, settings.type)(settings))  # type: ignore[operator]


def codebase(settings: CodeSettings) -> CodeBase:
    """Open a repository of code. Raises `ConfigError` where it cannot be read."""
    return cast("CodeBase", load(CODEBASES, "git")(settings))  # type: ignore[operator]


def check_codes(codes: Iterable[str]) -> None:
    """Raise `UsageError` for a rule code nobody has; a family prefix such as `FRS` is fine."""
    known = names(DETECTORS)
    for code in codes:
        if not any(name.startswith(code) for name in known):
            raise UsageError(f"there is no rule “{code}”", did_you_mean(code, known))


def detector(code: str) -> Detector:
    """Build the detector of one rule."""
    return cast("Detector", load(DETECTORS, code)())  # type: ignore[operator]


def link_checker(policy: LinkPolicy, kind: str = "http") -> LinkChecker:
    """Build what asks other servers."""
    return cast("LinkChecker", load(LINK_CHECKERS, kind)(policy))  # type: ignore[operator]


def target(settings: TargetSettings) -> Target:
    """Build a retriever that can be asked."""
    return cast("Target", load(TARGETS, settings.type)(settings))  # type: ignore[operator]


def measures() -> list[Measure]:
    """Every family of measures that is installed."""
    return [cast("Measure", load(MEASURES, name)()) for name in names(MEASURES)]  # type: ignore[operator]


def log_reader(name: str) -> LogReader:
    """Build the reader of a format of query logs."""
    return cast("LogReader", load(LOGS, name)())  # type: ignore[operator]


def notifier(name: str = "apprise") -> Notifier:
    """Build what delivers messages."""
    return cast("Notifier", load(NOTIFIERS, name)())  # type: ignore[operator]


def tracker(settings: TrackerSettings) -> Tracker:
    """Build what keeps tickets."""
    return cast("Tracker", load(TRACKERS, settings.type)(settings))  # type: ignore[operator]


def nli(settings: NliSettings, kind: str = "cross_encoder") -> Nli:
    """Build the cross-encoder; its libraries are imported when it is first asked."""
    return cast("Nli", load(NLI, kind)(settings))  # type: ignore[operator]


def judge(settings: LlmSettings, kind: str = "openai") -> Judge:
    """Build the judge; its libraries are imported when it is first asked."""
    return cast("Judge", load(JUDGES, kind)(settings))  # type: ignore[operator]


def detectors(
    select: Iterable[str] = (), ignore: Iterable[str] = (), also: Iterable[str] = ()
) -> list[Detector]:
    """Build the detectors to run, by code: those selected, or all that are on by default.

    `also` names rules that are off by default and run in addition, unless they are ignored.
    """
    chosen, left_out, added = tuple(select), tuple(ignore), frozenset(also)
    check_codes((*chosen, *left_out))
    wanted = [
        code
        for code in names(DETECTORS)
        if (not chosen or code.startswith(chosen) or code in added)
        and not (left_out and code.startswith(left_out))
    ]
    built = [detector(code) for code in wanted]
    asked_for = (*chosen, *added) or ("\0",)
    return [d for d in built if d.rule.enabled or d.rule.code.startswith(asked_for)]
