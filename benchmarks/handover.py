"""Tells 50 owners of 1,000 findings through an endpoint that fails 30 % of the time.

    python benchmarks/handover.py [--findings 1000] [--owners 50] [--tries 5 1]

Bar: each finding is delivered exactly once, or in the dead-letter file. Half of the failures refuse
a message before it is taken; the others take it and lose the answer, which is why a receiver has to
go by the key in the message. The endpoint is a real web server on loopback, and so is what sends.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.handover.made import finding, run, settings, telling
from tests.handover.receiver import Answer, Request, receiving

from ragaudit._handover.line import patient
from ragaudit.model import Audit, DeliveryState, SyncSettings

FAILS = 0.3
KEY = re.compile(r"message ([0-9a-f]{24}):")
PLACE = re.compile(r"Where: docs: (page-\d+\.md)")


class Endpoint:
    """Takes messages by their key; sometimes refuses, sometimes takes one and does not say so."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self.requests = 0
        self.taken: dict[str, list[str]] = {}
        self.again = 0

    def __call__(self, request: Request) -> Answer:
        """Answer one message."""
        self.requests += 1
        fails, lost = self._rng.random() < FAILS, self._rng.random() < 0.5
        if fails and not lost:
            return Answer(503)
        text = request.body["message"]
        key = KEY.search(text)
        assert key is not None
        self.again += key[1] in self.taken
        self.taken.setdefault(key[1], PLACE.findall(text))
        return Answer(500) if fails else Answer()


def tell(audit: Audit, tries: int, folder: Path) -> None:
    """One run, and a second one for what the first could not deliver; prints what came of them."""
    endpoint = Endpoint(tries)
    with receiving(endpoint) as hook:
        address = f"json://127.0.0.1:{hook.port}/{{owner}}"
        alerts = settings(sync=SyncSettings(tries=tries))
        teller = replace(telling(folder, address, alerts), makes=patient)
        for number in (1, 2):
            before, began = endpoint.requests, time.perf_counter()
            done = teller.run(audit)
            took = time.perf_counter() - began
            states = Counter(one.state for one in done)
            dead = dead_places(folder, audit)
            taken = Counter(place for places in endpoint.taken.values() for place in places)
            twice = [place for place, times in taken.items() if times > 1]
            lost = [f.path for f in audit.findings if f.path not in taken and f.path not in dead]
            print(
                f"  run {number}: {len(done)} messages in {took:.1f} s, "
                f"{endpoint.requests - before} requests; "
                f"{states[DeliveryState.SENT]} sent, {states[DeliveryState.DEAD]} dead; findings: "
                f"{len(taken)} delivered by key, {len(twice)} of them twice; {len(dead)} in the "
                f"dead-letter file; {len(lost)} lost"
            )
            if twice or lost:
                sys.exit("  NOT each exactly once or a dead letter")
        print(f"  {endpoint.again} repetitions of a message whose answer was lost, all by its key")


def dead_places(folder: Path, audit: Audit) -> set[str]:
    """Paths of the findings in the dead-letter file."""
    paths = {f.fingerprint: f.path or "" for f in audit.findings}
    file = folder / "dead-letters.jsonl"
    rows = file.read_text("utf-8").splitlines() if file.exists() else []
    found = (one["fingerprint"] for row in rows for one in json.loads(row)["findings"])
    return {paths[fingerprint] for fingerprint in found}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=1000)
    parser.add_argument("--owners", type=int, default=50)
    parser.add_argument("--tries", type=int, nargs="*", default=[5, 1])
    given = parser.parse_args()
    owners = [f"owner-{n:02}" for n in range(given.owners)]
    audit = run([finding(f"page-{n}.md", owners[n % len(owners)]) for n in range(given.findings)])
    for tries in given.tries:
        print(
            f"{given.findings} findings, {given.owners} owners, {FAILS:.0%} failures, "
            f"at most {tries} tries a message:"
        )
        with tempfile.TemporaryDirectory() as folder:
            tell(audit, tries, Path(folder))


if __name__ == "__main__":
    main()
