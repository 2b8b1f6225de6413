"""The commented file `ragaudit init` writes."""

from __future__ import annotations

from pathlib import Path

_COMMON_FOLDERS = ("docs", "doc", "documentation", "content", "handbook", "wiki", "kb", "source")

_TEMPLATE = """\
# ragaudit: what to audit and what to insist on. `ragaudit scan` reads this file.
# Every key is explained in docs/configuration.md; unknown keys are errors.
version: 1

# People and groups, so that owners and access lists can be checked (OWN102, OWN104, PRM504).
# identities:
#   - {{type: static, path: directory.yaml}}

# Versions and names that documents should no longer use (FRS207, FRS208):
# products: products.yml
# retired_terms: retired-terms.yml

sources:
{sources}
# Severity by rule: error, warn, info or off. `ragaudit rules` lists them.
rules: {{}}
#   STR806: off

policy:
  fail_on: error      # error, warn, info or never: the lowest severity that fails the gate
  max_skipped: 0      # unread documents allowed before the audit is inconclusive (a count or 5%)

# Findings you decided to live with; each needs a reason, and should have an end.
suppressions: []
#   - {{rule: FRS203, path: "legal/**", reason: "kept for the record", until: {until}}}

# Ask other servers whether links to them are dead (STR803). Nothing leaves this machine otherwise.
# external_links: true

# Second opinions on possible contradictions, info only (CNF308; docs/guide/second-opinion.md):
# nli: {{model: cross-encoder/nli-deberta-v3-base}}
# llm: {{base_url: "http://localhost:11434/v1", model: qwen3:8b}}
"""

_SOURCE = """\
  - id: {id}
    root: {root}
    # exclude: ["drafts/**"]
    # Facts the documents do not carry themselves:
    # metadata:
    #   owner_rules: [{{glob: "**", owner: "team-docs"}}]
    #   review_after: {{default: 180d}}
    #   acl_rules: [{{glob: "**", allow: [internal]}}]
    # How old a document may get since it was last reviewed or changed:
    # freshness:
    #   warn_after: {{count: 180, period: day}}
    #   error_after: {{count: 365, period: day}}
"""

_SYSTEMS = """\
  # Source systems are read with their access lists; connectors/README.md lists the kinds, and
  # `ragaudit sources check` says what the account may do. Secrets are named by variable:
  # - id: wiki
  #   type: dokuwiki
  #   url: https://wiki.example.org
  #   auth: {user: auditor, password_env: WIKI_PASSWORD}
"""


def starter(folder: Path, year: int) -> str:
    """A commented configuration for the documents found in a folder."""
    found = [name for name in _COMMON_FOLDERS if (folder / name).is_dir()]
    roots = [(name, f"./{name}") for name in found] or [("docs", ".")]
    sources = "".join(_SOURCE.format(id=name, root=root) for name, root in roots)
    return _TEMPLATE.format(sources=sources + _SYSTEMS, until=f"{year + 1}-01-01")
