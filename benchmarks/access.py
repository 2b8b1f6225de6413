"""Prints how fast access is decided, and whether rightly. Run: python benchmarks/access.py

Decisions are compared with the brute-force oracle of the tests, which shares no code with them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import access_cases
from tests.model.access import oracle
from tests.model.access.oracle_people import People

from ragaudit.model import AccessMatrix, AccessPolicy, Decision, Directory, Principal

ON = date(2026, 6, 1)
SEED = 20261129


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the documents")
    options = parser.parse_args()
    rng = random.Random(SEED)
    directory = access_cases.organisation(rng)
    readers = access_cases.readers(rng, 200)
    policies = access_cases.policies(rng, 1000 if options.quick else 10_000)
    decided = many(directory, readers, policies)
    check(rng, directory, readers, policies, decided)
    long(rng, directory, readers)


def many(
    directory: Directory, readers: list[Principal], policies: list[AccessPolicy]
) -> list[tuple[Decision, ...]]:
    """Every policy for every reader, the matrix built three times from nothing."""
    times = []
    for _ in range(3):
        # What a directory has worked out once would be there the second time.
        fresh = Directory(directory.users, directory.groups, listed=directory.listed)
        began = time.perf_counter()
        matrix = AccessMatrix(readers, fresh, ON)
        built = time.perf_counter() - began
        decided = [matrix.decide(policy) for policy in policies]
        times.append((time.perf_counter() - began, built))
    best, built = min(times)
    distinct = len({policy.digest for policy in policies if policy.digest})
    total = len(policies) * len(readers)
    print(
        f"{len(policies):,} documents ({distinct:,} different policies that were read) x "
        f"{len(readers)} principals: {best:.2f} s, {built:.3f} s of it for the matrix, "
        f"{total / best / 1e6:.1f} million decisions/s, best of 3 (bar 2 s)"
    )
    counts = Counter(decision.value for row in decided for decision in row)
    print("decisions:", ", ".join(f"{n / total:.0%} {name}" for name, n in sorted(counts.items())))
    return decided


def check(
    rng: random.Random,
    directory: Directory,
    readers: list[Principal],
    policies: list[AccessPolicy],
    decided: list[tuple[Decision, ...]],
) -> None:
    """A random 20,000 of the decisions, each by brute force."""
    people = People(directory)
    pairs = rng.sample(range(len(policies) * len(readers)), 20_000)
    wrong = 0
    for pair in pairs:
        at, who = divmod(pair, len(readers))
        wrong += decided[at][who] is not oracle.decide(policies[at], readers[who], people, ON)
    verdict = f"{wrong} differ" if wrong else "exact"
    print(f"{len(pairs):,} of them compared with brute force: {verdict}")


def long(rng: random.Random, directory: Directory, readers: list[Principal]) -> None:
    """One policy with very many entries: for all readers, and for one with its trace."""
    policy = access_cases.long_policy(rng, 100_000)
    matrix = AccessMatrix(readers, directory, ON)
    began = time.perf_counter()
    matrix.decide(policy)
    everybody = time.perf_counter() - began
    began = time.perf_counter()
    policy.decide(readers[5], directory, ON)
    one = time.perf_counter() - began
    print(
        f"one policy of 100,000 entries: {everybody:.2f} s for {len(readers)} principals, "
        f"{one:.2f} s for one with its reasons"
    )


if __name__ == "__main__":
    main()
