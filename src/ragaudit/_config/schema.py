"""The shape of `ragaudit.yaml`. Unknown keys are errors: a typo must not switch off a check."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PositiveInt,
    field_validator,
    model_validator,
)

from ragaudit._config.sections import Glob, Globs, Section, Span, Strings, Sync, count_or_share
from ragaudit._config.sections_freshness import (
    CalendarSection,
    Freshness,
    Override,
    PolicyFreshness,
)
from ragaudit._config.sections_handover import AlertsSection, TicketsSection
from ragaudit._config.sections_history import HistorySection
from ragaudit._config.sections_monitor import MonitorSection
from ragaudit._config.sections_probes import PolicyProbes, ProbesSection
from ragaudit._config.sections_signoff import (
    AutomationLevel,
    Autonomies,
    RolesSection,
    SignoffSection,
    WaiverSection,
)

Level = Literal["error", "warn", "info", "off"]


def _level(value: object) -> object:
    # YAML reads a bare `off` as false.
    return "off" if value is False else value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


RuleLevel = Annotated[Level, BeforeValidator(_level)]


def _languages(value: object) -> object:
    # YAML reads a bare `no` (Norwegian) as false.
    return ["no"] if value is False else _listed(value)


def _language(value: object) -> object:
    code = "no" if value is False else value
    if isinstance(code, str) and not re.fullmatch(r"[a-z]{2}", code):
        raise ValueError(f"“{code}” is no two-letter language code such as `en` or `de`")
    return code


LanguageCode = Annotated[str, BeforeValidator(_language)]


class OwnerRule(Section):
    """`{glob: "hr/**", owner: "group:hr"}` or `{codeowners: CODEOWNERS}`."""

    glob: Glob | None = None
    owner: Strings | None = None
    codeowners: str | None = None


class AclRuleSection(Section):
    """`{glob: "public/**", allow: [public]}`."""

    glob: Glob
    allow: Strings = Field(default_factory=list)
    deny: Strings = Field(default_factory=list)


class Metadata(Section):
    """Facts the documents do not carry themselves."""

    front_matter: Literal["auto", "okf"] = "auto"
    """Every convention is always read; the key says which one the authors follow."""
    owner_rules: list[OwnerRule] = Field(default_factory=list)
    review_after: Annotated[
        dict[Glob, Span], BeforeValidator(lambda v: {"default": v} if isinstance(v, str) else v)
    ] = Field(default_factory=dict)
    acl_rules: list[AclRuleSection] = Field(default_factory=list)


class Acl(Section):
    """What an unlisted document counts as."""

    default: Literal["unknown", "not_applicable"] = "unknown"
    max_age: Span | None = None
    """How old a copy of access lists may be (`synced_at` in access.yaml)."""


class LimitsSection(Section):
    """What one file may cost."""

    max_bytes: PositiveInt | None = None
    timeout_s: float | None = Field(default=None, gt=0, le=3600)
    memory_bytes: int | None = Field(default=None, ge=256_000_000)
    max_chars: PositiveInt | None = None


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, dict) else value


class Code(Section):
    """`{root: ../service, ref: main}`: a repository the documents are about."""

    root: str
    ref: str = Field(default="HEAD", pattern=r"^[\w.][\w./@^~-]{0,200}$")
    ignore: Strings = Field(default_factory=list)


class IndexFields(Section):
    """The manifest's own names."""

    id: str | None = None
    hash: str | None = None
    indexed_at: str | None = None


class Index(Section):
    """`{manifest: index.jsonl, fields: {id: path}}`: what the retrieval index holds."""

    manifest: str
    fields: IndexFields = Field(default_factory=IndexFields)


_VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]*$"
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S*")
_SECRET = re.compile(r"://[^/@]*:[^/@]*@|[?&;](password|token|secret|key)=", re.IGNORECASE)


def _url(value: str) -> str:
    if value and not _URL.fullmatch(value):
        raise ValueError("is no address such as https://wiki.example.org")
    if _SECRET.search(value):
        raise ValueError("holds a password; name it under `auth`, or the whole by `url_env`")
    return value


class Auth(Section):
    """`{user: auditor, password_env: WIKI_PASSWORD}`: secrets by the name of a variable only."""

    user: str | None = None
    user_env: str | None = Field(default=None, pattern=_VARIABLE)
    password_env: str | None = Field(default=None, pattern=_VARIABLE)
    token_env: str | None = Field(default=None, pattern=_VARIABLE)


class Source(Section):
    """One source to audit."""

    id: str = Field(pattern=r"^[\w.-]+$")
    type: str | None = None
    root: str | None = None
    url: Annotated[str, AfterValidator(_url)] = ""
    url_env: str | None = Field(default=None, pattern=_VARIABLE)
    auth: Auth = Field(default_factory=lambda: Auth())
    personas: dict[str, Auth] = Field(default_factory=dict)
    namespace: str | None = Field(default=None, pattern=r"^[\w.-]*$")
    sync: Sync = Field(default_factory=Sync)
    options: dict[str, Any] = Field(default_factory=dict)
    include: Globs = Field(default_factory=list)
    exclude: Globs = Field(default_factory=list)
    formats: dict[str, str] = Field(default_factory=dict)
    metadata: Metadata = Field(default_factory=Metadata)
    acl: Acl = Field(default_factory=Acl)
    freshness: Freshness | None = None
    overrides: dict[Glob, Override] = Field(default_factory=dict)
    versions: Globs = Field(default_factory=list)
    link_roots: Strings = Field(default_factory=list)
    languages: Annotated[list[LanguageCode], BeforeValidator(_languages)] = Field(
        default_factory=list
    )
    code: Annotated[list[Code], BeforeValidator(_one_or_more)] = Field(default_factory=list)
    index: Index | None = None
    rules: dict[str, RuleLevel] = Field(default_factory=dict)
    limits: LimitsSection = Field(default_factory=LimitsSection)

    @model_validator(mode="after")
    def _somewhere(self) -> Source:
        if self.root is None and (not self.type or self.type == "filesystem"):
            raise ValueError("“root” is missing")
        return self


class Identities(BaseModel):
    """Who knows the people and groups. Other keys are the provider's own, which checks them."""

    model_config = ConfigDict(extra="allow")

    type: str = "static"
    namespace: str = Field(default="", pattern=r"^[\w.-]*$")


class OwnershipSection(Section):
    """What is asked of owners."""

    inactive_after_days: PositiveInt = 365
    max_documents: PositiveInt = 200


class PolicySection(Section):
    """What makes the gate fail."""

    fail_on: Literal["error", "warn", "info", "never"] = "error"
    min_confidence: Literal["high", "medium", "low"] = "high"
    max_skipped: int | float | str = 0
    probes: PolicyProbes = Field(default_factory=PolicyProbes)
    freshness: PolicyFreshness = Field(default_factory=PolicyFreshness)
    automation: Autonomies = Field(default_factory=dict)

    @field_validator("max_skipped")
    @classmethod
    def _share(cls, value: int | float | str) -> int | float:
        return count_or_share(value)


class SuppressionSection(Section):
    """A finding somebody decided to live with."""

    rule: str
    path: Glob = "**"
    source: str | None = None
    reason: str = Field(min_length=3)
    until: date | None = None


class ExternalLinksSection(Section):
    """How links to other servers are checked."""

    budget_s: float = Field(default=60, gt=0, le=86_400)
    allow_hosts: Strings = Field(default_factory=list)


class LabelsSection(Section):
    """Which output of a model says what: `{contradiction: 0}`."""

    contradiction: int = Field(ge=0, le=99)
    entailment: int | None = None
    neutral: int | None = None


class NliSection(Section):
    """`{model: cross-encoder/nli-deberta-v3-base}`: a second opinion on contradictions."""

    model: str = Field(min_length=1)
    max_pairs: PositiveInt = 500
    threshold: float = Field(default=0.9, gt=0, lt=1)
    labels: LabelsSection | None = None


class LlmSection(Section):
    """`{base_url: "http://localhost:11434/v1", model: …}`: a language model's second opinion."""

    base_url: str = Field(pattern=r"^https?://[^\s/?#@]+(/[^\s?#@]*)?$")
    model: str = Field(min_length=1)
    api_key_env: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    max_pairs: PositiveInt = 50
    timeout_s: float = Field(default=60, gt=0, le=3600)


def _switch(value: object) -> object:
    if isinstance(value, bool):
        return {} if value else None
    return value


class File(Section):
    """The whole file."""

    version: Literal[1]
    as_of: date | None = None
    identities: list[Identities] = Field(default_factory=list)
    sources: list[Source] = Field(default_factory=list)
    calendars: dict[str, CalendarSection] = Field(default_factory=dict)
    index: Index | None = None
    products: str | None = None
    retired_terms: str | None = None
    ownership: OwnershipSection = Field(default_factory=OwnershipSection)
    rules: dict[str, RuleLevel] = Field(default_factory=dict)
    policy: PolicySection = Field(default_factory=PolicySection)
    suppressions: list[SuppressionSection] = Field(default_factory=list)
    baseline: str | None = None
    external_links: Annotated[ExternalLinksSection | None, BeforeValidator(_switch)] = None
    nli: NliSection | None = None
    llm: LlmSection | None = None
    probes: ProbesSection | None = None
    history: HistorySection = Field(default_factory=HistorySection)
    alerts: AlertsSection = Field(default_factory=AlertsSection)
    tickets: Annotated[list[TicketsSection], BeforeValidator(_one_or_more)] = Field(
        default_factory=list
    )
    monitor: MonitorSection = Field(default_factory=MonitorSection)
    roles: RolesSection = Field(default_factory=RolesSection)
    automation: AutomationLevel | None = None
    waivers: list[WaiverSection] = Field(default_factory=list)
    signoff: SignoffSection = Field(default_factory=SignoffSection)
