"""The tables of the run history.

What is alike in many runs (documents, access lists, findings, skips, rules) is stored once, by the
digest of its content, and a narrow row per run points to it: a corpus that does not change costs a
run some twenty bytes a document. Every name begins with `ragaudit_`, so that a team's database may
hold other tables as well. Columns of type JSON hold what is read whole and never asked for.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

version = Table(
    "ragaudit_schema",
    metadata,
    Column("version_num", String(32), primary_key=True),
)
"""The one row says which migration the tables are at; alembic writes it as well."""

runs = Table(
    "ragaudit_runs",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("started_at", String(40), nullable=False),  # UTC, so that text sorts as time
    Column("as_of", String(10), nullable=False),
    Column("version", String(40), nullable=False),
    Column("config_digest", String(64), nullable=False),
    Column("corpus_digest", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("exit_code", Integer, nullable=False),
    Column("interrupted", Boolean, nullable=False),
    Column("details", JSON),  # null: recorded by 0.1.0, which kept less than a report needs
)
Index("ragaudit_runs_by_time", runs.c.started_at)

sources = Table(
    "ragaudit_sources",
    metadata,
    Column("run", ForeignKey("ragaudit_runs.seq", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("root", Text, nullable=False),
    Column("partial", Boolean, nullable=False),  # only a part of it was asked for
    Column("failed", Boolean, nullable=False),  # not read to its end
    Column("documents", Integer),
    Column("errors", Integer),
    Column("warnings", Integer),
    Column("infos", Integer),
    Column("stale", Integer),
    Column("conflicts", Integer),
    Column("unowned", Integer),
    Column("access_unknown", Integer),
    Column("recall", Float),
    Column("leaks", Integer),
    Column("details", JSON),
    sqlite_with_rowid=False,
)

policies = Table(
    "ragaudit_policies",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("digest", String(32), nullable=False, unique=True),
    Column("details", JSON, nullable=False),
)

documents = Table(
    "ragaudit_documents",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("digest", String(32), nullable=False, unique=True),
    Column("id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("title", Text),
    Column("owner", Text),
    Column("exposure", String(16), nullable=False),
    Column("raw_sha256", String(64), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("policy", ForeignKey("ragaudit_policies.seq")),
    Column("details", JSON),
)
Index("ragaudit_documents_by_policy", documents.c.policy)

findings = Table(
    "ragaudit_findings",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("digest", String(32), nullable=False, unique=True),
    Column("fingerprint", String(64), nullable=False),
    Column("code", String(32), nullable=False),
    Column("severity", String(8), nullable=False),
    Column("confidence", String(8), nullable=False),
    Column("status", String(16), nullable=False),
    Column("source", Text, nullable=False),
    Column("document", Text),
    Column("path", Text),
    Column("line", Integer),
    Column("owner", Text),
    Column("affected", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("details", JSON),
)
Index("ragaudit_findings_by_fingerprint", findings.c.fingerprint)

skips = Table(
    "ragaudit_skips",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("digest", String(32), nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("detail", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("details", JSON),
)

rules = Table(
    "ragaudit_rules",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("digest", String(32), nullable=False, unique=True),
    Column("code", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("severity", String(8), nullable=False),
    Column("details", JSON, nullable=False),
)


def _link(name: str, items: Table, *more: Column[str]) -> Table:
    """Which rows belong to a run, in which order."""
    table = Table(
        f"ragaudit_run_{name}",
        metadata,
        Column("run", ForeignKey("ragaudit_runs.seq", ondelete="CASCADE"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("item", ForeignKey(items.c.seq), nullable=False),
        *more,
        sqlite_with_rowid=False,
    )
    Index(f"ragaudit_run_{name}_by_item", table.c.item)
    return table


class Shared(NamedTuple):
    """A table of rows by content, and what ties them to runs."""

    items: Table
    links: Table


DOCUMENTS = Shared(documents, _link("documents", documents, Column("mtime", String(10))))
"""The day of the file system is kept per run: every fresh checkout has another."""
FINDINGS = Shared(findings, _link("findings", findings))
SKIPS = Shared(skips, _link("skips", skips))
RULES = Shared(rules, _link("rules", rules))
SHARED = (DOCUMENTS, FINDINGS, SKIPS, RULES)

scores = Table(
    "ragaudit_scores",
    metadata,
    Column("run", ForeignKey("ragaudit_runs.seq", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("measure", Text, nullable=False),
    Column("source", Text),
    Column("principal", Text),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("n", Integer, nullable=False),
    Column("undefined", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("details", JSON),
    sqlite_with_rowid=False,
)

leaks = Table(
    "ragaudit_leaks",
    metadata,
    Column("run", ForeignKey("ragaudit_runs.seq", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("probe", Text, nullable=False),
    Column("principal", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("details", JSON),
    sqlite_with_rowid=False,
)

probe_results = Table(
    "ragaudit_probe_results",
    metadata,
    Column("run", ForeignKey("ragaudit_runs.seq", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("probe", Text, nullable=False),
    Column("principal", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("source", Text),
    Column("reason", Text, nullable=False),
    Column("details", JSON),
    sqlite_with_rowid=False,
)
PLAIN = (sources, scores, leaks, probe_results)
"""Rows that belong to one run alone."""
