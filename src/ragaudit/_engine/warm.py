"""Imported once by the fork server, so that every worker starts with its modules loaded."""

import importlib

import ragaudit._engine.worker  # noqa: F401 - loading it is the purpose

for _name in ("markdown_it", "yaml", "ftfy", "rensa", "detect_secrets.plugins.base"):
    importlib.import_module(_name)
