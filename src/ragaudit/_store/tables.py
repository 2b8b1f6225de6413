"""The tables of the run history."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("started_at", String(40), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("version", String(40), nullable=False),
    Column("config_digest", String(64), nullable=False),
    Column("corpus_digest", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("exit_code", Integer, nullable=False),
    Column("interrupted", Boolean, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(1024), primary_key=True),
    Column("source", String(128), nullable=False),
    Column("path", Text, nullable=False),
    Column("title", Text),
    Column("owner", Text),
    Column("exposure", String(16), nullable=False),
    Column("raw_sha256", String(64), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("times", Text, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(32), primary_key=True),
    Column("code", String(8), nullable=False),
    Column("severity", String(8), nullable=False),
    Column("confidence", String(8), nullable=False),
    Column("status", String(16), nullable=False),
    Column("source", String(128), nullable=False),
    Column("path", Text),
    Column("line", Integer),
    Column("owner", Text),
    Column("message", Text, nullable=False),
    Column("quote", Text, nullable=False),
)

skips = Table(
    "skips",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("source", String(128), primary_key=True),
    Column("path", String(1024), primary_key=True),
    Column("reason", String(32), nullable=False),
    Column("detail", Text, nullable=False),
)

Index("findings_by_fingerprint", findings.c.fingerprint)
