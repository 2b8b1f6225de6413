"""The options every benchmark of this folder has."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.detectors._scan import SHARED


def parser(description: str | None) -> argparse.ArgumentParser:
    """A parser with `--shared` and `-v`."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--shared", type=Path, default=SHARED, help="the shared data folder")
    made.add_argument("-v", "--verbose", action="store_true", help="also print what went wrong")
    return made
