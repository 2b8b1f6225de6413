"""A small knowledge base that may be signed off, and everything it takes."""

from __future__ import annotations

from pathlib import Path

from tests.support import LEAVE, TRAVEL, write_page

DIRECTORY = """users:
  - {id: ann, groups: [hr]}
  - {id: bob}
groups: {hr: {members: [ann]}}
"""
ACCESS = "rules:\n  - {path: '**', allow: [internal]}\n  - {path: pay.md, allow: [hr]}\n"
CONFIG = """version: 1
as_of: 2026-11-01
identities: [{type: static, path: directory.yaml}]
sources:
  - {id: docs, type: filesystem, root: docs, freshness: {error_after: 2 years}}
rules: {FRS207: off, FRS208: off, FRS215: off, FRS216: off, OWN103: off, PRM505: off}
probes: {set: probes.yaml, target: {type: callable, options: {function: "kb_search:careful"}}}
roles:
  workflow_owner: bob
  change_approver: {name: ann, email: ann@acme.example}
  exception_reviewer: bob
  quality_monitor: bob
  expansion_decider: ann
automation: assist
signoff: {keys: [{name: ann, key: ann.pub}, {name: bob, key: bob.pub}],
          roles: [change_approver, workflow_owner]}
"""
PAY = (
    "Salary bands are set once a year by the pay committee. Band three runs from sixty to seventy "
    "five thousand. A manager who wants to pay more writes to the committee before the spring."
)
PROBES = """ragaudit: probes/v1
defaults: {k: [1, 3], principals: [ann, bob]}
principals: {ann: {}, bob: {}, anon: {kind: anonymous}}
probes:
  - {id: leave, query: How many days of paid leave are there?, gold: [leave.md]}
  - {id: slip, category: edge, query: how mny days of paid laeve, gold: [leave.md]}
  - {id: none, category: missing, query: zzz qqq, expect: {unanswerable: true}}
  - {id: both, category: ambiguous, query: days of leave or travel, gold: [leave.md]}
  - {id: hush, category: refusal, query: xxyyzz, expect: {unanswerable: true}}
  - {id: fast, category: cost_latency, query: How many days of paid leave, gold: [leave.md]}
  - {id: ask, category: escalation, query: paid leave illness doctor, gold: [leave.md]}
  - id: pay
    category: policy_boundary
    query: What are the salary bands?
    gold: [pay.md]
    matrix: auto
"""
SEARCH = r"""import re
from pathlib import Path
def words(text):
    return set(re.findall(r"\w+", text.lower()))
DOCS = {p.name: words(p.read_text()) for p in Path("docs").glob("*.md")}
MAY = {"ann": {"leave.md", "travel.md", "pay.md"}, "bob": {"leave.md", "travel.md"}}
def careful(query, k, principal):
    asked = words(query)
    best = sorted(DOCS, key=lambda name: (-len(asked & DOCS[name]), name))
    found = [{"id": name, "document": name} for name in best if asked & DOCS[name]]
    return [hit for hit in found if hit["id"] in MAY.get(principal.name, ())][:k]
"""


def make(folder: Path, config: str = CONFIG) -> Path:
    """Write it. The keys are made by whoever signs."""
    for name, text in (("leave.md", LEAVE), ("travel.md", TRAVEL), ("pay.md", PAY)):
        write_page(folder / "docs", name, text, audience="")
    (folder / "docs" / "access.yaml").write_text(ACCESS)
    (folder / "directory.yaml").write_text(DIRECTORY)
    (folder / "ragaudit.yaml").write_text(config)
    (folder / "probes.yaml").write_text(PROBES)
    (folder / "kb_search.py").write_text(SEARCH)
    return folder
