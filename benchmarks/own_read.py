"""Reads a folder's Markdown with ragaudit's parser, in one process; nothing else."""

import sys
from pathlib import Path

from ragaudit_connectors.parsing import parse

files = sorted(Path(sys.argv[1]).rglob("*.md"))
documents = [parse(file.read_bytes(), file.name, "markdown") for file in files]
print(len(documents), "documents from", len(files), "files")
