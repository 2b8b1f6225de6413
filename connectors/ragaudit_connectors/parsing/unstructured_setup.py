"""The one place that prepares `unstructured`: silent, offline, without a model to download."""

from __future__ import annotations

import importlib
import logging
import os
import warnings
from collections.abc import Callable
from typing import Any

from ragaudit_connectors.parsing.pandoc import missing_extra

_QUIET = {
    "DO_NOT_TRACK": "true",
    "SCARF_NO_ANALYTICS": "true",
    "UNSTRUCTURED_DISABLE_NOTICE": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
}
NO_LANGUAGE = [""]
"""As `languages=`: leaves out the language guess, which nobody here reads."""


def partitioner(format: str) -> Callable[..., list[Any]]:
    """The function of `unstructured` that reads one format. Raises `SkipError` without it."""
    os.environ.update(_QUIET)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _without_model()
            module = importlib.import_module(f"unstructured.partition.{format}")
    except ImportError as error:
        raise missing_extra(format) from error
    found: Callable[..., list[Any]] = getattr(module, f"partition_{format}")
    return found


def _without_model() -> None:
    # Its tokenizer downloads a spaCy model at first use. What it is asked for here, where a
    # sentence ends, a rule-based pipeline answers too; only its guess whether a text is prose
    # differs, and that guess is not used.
    from unstructured.nlp import tokenize

    tokenize._load_spacy_model = _blank_english
    logging.getLogger("unstructured").setLevel(logging.CRITICAL)


def _blank_english() -> Any:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return pipeline
