"""The one place that prepares `unstructured`: silent, offline, without a model to download."""

from __future__ import annotations

import importlib
import logging
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
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

_TOKENIZER = "unstructured.nlp.tokenize"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_TOKEN = re.compile(r"\w+|[^\w\s]")


def partitioner(format: str) -> Callable[..., list[Any]]:
    """The function of `unstructured` that reads one format. Raises `SkipError` without it."""
    os.environ.update(_QUIET)
    try:
        with _silence():
            importlib.import_module("unstructured")
            _without_model()
            module = importlib.import_module(f"unstructured.partition.{format}")
    except ImportError as error:
        raise missing_extra(format) from error
    found: Callable[..., list[Any]] = getattr(module, f"partition_{format}")
    return _silence()(found)


@contextmanager
def _silence() -> Iterator[None]:
    # It logs to the root logger, so its own loggers alone are not enough.
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _without_model() -> None:
    # Its tokenizer imports spaCy (0.8 s) and downloads a model at first use, all to guess whether a
    # text is prose or a title. That guess is not used here, so rules that need neither do.
    if _TOKENIZER not in sys.modules:
        rules = ModuleType(_TOKENIZER)
        rules.sent_tokenize = _SENTENCE_END.split  # type: ignore[attr-defined]
        rules.word_tokenize = _TOKEN.findall  # type: ignore[attr-defined]
        rules.pos_tag = _untagged  # type: ignore[attr-defined]
        sys.modules[_TOKENIZER] = rules


def _untagged(text: str) -> list[tuple[str, str]]:
    return [(token, "") for token in _TOKEN.findall(text)]
