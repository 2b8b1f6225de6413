"""`ragaudit probes generate`, as a user runs it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.probes.generate.test_folder import ACCESS, CONFIG, PAY, PEOPLE, gathered
from tests.probes.generate.test_hostile import every
from tests.support import LEAVE, TRAVEL, Ran, write_page

from ragaudit._measure.probe_set.loading import load

PAGES = (("annual-leave.md", LEAVE), ("travel-rules.md", TRAVEL), ("salary-bands.md", PAY))
FEW = ("--only", "held_out", "--only", "title")
ENTRY = "[ragaudit.generators]\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base, and the generators as an installed distribution declares them."""
    home = tmp_path_factory.mktemp("kb")
    for name, text in PAGES:
        write_page(home / "docs", name, text, audience="")
    (home / "docs" / "access.yaml").write_text(ACCESS.replace("pay.md", "salary-bands.md"))
    (home / "people.yaml").write_text(PEOPLE)
    (home / "ragaudit.yaml").write_text(CONFIG)
    lines = (f"{g.name} = {type(g).__module__}:{type(g).__qualname__}" for g in every())
    installed = home / "site" / "generators-0.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: generators\nVersion: 0\n")
    (installed / "entry_points.txt").write_text(ENTRY + "\n".join(lines) + "\n")
    return home


def run(home: Path, *arguments: str) -> Ran:
    """In a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ragaudit", "probes", "generate", *arguments],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(home / "site")},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_set_is_written(home: Path) -> None:
    """Readable by nobody else, as it holds text of restricted pages; the terminal shows numbers."""
    ran = run(home, "-o", "a.yaml", "--seed", "5", "--per-source", "6")

    assert (0, "") == (ran.returncode, ran.stdout)
    assert 0o600 == stat.S_IMODE((home / "a.yaml").stat().st_mode)
    assert "keep the file as closely as its sources" in ran.stderr
    assert {"deny", "title", "sentence"} <= {p.provenance.by for p in load(home / "a.yaml").probes}
    assert "band" in (home / "a.yaml").read_text()
    assert "band" not in ran.stderr


def test_public_text_alone(home: Path) -> None:
    """Is printed where no file is named, with nothing of the page for a group."""
    ran = run(home, "--no-restricted", "--only", "title", "--only", "deny", "--only", "sentence")

    assert 0 == ran.returncode
    assert ran.stdout.startswith("# Made by `ragaudit probes generate")
    assert "band" not in ran.stdout + ran.stderr


def test_held_out_documents_are_left_out_by_the_lines_on_top(home: Path) -> None:
    """With them in the configuration, a second run no longer reads the document."""
    for word in ("barge", "crane", "ferry", "lorry", "wagon"):
        parts = (f"The {word} {does} at the {word} quay." for does in ("loads", "waits", "turns"))
        write_page(home / "more", f"{word}-traffic.md", "\n\n".join(parts), audience="public")
    config = home / "more.yaml"
    config.write_text("version: 1\nas_of: 2026-11-01\nsources:\n  - {id: more, root: more}\n")
    ran = run(home, "--config", "more.yaml", "--hold-out", "1", "-o", "out.yaml", *FEW)
    top = (home / "out.yaml").read_text().splitlines()
    start = top.index("#   - id: more")
    config.write_text(
        "version: 1\nas_of: 2026-11-01\nsources:\n"
        + "\n".join(line.removeprefix("# ") for line in top[start : start + 2])
        + "\n    root: more\n"
    )
    (missing,) = [p for p in load(home / "out.yaml").probes if p.provenance.by == "held_out"]
    indexed = [page.name for page in gathered((), config).pages.values()]

    assert 0 == ran.returncode
    assert missing.provenance.origin not in indexed
    assert 4 == len(indexed)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--only", "headings"), "there is no generator “headings”; did you mean “heading”?"),
        (("-o", "ragaudit.yaml"), "ragaudit.yaml is there already"),
        (("--per-source", "0"), "0 is not in the range"),
        (("nowhere",), "nowhere"),
    ],
)
def test_what_cannot_be_done(home: Path, arguments: tuple[str, ...], told: str) -> None:
    """One line, exit 2, and nothing is written over."""
    ran = run(home, *arguments)

    assert 2 == ran.returncode
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr
    assert CONFIG == (home / "ragaudit.yaml").read_text()


def test_nothing_to_ask_is_no_success(home: Path) -> None:
    """An empty set would pass every gate."""
    ran = run(home, "--only", "escalation")

    assert 3 == ran.returncode
