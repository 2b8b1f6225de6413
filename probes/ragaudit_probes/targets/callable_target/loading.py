"""Finding the function that is named, without showing what its module says when it fails."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from ragaudit.errors import SourceError
from ragaudit.text.suggest import did_you_mean

_PATH = threading.Lock()


def load(name: str, root: Path) -> Callable[..., Any]:
    """The function `package.module:name`, looked for in installed packages, then below `root`.

    Raises `SourceError`; of what the module itself raised only the kind is told.
    """
    module_name, _, attributes = name.partition(":")
    _findable(root)
    try:
        found: Any = import_module(module_name)
    except ModuleNotFoundError as error:
        told = f"there is no module “{error.name}”" if error.name else "a module is missing"
        failed = SourceError(f"`{name}` cannot be imported: {told}", _where(root))
    except BaseException as error:  # a module that is imported may do anything, even exit
        kind = type(error).__name__
        failed = SourceError(f"`{name}` cannot be imported: {kind}", "import it by hand to see why")
    else:
        return _attribute(found, name, attributes)
    raise failed


def _attribute(found: Any, name: str, attributes: str) -> Callable[..., Any]:
    module = found
    for attribute in attributes.split("."):
        if not hasattr(found, attribute):
            public = [known for known in dir(found) if not known.startswith("_")]
            place = Path(getattr(module, "__file__", None) or "a built-in module").name
            hint = did_you_mean(attribute, [known for known in public if callable_in(found, known)])
            raise SourceError(f"`{name}`: {place} has no `{attribute}`", hint)
        found = getattr(found, attribute)
    if not callable(found):
        raise SourceError(f"`{name}` is a {type(found).__name__}, which cannot be called")
    function: Callable[..., Any] = found
    return function


def callable_in(found: object, name: str) -> bool:
    """Whether something public can be called."""
    return callable(getattr(found, name, None))


def _findable(root: Path) -> None:
    """Last on the path: a file beside the configuration must not stand in for a library."""
    folder = str(root.resolve())
    with _PATH:
        if folder not in sys.path:
            sys.path.append(folder)


def _where(root: Path) -> str:
    return (
        f"install it, or put it in {root.resolve().name or 'the root'}, the configuration's folder"
    )
