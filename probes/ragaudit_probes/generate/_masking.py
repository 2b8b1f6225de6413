"""A sentence without its answer, as somebody asks who does not know it yet."""

from __future__ import annotations

import re

MOST = 2
"""Values that are asked for at once: with more the sentence is a table in words."""
LEFT = 0.5
"""Share of the sentence that must remain: less is no longer about the same."""
_NUMBERS = 3
"""A sentence with more numbers is a list."""

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_WHEN = re.compile(
    rf"\b(?:(?:[Aa]t|[Oo]n|[Ii]n|[Aa]m|[Uu]m) )?(?:\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}\.? {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?|{_MONTH} \d{{4}}"
    rf"|\d{{1,2}}:[0-5]\d(?: ?[ap]m)?|\d{{1,2}} ?[ap]m|\d{{1,2}}(?:[.:][0-5]\d)? Uhr)\b"
    r"(?: (?:(?:local|UK) time|UTC|GMT|BST|CES?T)\b)?"
)
_MONEY = re.compile(
    r"(?:[€£$]\s?\d[\d,.]*\d?k?|\b\d[\d,.]*\s?(?:€|EUR|GBP|USD|CHF|euros?|pounds)\b)"
)
_SPELT = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|ninety|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)"
)
_BEFORE_THINGS = r"(?:(?:working|business|calendar|full|more|other|different|weitere|ganze) )?"
_NO_THINGS = r"(?!(?:was|is|has|does|as|this|its|always|plus|less|versus|times|across|towards)\b)"
_COUNT = re.compile(
    r"(?<!\bthe )(?<!\bThe )(?<!\bor )(?<!\bare )(?<!\bits )(?<!\bthese )(?<!\blast )"
    r"(?<!\bwhere )(?<!\bdie )(?<![\w.,:/-])"
    rf"(?:\d[\d,.]*(?<![.,])|{_SPELT})(?= {_BEFORE_THINGS}{_NO_THINGS}"
    r"(?:[a-zà-ž]{2,}s|mm|cm|km|kg|metres?|Tagen?|Wochen|Monaten?|Jahren?|Stunden|Minuten|Euro)\b)"
)
_WHICH = re.compile(
    r"\b(?P<thing>port|room|unit|line|chapter|annex|form|level|gate|bay|dock) \d[\w-]*\b"
)
_PROPER = rf"(?!{_MONTH}\b|{_DAY}\b)(?:[A-ZÀ-Ž][a-zà-ž][\w’'-]*)"
_RUN = rf"{_PROPER}(?: (?:(?:van|de|von|der) )?{_PROPER})*(?: \d[\d.]*(?<!\.))?"
_BESIDE = re.compile(rf"(?<=[a-z]), {_RUN},")
# A comma may part two clauses, or the items of a list, which would lose its beginning.
_GOES_ON = (
    r"(?=$|[;:]|, (?!(?:[A-Z\d]|and\b|or\b))(?![^,]{1,60} and\b)"
    r"| (?:is|are|was|were|has|have|had|can|will|must|may|should|never|always|when|that"
    r"|which|who|until|before|after|by|at|in|on|for|with|to|from|because|if|as)\b)"
)
_AFTER_WORD = re.compile(
    rf"(?<=[a-z]) (?:at|in|on|to|from|with|by|before|after|near|behind|for) {_RUN}{_GOES_ON}"
)
_FIRST = re.compile(
    rf"^(?!(?:The|An?|Our|Your|Its?|If|When|In|On|At|For|All|No|Any|Each) ){_PROPER} {_PROPER}"
    r"(?= (?!numbers|is |was |has )[a-z]+s )"
)
_GERMAN = re.compile(r"\b(?:der|die|das|und|nicht|ist|dem|den)\b")
_GAPS = re.compile(r"\s+([,;:!?)]|\.(?=\s|$))|(\()\s+")
_LEFT_OVER = re.compile(r"(?<![\w.-])\d")
"""A number that is no part of a name: the answer would still be there."""
_BROKEN = re.compile(
    r"\bwhen [a-z]+s\b|how many of how many|,\s*,|\(\s*\)|\b(?:just|only|even|especially)\s*,"
)
_LOOSE_END = re.compile(
    r"(?:[\s,;:–-]+(?:a|an|the|and|or|of|to|for|in|at|by|with|from|on|up|than|as|is|are|und|oder|von"
    r"|der|die|das|zu|bei))*[\s,;:–-]*$"
)


def masked(text: str, *, names: bool = True) -> str:
    """The sentence with `when`, `how much`, `how many` for its values, and without a name.

    Names go only where a sentence does without them: behind a preposition (`The dog at X is …`),
    between commas, and as who does something (`Who decides …`). Empty where there was nothing to
    take out, or too much. German capitals are no names, so use `names=False` there.
    """
    text = text.rstrip(".!;: ")
    found, counted = _without_values(text)
    if names and not _GERMAN.search(text):
        for pattern, word in ((_FIRST, "Who"), (_BESIDE, ""), (_AFTER_WORD, "")):
            found, count = pattern.subn(word, found)
            if count:
                counted += count
                break
    found = " ".join(_GAPS.sub(r"\1\2", found).split())
    if not text.endswith(found[-12:]):
        found = _LOOSE_END.sub("", found)
    listed = len(re.findall(r"\d+", text)) > _NUMBERS
    if listed or not 0 < counted <= MOST or len(found) < LEFT * len(text):
        return ""
    if _LEFT_OVER.search(found):
        return ""
    return "" if _BROKEN.search(found) or found[0].islower() else found


def _without_values(text: str) -> tuple[str, int]:
    """The sentence with its values asked for, and how many there were."""
    found, whole = text, 0
    for pattern, word in (
        (_WHEN, "when"), (_MONEY, "how much"), (_COUNT, "how many"), (_WHICH, r"which \g<thing>")
    ):  # fmt: skip
        found, count = pattern.subn(word, found)
        whole += count
    # `Amazon Linux how many was`: a number behind a name is part of it.
    if re.search(r"(?<!^)\b[A-Z]\w+ how many", found):
        return text, MOST + 1
    return found[:1].upper() + found[1:], whole
