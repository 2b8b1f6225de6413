"""Prints what the run history costs. Run: python benchmarks/history.py

A corpus of 10,000 documents is scanned every night: 1 % of the documents change, every checkout has
new file dates, a fifth of 2,000 findings count days and so read otherwise each night. Documents,
lists and findings are made up; the store, the comparison and the command are the real ones.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar

from ragaudit._store.runs import RunStore
from ragaudit.model import (
    Audit,
    Confidence,
    ContentSummary,
    Document,
    Fact,
    FactState,
    Finding,
    Origin,
    Quality,
    Remedy,
    RunInfo,
    Severity,
    SourceSummary,
    Times,
    Verdict,
    VerdictStatus,
)
from ragaudit.testing import access, known, owner
from ragaudit.text import sha256

T = TypeVar("T")
START = datetime(2026, 8, 1, 2, tzinfo=UTC)
SEED = 20261129
FINDINGS, LISTS = 2_000, 200


class Taken(NamedTuple):
    """Seconds; on a busy machine the wall shows the others, the processor this work alone."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} s of processor)"


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ".ragaudit" / "state.db"
        file.parent.mkdir()
        nightly(file, options.documents, options.runs)
        differences(file)
    print(f"({options.documents:,} documents, {FINDINGS:,} findings, {LISTS} access lists)")


def nightly(file: Path, documents: int, runs: int) -> None:
    """Put runs on record, one a night."""
    rng = random.Random(SEED)
    corpus = [made(rng, number) for number in range(documents)]
    store = RunStore(file)
    times = []
    for night in range(runs):
        for number in rng.sample(range(documents), documents // 100 if night else 0):
            corpus[number] = changed(rng, corpus[number])
        audit = scanned(corpus, night)
        taken, _ = timed(lambda audit=audit: store.save(audit))  # type: ignore[misc]
        times.append(taken)
        if night in (0, runs - 1):
            size = file.stat().st_size / 1e6
            print(f"after {night + 1} runs the file holds {size:.1f} MB")
    later = sorted(times[1:]) or times
    print(
        f"putting a run on record: {times[0]} the first time, median {later[len(later) // 2]} and "
        f"slowest {later[-1]} after that"
    )
    store.close()


def differences(file: Path) -> None:
    """Compare runs, in this process and as a user does; then render one once more."""
    store = RunStore(file)
    runs = store.runs()
    for other, told in ((runs[1], "the night before"), (runs[-1], "the oldest run")):
        taken, changes = timed(lambda other=other: store.compare(other, runs[0]))  # type: ignore[misc]
        number = sum(len(source.findings) for source in changes.sources)
        print(f"comparing the newest run with {told}: {taken}, {number:,} findings differ")
    taken, audit = timed(lambda: store.load(runs[0]))
    print(f"reading a run back: {taken}, {len(audit.documents):,} documents")
    store.close()
    for arguments in (["diff"], ["history"], ["report", "--format", "json", "-o", "r.json"]):
        command = [sys.executable, "-m", "ragaudit", *arguments]
        taken, _ = timed(
            lambda command=command: subprocess.run(  # type: ignore[misc]
                command, cwd=file.parents[1], capture_output=True, check=True
            )
        )
        bar = "; bar 3 s" if arguments == ["diff"] else ""
        print(f"ragaudit {' '.join(arguments[:1])}: {taken}{bar}")


def timed(work: Callable[[], T]) -> tuple[Taken, T]:
    """What a piece of work took, and what came of it."""
    wall, cpu = time.perf_counter(), _cpu()
    result = work()
    return Taken(time.perf_counter() - wall, _cpu() - cpu), result


def _cpu() -> float:
    """Seconds of processor this process and those it started have used."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def made(rng: random.Random, number: int) -> Document:
    """A page as a handbook has them."""
    path = f"team-{number % 50}/chapter-{number % 300}/page-{number:05}.md"
    people = f"person-{number % 120}@acme.example"
    on = date(2025, 1, 1) + timedelta(days=rng.randrange(500))
    content = ContentSummary(
        "markdown", sha256(f"{path} text"), rng.randrange(50, 900), f"Page {number}", "heading"
    )
    return Document(
        source_id="handbook",
        native_id=path,
        path=path,
        content=content,
        raw_sha256=sha256(f"{path} raw"),
        size=rng.randrange(500, 9_000),
        times=Times(
            created=known(on, "created"),
            reviewed=known(on + timedelta(days=30), "last_reviewed_on", line=4),
            review_due=known(on + timedelta(days=395), "last_reviewed_on", note="plus 12 months"),
        ),
        owners=(owner(people),),
        access=access(f"group:team-{number % LISTS}", "group:leads", deny=("contractors",)),
    )


def changed(rng: random.Random, document: Document) -> Document:
    """With another text."""
    text = sha256(f"{document.path} {rng.random()}")
    content = replace(document.content, text_sha256=text, words=rng.randrange(50, 900))
    return replace(document, content=content, raw_sha256=sha256(text))


def scanned(corpus: list[Document], night: int) -> Audit:
    """What a scan of that night would have found."""
    moment = START + timedelta(days=night)
    mtime = Fact(FactState.KNOWN, moment.date(), Origin.FILESYSTEM, Quality.PROXY, "file system")
    documents = tuple(replace(d, times=replace(d.times, mtime=mtime)) for d in corpus)
    found = tuple(
        finding(documents[n * len(corpus) // FINDINGS], n, night) for n in range(FINDINGS)
    )
    rules = ("CNF301", "DUP402", "FRS202", "OWN101", "STR801")
    return Audit(
        run=RunInfo(
            f"{moment:%Y%m%dT%H%M%S%f}-{night:08x}", moment.date(), moment, "0.1.0", "c" * 64,
            sha256(str(night)), rules,
        ),
        sources=(
            SourceSummary("handbook", "filesystem", "./handbook", len(corpus), 0, len(corpus),
                          len(corpus), len(corpus)),
        ),
        documents=documents,
        findings=found,
        skips=(),
        verdict=Verdict(VerdictStatus.FAILED, ("many errors",)),
    )  # fmt: skip


def finding(document: Document, number: int, night: int) -> Finding:
    """An overdue page, a dead link, …; each night some are fixed and others come."""
    code = ("FRS202", "STR801", "DUP402", "CNF301", "OWN101")[number % 5]
    age = f", {300 + night} days ago" if code == "FRS202" else ""
    version = (number + night) // 400  # one in four hundred is another one each night
    return Finding(
        code=code,
        rule=code.lower(),
        severity=Severity.ERROR if number % 3 else Severity.WARN,
        confidence=Confidence.HIGH,
        source="handbook",
        document=document.id,
        path=document.path,
        line=number % 90,
        quote=f"These are the words it rests on in {document.path}, version {version}.",
        message=f"This page says one thing{age} and “{document.title}” says another; see the rule.",
        remedy=Remedy.VERIFY,
        action="Check with the owner of the page; if it holds, change this page or link there.",
        owner=f"person-{number % 120}@acme.example",
        fingerprint=sha256(f"{code} {document.id} {version}")[:24],
    )


if __name__ == "__main__":
    main()
