"""The reader: found by name, made once, asked for its documents."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

from ragaudit.errors import MissingExtraError, RagauditError, UsageError
from ragaudit_connectors.llamahub.arguments import resolved
from ragaudit_connectors.llamahub.failures import failed, unusable
from ragaudit_connectors.llamahub.options import OURS, LlamaHubOptions
from ragaudit_connectors.remote import needs

_QUIET = {"ANONYMIZED_TELEMETRY": "False", "DO_NOT_TRACK": "1"}
"""What libraries that readers use look for before they report home."""


class Reader:
    """One LlamaIndex reader, imported when it is first asked."""

    def __init__(self, options: LlamaHubOptions) -> None:
        self._options = options
        self.name = options.name

    def documents(self) -> Iterator[Any]:
        """Everything it loads, one by one where the reader can. Raises `RagauditError`.

        It is made anew each time: some look at what there is when they are made.
        """
        found: Iterable[Any]
        try:
            made, load = self._made(), resolved(self._options.load)
            with silence():
                found = made.lazy_load_data(**load) if _is_lazy(made) else made.load_data(**load)
            yield from self._each(found)
        except RagauditError:
            raise
        except TypeError as error:
            raise unusable(error, self.name) from error
        except ImportError as error:
            raise _missing(error) from error
        except Exception as error:  # a reader may raise anything
            raise failed(error, self.name) from error

    def _each(self, found: Iterable[Any]) -> Iterator[Any]:
        documents = iter(found)
        while True:
            with silence():
                document = next(documents, None)
            if document is None:
                return
            yield document

    def _made(self) -> Any:
        kind = self._class
        arguments = resolved(self._options.init)
        try:
            with silence():
                return kind(**arguments)
        except ImportError as error:
            raise _missing(error) from error
        except Exception as error:  # a reader may raise anything
            raise unusable(error, self.name) from error

    @property
    def _class(self) -> type:
        needs(f"{OURS}.core", "llamahub")
        for name, value in _QUIET.items():
            os.environ.setdefault(name, value)
        module = self._options.module
        try:
            with silence():
                found = getattr(import_module(module), self.name, None)
        except ImportError as error:
            raise _missing(error, module) from error
        if not isinstance(found, type) or not callable(getattr(found, "load_data", None)):
            raise UsageError(f"`options.reader`: {module} has no reader {self.name}", _CHECK)
        # What a module merely imports need not be its own.
        if not self._options.allows(found.__module__):
            raise UsageError(
                f"`options.reader`: {self.name} is defined in {found.__module__}",
                "name its package under `allow_modules` if it is to be trusted",
            )
        return found


_CHECK = "check the name against the reader's own page"


def _is_lazy(reader: Any) -> bool:
    base = import_module(f"{OURS}.core.readers.base").BaseReader
    own = getattr(type(reader), "lazy_load_data", None)
    return own is not None and own is not base.lazy_load_data


@contextmanager
def silence() -> Iterator[None]:
    """Keep what readers print out of reports."""
    with Path(os.devnull).open("w", encoding="utf-8") as sink, redirect_stdout(sink):
        yield


def _missing(error: ImportError, module: str = "") -> MissingExtraError:
    """By the naming of LlamaIndex's own packages: `llama_index.readers.web`.

    `module` is what was imported, if it was not the reader that imported.
    """
    name = error.name or ""
    wanted = module if name and f"{module}.".startswith(f"{name}.") else name
    parts = wanted.split(".")
    if parts[:2] == [OURS, "readers"] and len(parts) > 2:
        package = f"llama-index-readers-{parts[2].replace('_', '-')}"
        return MissingExtraError(
            f"{'.'.join(parts[:3])} is not installed", f"pip install {package}"
        )
    told = f"the reader needs {wanted or 'a library'}, which is not installed"
    return MissingExtraError(told, f"pip install {parts[0]}" if wanted else "see its own page")
