"""Pellworth's company search: the words of a question against the words of the pages.

It reads the folders, the tickets and the CRM's export when it starts, and takes who may find what
from `company-search-rights.txt`. It is what somebody writes in an afternoon, and it has the faults
of that; `expected.yaml` lists what they come to.
"""

import json
import math
import re
import sqlite3
from collections import Counter, defaultdict
from fnmatch import fnmatchcase
from pathlib import Path

HERE = Path(__file__).parent
FOLDERS = ("handbook", "engineering", "helpcentre", "yard-guide")
KINDS = {".md", ".rst", ".html", ".txt", ".csv", ".json"}


def search(query, k=10, principal=None):
    """The `k` best pages for a question, as far as whoever asks may find them."""
    groups = groups_of(principal)
    scores = defaultdict(float)
    for word in set(words(query)):
        for page, times in INDEX.get(word, {}).items():
            rarity = math.log(1 + len(PAGES) / len(INDEX[word]))
            scores[page] += rarity * (1 + math.log(times)) / math.sqrt(LENGTHS[page])
    found = [page for page in scores if groups is None or groups & readers(page)]
    found.sort(key=lambda page: (-scores[page], page))
    return [{"id": page, "score": round(scores[page], 4)} for page in found[:k]]


def groups_of(principal):
    """The groups somebody is in; None for the account that sees everything."""
    if principal is not None and principal.kind == "oracle":
        return None
    if principal is None or principal.kind == "anonymous":
        return {"public"}
    return {"public", "all-staff", *principal.groups}


def readers(page):
    """The groups that may find a page: the first line that fits counts."""
    for pattern, groups in RIGHTS:
        if fnmatchcase(page, pattern):
            return groups
    return set()


def words(text):
    """Its words in small letters."""
    return re.findall(r"[^\W_]+", text.lower())


def read_rights():
    """The lines of the rights file: a pattern, and the groups behind it."""
    lines = (HERE / "company-search-rights.txt").read_text("utf-8").splitlines()
    parts = (line.split("|") for line in lines if line and not line.startswith("#"))
    return [(pattern.strip(), set(groups.split())) for pattern, groups in parts]


def read_pages():
    """Every page by its name, `source:path`."""
    pages = {}
    for folder in FOLDERS:
        for file in sorted((HERE / folder).rglob("*")):
            if file.suffix in KINDS:
                text = file.read_text("utf-8", errors="replace")
                pages[f"{folder}:{file.relative_to(HERE / folder).as_posix()}"] = plain(text)
    with sqlite3.connect(f"file:{HERE / 'tickets.db'}?mode=ro", uri=True) as tickets:
        for slug, question, answer in tickets.execute("SELECT slug, question, answer FROM faq"):
            pages[f"tickets:{slug}"] = f"{question} {answer}"
    for line in (HERE / "crm-export.jsonl").read_text("utf-8").splitlines():
        note = json.loads(line)
        pages[f"crm:{note['account']}"] = f"{note['title']} {note['text']}"
    return pages


def plain(text):
    """Without front matter and tags."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    return re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL)


def build(pages):
    """Word to page to how often it stands there, and how many words each page has."""
    index, lengths = defaultdict(dict), {}
    for page, text in pages.items():
        found = words(text)
        lengths[page] = max(1, len(found))
        for word, times in Counter(found).items():
            index[word][page] = times
    return dict(index), lengths


RIGHTS = read_rights()
PAGES = read_pages()
INDEX, LENGTHS = build(PAGES)
