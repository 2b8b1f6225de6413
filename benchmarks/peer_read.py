"""Reads a folder with llama-index's SimpleDirectoryReader over unstructured; nothing else."""

import sys
from pathlib import Path

from llama_index.core import SimpleDirectoryReader  # type: ignore[import-not-found]
from llama_index.readers.file import UnstructuredReader  # type: ignore[import-not-found]

reader = SimpleDirectoryReader(
    sys.argv[1],
    required_exts=[".md"],
    recursive=True,
    file_extractor={".md": UnstructuredReader()},
)
documents = reader.load_data()
print(len(documents), "documents from", len(list(Path(sys.argv[1]).rglob("*.md"))), "files")
