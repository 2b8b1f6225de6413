"""Writes a knowledge base of any size from real sentences, with a fixed seed.

Sentences come from the SciFact and CACM abstracts of the shared data. They are shuffled one by one,
so that no two documents share a section by accident; a known share are copies and near copies.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "retrieval"
SENTENCES_PER_DOCUMENT = 62
COPIES = 0.02
NEAR_COPIES = 0.03


def sentences() -> list[str]:
    """Real sentences of 6 to 60 words."""
    found: list[str] = []
    for name in ("scifact", "cacm"):
        with (SHARED / name / "corpus.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                text = str(json.loads(line)["text"]).replace("\n", " ")
                parts = re.split(r"(?<=[.!?])\s+", text)
                found.extend(p for p in parts if 6 <= len(p.split()) <= 60)
    return found


def write(folder: Path, count: int, seed: int = 20261101) -> int:
    """Write `count` Markdown documents below a folder; return their size in bytes."""
    rng, pool = random.Random(seed), sentences()
    bodies: list[str] = []
    size = 0
    for i in range(count):
        draw = rng.random()
        if bodies and draw < COPIES:
            body = rng.choice(bodies)
        elif bodies and draw < COPIES + NEAR_COPIES:
            body = _nearly(rng.choice(bodies), rng, pool)
        else:
            body = _body(rng, pool, i, count)
        bodies.append(body)
        text = _front_matter(rng, i) + body
        target = folder / f"team-{i % 23:02d}" / f"page-{i:05d}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        size += len(text.encode())
    return size


def change(folder: Path, share: float, seed: int = 7) -> int:
    """Append a sentence to a share of the documents; return how many."""
    files = sorted(folder.rglob("*.md"))
    chosen = random.Random(seed).sample(files, max(1, int(len(files) * share)))
    for file in chosen:
        with file.open("a", encoding="utf-8") as handle:
            handle.write("\nThis paragraph was added after the first audit of the page.\n")
    return len(chosen)


def _front_matter(rng: random.Random, i: int) -> str:
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    return (
        f"---\ntitle: Page {i}\nowner: team-{i % 23:02d}\n"
        f"last_reviewed_on: 2025-{month:02d}-{day:02d}\nreview_in: 24 months\n---\n\n"
    )


def _body(rng: random.Random, pool: list[str], i: int, count: int) -> str:
    picked = rng.choices(pool, k=SENTENCES_PER_DOCUMENT)
    parts = [f"# Page {i}\n"]
    for n in range(0, len(picked), 10):
        parts.append(f"## Part {n // 10 + 1} of page {i}\n")
        parts.append(" ".join(picked[n : n + 5]) + "\n")
        parts.extend(f"- {item}" for item in picked[n + 5 : n + 8])
        other = rng.randrange(count)
        link = f"[page {other}](../team-{other % 23:02d}/page-{other:05d}.md)"
        parts.append(f"\n{' '.join(picked[n + 8 : n + 10])} See {link}.\n")
    return "\n".join(parts)


def _nearly(body: str, rng: random.Random, pool: list[str]) -> str:
    lines = body.split("\n")
    prose = [n for n, line in enumerate(lines) if len(line.split()) > 20]
    for n in rng.sample(prose, min(2, len(prose))):
        lines[n] += " " + rng.choice(pool)
    return "\n".join(lines)
