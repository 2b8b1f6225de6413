"""A PostgreSQL cluster whose table shows each role its own rows."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.services.base import (
    HOST,
    Ready,
    Server,
    free_port,
    needs_program,
    run_once,
    temporary_folder,
)

if TYPE_CHECKING:
    import psycopg

PACKAGE = "postgresql"
FOLDERS = "/usr/lib/postgresql"
ACCOUNT = "postgres"
"""Who runs the server when root starts it, which refuses to run as root."""
DATABASE = "kb"
ADMIN = "postgres"
LOGINS = ("alice", "bob", "carol", "auditor")
SETTINGS = {
    "listen_addresses": HOST,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "40",
    "jit": "off",
    "timezone": "UTC",
    "lc_messages": "C",
}
ROLES = """
CREATE ROLE hr;
CREATE ROLE hr_leads IN ROLE hr;
CREATE ROLE keeper;
{logins}
GRANT hr_leads TO alice;
GRANT alice, bob, carol TO auditor;
ALTER ROLE auditor NOINHERIT;
ALTER ROLE auditor SET default_transaction_read_only = on;
"""
TABLE = """
CREATE TABLE kb (
    id text PRIMARY KEY,
    title text NOT NULL,
    body text NOT NULL,
    owner text,
    updated_at timestamptz NOT NULL DEFAULT now(),
    reviewed_at timestamptz,
    allow text[]
);
ALTER TABLE kb OWNER TO keeper;
ALTER TABLE kb ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON kb FOR SELECT USING (
    'public' = ANY (allow)
    OR EXISTS (
        SELECT FROM unnest(allow) AS name JOIN pg_roles ON rolname = name
        WHERE pg_has_role(current_user, pg_roles.oid, 'member')
    )
);
CREATE POLICY audit ON kb FOR SELECT TO auditor USING (true);
GRANT SELECT ON kb TO alice, bob, carol, auditor;
"""
ROWS = (
    ("handbook", "Handbook", "Everybody has 28 days of leave.", ["public"]),
    ("salaries", "Salaries", "Salaries are reviewed in March.", ["hr"]),
)
CHANGED = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Postgres:
    """A running cluster with the table `kb`: `alice` sees the rows of `hr`, `bob` only the public.

    `alice` is a member of `hr_leads`, which is a member of `hr`. `auditor` sees every row, writes
    none and may become alice, bob or carol by SET ROLE, not the superuser.
    """

    port: int
    folder: Path
    server: Server

    @property
    def credentials(self) -> dict[str, str]:
        """The password of every user."""
        return {user: f"{user}-password" for user in (*LOGINS, ADMIN)}

    @property
    def url(self) -> str:
        """Where the auditor connects, as SQLAlchemy writes it."""
        return self.url_of("auditor")

    def url_of(self, user: str) -> str:
        """Where a user connects, as SQLAlchemy writes it."""
        secret = self.credentials[user]
        return f"postgresql+psycopg://{user}:{secret}@{HOST}:{self.port}/{DATABASE}"

    @contextmanager
    def session(self, user: str = ADMIN, database: str = DATABASE) -> Iterator[psycopg.Connection]:
        """A connection of a user, each statement committed by itself."""
        import psycopg

        connection = psycopg.connect(
            host=HOST,
            port=self.port,
            user=user,
            password=self.credentials[user],
            dbname=database,
            autocommit=True,
            connect_timeout=10,
        )
        with connection:
            yield connection

    def execute(
        self, sql: str, values: Sequence[object] = (), as_user: str = ADMIN
    ) -> list[tuple[Any, ...]]:
        """What a statement returns to a user; without values it may be several statements."""
        with self.session(as_user) as connection:
            cursor = connection.execute(sql, values or None)
            return list(cursor) if cursor.description else []

    def put(
        self,
        row: str,
        body: str,
        allow: Sequence[str] | None,
        *,
        title: str = "",
        owner: str | None = None,
        updated: datetime | None = None,
    ) -> None:
        """Write a row; `allow` names roles or `public`, and None leaves it empty."""
        self.execute(
            "INSERT INTO kb (id, title, body, owner, updated_at, allow)"
            " VALUES (%s, %s, %s, %s, coalesce(%s, now()), %s)"
            " ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body,"
            " owner = excluded.owner, updated_at = excluded.updated_at, allow = excluded.allow",
            (row, title or row.title(), body, owner, updated, list(allow) if allow else allow),
        )

    def delete(self, row: str) -> None:
        """Remove a row."""
        self.execute("DELETE FROM kb WHERE id = %s", (row,))

    def reset(self) -> None:
        """Back to the first roles, and the table with its two rows."""
        self._drop()
        logins = [
            f"CREATE ROLE {user} LOGIN PASSWORD '{self.credentials[user]}';" for user in LOGINS
        ]
        self.execute(ROLES.format(logins="\n".join(logins)))
        self.execute(TABLE)
        for row, title, body, allow in ROWS:
            self.put(row, body, allow, title=title, owner="alice@acme.example", updated=CHANGED)

    def _drop(self) -> None:
        with self.session(database=ADMIN) as connection:
            connection.execute("DROP DATABASE IF EXISTS kb WITH (FORCE)")
            query = "SELECT rolname FROM pg_roles WHERE oid >= 16384"
            for (role,) in connection.execute(query).fetchall():
                connection.execute(f'DROP ROLE "{role}"')
            connection.execute("CREATE DATABASE kb")


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A cluster of its own, stopped and removed at the end."""
    initdb, program = _programs()
    port = free_port()
    with temporary_folder("postgres", 0o755) as folder:
        data = folder / "data"
        data.mkdir(mode=0o700)
        (folder / "secret").write_text(f"{ADMIN}-password\n", encoding="utf-8")
        _hand_over(data, folder / "secret")
        _make(initdb, folder)
        options = [f"--{name}={value}" for name, value in SETTINGS.items()]
        arguments = [*_as_account(), program, "-D", str(data), "-p", str(port), "-k", str(data)]
        cluster = Postgres(port, folder, Server([*arguments, *options], folder, _answers(port)))
        with cluster.server:
            try:
                cluster.reset()
                yield cluster
            finally:
                # By SIGTERM it would wait for whoever is still connected; by this it does not.
                if cluster.server.running:
                    os.kill(cluster.server.pid, signal.SIGINT)


def _programs() -> tuple[str, str]:
    """`initdb` and `postgres` of the newest release installed; Debian keeps them off PATH."""
    releases = sorted(Path(FOLDERS).glob("*/bin"), key=lambda path: int(path.parent.name))
    folders = [str(path) for path in reversed(releases)]
    return needs_program("initdb", PACKAGE, *folders), needs_program("postgres", PACKAGE, *folders)


def _as_account() -> list[str]:
    if os.geteuid():
        return []
    setpriv = needs_program("setpriv", "util-linux")
    return [setpriv, f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--init-groups"]


def _hand_over(*paths: Path) -> None:
    if os.geteuid() == 0:
        for path in paths:
            shutil.chown(path, ACCOUNT, ACCOUNT)


def _make(initdb: str, folder: Path) -> None:
    arguments: list[str | Path] = [
        *_as_account(),
        initdb,
        "-D",
        folder / "data",
        "-U",
        ADMIN,
        "--no-sync",
    ]
    arguments += ["-A", "scram-sha-256", f"--pwfile={folder / 'secret'}"]
    arguments += ["-E", "UTF8", "--locale=C"]
    run_once(arguments, folder)


def _answers(port: int) -> Ready:
    """Ready when somebody can sign in: the port opens before that."""

    def ready() -> bool:
        import psycopg

        try:
            psycopg.connect(
                host=HOST, port=port, user=ADMIN, password=f"{ADMIN}-password", connect_timeout=5
            ).close()
        except psycopg.OperationalError:
            return False
        return True

    return ready
