"""A probe set with everything in it, as text, and builders for small ones."""

from __future__ import annotations

from typing import Any

from ragaudit.model import (
    Category,
    GoldGroup,
    GoldItem,
    Probe,
    ProbePrincipal,
    ProbeSet,
    ReaderKind,
)

WHOLE = """\
ragaudit: probes/v1
corpus:
  snapshot: sha256:{a}
  acl_snapshot: sha256:{b}
  taken_at: 2026-11-23T00:00:00Z
defaults: {{k: [10, 1, 5], principals: [anonymous, staff]}}
principals:
  staff:
  alice: {{who: alice.lee, groups: [eng], auth: {{header Authorization: "Bearer ${{ALICE}}"}}}}
  revoked: {{extends: alice, groups: []}}
  admin: {{kind: oracle}}
probes:
  - id: refund-window
    category: common
    query: How long do customers have to return an item?
    variants: [return window?, refund deadline]
    as: [alice, anonymous]
    gold:
      - any: [{{doc: policies/returns.md, span: within 30 days, grade: 3}}, faq.md]
    expect: {{rank_at_most: 3, not_stale: true, prefer: {{over: policies/old.md}}}}
    source: policies
    owner: ops@example.com
    provenance: {{by: heading, from: policies/returns.md#window, reviewed_by: ann}}
    budget: {{latency_p95_ms: 800, cost: 0.002}}
    severity: warn
  - id: bands
    category: policy_boundary
    query: What are the salary bands?
    gold: hr/bands.md
    matrix: auto
  - {{id: no-such-policy, category: missing, query: What is our helicopter policy?}}
  - id: jaguar
    category: ambiguous
    query: jaguar limits
    expect: {{intents: [{{any: [it/jaguar.md]}}, fleet/jaguar.md], min_intents: 2}}
""".format(a="a" * 64, b="b" * 64)


def probe(name: str = "p", query: str | None = None, **changes: Any) -> Probe:
    """A common probe whose query is its own, with gold `docs:page.md`."""
    gold = changes.pop("gold", ("docs:page.md",))
    groups = tuple(GoldGroup((GoldItem(document),)) for document in gold)
    return Probe(name, query or f"question {name}", gold=groups, **changes)


def every_category() -> tuple[Probe, ...]:
    """One in order of each category."""
    return tuple(
        Probe(f"m-{category}", f"about {category}", category, expect=_unanswerable())
        if category is Category.MISSING
        else probe(f"c-{category}", category=category)
        for category in Category
    )


def a_set(*probes: Probe, **changes: Any) -> ProbeSet:
    """A set in which somebody asks."""
    people = {"ann": ProbePrincipal("ann"), "anonymous": anonymous()}
    return ProbeSet(**{"probes": probes, "principals": people, "place": "probes.yaml", **changes})


def anonymous() -> ProbePrincipal:
    """Somebody not signed in."""
    return ProbePrincipal("anonymous", ReaderKind.ANONYMOUS)


def _unanswerable() -> Any:
    from ragaudit.model import Expectation

    return Expectation(unanswerable=True)
