"""Finding what the user names, without showing what its module says when it fails."""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

from ragaudit.errors import MissingExtraError, SourceError
from ragaudit.text.suggest import did_you_mean

_PATH = threading.Lock()


def load(name: str, root: Path, extras: dict[str, str]) -> Any:
    """The object `package.module:name`, from installed packages, then from below `root`.

    Nothing else is imported. `extras` maps libraries to the extra that brings them. Raises
    `SourceError`; of what the module itself raised only the kind is told.
    """
    module_name, _, attributes = name.partition(":")
    failed: SourceError
    with _PATH:
        if (folder := str(root.resolve())) not in sys.path:
            # Last: a file beside the configuration must not stand in for a library.
            sys.path.append(folder)
    try:
        found: Any = import_module(module_name)
    except ModuleNotFoundError as error:
        failed = _missing(name, error.name or "", root, extras)
    except BaseException as error:  # a module that is imported may do anything, even exit
        kind = type(error).__name__
        failed = SourceError(f"`{name}` cannot be imported: {kind}", "import it by hand to see why")
    else:
        return _attribute(found, name, attributes)
    # Raised out here: what the module raised may hold anything and must not hang on to it.
    raise failed


def _missing(name: str, module: str, root: Path, extras: dict[str, str]) -> SourceError:
    if extra := extras.get(module.partition(".")[0]):
        told = f"`{name}` cannot be imported: ragaudit[{extra}] is not installed"
        return MissingExtraError(told, f"pip install 'ragaudit[{extra}]'")
    told = f"there is no module “{module}”" if module else "a module is missing"
    place = root.resolve().name or "the root"
    hint = f"install it, or put it in {place}, the configuration's folder"
    return SourceError(f"`{name}` cannot be imported: {told}", hint)


def _attribute(module: Any, name: str, attributes: str) -> Any:
    found = module
    for attribute in attributes.split("."):
        if not hasattr(found, attribute):
            place = Path(getattr(module, "__file__", None) or "a built-in module").name
            public = [known for known in dir(found) if not known.startswith("_")]
            hint = did_you_mean(attribute, public)
            raise SourceError(f"`{name}`: {place} has no `{attribute}`", hint)
        found = getattr(found, attribute)
    return found
