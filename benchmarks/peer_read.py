"""Reads a folder with llama-index's SimpleDirectoryReader over unstructured; nothing else."""

import sys
from pathlib import Path
from typing import Any

import spacy
from llama_index.core import SimpleDirectoryReader
from llama_index.readers.file import UnstructuredReader
from unstructured.nlp import tokenize


def blank_english() -> Any:
    """A rule-based pipeline in place of the model unstructured would download at first use."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return pipeline


tokenize._load_spacy_model = blank_english
reader = SimpleDirectoryReader(
    sys.argv[1],
    required_exts=[".md"],
    recursive=True,
    file_extractor={".md": UnstructuredReader()},
)
documents = reader.load_data()
print(len(documents), "documents from", len(list(Path(sys.argv[1]).rglob("*.md"))), "files")
