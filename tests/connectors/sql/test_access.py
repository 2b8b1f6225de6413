"""Who may read: what is decided here is what the database does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.connectors.records.helpers import refs
from tests.connectors.sql.conftest import Make
from tests.services.postgres import Postgres

from ragaudit.contracts import CheckState
from ragaudit.errors import ScopeMissingError, SourceError, UsageError
from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    AccessState,
    Algorithm,
    Credentials,
    Decision,
    Exposure,
    Principal,
)
from ragaudit_connectors.sql import SqlConnector

PEOPLE = ("alice", "bob", "carol")
PERSONAS = {"personas": {name: Credentials() for name in PEOPLE}}
RLS = {"access": "rls", "rls_roles": PEOPLE, "settings": PERSONAS}
COLUMN = {"settings": {**PERSONAS, "namespace": "kb"}}


@pytest.fixture
def rows(postgres: Postgres) -> Postgres:
    """Rows for everybody, for a group, for one of each, and for nobody."""
    for name in PEOPLE:
        postgres.put(f"for-{name}", "x", [name])
    postgres.put("for-leads", "x", ["hr_leads"])
    postgres.put("for-two", "x", ["bob", "hr"])
    postgres.put("for-nobody", "x", None)
    postgres.execute("UPDATE kb SET allow = '{}' WHERE id = 'for-nobody'")
    return postgres


def policies(connector: SqlConnector) -> dict[str, AccessPolicy]:
    found = connector.fetch_access(list(refs(connector).values()))
    return {ref.native_id: policy for ref, policy in found}


def decided(connector: SqlConnector, reader: str) -> dict[str, Decision]:
    directory = connector.identities()
    person = Principal.parse(f"user:kb:{reader}")
    return {
        row: policy.decide(person, directory).decision
        for row, policy in policies(connector).items()
    }


def answered(connector: SqlConnector, reader: str) -> dict[str, Decision]:
    probes = {ref.native_id: connector.probe_as(reader, ref) for ref in refs(connector).values()}
    return {row: probe.decision for row, probe in probes.items() if probe is not None}


@pytest.mark.parametrize("options", [RLS, COLUMN], ids=["rls", "column"])
@pytest.mark.parametrize("reader", PEOPLE)
def test_decisions_are_what_the_database_does(
    reader: str, options: dict[str, object], rows: Postgres, server: Make
) -> None:
    """For every row; groups in groups included."""
    connector = server(**options)
    answers = answered(connector, reader)

    assert 8 == len(answers)
    assert {Decision.ALLOW, Decision.DENY} == set(answers.values())
    assert answers == decided(connector, reader)


def test_whom_nobody_asked_as_is_not_known(rows: Postgres, server: Make) -> None:
    """Policies are code: not even members of a role that sees a row need see it."""
    rows.execute("GRANT SELECT ON kb TO hr")
    connector = server(access="rls", rls_roles=["bob", "hr"], settings=PERSONAS)
    directory, found = connector.identities(), policies(connector)
    leads, bob = found["for-two"], Principal.parse("user:kb:bob")

    assert Decision.ALLOW is leads.decide(bob, directory).decision
    assert Decision.ALLOW is leads.decide(Principal.parse("user:kb:hr"), directory).decision
    for name in ("kb:alice", "kb:carol", "stranger", "ann@acme.example"):
        reader = Principal.parse(f"user:{name}")
        assert Decision.UNKNOWN is leads.decide(reader, directory).decision
    assert {Decision.UNKNOWN} == {
        policy.decide(ANONYMOUS, directory).decision for policy in found.values()
    }
    assert {Exposure.UNKNOWN} == {policy.exposure for policy in found.values()}


def test_policies_alone_settle_nothing(rows: Postgres, server: Make) -> None:
    """Without roles to ask as, the text of the policies is all there is."""
    connector = server(access="rls", settings=PERSONAS)
    policy = policies(connector)["handbook"]
    directory = connector.identities()

    assert (AccessState.UNKNOWN, Algorithm.OPAQUE) == (policy.state, policy.algorithm)
    assert "readers for public: (('public'::text = ANY (allow))" in (policy.note or "")
    assert "pg_policies kb" == policy.locator
    assert {Decision.UNKNOWN} == {
        policy.decide(Principal.parse(f"user:kb:{name}"), directory).decision for name in PEOPLE
    }


def test_whom_no_policy_holds_reads_every_row(rows: Postgres, server: Make) -> None:
    """Superusers, the owner of the table, and roles that go past policies and may select."""
    rows.execute("CREATE ROLE free LOGIN BYPASSRLS; CREATE ROLE shut LOGIN BYPASSRLS")
    rows.execute("GRANT SELECT ON kb TO free")
    policy = policies(server(**RLS))["for-nobody"]

    assert ["free", "keeper", "postgres"] == [
        entry.principal.name for entry in policy.implicit if entry.locator == "pg_roles"
    ]
    rows.execute("ALTER TABLE kb FORCE ROW LEVEL SECURITY")
    assert "keeper" not in [e.principal.name for e in policies(server(**RLS))["for-two"].implicit]


def test_one_statement_for_each_role(rows: Postgres, server: Make) -> None:
    """Not one for each row; the answers hold for a pass and are asked for anew in the next."""
    connector = server(**RLS)
    found = list(refs(connector).values())
    list(connector.fetch_access(found[:1]))
    before = connector.requests()
    list(connector.fetch_access(found))

    assert before == connector.requests()
    rows.execute("UPDATE kb SET allow = ARRAY['public'] WHERE id = 'for-nobody'")
    assert Decision.ALLOW is decided(connector, "bob")["for-nobody"]


def test_a_row_that_is_written_during_a_pass(rows: Postgres, server: Make) -> None:
    """It is not taken for refused to everybody who was asked before it was there."""
    connector = server(**RLS)
    list(connector.fetch_access(list(refs(connector).values())))
    rows.put("late", "x", ["bob"])
    late = refs(server(**RLS))["late"]
    ((_, policy),) = connector.fetch_access([late])
    rows.delete("late")
    ((_, lost),) = server(**RLS).fetch_access([late])

    bob = Principal.parse("user:kb:bob")
    assert Decision.ALLOW is policy.decide(bob, connector.identities()).decision
    assert AccessState.ERROR is lost.state


def test_a_query_is_asked_as_roles_too(rows: Postgres, server: Make) -> None:
    """What a role sees through it is what the role sees of the tables behind it."""
    query = "SELECT * FROM kb WHERE id LIKE 'for-%'"
    connector = server(table=None, query=query, **RLS)

    assert answered(connector, "alice") == decided(connector, "alice")
    alone = server(table=None, query=query, access="rls")
    assert "the tables behind the query decide, by code" == policies(alone)["for-two"].note


def test_tables_of_a_role_itself_do_not_answer_for_it(rows: Postgres, server: Make) -> None:
    """A name without schema means the same table whoever is asked as."""
    rows.execute("CREATE SCHEMA bob AUTHORIZATION bob")
    rows.execute("CREATE TABLE bob.kb AS SELECT * FROM public.kb; GRANT SELECT ON bob.kb TO bob")

    assert Decision.DENY is decided(server(**RLS), "bob")["salaries"]


def test_without_the_right_to_select_nothing_is_seen(rows: Postgres, server: Make) -> None:
    """A grant that is missing shuts out before any policy does."""
    rows.execute("REVOKE SELECT ON kb FROM bob")
    connector = server(**RLS)

    assert {Decision.DENY} == set(decided(connector, "bob").values())
    assert answered(connector, "bob") == decided(connector, "bob")


def test_a_superuser_is_never_asked_as(rows: Postgres, server: Make) -> None:
    """It sees everything, so its answer says nothing; the audit needs no such account."""
    rows.execute("GRANT postgres TO auditor")
    settings = {"personas": {"postgres": Credentials()}}
    connector = server(access="rls", rls_roles=["postgres"], settings=settings)
    ref = refs(connector)["handbook"]
    probe = connector.probe_as("postgres", ref)

    with pytest.raises(SourceError, match="postgres is a superuser"):
        policies(connector)
    assert probe is not None
    assert (Decision.UNKNOWN, "the role postgres is a superuser, whom no policy holds") == (
        probe.decision, probe.detail,
    )  # fmt: skip


def test_a_role_the_account_may_not_become(rows: Postgres, server: Make) -> None:
    """The missing membership is named, and the row is not taken for refused."""
    rows.execute("REVOKE bob FROM auditor")
    connector = server(**RLS)
    checked = {r.capability: r for r in connector.check()}["access"]
    probe = connector.probe_as("bob", refs(connector)["handbook"])

    with pytest.raises(ScopeMissingError, match="may not ask as bob"):
        policies(connector)
    assert (CheckState.MISSING, "membership in bob") == (checked.state, checked.scope)
    assert probe is not None
    assert Decision.UNKNOWN is probe.decision


def test_a_role_that_is_not_there(rows: Postgres, server: Make) -> None:
    """A typo is no refusal."""
    with pytest.raises(SourceError, match="has no role dave"):
        policies(server(access="rls", rls_roles=["dave"]))


def test_check_says_that_policies_are_off(postgres: Postgres, server: Make) -> None:
    """Then every role that may select sees every row."""
    postgres.execute("ALTER TABLE kb DISABLE ROW LEVEL SECURITY")
    checked = {r.capability: r for r in server(**RLS).check()}["access"]

    assert CheckState.FAILED is checked.state
    alone = server(access="rls")
    assert "grants on the table decide" in (policies(alone)["handbook"].note or "")


def test_a_persona_may_have_a_role_of_another_name(rows: Postgres, server: Make) -> None:
    """`personas: {ann: {user: alice}}`; whoever has none cannot be asked."""
    connector = server(settings={"personas": {"ann": Credentials(user="alice")}})
    ref = refs(connector)["salaries"]
    probe = connector.probe_as("ann", ref)

    assert probe is not None
    assert Decision.ALLOW is probe.decision
    assert connector.probe_as("bob", ref) is None
    rows.delete("salaries")
    gone = connector.probe_as("ann", ref)
    assert gone is not None
    assert (Decision.UNKNOWN, "the row is not there any more") == (gone.decision, gone.detail)


def test_roles_are_accounts_and_groups(postgres: Postgres, server: Make) -> None:
    """Of the source's own, with their memberships, and listed in full."""
    directory = server(**RLS).identities()
    hr, alice = directory.group("kb:hr"), directory.named("kb:alice")

    assert hr is not None
    assert ("kb:alice", "kb:auditor") == tuple(sorted(directory.members(hr)))
    assert ["kb:alice"] == [user.id for user in alice]
    assert directory.lists_accounts("kb")
    assert not directory.named("alice")


def test_who_read_the_lists_and_when(postgres: Postgres, server: Make) -> None:
    """A list is only as good as the account and the hour it was read with."""
    hour = datetime(2026, 11, 1, 12, tzinfo=UTC)
    for options in (RLS, COLUMN):
        made = server(**options)
        connector = SqlConnector(made.settings, clock=lambda: hour)
        policy = policies(connector)["handbook"]
        assert ("auditor", hour) == (policy.observed_as, policy.observed_at)


def test_row_security_needs_a_server(lite: Make) -> None:
    """A file has none."""
    with pytest.raises(UsageError, match="`access: rls` needs PostgreSQL"):
        refs(lite(access="rls"))
