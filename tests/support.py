"""Pages in order, and types several tests share."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

Ran = subprocess.CompletedProcess[str]
Runner = Callable[..., Ran]

GOOD = """---
title: {title}
owner: ann@acme.example
last_reviewed_on: 2026-10-01
review_in: 12 months
audience: internal
---

# {title}

{body}
"""


def write_page(folder: Path, name: str, body: str, **front: str) -> Path:
    """Write a page that is in order unless `front` says otherwise."""
    title = Path(name).stem.replace("-", " ").capitalize()
    text = GOOD.format(title=title, body=body)
    for key, value in front.items():
        lines = [line for line in text.splitlines() if not line.startswith(f"{key}:")]
        if value:
            lines.insert(1, f"{key}: {value}")
        text = "\n".join(lines) + "\n"
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


LEAVE = (
    "Everybody has 28 days of paid leave a year. Ask your manager at least two weeks ahead, and "
    "enter the days in the calendar so that the others can plan around them. Days that are left "
    "at the end of December carry over until the end of March. Illness during leave does not count "
    "against it if you send a note from your doctor within three days."
)
TRAVEL = (
    "Book trains before planes when the journey takes less than five hours. The travel desk pays "
    "for hotels directly, up to the limit of the city, and you pay for meals and hand in the "
    "receipts within a month. Trips abroad need the consent of your head of department and a line "
    "in the insurance list at least one week before you leave."
)
"""Two texts in order, with nothing in common."""
