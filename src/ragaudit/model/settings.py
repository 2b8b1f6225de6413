"""What a user decided about a source; read from `ragaudit.yaml`, defaults without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ragaudit.model.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Interval:
    """A count of days, weeks, months or years. Months and years keep the day of month."""

    count: int
    period: str
    """`day`, `week`, `month`, `year`, or `business day`."""

    def __str__(self) -> str:
        return f"{self.count} {self.period}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class GlobRule:
    """A value for every path a glob matches; later rules win."""

    glob: str
    values: tuple[str, ...]
    locator: str
    """`ragaudit.yaml:12`."""


@dataclass(frozen=True, slots=True)
class AclRule:
    """Who may read the paths a glob matches; later rules win."""

    glob: str
    allow: tuple[str, ...]
    deny: tuple[str, ...]
    locator: str


@dataclass(frozen=True, slots=True)
class FreshnessOverride:
    """A different contract for some paths, with its reason and end."""

    glob: str
    warn_after: Interval | None = None
    error_after: Interval | None = None
    never: bool = False
    reason: str = ""
    until: date | None = None
    """The last day it counts; after that it is told and excuses nothing."""


@dataclass(frozen=True, slots=True)
class FreshnessContract:
    """How old a document may get, on which clock."""

    clock: tuple[str, ...] = ("reviewed", "content_modified")
    """Names of `Times`; the first with a trusted value counts. `mtime` only if named here."""
    warn_after: Interval | None = None
    error_after: Interval | None = None
    overrides: tuple[FreshnessOverride, ...] = ()
    calendar: Calendar | None = None
    """What business days are counted on, and what moves a limit off a day nobody works."""
    max_overdue: int | float = 0
    """Documents that may be overdue before the source is: a count, or a share as a float."""
    upcoming: Interval = Interval(30, "day")
    """How far ahead what ends soon is told."""


@dataclass(frozen=True, slots=True)
class Product:
    """Something documents name with a version, and the versions that are still supported."""

    name: str
    aliases: tuple[str, ...] = ()
    supported: tuple[str, ...] = ()
    """Ranges, any of which may hold: `>=4.0,<6`, `^4.1`, `3.12`."""
    ended: Mapping[str, date] = field(default_factory=dict)
    """Version to the last day it was supported."""
    locator: str = ""
    """`products.yml:3`."""


@dataclass(frozen=True, slots=True)
class RetiredTerm:
    """A name that is no longer used, and what is used instead."""

    spellings: tuple[str, ...]
    since: date | None = None
    replacement: str = ""
    allow: tuple[str, ...] = ()
    """Globs of paths where it may stand."""
    unless: tuple[str, ...] = ()
    """Phrases that contain the term and mean something else."""
    locator: str = ""
    """`retired-terms.yml:3`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    max_bytes: int = 50_000_000
    timeout_s: float = 30.0
    memory_bytes: int = 2_000_000_000
    max_chars: int = 5_000_000
    """Text beyond this is cut and said so (EXT708)."""


@dataclass(frozen=True, slots=True)
class CodeSettings:
    """A repository whose code a source describes."""

    root: Path
    shown_root: str = ""
    ref: str = "HEAD"
    ignore: tuple[str, ...] = ()
    """Globs of names never to be reported."""
    file: str = ""
    line: int | None = None
    """Where it is configured."""


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """An exported list of what a retrieval index holds."""

    manifest: Path
    shown: str = ""
    """The manifest as the user wrote it."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """`id`, `hash` or `indexed_at` to the manifest's own name for it."""
    file: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """Where an account's secrets are found: names of environment variables, never values."""

    user: str | None = None
    user_env: str | None = None
    password_env: str | None = None
    token_env: str | None = None


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """People and groups: a file that lists them, or a server that knows them."""

    type: str = "static"
    namespace: str = ""
    """The system its people and groups belong to; empty is the organisation's directory."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Every other key of the entry; the provider says what it understands."""
    home: Path = field(default_factory=Path)
    """What paths are relative to: the folder of the configuration."""
    file: str = ""
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Key to line and column in the file; the empty key is the entry itself."""

    def place(self, key: str = "") -> tuple[int | None, int | None]:
        """Where a key is written, else where the entry begins; for error messages."""
        return self.places.get(key) or self.places.get("") or (None, None)


@dataclass(frozen=True, slots=True)
class SyncSettings:
    """How a source system is asked."""

    max_delete_ratio: float = 0.2
    """If more of the known documents than this are gone from a listing, none is dropped."""
    timeout_s: float = 30.0
    """For one request."""
    max_rps: float | None = None
    """Requests a second; None is as fast as the source answers."""
    budget_s: float | None = None
    """Seconds for one source in one run; what is not done by then is said, and done next time."""
    tries: int = 5
    """Attempts at one request that fails for a passing reason."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One source to audit."""

    id: str
    type: str
    root: Path
    shown_root: str = ""
    """The root as the user wrote it."""
    only: tuple[str, ...] = ()
    """Files and folders below the root this run is about; empty means all of it."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    """File suffix to format, e.g. `{".page": "markdown"}`; beats the built-in table."""
    owner_rules: tuple[GlobRule, ...] = ()
    review_rules: tuple[GlobRule, ...] = ()
    """Glob to review interval, e.g. `180d`: `reviewed` plus it is due."""
    acl_rules: tuple[AclRule, ...] = ()
    acl_default: str = "unknown"
    """`unknown`, or `not_applicable` where readers are not restricted by document."""
    codeowners: str | None = None
    """Path below the root; None looks in the usual places."""
    acl_max_age: Interval | None = None
    """How old a copy of the access lists may be."""
    freshness: FreshnessContract | None = None
    people_inactive_after_days: int = 365
    max_documents_per_owner: int = 200
    products: tuple[Product, ...] = ()
    retired_terms: tuple[RetiredTerm, ...] = ()
    versions: tuple[str, ...] = ()
    """Globs of folders that hold parallel versions on purpose (DUP404 stays silent there)."""
    link_roots: tuple[str, ...] = ()
    """Folders below the root that `/absolute` links start from."""
    languages: tuple[str, ...] = ()
    """Codes of the languages documents may be in (EXT707); empty means any."""
    severity: Mapping[str, str] = field(default_factory=dict)
    """Rule code to `error`, `warn`, `info` or `off`."""
    limits: Limits = field(default_factory=Limits)
    code: tuple[CodeSettings, ...] = ()
    """Repositories the documents are about (FRS215)."""
    index: IndexSettings | None = None
    """What the retrieval index holds of the source (FRS216)."""
    remote: bool = False
    """Whether it has no root of its own; `root` is then the folder of the configuration."""
    url: str = ""
    url_env: str | None = None
    """Names the variable that holds the address, where that carries a secret."""
    auth: Credentials = field(default_factory=Credentials)
    personas: Mapping[str, Credentials] = field(default_factory=dict)
    """Reader to the account to ask the system with, for comparing its answers with ours."""
    namespace: str | None = None
    """The system its people and groups belong to; empty is the organisation's directory, None
    leaves it to the connector."""
    sync: SyncSettings = field(default_factory=SyncSettings)
    options: Mapping[str, Any] = field(default_factory=dict)
    """What only this kind of source has; the connector says what it understands."""
    options_at: str = ""
    """Where they are written: `ragaudit.yaml:12`."""


@dataclass(frozen=True, slots=True)
class NliSettings:
    """A cross-encoder that gives a second opinion on possible contradictions (CNF308)."""

    model: str
    """A folder, or a name on the hub."""
    max_pairs: int = 500
    threshold: float = 0.9
    """The mean probability of both directions from which a pair is reported."""
    contradiction: int | None = None
    """The number of the label that says so; None reads it from the model's own names."""


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """A language model that gives a second opinion on possible contradictions (CNF308)."""

    base_url: str
    """The only address that is ever asked."""
    model: str
    api_key_env: str | None = None
    """The name of the environment variable that holds the key; the key itself is never kept."""
    max_pairs: int = 50
    timeout_s: float = 60.0


@dataclass(frozen=True, slots=True)
class TargetSettings:
    """A retriever to probe, as the configuration describes it."""

    type: str
    """`index`, `callable`, `http`, `llamaindex`, `langchain`, `chroma`, `run`, or a plugin's."""
    root: Path = Path()
    """The folder of the configuration; relative paths start from it."""
    url: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What only this kind of target understands; checked by it."""
    options_at: str = ""
    """`ragaudit.yaml:12`, for messages about options."""
    sync: SyncSettings = field(default_factory=SyncSettings)
    """Pace, patience and budget, as for source systems."""
    jobs: int = 4
    """Questions asked at once, where the target allows it."""


@dataclass(frozen=True, slots=True)
class MonitorPolicy:
    """How query logs of a running system are read and used."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """Our names of fields to dotted paths in the log."""
    raise_findings: bool = True
    min_answers: int = 10
    """Answers a document must have been part of for its findings to count one step more."""


@dataclass(frozen=True, slots=True)
class LinkPolicy:
    """How links to other servers may be checked, where that was asked for."""

    budget_s: float = 60.0
    """What is not answered within this time is said to be unchecked."""
    allow_hosts: tuple[str, ...] = ()
    """Hosts that may be asked although they are in a private network."""
