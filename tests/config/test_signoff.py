"""Roles, automation, waivers and sign-off in `ragaudit.yaml`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ragaudit._config.load import load
from ragaudit.errors import ConfigError
from ragaudit.model import AUTONOMY, Automation, Interval, Responsibility, RoleHolder, Waiver

HEAD = "version: 1\nsources: [{id: docs, root: .}]\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the configuration goes."""
    return tmp_path / "ragaudit.yaml"


def test_everything(file: Path) -> None:
    """Each part with the line it stands on."""
    file.write_text(
        f"""{HEAD}roles:
  workflow_owner: bob
  change_approver: {{name: ann, email: ann@acme.example}}
automation: act with review
waivers:
  - {{rule: FRS203, path: "legal/**", who: cleo, why: kept by law, until: 2027-01-31}}
signoff: {{keys: [{{name: ann, key: keys/ann.pub}}], valid_for: 30d, roles: change-approver}}
policy: {{automation: {{draft: {{min_recall: 0.5, max_leak_bound: null}}}}}}
"""
    )
    found = load(file)
    owner, approver = Responsibility.WORKFLOW_OWNER, Responsibility.CHANGE_APPROVER
    assert {
        owner: RoleHolder(owner, "bob", "", "ragaudit.yaml:4"),
        approver: RoleHolder(approver, "ann", "ann@acme.example", "ragaudit.yaml:5"),
    } == found.roles
    assert Automation.ACT_WITH_REVIEW is found.automation
    assert (
        Waiver(
            "cleo",
            "kept by law",
            date(2027, 1, 31),
            "FRS203",
            "",
            "legal/**",
            "",
            "ragaudit.yaml:8",
        ),
    ) == found.waivers
    assert (Interval(30, "day"), (approver,)) == (found.signoff.valid_for, found.signoff.roles)
    assert [file.parent / "keys/ann.pub"] == [key.file for key in found.signoff.keys]
    draft = found.autonomy[Automation.DRAFT]
    assert (0.5, None, 0.2) == (draft.min_recall, draft.max_leak_bound, draft.max_stale_exposure)
    assert AUTONOMY[Automation.ACT] == found.autonomy[Automation.ACT]


def test_nothing(file: Path) -> None:
    """Nobody is named, nothing is claimed."""
    file.write_text(HEAD)
    found = load(file)
    assert ({}, None, ()) == (found.roles, found.automation, found.waivers)
    assert (1, Interval(90, "day")) == (found.signoff.threshold, found.signoff.valid_for)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "roles:\n  quality_monitor: a\n  quality_monitor: b",
            ":5:3: “quality_monitor” is written twice",
        ),
        ("roles: {boss: a}", "unknown key “boss”"),
        ("roles: {quality_monitor: ''}", ":3:9: roles.quality_monitor.name: "),
        ("automation: autopilot", ":3:1: automation: input should be 'assist'"),
        ("waivers: [{who: a, why: kept, until: 2027-01-01}]", "says nothing about what is waived"),
        ("waivers: [{path: '**', who: a, why: kept, until: 2027-01-01}]", "waives everything"),
        ("waivers: [{rule: FRS, who: a, why: kept}]", "“until” is missing"),
        ("waivers: [{rule: FRS, why: kept, until: 2027-01-01}]", "“who” is missing"),
        ("waivers: [{finding: xyz, who: a, why: kept, until: 2027-01-01}]", "waivers.0.finding"),
        ("signoff: {threshold: 2}", "2 signatures are asked for and signoff.keys has 0 keys"),
        ("signoff: {valid_for: 0d}", "must be a day or more"),
        ("signoff: {roles: []}", "signoff.roles"),
        (
            "signoff: {keys: [{name: a, key: a.pub}, {name: A, key: b.pub}]}",
            "signoff.keys has the name “a” twice",
        ),
        (
            "signoff: {keys: [{name: a, key: a.pub}, {name: b, key: a.pub}]}",
            "signoff.keys has the key “a.pub” twice",
        ),
        ("policy: {automation: {act: {min_recall: 90}}}", "policy.automation.act.min_recall"),
    ],
)
def test_mistakes(file: Path, text: str, told: str) -> None:
    """Each has its place in the file."""
    file.write_text(HEAD + text + "\n")
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert told in caught.value.message
    assert caught.value.line is not None and caught.value.line >= 3
