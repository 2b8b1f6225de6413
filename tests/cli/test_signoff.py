"""`ragaudit signoff` and `ragaudit verify`, as a new user walks them."""

from __future__ import annotations

import base64
import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.signoff import kb
from tests.support import Ran, Runner

SIGN = ("signoff", "--role", "approver", "--as", "ann", "--key", "ann.pem", "-q")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base in order, its keys, and what signing it left: made once, then copied."""
    home = kb.make(tmp_path_factory.mktemp("kb"))
    for arguments in (("signoff", "keygen", "ann"), ("signoff", "keygen", "bob"), SIGN):
        command = [sys.executable, "-m", "ragaudit", *arguments]
        ran = subprocess.run(command, cwd=home, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    return home


@pytest.fixture
def signed(tmp_path: Path, made: Path) -> Path:
    """A copy that is signed."""
    return Path(shutil.copytree(made, tmp_path, dirs_exist_ok=True))


@pytest.fixture
def home(signed: Path) -> Path:
    """A copy that is not."""
    (signed / "signoff.dsse.json").unlink()
    shutil.rmtree(signed / "signoff")
    return signed


def edit(file: Path, old: str, new: str) -> None:
    """Replace what must be there."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def add_expired(home: Path) -> None:
    """A page that is an error (FRS203)."""
    front = "title: Old\nowner: ann\nexpires: 2026-01-01\nlast_reviewed_on: 2025-12-01"
    text = f"---\n{front}\n---\n\n# Old\n\n{kb.PAY.replace('Salary', 'Old')}"
    (home / "docs" / "old.md").write_text(text)


def add(home: Path, line: str) -> None:
    """One more line of configuration."""
    with (home / "ragaudit.yaml").open("a") as file:
        file.write(f"{line}\n")


def first_line(ran: Ran) -> str:
    """What stands first, on either stream."""
    return (ran.stdout or ran.stderr).splitlines()[0]


def test_refused_signed_broken(home: Path, ragaudit: Runner) -> None:
    """Refused with every reason; signed once they are gone; ended by one edit that is named."""
    edit(home / "ragaudit.yaml", "  quality_monitor: bob\n", "")
    edit(home / "docs" / "travel.md", "owner: ann@acme.example", "owner: ann")
    add_expired(home)
    refused = ragaudit(*SIGN)
    assert (1, "Not signed: 2 reasons.") == (refused.returncode, first_line(refused))
    assert "nobody is named as quality monitor (quality_monitor) — bob" in refused.stdout
    assert "FRS203 expired [docs] old.md:4 — ann" in refused.stdout
    assert not (home / "signoff.dsse.json").exists()

    edit(
        home / "ragaudit.yaml",
        "  exception_reviewer: bob\n",
        "  exception_reviewer: bob\n  quality_monitor: bob\n",
    )
    kept = 'rule: FRS203, path: old.md, who: bob, why: "kept for ann", until: 2099-01-31'
    add(home, f"waivers: [{{{kept}}}]")
    ran = ragaudit(*SIGN, "--certificate", "c.html", "--certificate", "c.md")
    assert (0, "") == (ran.returncode, ran.stderr)
    assert first_line(ran) == (
        "Signed by ann as change approver: signoff.dsse.json, 1 of 1 signature that is needed"
    )
    assert "waived until 2099-01-31 by bob: FRS203 expired, old.md (1) — kept for ann" in ran.stdout
    assert "# Signed off until" in (home / "c.md").read_text()
    assert "<h1>Signed off until" in (home / "c.html").read_text()

    holds = ragaudit("verify")
    assert (0, "HOLDS (exit code 0): signoff.dsse.json") == (holds.returncode, first_line(holds))

    edit(home / "docs" / "leave.md", "28 days", "29 days")
    broken = ragaudit("verify")
    assert (1, True) == (broken.returncode, "1 changed: docs:leave.md" in broken.stdout)
    assert 0 == ragaudit("verify", "--offline").returncode


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "docs/access.yaml",
            "allow: [hr]",
            "allow: [internal]",
            "bob may now read what they could not: docs:pay.md",
        ),
        (
            "directory.yaml",
            "{id: bob}",
            "{id: bob, groups: [hr]}",
            "bob may now read what they could not: docs:pay.md",
        ),
        ("docs/access.yaml", "allow: [hr]", "allow: []", "ann may no longer read: docs:pay.md"),
        ("probes.yaml", "zzz qqq", "zzz qqqq", "1 edited: none"),
        (
            "ragaudit.yaml",
            "automation: assist",
            "automation: draft",
            "automation: assist, now draft",
        ),
        (
            "ragaudit.yaml",
            "version: 1",
            "version: 1 # mine",
            "ragaudit.yaml was edited after signing",
        ),
        (
            "signoff/report.json",
            '"notes"',
            '"noteS"',
            "signoff/report.json was changed after signing",
        ),
    ],
)
def test_drift_is_named(
    signed: Path, ragaudit: Runner, file: str, old: str, new: str, told: str
) -> None:
    """Who, which probe, which key, which file."""
    edit(signed / file, old, new)
    ran = ragaudit("verify")
    assert (1, True) == (ran.returncode, told in ran.stdout), ran.stdout


def test_two_signatures(home: Path, ragaudit: Runner) -> None:
    """One of two is not enough; the second signs the same bytes, and not for somebody else."""
    edit(home / "ragaudit.yaml", "signoff: {", "signoff: {threshold: 2, ")
    one = ragaudit(*SIGN)
    assert "1 of 2 signatures that are needed" in first_line(one)
    assert "Still to sign: bob" in one.stdout
    assert (1, True) == (
        (ran := ragaudit("verify")).returncode, "1 of 2 signatures that are needed" in ran.stdout,
    )  # fmt: skip
    more = ("signoff", "--add-signature", "signoff.dsse.json", "--role", "owner", "--as", "bob")
    assert 2 == ragaudit(*more, "--key", "ann.pem").returncode
    two = ragaudit(*more, "--key", "bob.pem", "--certificate", "c.md")
    assert (0, True) == (two.returncode, "2 of 2" in first_line(two)), two.stderr
    assert "**ann**, change approver, expansion decider; **bob**" in (home / "c.md").read_text()
    assert 0 == ragaudit("verify").returncode
    assert "has signed it already" in ragaudit(*more, "--key", "bob.pem").stderr


def test_nobody_signs_what_has_changed(signed: Path, ragaudit: Runner) -> None:
    """A second signature is for what was found, not for what is there now."""
    before = (signed / "signoff.dsse.json").read_bytes()
    edit(signed / "docs" / "leave.md", "28 days", "29 days")
    more = ("signoff", "--add-signature", "signoff.dsse.json", "--role", "owner", "--as", "bob")
    ran = ragaudit(*more, "--key", "bob.pem")
    assert (1, True, before) == (
        ran.returncode, "docs:leave.md" in ran.stdout, (signed / "signoff.dsse.json").read_bytes(),
    )  # fmt: skip


def test_dry_run_writes_nothing(home: Path, ragaudit: Runner) -> None:
    """And needs no key."""
    ran = ragaudit("signoff", "--dry-run", "--role", "approver", "--as", "ann", "-q")
    assert (0, True) == (ran.returncode, "Nothing was signed (--dry-run)." in ran.stdout)
    assert not (home / "signoff.dsse.json").exists()


def test_the_decision_as_json(home: Path, ragaudit: Runner) -> None:
    """Refused with every reason, ready, signed: one shape for programs."""
    add_expired(home)
    as_json = ("--format", "json")
    refused = ragaudit(*SIGN, *as_json)
    [reason] = json.loads(refused.stdout)["refusals"]
    assert (1, "", True) == (
        refused.returncode, refused.stderr,
        reason.pop("what").endswith(" FRS203 expired [docs] old.md:4"),
    )  # fmt: skip
    mend = "mend it (`ragaudit scan` says how), or waive it by its number, rule or path"
    assert {"kind": "finding", "next": mend, "whose": "ann"} == reason

    (home / "docs" / "old.md").unlink()
    ready = json.loads(ragaudit(*SIGN[:5], "--dry-run", "-q", *as_json).stdout)
    assert ("may sign", 0, []) == (ready["outcome"], ready["exit_code"], ready["refusals"])

    signed = json.loads(ragaudit(*SIGN, *as_json).stdout)
    assert ("ragaudit.signoff/1", "signed", "ann", "change_approver") == (
        signed["schema"], signed["outcome"], signed["by"], signed["role"],
    )  # fmt: skip
    assert ("signoff.dsse.json", 1, 1, []) == (
        signed["statement"], signed["signatures"], signed["threshold"], signed["still_to_sign"],
    )  # fmt: skip
    assert ready["figures"] == signed["figures"]


def test_without_probes_nothing_is_evidenced(home: Path, ragaudit: Runner) -> None:
    """Refused, and the first step named."""
    lines = (home / "ragaudit.yaml").read_text().splitlines()
    (home / "ragaudit.yaml").write_text("\n".join(x for x in lines if not x.startswith("probes:")))
    (home / "probes.yaml").unlink()
    ran = ragaudit(*SIGN)
    assert (1, True) == (ran.returncode, "is not evidenced: no probe set" in ran.stdout)
    assert "ragaudit probes generate" in ran.stdout


def test_an_earlier_statement_is_not_lost(signed: Path, ragaudit: Runner) -> None:
    """Only with --force; said before anything is scanned."""
    before = (signed / "signoff.dsse.json").read_bytes()
    ran = ragaudit(*SIGN)
    assert (2, before) == (ran.returncode, (signed / "signoff.dsse.json").read_bytes())
    assert "signoff.dsse.json is there already; move it away, or add --force" in ran.stderr
    assert 0 == ragaudit(*SIGN, "--force").returncode


def test_records_are_for_their_owner(signed: Path, ragaudit: Runner) -> None:
    """They name people and restricted documents."""
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (signed / "signoff").iterdir()}
    assert {0o600} == modes


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("signoff",), 2, "who signs, and as what, is missing"),
        (("signoff", "--role", "boss", "--as", "ann"), 2, "there is no role “boss”"),
        (("signoff", "--role", "approver", "--as", "ann"), 2, "a key to sign with is missing"),
        ((*SIGN, "--certificate", "c.pdf"), 2, "nothing says what kind of file it is"),
        ((*SIGN[:-3], "--key", "bob.pem"), 2, "the key is that of bob (ragaudit.yaml:15)"),
        (("verify",), 2, "the statement signoff.dsse.json cannot be read"),
        (("signoff", "keygen", "ann"), 2, "ann.pem is there already"),
        (("signoff", "keygn"), 2, "did you mean “keygen”"),
    ],
)
def test_bad_input(
    home: Path, ragaudit: Runner, arguments: tuple[str, ...], code: int, told: str
) -> None:
    """One line, exit code 2."""
    ran = ragaudit(*arguments)
    assert (code, 1, True) == (ran.returncode, len(ran.stderr.splitlines()), told in ran.stderr), (
        ran
    )


def test_the_wrong_key_verifies_nothing(signed: Path, ragaudit: Runner) -> None:
    """Exit code 2: nothing is said about what the statement claims."""
    assert ragaudit("signoff", "keygen", "eve").returncode == 0
    ran = ragaudit("verify", "--offline", "--key", "eve.pub")
    assert (2, "") == (ran.returncode, ran.stdout)
    assert "no trusted key signed this statement" in ran.stderr
    assert 0 == ragaudit("verify", "--offline", "--key", "ann.pub").returncode


def test_a_document_that_cannot_be_read(signed: Path, ragaudit: Runner) -> None:
    """Exit code 3: it is not known to be changed, and not known to be as it was."""
    page = signed / "docs" / "leave.md"
    page.rename(signed / "leave.md")
    page.symlink_to(signed / "leave.md")
    ran = ragaudit("verify", "--format", "json")
    found = json.loads(ran.stdout)
    assert (3, "incomplete", []) == (ran.returncode, found["outcome"], found["changes"])
    assert ["docs:leave.md could be read when it was signed, and cannot now"] == found["open"]


def test_nothing_secret_is_written(home: Path, ragaudit: Runner) -> None:
    """Free text of the configuration and of documents is cleaned before it is kept or shown."""
    secret, card = "ghp_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8", "4111 1111 1111 1111"
    why = f"token {secret} card {card}"
    add(home, f"waivers: [{{rule: FRS203, who: bob, why: '{why}', until: 2099-01-31}}]")
    add_expired(home)
    ran = ragaudit(*SIGN, "--certificate", "c.html", "--certificate", "c.md")
    assert 0 == ran.returncode, ran.stdout
    envelope = json.loads((home / "signoff.dsse.json").read_text())
    written = [file.read_text() for file in (home / "signoff").iterdir()]
    written += [(home / name).read_text() for name in ("c.html", "c.md")]
    written += [ran.stdout, ran.stderr, base64.b64decode(envelope["payload"]).decode()]
    assert not [text for text in written if secret in text or "4111 1111" in text]
