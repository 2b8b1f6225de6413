"""The words that say what a sentence is about, reduced to their stems."""

from __future__ import annotations

import re
from functools import lru_cache

_FUNCTION = (
    "a an the this that these those it its they them their theirs he she his her him we us our"
    " ours you your yours i me my"
    " who whom whose which what when where why how whoever whatever whichever there here then"
    " than so as if unless except"
    " and or but nor not no yes of in on at by for from to into onto with without within about"
    " over under above below after"
    " before during until till since between among through via per each every all any some"
    " both either neither other another"
    " such same own be is are was were been being am do does did done doing have has had"
    " having will would shall should can"
    " could may might must need needs needed ought let get gets got go goes up down out off"
    " again further once only just also"
    " too very more most less least few fewer many much enough still already yet ever never"
    " always often usually normally"
    " typically generally s t re ve ll d m one two three etc eg ie e.g i.e upon whether while"
    " because however therefore thus"
    " please note simply else new make makes made take takes taken taking give given gives use"
    " uses used using set sets"
    " cannot can't don't doesn't isn't aren't won't at"
)
FUNCTION_WORDS = frozenset(_FUNCTION.split())
"""Words that carry no subject of their own."""
_BINDING = frozenset(
    [
        "maximum",
        "minimum",
        "max",
        "min",
        "limit",
        "limited",
        "limits",
        "exceed",
        "exceeds",
        "exceeding",
        "exactly",
        "least",
        "most",
        "allowed",
        "required",
        "mandatory",
        "optional",
        "permitted",
        "forbidden",
        "prohibited",
        "free",
        "charge",
        "cost",
        "costs",
        "unlimited",
        "longer",
        "shorter",
        "later",
        "earlier",
        "greater",
        "larger",
        "second",
        "seconds",
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "fortnight",
        "month",
        "months",
        "year",
        "years",
        "quarter",
        "percent",
        "per",
        "cent",
        "euro",
        "euros",
        "pounds",
        "dollars",
        "time",
        "times",
        "working",
        "business",
        "calendar",
        "total",
        "number",
        "amount",
        "up",
        "approximately",
        "roughly",
        "around",
        "average",
        "daily",
        "weekly",
        "monthly",
        "yearly",
        "annually",
        "quarterly",
        "half",
        "dozen",
        "hundred",
        "thousand",
        "million",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "fifteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "ninety",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\W\d_]+")
_IRREGULAR = {
    "people": "person", "staff": "employe", "colleague": "employe", "colleagues": "employe",
    "employee": "employe",
    "worker": "employe", "workers": "employe", "children": "child", "men": "man", "women": "woman",
    "men's": "man",
    "pay": "payment", "pays": "payment", "paid": "payment", "bought": "buy", "sent": "send",
    "kept": "keep", "held": "hold",
    "left": "leave", "lost": "lose", "written": "write", "wrote": "write", "chosen": "choose",
    "begun": "begin", "began": "begin",
    "sold": "sell", "told": "tell", "taught": "teach", "worn": "wear", "wore": "wear",
    "met": "meet",
    "ran": "run", "shut": "close",
}  # fmt: skip


def lowered(text: str) -> str:
    """Lower case of the same length, so that offsets stay what they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of an English word, after Porter (Snowball's `english`)."""
    lowered = word.lower().replace("’", "'").removesuffix("'s")
    return _IRREGULAR.get(lowered) or _stemmer().stemWord(lowered)


def content_words(text: str) -> list[str]:
    """The words of a text that are neither grammar nor measure, in lower case."""
    found = (match[0].lower() for match in _WORD.finditer(text))
    return [
        word
        for word in found
        if len(word) > 1 and word not in FUNCTION_WORDS and word not in _BINDING
    ]


def content_stems(text: str) -> list[str]:
    """`content_words`, stemmed; parts of hyphenated words stand for themselves."""
    parts = (part for word in content_words(text) for part in word.split("-"))
    return [stem(part) for part in parts if len(part) > 1 and part not in FUNCTION_WORDS]


class _Stemmer:
    """What is used of snowballstemmer, which has no type information."""

    def stemWord(self, word: str) -> str:
        """Return the stem."""
        raise NotImplementedError


@lru_cache(maxsize=1)
def _stemmer() -> _Stemmer:
    import snowballstemmer

    made: _Stemmer = snowballstemmer.stemmer("english")
    return made
