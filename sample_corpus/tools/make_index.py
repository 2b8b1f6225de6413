"""Write the help centre's index manifest anew: `python sample_corpus/tools/make_index.py`.

Run it after any change in `helpcentre/`: the manifest and two translations hold hashes of files.
The faults and look-alikes of FRS216 are at the end.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
HELP = ROOT / "helpcentre"
INDEXED, INDEXED_LONG_AGO = "2026-10-20", "2026-02-11"
TRANSLATIONS = {"getting-help.de.md": "contact-support.md", "faq.nl.md": "faq.md"}
"""Translations of the text as it is, by declared hash: look-alikes of FRS214."""


def main() -> None:
    """Refresh the hashes of translations, then the manifest."""
    for translation, original in TRANSLATIONS.items():
        path = HELP / translation
        text = path.read_text("utf-8")
        declared = f"source_hash: sha256:{_hash(original)}"
        path.write_text(re.sub(r"source_hash: sha256:\w+", declared, text), "utf-8")
    lines = [json.dumps(row) + "\n" for row in manifest()]
    (ROOT / "helpcentre-index.jsonl").write_text("".join(lines), "utf-8")


def manifest() -> list[dict[str, str]]:
    """One row a document, but for the planted ones."""
    paths = sorted(p.relative_to(HELP).as_posix() for p in HELP.rglob("*") if p.is_file())
    rows = {path: _row(path, _hash(path), INDEXED) for path in paths if not path.endswith(".yaml")}
    # Faults: an old text, a deleted page, a page that nobody indexed.
    rows["plans.html"] = _row("plans.html", "5c" * 32, INDEXED_LONG_AGO)
    rows["refunds-2023.md"] = _row("refunds-2023.md", "77" * 32, INDEXED_LONG_AGO)
    del rows["mobile-app.md"]
    # Look-alikes: a chunk of a page, a hash in capitals, two chunks of one page, no document.
    rows["notifications.html"]["path"] += "#0"
    rows["kiosk-setup.html"]["sha256"] = "sha256:" + _hash("kiosk-setup.html").upper()
    rows["book-a-dock.html"]["path"] += "#0"
    rows["book-a-dock.html#1"] = _row("book-a-dock.html#1", _hash("book-a-dock.html"), INDEXED)
    rows["access.yaml"] = _row("access.yaml", "11" * 32, INDEXED)
    return list(rows.values())


def _row(path: str, digest: str, indexed: str) -> dict[str, str]:
    return {"path": f"helpcentre/{path}", "sha256": digest, "indexed_at": indexed}


def _hash(path: str) -> str:
    return hashlib.sha256((HELP / path).read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
