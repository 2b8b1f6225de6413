"""The database and the object store refuse whom they should."""

from __future__ import annotations

from contextlib import suppress

import pytest
from tests.services import moto as moto_module
from tests.services.moto import BUCKET, Moto
from tests.services.postgres import Postgres


def test_postgres_refuses_bob_and_serves_alice(postgres: Postgres) -> None:
    """A row of a group is there for its members, nested ones too, and for nobody else."""
    postgres.put("pay", "Grade 3 earns more.", ["hr"])
    postgres.put("nobody", "For nobody.", None)
    shared = ["handbook"]
    expected = {"alice": ["handbook", "pay", "salaries"], "bob": shared, "carol": shared}
    rows = {user: _rows(postgres, user) for user in expected}
    assert expected == rows
    postgres.execute("GRANT hr TO bob")
    assert ["handbook", "pay", "salaries"] == _rows(postgres, "bob")
    postgres.delete("pay")
    assert ["handbook", "salaries"] == _rows(postgres, "bob")


def test_postgres_lets_the_auditor_ask_as_others(postgres: Postgres) -> None:
    """The auditor sees every row, becomes others but not the superuser, and writes nothing."""
    import psycopg

    assert ["handbook", "salaries"] == _rows(postgres, "auditor")
    with postgres.session("auditor") as connection:
        connection.execute("SET ROLE bob")
        assert [("handbook",)] == connection.execute("SELECT id FROM kb").fetchall()
        connection.execute("RESET ROLE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SET ROLE postgres")
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM kb")


def test_postgres_has_an_address_for_sqlalchemy(postgres: Postgres) -> None:
    """The address signs the auditor in."""
    import sqlalchemy

    engine = sqlalchemy.create_engine(postgres.url)
    with engine.connect() as connection:
        assert "auditor" == connection.scalar(sqlalchemy.text("SELECT current_user"))
    engine.dispose()


def _rows(postgres: Postgres, user: str) -> list[str]:
    return [row for (row,) in postgres.execute("SELECT id FROM kb ORDER BY id", as_user=user)]


def test_moto_refuses_bob_and_serves_alice(moto: Moto) -> None:
    """IAM decides by user and by group; an object that says public changes nothing."""
    moto.put("hr/salaries.md", b"Grade 3 earns more.", acl="public-read")
    moto.put("all/leave.md", b"28 days")
    assert ["alice", "auditor", "root"] == _object_readers(moto, "hr/salaries.md")
    assert list(moto.keys) == _object_readers(moto, "all/leave.md")
    moto.set_groups({"hr": ["bob"]})
    assert ["bob", "auditor", "root"] == _object_readers(moto, "hr/salaries.md")
    denial = moto_module.statement("s3:GetObject", f"arn:aws:s3:::{BUCKET}/hr/*", "Deny")
    moto.set_policy("bob", denial)
    assert ["auditor", "root"] == _object_readers(moto, "hr/salaries.md")


def test_moto_lets_the_auditor_read_and_not_write(moto: Moto) -> None:
    """The auditor reads objects, their lists and the policies of IAM."""
    from botocore.exceptions import ClientError

    moto.put("all/leave.md", b"28 days", acl="public-read", owner="alice")
    store = moto.client("auditor")
    grants = store.get_object_acl(Bucket=BUCKET, Key="all/leave.md")["Grants"]
    assert moto_module.ALL_USERS in [grant["Grantee"].get("URI") for grant in grants]
    found = store.head_object(Bucket=BUCKET, Key="all/leave.md")
    assert {"owner": "alice"} == found["Metadata"]
    users = moto.client("auditor", "iam").list_users()["Users"]
    assert set(moto.keys) == {user["UserName"] for user in users}
    with pytest.raises(ClientError, match="AccessDenied"):
        store.put_object(Bucket=BUCKET, Key="all/leave.md", Body=b"30 days")
    with pytest.raises(ClientError, match="AccessDenied"):
        moto.client("bob").get_object_acl(Bucket=BUCKET, Key="all/leave.md")


def test_moto_keeps_versions_and_delete_markers(moto: Moto) -> None:
    """A write adds a version, a deletion a marker; a rename is a copy and a deletion."""
    versions = [moto.put("all/leave.md", text) for text in (b"28 days", b"30 days")]
    moto.rename("all/leave.md", "all/days.md")
    found = moto.client("auditor").list_object_versions(Bucket=BUCKET)
    old = [one["VersionId"] for one in found["Versions"] if one["Key"] == "all/leave.md"]
    assert sorted(versions) == sorted(old)
    assert [("all/leave.md", True)] == [
        (one["Key"], one["IsLatest"]) for one in found["DeleteMarkers"]
    ]
    assert [] == _object_readers(moto, "all/leave.md")


def _object_readers(moto: Moto, path: str) -> list[str]:
    from botocore.exceptions import ClientError

    readers = []
    for user in moto.keys:
        with suppress(ClientError):
            moto.client(user).get_object(Bucket=BUCKET, Key=path)["Body"].read()
            readers.append(user)
    return readers
