"""The words of a text that carry meaning, in one form each: what two texts have in common.

Deliberately small: it decides whether a question is specific enough, not what is relevant.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_WORDS = """\
a about above anybody everybody nobody somebody someone something after again all also am an and
another any are as at be because been before being below between both but by can can't cannot
could did do does doing don't down during each either else etc ever every few for from further get
gets had has have having he her here hers him his how however i if in into is isn't it it's its
itself just let like made make makes many may me might more most much must my need needs no nor
not now of off on once one only onto or other our ours out over own per please same shall she
should since so some still such than that that's the their theirs them themselves then there these
they this those through to too under until up upon us use used uses using very via want was way we
well were what what's when where whether which while who whom whose why will with within without
would you you'll your yours ab aber alle allem allen aller alles als andere auch auf aus bei beim
bin bis bist da damit dann das dass dein deine dem den der des dessen die dies diese diesem diesen
dieser dieses doch dort du durch ein eine einem einen einer eines er es euch für hat hatte hier
ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im ist ja jede jedem jeden jeder jedes kann kein
keine man mehr mein mit muss nach nicht noch nur ob oder ohne schon sehr sein seine sich sie sind
soll sollen sowie über um und uns unser unter vom von vor wann war weil wenn wer werden wie wieder
wird wir wo wurde wurden zu zum zur zwischen au aux avec ce ces cette dans de elle en est et il
ils je la le les leur lui mais ne nous ont ou par pas plus pour que qui sa se ses si son sont sur
un une vous al como con cuando del desde donde el ella entre esta este esto ha hay las lo los más
o para pero por sin sobre su sus también una uno y ya aan bij dan dat deze dit door een haar het
hij hoe hun ik kan maar meer met naar niet nog om onder ons ook op te tot uit van veel voor wat
wel wordt zal ze zich zij zijn zo
"""
"""English, German, then French, Spanish and Dutch."""
STOPWORDS = frozenset(_WORDS.split())


def tokens(text: str) -> list[str]:
    """The words as they stand; runs of ideographs in pairs, as they have no spaces."""
    if text.isascii() or not _IDEOGRAPHS.search(text):
        return _TOKEN.findall(text)
    found: list[str] = []
    for word in _TOKEN.findall(text):
        at = 0
        for run in _IDEOGRAPHS.finditer(word):
            found += [word[at : run.start()]] if run.start() > at else []
            found += _pairs(run[0])
            at = run.end()
        found += [word[at:]] if at < len(word) else []
    return found


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(0, max(1, len(run) - 1), 2)]


def terms(text: str) -> list[str]:
    """The words that carry meaning, in lower case, without the plural's s, in order."""
    return [term for word in tokens(text) if (term := term_of(word))]


@lru_cache(maxsize=65536)
def term_of(word: str) -> str:
    """One word as a term; empty for a word that carries none (`the`, `und`, a single letter)."""
    lower = unicodedata.normalize("NFKC", word).lower().replace("’", "'")
    if lower in STOPWORDS or (len(lower) < 2 and lower.isascii()):
        return ""
    return _singular(lower.removesuffix("'s"))


def _singular(word: str) -> str:
    """Harman's S stemmer (1991, JASIS 42 p. 11): the least that lets `days` meet `day`."""
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word
