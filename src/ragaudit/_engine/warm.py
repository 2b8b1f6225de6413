"""Imported once by the fork server, so that every worker starts with its modules loaded."""

import importlib
from importlib.metadata import entry_points

import ragaudit._engine.worker
import ragaudit.redact
import ragaudit.sensitive

for _name in ("markdown_it", "mdit_py_plugins.footnote", "yaml", "ftfy", "rensa"):
    importlib.import_module(_name)
for _point in entry_points(group="ragaudit.detectors"):
    # Only what ships with ragaudit: somebody's broken plugin must not keep workers from starting.
    if _point.module.startswith("ragaudit."):
        importlib.import_module(_point.module)
ragaudit.sensitive.prepare()
