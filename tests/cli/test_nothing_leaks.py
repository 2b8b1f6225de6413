"""Secrets and personal data of the documents reach no output, no state and no cache."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest
from tests.detectors.safety.tokens import drawn, hexed, jwt, pem
from tests.support import LEAVE, Runner

TOKEN = "gh" + "p_" + drawn(36)
KEY = "AKIA" + drawn(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
PLEDGE = "Sunny-" + "Meadow-4217"
HOOK = "https://hooks.slack" + ".com/services/T0DCUJB1Q/B0DD08H5G/" + drawn(24)
SIGNED = jwt(sub="svc-billing", iss="https://login.pellworth.net", scope="all")
BLOCK = pem()
IN_URL = drawn(18, seed=3)
LICENCE = hexed(32, seed=4)
CARD, SSN, IBAN = "4539 1488 0343 6467", "536-22-8726", "DE44 5001 0517 5407 3249 31"
NHS, MAIL, MOBILE = "485 777 3457", "zoe.private@pellworth.net", "07911 283746"
VALUES = (
    TOKEN, KEY, PLEDGE, HOOK[-24:], SIGNED, BLOCK.split("\n")[1], BLOCK.split("\n")[3], IN_URL,
    LICENCE, CARD, SSN, IBAN, NHS, MAIL, MOBILE,
)  # fmt: skip

WITHOUT_RULES = ("freshness", "openmetrics")
"""Reports that count and name no rule of safety."""

DOCS = {
    "keys.md": f"""\
---
title: Staging key {TOKEN}
description: the password is {PLEDGE}
db_password: {PLEDGE}
last_reviewed_on: ask {KEY}
review_by: {TOKEN}
---
# Staging {KEY}

TODO: rotate {TOKEN} and tell {MAIL}, mobile {MOBILE}

TODO: {"the machine was set up by hand " * 4} {TOKEN}

{LEAVE}

See [the page](missing-{TOKEN}.md) and [its part](#{KEY}).

<!-- ragaudit: ignore FRS203: until {TOKEN} is gone -->

{BLOCK}

Password: {PLEDGE}

[INSERT the card {CARD} and the account {IBAN} here]
""",
    "people.csv": f"name,SSN,note\nAnn Lee,{SSN},TBD\nBob Lee,536-22-8733,TBD {SSN}\n",
    "patients.md": f"# Patients\n\n{LEAVE}\n\n| name | NHS number |\n|---|---|\n| Ann | {NHS} |\n"
    f"| TBD {NHS} | TBD |\n",
    "services.html": f"<html><head><title>Hook {HOOK}</title></head><body><p>TBD: {HOOK}</p>"
    f"<p>postgres://billing:{IN_URL}@db1.pellworth.net/main is TBC</p><!-- {SIGNED} -->"
    f"<p>{LEAVE}</p></body></html>",
    "app.json": f'{{"title": "App", "text": "{LEAVE}", "licence_key": "{LICENCE}"}}',
    "broken.md": f"---\ntitle: [unclosed {TOKEN}\npassword: {PLEDGE}\n---\n# Broken\n\n{LEAVE}\n",
}


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    for name, text in DOCS.items():
        for folder, written in (("docs", text), ("docs/old", text.replace("by hand", "by us"))):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).write_text(written)
    return tmp_path


def test_nothing_leaks(ragaudit: Runner, planted: Path) -> None:
    """Every reporter, twice (from the files and from the cache), and every byte that is kept."""
    names = sorted(point.name for point in entry_points(group="ragaudit.reporters"))
    names.remove("parquet")  # no text; the drill looks into its file
    assert {"terminal", "json", "markdown"} <= set(names)
    for _ in range(2):
        for name in names:
            ran = ragaudit("scan", "docs", "--format", name, "-v")
            shown = ran.stdout + ran.stderr
            told = "SAF601" in shown or "SAF603" in shown
            assert told or name in WITHOUT_RULES, name
            assert [] == [value for value in VALUES if value in shown], name

    kept = b"\n".join(p.read_bytes() for p in (planted / ".ragaudit").rglob("*") if p.is_file())
    assert b"SAF601" in kept
    assert [] == [value for value in VALUES if value.encode() in kept]
