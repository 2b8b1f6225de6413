"""The tables of version 0002. Frozen: what was released is never edited."""

import sqlalchemy as sa


def made() -> sa.MetaData:
    """Their definitions."""
    metadata = sa.MetaData()
    _about_runs(metadata)
    _about_contents(metadata)
    _links(metadata)
    _about_probing(metadata)
    return metadata


def _about_runs(metadata: sa.MetaData) -> None:
    runs = sa.Table(
        "ragaudit_runs",
        metadata,
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("started_at", sa.String(40), nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("config_digest", sa.String(64), nullable=False),
        sa.Column("corpus_digest", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("exit_code", sa.Integer, nullable=False),
        sa.Column("interrupted", sa.Boolean, nullable=False),
        sa.Column("details", sa.JSON),
    )
    sa.Index("ragaudit_runs_by_time", runs.c.started_at)
    sa.Table(
        "ragaudit_sources",
        metadata,
        sa.Column("run", sa.ForeignKey("ragaudit_runs.seq", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("root", sa.Text, nullable=False),
        sa.Column("partial", sa.Boolean, nullable=False),
        sa.Column("failed", sa.Boolean, nullable=False),
        sa.Column("documents", sa.Integer),
        sa.Column("errors", sa.Integer),
        sa.Column("warnings", sa.Integer),
        sa.Column("infos", sa.Integer),
        sa.Column("stale", sa.Integer),
        sa.Column("conflicts", sa.Integer),
        sa.Column("unowned", sa.Integer),
        sa.Column("access_unknown", sa.Integer),
        sa.Column("recall", sa.Float),
        sa.Column("leaks", sa.Integer),
        sa.Column("details", sa.JSON),
        sqlite_with_rowid=False,
    )


def _about_contents(metadata: sa.MetaData) -> None:
    sa.Table(
        "ragaudit_policies",
        metadata,
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(32), nullable=False, unique=True),
        sa.Column("details", sa.JSON, nullable=False),
    )
    documents = sa.Table(
        "ragaudit_documents",
        metadata,
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(32), nullable=False, unique=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("exposure", sa.String(16), nullable=False),
        sa.Column("raw_sha256", sa.String(64), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("policy", sa.ForeignKey("ragaudit_policies.seq")),
        sa.Column("details", sa.JSON),
    )
    sa.Index("ragaudit_documents_by_policy", documents.c.policy)
    findings = sa.Table(
        "ragaudit_findings",
        metadata,
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(32), nullable=False, unique=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("severity", sa.String(8), nullable=False),
        sa.Column("confidence", sa.String(8), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("document", sa.Text),
        sa.Column("path", sa.Text),
        sa.Column("line", sa.Integer),
        sa.Column("owner", sa.Text),
        sa.Column("affected", sa.Integer, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("details", sa.JSON),
    )
    sa.Index("ragaudit_findings_by_fingerprint", findings.c.fingerprint)
    sa.Table(
        "ragaudit_skips",
        metadata,
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(32), nullable=False, unique=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("details", sa.JSON),
    )
    sa.Table(
        "ragaudit_rules",
        metadata,
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(32), nullable=False, unique=True),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("severity", sa.String(8), nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
    )


def _about_probing(metadata: sa.MetaData) -> None:
    sa.Table(
        "ragaudit_scores",
        metadata,
        sa.Column("run", sa.ForeignKey("ragaudit_runs.seq", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("principal", sa.Text),
        sa.Column("value", sa.Float),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("undefined", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("details", sa.JSON),
        sqlite_with_rowid=False,
    )
    sa.Table(
        "ragaudit_leaks",
        metadata,
        sa.Column("run", sa.ForeignKey("ragaudit_runs.seq", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("probe", sa.Text, nullable=False),
        sa.Column("principal", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("details", sa.JSON),
        sqlite_with_rowid=False,
    )
    sa.Table(
        "ragaudit_probe_results",
        metadata,
        sa.Column("run", sa.ForeignKey("ragaudit_runs.seq", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("probe", sa.Text, nullable=False),
        sa.Column("principal", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("details", sa.JSON),
        sqlite_with_rowid=False,
    )


def _links(metadata: sa.MetaData) -> None:
    for name in ("documents", "findings", "skips", "rules"):
        run = sa.ForeignKey("ragaudit_runs.seq", ondelete="CASCADE")
        more = [sa.Column("mtime", sa.String(10))] if name == "documents" else []
        table = sa.Table(
            f"ragaudit_run_{name}",
            metadata,
            sa.Column("run", run, primary_key=True),
            sa.Column("position", sa.Integer, primary_key=True),
            sa.Column("item", sa.ForeignKey(f"ragaudit_{name}.seq"), nullable=False),
            *more,
            sqlite_with_rowid=False,
        )
        sa.Index(f"ragaudit_run_{name}_by_item", table.c.item)
