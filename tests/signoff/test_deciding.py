"""May this be signed?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.signoff.conftest import (
    ANN,
    DAY,
    PASSED,
    Make,
    audit,
    covered,
    finding,
    probing,
    settings,
    waiver,
)

from ragaudit._signoff.deciding import changed_since, refusals
from ragaudit._signoff.evidence import Candidate, Evidence
from ragaudit.model import (
    AccessPolicy,
    Automation,
    Category,
    Confidence,
    Directory,
    FreshnessState,
    Group,
    Leak,
    Refusal,
    Responsibility,
    RoleHolder,
    Severity,
    Skip,
    SkippedRule,
    SkipReason,
    SourceFailure,
    SourceFreshness,
    Status,
    User,
    Verdict,
    VerdictStatus,
)
from ragaudit.testing.builders import document


def told(evidence: Evidence, candidate: Candidate | None = ANN) -> list[tuple[str, str, str]]:
    """Kind, what and whose of each refusal."""
    return [(one.kind, one.what, one.whose) for one in refusals(evidence, candidate)]


def test_everything_in_order(make: Make) -> None:
    """Nothing speaks against it."""
    assert () == refusals(make(), ANN)


def test_every_reason_at_once(make: Make) -> None:
    """Nothing hides behind something else."""
    evidence = make(
        settings_={"roles": {}, "automation": None},
        audit_={"findings": (finding(),), "documents": (), "probing": None},
        probed=None,
        coverage=None,
    )
    kinds = [one.kind for one in refusals(evidence, ANN)]
    assert ["role"] * 5 + ["finding", "unread", "probes", "autonomy"] == kinds


@pytest.mark.parametrize("role", list(Responsibility))
def test_a_role_nobody_has(make: Make, role: Responsibility) -> None:
    """Each of the five is needed, and named in the refusal."""
    roles = {r: h for r, h in settings().roles.items() if r is not role}
    found = refusals(make(settings_={"roles": roles}))
    assert [("role", True)] == [(one.kind, role.value in one.what) for one in found]


@pytest.mark.parametrize(
    ("directory", "problem"),
    [
        (Directory(users=(User("zoe"),)), "is neither a person nor a group of the directory"),
        (
            Directory(users=(User("zoe"), User("bob", active=False))),
            "has an account that is switched off",
        ),
        (Directory(users=(User("zoe"),), groups=(Group("bob"),)), "is a group of nobody"),
    ],
)
def test_a_role_of_somebody_who_is_not_there(
    make: Make, directory: Directory, problem: str
) -> None:
    """Whoever cannot answer answers for nothing."""
    roles = {Responsibility.WORKFLOW_OWNER: RoleHolder(Responsibility.WORKFLOW_OWNER, "bob")}
    evidence = make(settings_={"roles": roles}, directory=directory)
    assert f"the workflow owner “bob” {problem} (ragaudit.yaml)" == told(evidence, None)[0][1]


def test_without_a_directory_names_are_believed(make: Make) -> None:
    """There is nobody to ask."""
    assert [] == told(make(directory=Directory()))


def test_somebody_else_signs(make: Make) -> None:
    """The name has to be that of the role."""
    found = told(make(), Candidate("bob", Responsibility.CHANGE_APPROVER))
    assert [
        ("signer", "“bob” is not the change approver: that is ann (ragaudit.yaml)", "ann")
    ] == found


def test_a_role_that_may_not_sign(make: Make) -> None:
    """Roles whose signature counts are in the configuration."""
    found = told(make(), Candidate("bob", Responsibility.WORKFLOW_OWNER))
    assert ["signer"] == [kind for kind, _, _ in found]
    assert "a signature as workflow owner does not count" in found[0][1]


@pytest.mark.parametrize("name", ["ANN", "ann@x.example", " ann "])
def test_the_same_person_under_another_name(make: Make, name: str) -> None:
    """Case, address and spaces make nobody somebody else."""
    assert [] == told(make(), Candidate(name, Responsibility.CHANGE_APPROVER))


def test_a_member_signs_for_the_group(make: Make) -> None:
    """A role may be a group's."""
    role = Responsibility.CHANGE_APPROVER
    evidence = make(directory=Directory(users=(User("ann", groups=("board",)), User("bob"))))
    roles = {**evidence.settings.roles, role: RoleHolder(role, "board")}
    evidence = replace(evidence, settings=replace(evidence.settings, roles=roles))
    assert [] == [one for one in told(evidence) if one[0] == "signer"]
    assert ["signer"] == [o[0] for o in told(evidence, Candidate("bob", role)) if o[0] == "signer"]


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, True),
        ({"severity": Severity.WARN}, False),
        ({"confidence": Confidence.LOW}, True),
        ({"status": Status.BASELINE}, True),
        ({"status": Status.SUPPRESSED}, False),
    ],
)
def test_which_findings_stop_it(make: Make, change: dict[str, Any], refused: bool) -> None:
    """Errors however sure, also those in the baseline; not what is suppressed with a reason."""
    found = told(make(audit_={"findings": (finding(**change),)}))
    assert refused == any(kind == "finding" for kind, _, _ in found)


def test_a_stricter_policy_stops_at_warnings(make: Make) -> None:
    """The bar is that of the gate, and never above errors."""
    policy = replace(settings().policy, fail_on=Severity.WARN)
    evidence = make(
        settings_={"policy": policy}, audit_={"findings": (finding(severity=Severity.WARN),)}
    )
    assert ["finding"] == [kind for kind, _, _ in told(evidence)]


def test_whose_a_finding_is(make: Make) -> None:
    """Its owner's; where it is about the owner, the workflow owner's."""
    found = (finding(), finding(code="OWN103", fingerprint="f" * 32))
    assert ["ann", "bob"] == [whose for _, _, whose in told(make(audit_={"findings": found}))]


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_the_last_day_of_a_waiver(make: Make, offset: int) -> None:
    """It holds on that day, and is refused from the next."""
    until = DAY + timedelta(days=offset)
    evidence = make(
        settings_={"waivers": (waiver(until=until),)}, audit_={"findings": (finding(),)}
    )
    kinds = [kind for kind, _, _ in told(evidence)]
    assert (["waiver", "finding"] if offset < 0 else []) == kinds


def test_what_was_not_read(make: Make) -> None:
    """Files, sources and interrupted runs each stop it."""
    skip = Skip(
        "docs", "a.doc", SkipReason.UNSUPPORTED, "doc files cannot be read", "save it as .docx"
    )
    failure = SourceFailure("wiki", "unreachable", "no answer")
    run = replace(audit().run, interrupted=True)
    found = refusals(make(audit_={"skips": (skip,), "source_failures": (failure,), "run": run}))
    assert ["unread"] * 3 == [one.kind for one in found]
    assert "save it as .docx; or waive its path" == found[2].next


def test_a_file_is_waived_by_path(make: Make) -> None:
    """A waiver for a rule is about no file that was not read."""
    skip = Skip("docs", "a.doc", SkipReason.UNSUPPORTED, "doc files cannot be read")
    by_path, by_rule = waiver(rule="", path="*.doc"), waiver(rule="FRS", path="*.doc")
    assert [] == told(make(settings_={"waivers": (by_path,)}, audit_={"skips": (skip,)}))
    assert ["unread"] == [
        kind
        for kind, _, _ in told(make(settings_={"waivers": (by_rule,)}, audit_={"skips": (skip,)}))
    ]


def test_what_is_not_known(make: Make) -> None:
    """Rules that did not run, access, and age."""
    page = document("page.md", access=AccessPolicy())
    silent = SourceFreshness("docs", FreshnessState.UNKNOWN, reasons=("no document has a date",))
    changes = {
        "documents": (page,),
        "skipped_rules": (SkippedRule("FRS215", None, "no code"),),
        "freshness": (silent,),
    }
    found = [what for kind, what, _ in told(make(audit_=changes)) if kind == "unknown"]
    assert [
        "FRS215 did not run: no code",
        "who may read 1 document of docs is not known, or not in full",
        "docs: no document has a date",
    ] == found
    waivers = tuple(waiver(rule=rule) for rule in ("FRS215", "PRM501", "FRS201"))
    assert [] == told(make(settings_={"waivers": waivers}, audit_=changes))


def test_an_undeclared_contract_is_told_once(make: Make) -> None:
    """The rule that did not run and the state of the source are one gap."""
    silent = SourceFreshness("docs", FreshnessState.UNDECLARED)
    skipped = SkippedRule("FRS201", "docs", "no contract")
    found = told(make(audit_={"freshness": (silent,), "skipped_rules": (skipped,)}))
    assert ["unknown"] == [kind for kind, _, _ in found]


def test_a_leak_cannot_be_waived(make: Make) -> None:
    """Whatever is waived."""
    leaky = probing(
        leaks=(Leak("one", "bob", "docs:page.md", 1), Leak("two", "bob", "docs:page.md", 3))
    )
    failed = Verdict(VerdictStatus.FAILED, ("1 document came back to 1 principal …",))
    evidence = make(
        settings_={"waivers": (waiver(rule="", path="page.md"),)},
        audit_={"probing": leaky},
        probed=failed,
    )
    assert [("probes", "docs:page.md came back to bob, who may not read it", "ann")] == told(
        evidence
    )


def test_what_the_retriever_left_open(make: Make) -> None:
    """Reasons of the probe verdict are reasons here."""
    open_ = Verdict(VerdictStatus.INCONCLUSIVE, ("3 of 9 probes could not be judged",))
    assert [("probes", "3 of 9 probes could not be judged", "dan")] == told(make(probed=open_))


def test_nobody_asked(make: Make) -> None:
    """Missing categories and sources are named."""
    counts = {key: n for key, n in covered().counts.items() if key[1] is not Category.REFUSAL}
    gaps = covered(counts=counts, missing=(Category.REFUSAL,), sources=("docs", "wiki"))
    assert [
        ("coverage", "no probe is about “refusal”", "dan"),
        ("coverage", "no probe is about the source “wiki”", "dan"),
    ] == told(make(coverage=gaps))


def test_no_more_autonomy_than_results_allow(make: Make) -> None:
    """The refusal says what the results do allow."""
    weak = probing(scores=(replace(probing().scores[0], low=0.7), *probing().scores[1:]))
    evidence = make(settings_={"automation": Automation.ACT}, audit_={"probing": weak})
    (found,) = refusals(evidence, ANN)
    assert ("autonomy", "eve") == (found.kind, found.whose)
    assert "“act” claims too much: R@10 is at least 0.70 (at 95 %)" in found.what
    assert "claim “draft”" in found.next


def test_another_run_than_the_one_that_was_read(make: Make) -> None:
    """Documents and configuration must be those of the run."""
    evidence = make()
    other = replace(evidence.audit.run, id="run-0", corpus_digest="x")
    assert () == changed_since(evidence, None) == changed_since(evidence, evidence.audit.run)
    assert ["the documents changed since run run-0"] == [
        one.what for one in changed_since(evidence, other)
    ]


@hypothesis_settings(deadline=None)
@given(
    st.lists(st.sampled_from(["FRS203", "CNF301", "SAF601", "STR801"]), max_size=6),
    st.sets(st.sampled_from(["FRS", "CNF301", "SAF", "STR801", "OWN"]), max_size=5),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_an_error_without_a_waiver_is_never_signed(
    codes: list[str], waived: set[str], until: date
) -> None:
    """Whatever is waived: what remains is refused, one refusal each, and nothing else is."""
    found = tuple(finding(code=code, fingerprint=f"{n:032x}") for n, code in enumerate(codes))
    waivers = tuple(waiver(rule=rule, until=until) for rule in sorted(waived))
    evidence = Evidence(
        settings(waivers=waivers),
        audit(findings=found),
        DAY,
        Directory(),
        PASSED,
        PASSED,
        covered(),
    )
    expected = [c for c in codes if until < DAY or not c.startswith(tuple(waived) or ("\0",))]
    refused: list[Refusal] = [r for r in refusals(evidence, ANN) if r.kind == "finding"]
    assert expected == [one.what.split()[1] for one in refused]
    assert bool(waivers and until < DAY) == any(r.kind == "waiver" for r in refusals(evidence, ANN))
