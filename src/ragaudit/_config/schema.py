"""The shape of `ragaudit.yaml`. Unknown keys are errors: a typo must not switch off a check."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PositiveInt,
    field_validator,
)

from ragaudit.model import Interval
from ragaudit.text import DateError, matches, parse_interval

Level = Literal["error", "warn", "info", "off"]
CLOCKS = (
    "reviewed", "content_modified", "modified", "published", "created", "effective_from", "mtime",
)  # fmt: skip
_CLOCK_NAMES = {
    "verified_at": "reviewed",
    "changed_at": "content_modified",
    "modified_at": "modified",
    "published_at": "published",
}


def _interval(value: object) -> object:
    if isinstance(value, str):
        try:
            return parse_interval(value)
        except DateError as error:
            raise ValueError(str(error)) from error
    if isinstance(value, dict) and set(value) == {"count", "period"}:
        return _interval(f"{value['count']} {value['period']}")
    return value


def _level(value: object) -> object:
    # YAML reads a bare `off` as false.
    return "off" if value is False else value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Span = Annotated[Interval, BeforeValidator(_interval)]
RuleLevel = Annotated[Level, BeforeValidator(_level)]


def _glob(value: str) -> str:
    try:
        matches(value, "")
    except re.error as error:
        raise ValueError(f"“{value}” is no glob: {error}") from error
    return value


Glob = Annotated[str, AfterValidator(_glob)]
Globs = Annotated[list[Glob], BeforeValidator(_listed)]
Strings = Annotated[list[str], BeforeValidator(_listed)]


def _languages(value: object) -> object:
    # YAML reads a bare `no` (Norwegian) as false.
    return ["no"] if value is False else _listed(value)


def _language(value: object) -> object:
    code = "no" if value is False else value
    if isinstance(code, str) and not re.fullmatch(r"[a-z]{2}", code):
        raise ValueError(f"“{code}” is no two-letter language code such as `en` or `de`")
    return code


LanguageCode = Annotated[str, BeforeValidator(_language)]


class Section(BaseModel):
    """A part of a file in which every key must be known."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


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


class Override(Section):
    """A different freshness contract for some paths."""

    warn_after: Span | None = None
    error_after: Span | None = None
    review: Literal["never"] | None = None
    reason: str = ""
    until: date | None = None


class Freshness(Section):
    """A dbt-shaped contract: how old, on which clock."""

    clock: Strings = Field(default_factory=lambda: ["reviewed", "content_modified"])
    warn_after: Span | None = None
    error_after: Span | None = None
    overrides: dict[Glob, Override] = Field(default_factory=dict)

    @field_validator("clock")
    @classmethod
    def _known_clock(cls, value: list[str]) -> list[str]:
        named = [_CLOCK_NAMES.get(clock, clock) for clock in value]
        for clock in named:
            if clock not in CLOCKS:
                raise ValueError(f"there is no clock “{clock}”; there is: {', '.join(CLOCKS)}")
        return named


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


class Source(Section):
    """One source to audit."""

    id: str = Field(pattern=r"^[\w.-]+$")
    type: str | None = None
    root: str
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


class Identities(Section):
    """Where people and groups are written down."""

    type: Literal["static"] = "static"
    path: str


class OwnershipSection(Section):
    """What is asked of owners."""

    inactive_after_days: PositiveInt = 365
    max_documents: PositiveInt = 200


class PolicySection(Section):
    """What makes the gate fail."""

    fail_on: Literal["error", "warn", "info", "never"] = "error"
    min_confidence: Literal["high", "medium", "low"] = "high"
    max_skipped: int | float | str = 0

    @field_validator("max_skipped")
    @classmethod
    def _share(cls, value: int | float | str) -> int | float:
        if isinstance(value, str):
            number = value.strip().removesuffix("%")
            if not value.strip().endswith("%") or not number.replace(".", "", 1).isdigit():
                raise ValueError("write a count such as `0` or a share such as `5%`")
            value = float(number) / 100
        if value < 0:
            raise ValueError("cannot be negative")
        return value


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
