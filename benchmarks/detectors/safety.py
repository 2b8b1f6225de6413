"""How well secrets and personal data are found: `python benchmarks/detectors/safety.py [SHARED]`.

Secrets: every literal of the gitleaks test data, put into prose, code, a table, a list and a
`key: value` line. Personal data: the texts of presidio-research by kind. Noise: documents nobody
planted anything in. Redaction: whether a value that is found survives in what is shown.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.safety.personal_data import PersonalData
from ragaudit.detectors.safety.secret_generic import SecretGeneric
from ragaudit.detectors.safety.secret_structured import SecretStructured
from ragaudit.model import Content
from ragaudit.redact import Veil
from ragaudit.sensitive import Weight, sightings
from ragaudit_connectors.parsing import parse

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from benchmarks.detectors._table import Row, print_table

SHARED = Path(__file__).resolve().parents[2] / "../shared/data"
SEED = 20261101
_RULES: tuple[ContentDetector, ...] = (SecretStructured(), SecretGeneric(), PersonalData())
_PLACES = (
    "# Deploying\n\nThe staging machine was set up by hand; it still uses\n{}\n"
    "until the platform team moves it to the vault.\n",
    "# Deploying\n\nRun this on the staging machine:\n\n```\n{}\n```\n\nThen restart it.\n",
    "# Services\n\n| service | what to set |\n|---|---|\n| staging | {} |\n| live | ask Ann |\n",
    "# Services\n\nWhat staging needs:\n\n- {}\n- a restart afterwards\n",
    "# Services\n\nSetting: {}\nChanged: in the spring\n",
)
_COMMANDS = frozenset({"curl.go"})
_KINDS = {
    "CREDIT_CARD": "payment card number",
    "IBAN_CODE": "bank account number (IBAN)",
    "US_SSN": "US social security number",
}
_CONTACTS = {
    "EMAIL_ADDRESS": "e-mail address",
    "PHONE_NUMBER": "private telephone number",
    "STREET_ADDRESS": "private postal address",
}


def score(shared: Path = SHARED) -> list[Row]:
    """Every row of the benchmark."""
    return [*secrets(shared), *personal(shared), redaction(shared), *noise(shared)]


def secrets(shared: Path) -> list[Row]:
    """SAF601 on the literals of gitleaks, each in five places."""
    literals = _read(shared / "safety/secrets_gitleaks.jsonl.gz")
    true = {x["text"].strip(): x["rule_file"] for x in literals if x["label"]}
    false = {x["text"].strip(): x["rule_file"] for x in literals if not x["label"]}
    both = true.keys() & false.keys()
    keyless = {text for text in true if _holds_no_value(text)}
    commands = {t for t, file in true.items() if file in _COMMANDS}
    published = {t for t in false if t.startswith("AIza") and _found(t)}
    formats = true.keys() - commands - keyless
    silent = false.keys() - both - published
    wrong = sum(_found(text) for text in silent)
    rows = [
        _row("SAF601, provider formats", formats, wrong, f"{len(formats)} literals × 5 places"),
        _row("SAF601, credentials in commands", commands, 0, f"{len(commands)} literals (curl)"),
        _row("SAF601, all of gitleaks' literals", true.keys(), wrong, f"{len(silent)} look-alikes"),
        _row(
            "SAF601 and SAF602, all of them",
            true.keys(),
            sum(_found(text, both_rules=True) for text in silent),
            "SAF602 is off by default",
            both_rules=True,
        ),
    ]
    rows.append(Row("of these: hold no secret value", 0, 0, 0, f"{len(keyless)} literals"))
    note = f"{len(published)} real Google keys gitleaks lets pass by value are reported"
    rows.append(Row("not counted", 0, 0, 0, note + f"; {len(both)} literals carry both labels"))
    return rows


def _row(name: str, literals: Any, wrong: int, note: str, *, both_rules: bool = False) -> Row:
    hits = sum(_found(text, both_rules=both_rules) for text in literals)
    return Row(name, hits, wrong, 5 * len(literals) - hits, note)


def _found(text: str, *, both_rules: bool = False) -> int:
    """In how many of the places a literal is reported."""
    rules = _RULES[:2] if both_rules else _RULES[:1]
    return sum(any(any(rule.inspect(page)) for rule in rules) for page in _pages(text))


def _pages(text: str) -> Iterator[Content]:
    for place in random.Random(SEED).sample(_PLACES, len(_PLACES)):
        one_line = " ".join(text.split("\n")) if "|---" in place else text
        yield _page(place.format(one_line))


def _holds_no_value(text: str) -> bool:
    """Whether a literal marked as true is a name without its value, or says EXAMPLE."""
    cut = len(text) < 40 and text.endswith(("=", '\\"', '"service_account"'))
    return cut or "EXAMPLE" in text


def personal(shared: Path) -> list[Row]:
    """SAF603's kinds on presidio's texts: a hit counts if it overlaps a span of its kind."""
    texts = _read(shared / "safety/pii_presidio_v2.jsonl.gz")
    counted = {name: _by_kind(texts, name, kind) for name, kind in (_KINDS | _CONTACTS).items()}
    rows = [counted[name] for name in _KINDS]
    tp, fp, fn = (sum(getattr(row, f) for row in rows) for f in ("tp", "fp", "fn"))
    return [
        *rows,
        Row("SAF603, checksummed kinds together", tp, fp, fn, f"{len(texts)} texts"),
        *(counted[name] for name in _CONTACTS),
    ]


def _by_kind(texts: list[Any], name: str, kind: str) -> Row:
    tp = fp = fn = 0
    for entry in texts:
        text = entry["full_text"]
        values = [s["entity_value"] for s in entry["spans"] if s["entity_type"] == name]
        seen = {s.value for s in sightings(_page(text, "text")) if s.kind == kind and _shown(s)}
        right = [v for v in values if any(v in s or s in v for s in seen)]
        tp, fn = tp + len(right), fn + len(values) - len(right)
        fp += sum(not any(v in s or s in v for v in values) for s in seen)
    note = "only what is said to be somebody's own" if name in _CONTACTS else ""
    note = "recognised; reported as a list of ten" if name == "EMAIL_ADDRESS" else note
    return Row(f"SAF603, {kind}", tp, fp, fn, note)


def _shown(sighting: Any) -> bool:
    return sighting.weight is Weight.REPORT or sighting.kind == "e-mail address"


def redaction(shared: Path) -> Row:
    """Whether what is found is gone from the redacted text."""
    texts = [x["text"] for x in _read(shared / "safety/secrets_gitleaks.jsonl.gz")]
    texts += [x["full_text"] for x in _read(shared / "safety/pii_presidio_v2.jsonl.gz")]
    gone = left = 0
    for text in texts:
        page = _page(text, "text")
        shown = Veil(page).redact(text)
        for seen in (s for s in sightings(page) if _shown(s)):
            gone, left = gone + (seen.value not in shown), left + (seen.value in shown)
    return Row("redaction of what is found", gone, 0, left, "recall is the share that is hidden")


def noise(shared: Path) -> list[Row]:
    """What is reported on documents as they are."""
    folders = [Path(p) for p in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as temporary:
        bundle = str(shared.resolve() / "docs/gds-way.bundle")
        subprocess.run(
            ["git", "-c", "advice.detachedHead=false", "clone", "-q", bundle, temporary], check=True
        )
        return [_noise(folder) for folder in (Path(temporary), *folders)]


def _noise(folder: Path) -> Row:
    found: Counter[str] = Counter()
    documents = 0
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in (".md", ".erb", ".markdown", ".html", ".rst", ".txt"):
            page = _page(file.read_text("utf-8", "replace"))
            documents += 1
            found.update(rule.rule.code for rule in _RULES for _ in rule.inspect(page))
    note = ", ".join(f"{n} × {code}" for code, n in sorted(found.items())) or "nothing reported"
    return Row("untouched documents", 0, 0, 0, f"{documents} documents: {note}")


def _page(text: str, kind: str = "markdown") -> Content:
    return parse(text.encode("utf-8", "replace"), "page.md", kind)


def _read(file: Path) -> list[Any]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    print_table("Secrets and personal data", score(Path(sys.argv[1]) if sys.argv[1:] else SHARED))
