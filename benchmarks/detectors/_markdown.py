"""Keeps tables in a Markdown file up to date, each between two comments that name it."""

from __future__ import annotations

import re
from pathlib import Path


def put_section(text: str, name: str, section: str) -> str:
    """Replace the named section of a text, or append it."""
    made = f"<!-- {name} -->\n{section.strip()}\n<!-- /{name} -->"
    pattern = re.compile(rf"<!-- {re.escape(name)} -->\n.*?<!-- /{re.escape(name)} -->", re.DOTALL)
    if pattern.search(text):
        return pattern.sub(lambda _: made, text)
    return f"{text.rstrip()}\n\n{made}\n".lstrip("\n")


def write_section(file: Path, name: str, section: str) -> None:
    """Replace or append a section of a file, which need not exist."""
    text = file.read_text("utf-8") if file.exists() else ""
    file.write_text(put_section(text, name, section), encoding="utf-8")
