"""Quiet by design: a bare folder of good pages."""

from __future__ import annotations

import json
import random
from pathlib import Path

from tests.support import Runner

WORDS = [
    "order",
    "invoice",
    "customer",
    "planner",
    "gate",
    "slot",
    "driver",
    "badge",
    "contract",
    "region",
    "tariff",
    "harbour",
    "yard",
    "pallet",
    "seal",
    "manifest",
    "carrier",
    "window",
    "depot",
    "route",
    "crane",
    "ledger",
    "berth",
    "timetable",
    "permit",
    "label",
]
SCREEN = 40


def _write(folder: Path, count: int) -> None:
    rng = random.Random(3)
    for i in range(count):
        lines = [f"# {WORDS[i % 25].capitalize()} guide {i}", ""]
        for _ in range(6):
            sentence = " ".join(rng.choices(WORDS, k=14))
            lines += [f"Use the {sentence} when the {rng.choice(WORDS)} asks for it.", ""]
        target = folder / f"area-{i % 10}" / f"guide-{i:03d}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(lines), encoding="utf-8")


def test_five_hundred_good_pages_fit_one_screen(ragaudit: Runner, tmp_path: Path) -> None:
    """No owner, no date, no access anywhere: one finding each, not one a page."""
    _write(tmp_path / "docs", 500)

    ran = ragaudit("scan", "docs")

    assert 0 == ran.returncode, ran.stdout
    assert len(ran.stdout.splitlines()) <= SCREEN


def test_what_the_source_lacks_is_told_with_the_lines_that_declare_it(
    ragaudit: Runner, tmp_path: Path
) -> None:
    """Each gap is one finding on the source with its count."""
    _write(tmp_path / "docs", 30)

    report = json.loads(ragaudit("scan", "docs", "--format", "json").stdout)

    gaps = {f["code"]: f["affected"] for f in report["findings"] if f["document"] is None}
    assert {"OWN101": 30, "FRS210": 30, "PRM501": 30} == gaps
    assert {"OWN101", "FRS210", "PRM501"} == {f["code"] for f in report["findings"]}
    assert all("ragaudit.yaml" in f["action"] for f in report["findings"])
