"""Prints how accurate the rules are: `python benchmarks/detectors/run.py [--only FAMILY]`.

Every family is a script of its own, run as a process, so that its time and memory are its own.
`--markdown FILE` keeps the tables in a file up to date, the held-out split beside the other one.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks import measure
from benchmarks.detectors._markdown import write_section

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Options:
    """What the command line asked for."""

    shared: str
    held_out: bool
    peer: str | None


Arguments = Callable[[Options], list[str]]


def _shared(options: Options) -> list[str]:
    return ["--shared", options.shared]


def _split(options: Options) -> list[str]:
    return ["--test-split"] if options.held_out else []


FAMILIES: dict[str, tuple[str, Arguments]] = {
    "conflicts": ("conflicts.py", _split),
    "injection": (
        "injection_benchmark.py",
        lambda o: [*_shared(o), "--split", "test" if o.held_out else "train"],
    ),
    "noise": ("noise.py", _shared),
    "duplicates": ("duplicates.py", _shared),
    "safety": ("safety.py", lambda o: [f"{o.shared}/data"]),
    "hidden": ("hidden.py", lambda _: []),
    "sample": ("sample.py", lambda _: []),
    "scale": ("scale.py", lambda _: []),
    "peers": ("peers.py", lambda o: [*_split(o), *(["--peer", o.peer] if o.peer else [])]),
}
SPLIT = frozenset({"conflicts", "injection", "peers"})
"""Families with a held-out split."""


def run(name: str, options: Options) -> tuple[str, bool]:
    """The tables of a family with its time and memory, and whether it came to its end."""
    script, arguments = FAMILIES[name]
    given = arguments(options)
    ran = measure.run([sys.executable, str(HERE / script), *given], ROOT)
    # A path of this machine says nothing on another one.
    shown = ["PYTHON" if part == options.peer else part for part in given]
    command = shlex.join(["python", f"benchmarks/detectors/{script}", *shown])
    took = f"`{command}`: {ran.seconds:.0f} s, peak {ran.peak_mb:.0f} MB over all processes"
    verdict = "" if ran.code == 0 else f"\n\nFAILED with exit code {ran.code}"
    return f"## {name}\n\n{ran.out.strip()}\n\n{took}{verdict}\n", ran.code == 0


def main() -> int:
    """Run the families asked for; 1 if one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", default="../shared", help="the shared data folder")
    parser.add_argument("--only", action="append", choices=FAMILIES, help="may be repeated")
    parser.add_argument("--test-split", action="store_true", help="score the held-out split")
    parser.add_argument("--peer", help="Python with the peers installed")
    parser.add_argument("--markdown", type=Path, help="file to keep the tables in")
    given = parser.parse_args()
    options = Options(given.shared, given.test_split, given.peer)
    wanted = given.only or [n for n in FAMILIES if n in SPLIT or not given.test_split]
    failed = []
    for name in wanted:
        section, ended = run(name, options)
        print(section, flush=True)
        if not ended:
            failed.append(name)
        elif given.markdown:
            held_out = "-test" if options.held_out and name in SPLIT else ""
            write_section(given.markdown, f"figures:{name}{held_out}", section)
    if failed:
        print("failed:", ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
