"""The shape of a probe set. Unknown keys are errors: a typo must not switch off a check."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from ragaudit._config.sections import Section
from ragaudit._measure.probe_set import limits as at_most
from ragaudit._measure.probe_set.auth import check
from ragaudit._measure.probe_set.shown import visible
from ragaudit.model import Category
from ragaudit.text.suggest import did_you_mean


def _text(value: object) -> object:
    if isinstance(value, bool | int | float | date):
        raise ValueError("write it in quotes: YAML reads it as a number, a date or yes and no")
    if isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError("holds half a character, which no system can be sent")
    return value


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty")
    return value


def _name(value: str) -> str:
    name = _said(value).strip()
    if not name.isprintable():
        raise ValueError(f"“{visible(name, 40)}” holds characters that do not print")
    return name


def _document(value: str) -> str:
    if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in value):
        raise ValueError(f"“{visible(value, 40)}” holds control characters")
    return _said(value).strip()


def _digest(value: str) -> str:
    value = value.removeprefix("sha256:")
    if not re.fullmatch("[0-9a-f]{64}", value):
        raise ValueError("is no digest such as `sha256:` and 64 hexadecimal digits")
    return value


def _category(value: object) -> object:
    known = [category.value for category in Category]
    if isinstance(value, str) and value not in known:
        hint = did_you_mean(value, known, len(known))
        raise ValueError(f"there is no category “{visible(value, 40)}”; {hint}")
    return value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _auto(value: object) -> object:
    if value in ("auto", "off"):
        return value == "auto"
    if value is None or isinstance(value, bool):
        return bool(value)
    raise ValueError("write `auto`, or leave it out")


def _matrix(value: object) -> object:
    return value if isinstance(value, dict) else dict.fromkeys(("deny", "allow"), _auto(value))


def _item(value: object) -> object:
    return {"doc": value} if isinstance(value, str) else value


def _group(value: object) -> object:
    if isinstance(value, dict) and "any" in value:
        inside = value["any"]
        items = inside if isinstance(inside, list) else [inside]
        return {**value, "any": [_item(item) for item in items]}
    if isinstance(value, list):
        return {"any": [_item(item) for item in value]}
    return {"any": [_item(value)]} if isinstance(value, str | dict) else value


def _groups(value: object) -> object:
    if isinstance(value, list):
        return [_group(item) for item in value]
    return [_group(value)] if isinstance(value, str | dict) else value


AUTO = -math.inf
"""In place of `max_top_score: auto`: no number anybody can write."""


def _top_score(value: object) -> object:
    if value == "auto":
        return AUTO
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("is no number")
    return value


def _mapping(value: object) -> object:
    return {} if value is None else value


Text = Annotated[str, BeforeValidator(_text)]
Name = Annotated[Text, Field(max_length=at_most.MAX_NAME), AfterValidator(_name)]
Names = Annotated[list[Name], BeforeValidator(_listed)]
DocumentName = Annotated[Text, Field(max_length=at_most.MAX_DOCUMENT), AfterValidator(_document)]
Query = Annotated[Text, Field(max_length=at_most.MAX_QUERY), AfterValidator(_said)]
Auto = Annotated[bool, BeforeValidator(_auto)]
Cut = Annotated[int, Field(ge=1, le=at_most.MAX_K, strict=True)]
Digest = Annotated[Text, AfterValidator(_digest)]


class GoldItemSection(Section):
    """`{doc: policies/returns.md, span: within 30 days, grade: 3}`."""

    doc: DocumentName
    span: Annotated[Text, Field(max_length=at_most.MAX_SPAN)] = ""
    grade: int = Field(default=1, ge=1, le=1000, strict=True)


class GoldGroupSection(Section):
    """`{any: [policies/returns.md, faq.md]}`: one of them suffices."""

    any: list[GoldItemSection] = Field(min_length=1, max_length=at_most.MAX_GOLD)


Gold = Annotated[
    list[GoldGroupSection], BeforeValidator(_groups), Field(max_length=at_most.MAX_GOLD)
]


class PreferSection(Section):
    """`{over: policies/returns-2022.md}`."""

    over: Annotated[list[DocumentName], BeforeValidator(_listed), Field(min_length=1)]


class ExpectSection(Section):
    """What must hold besides the gold."""

    rank_at_most: Cut | None = None
    not_stale: bool = False
    prefer: PreferSection | None = None
    unanswerable: bool | None = None
    """None is yes for `category: missing`, else no."""
    max_top_score: Annotated[float | None, BeforeValidator(_top_score)] = None
    """`AUTO` where the run decides."""
    intents: Gold = Field(default_factory=list)
    min_intents: Cut | None = None
    must_retrieve: Gold = Field(default_factory=list)
    """More gold."""
    leak: Literal["closed_world"] = "closed_world"
    """Whatever lies outside the access lists is a leak; nothing else is offered."""
    instead: ClassVar[Mapping[str, str]] = {
        "canary": "plant a document with the word and ask for it: its coming back is the leak",
        "metadata": "what a target tells besides its results is not looked at yet",
        "route": "a retriever does not route; name the document to send people to, as "
        "`must_retrieve`",
    }


class MatrixSection(Section):
    """`auto`, or `{deny: auto}`."""

    deny: Auto = False
    allow: Auto = False


class ProvenanceSection(Section):
    """`{by: heading, from: policies/returns.md#window}`."""

    by: Name = "human"
    from_: Annotated[Text, Field(max_length=at_most.MAX_DOCUMENT)] = Field(default="", alias="from")
    reviewed_by: Name | None = None
    restricted: bool = False


class BudgetSection(Section):
    """What one answer may cost."""

    latency_p95_ms: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    cost: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    instead: ClassVar[Mapping[str, str]] = {"cost_usd": "write `cost`, in the target's currency"}


class CompareSection(Section):
    """`{control: Is there a document called “Rokuvi demat”?}`."""

    control: Query
    instead: ClassVar[Mapping[str, str]] = {
        "observables": "leave it out: it is the number of results that is compared",
    }


class ProbeSection(Section):
    """One information need."""

    id: Name
    query: Query
    category: Annotated[Category, BeforeValidator(_category)] = Category.COMMON
    variants: Annotated[
        list[Query], BeforeValidator(_listed), Field(max_length=at_most.MAX_VARIANTS)
    ] = Field(default_factory=list)
    as_: Names = Field(default_factory=list, alias="as")
    gold: Gold = Field(default_factory=list)
    matrix: Annotated[MatrixSection, BeforeValidator(_matrix)] = Field(
        default_factory=MatrixSection
    )
    expect: ExpectSection = Field(default_factory=ExpectSection)
    source: Name | None = None
    owner: Name | None = None
    provenance: ProvenanceSection = Field(default_factory=lambda: ProvenanceSection())
    budget: BudgetSection = Field(default_factory=BudgetSection)
    severity: Literal["error", "warn", "info"] = "error"
    compare: CompareSection | None = None


class PrincipalSection(Section):
    """`{who: alice.lee, groups: [eng], auth: {"header Authorization": "Bearer ${ALICE}"}}`."""

    kind: Literal["anonymous", "person", "oracle"] | None = None
    extends: Name | None = None
    who: Annotated[Text, Field(max_length=at_most.MAX_NAME)] = ""
    groups: Names = Field(default_factory=list)
    auth: Annotated[dict[str, Text], AfterValidator(check)] = Field(default_factory=dict)
    instead: ClassVar[Mapping[str, str]] = {
        "attrs": "put what the target is sent into `auth`, such as `{field tenant: acme}`",
        "revoked_at": "today's access lists decide; `--as-of` asks about another day",
    }


class CorpusSection(Section):
    """What the set was written against."""

    snapshot: Digest | None = None
    acl_snapshot: Digest | None = None
    taken_at: datetime | None = None


class DefaultsSection(Section):
    """What counts for every probe that does not say otherwise."""

    k: Annotated[
        list[Cut],
        BeforeValidator(lambda v: [v] if isinstance(v, int) else v),
        Field(min_length=1, max_length=at_most.MAX_CUTS),
    ] = Field(default_factory=lambda: [1, 5, 10])
    principals: Names = Field(default_factory=list)
    match: Literal["doc"] = "doc"
    """Chunks are put together; nothing else is offered."""


class ProbesFile(Section):
    """The whole file."""

    ragaudit: Literal["probes/v1"]
    corpus: CorpusSection = Field(default_factory=CorpusSection)
    defaults: DefaultsSection = Field(default_factory=DefaultsSection)
    principals: Annotated[
        dict[Name, Annotated[PrincipalSection, BeforeValidator(_mapping)]],
        Field(max_length=at_most.MAX_PRINCIPALS),
    ] = Field(default_factory=dict)
    probes: list[ProbeSection] = Field(max_length=at_most.MAX_PROBES)
