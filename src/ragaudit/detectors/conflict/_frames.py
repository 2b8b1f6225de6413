"""In what spirit a statement is made: a rule in force, or history, an example, a wish, hearsay."""

from __future__ import annotations

import re
from functools import lru_cache

from ragaudit.detectors.conflict._terms import lowered

_FRAMES = (
    ("history", (
        r"used to (?!\w+ing)|previously|formerly|in the past|back then|at (?:that|the) time"
        r"|originally|had been|was (?:then )?(?:raised|lowered|changed|increased|reduced|cut"
        r"|extended|shortened|replaced)"
        r"|(?:raised|lowered|changed|increased|reduced|cut|extended|shortened|went up"
        r"|went down|rose|fell|doubled|halved) (?:\w+ ){0,3}?(?:from|to|by)"
        r"|until (?:the end of )?(?:last|january|february|march|april|may|june|july|august"
        r"|september|october|november|december|20\d\d|spring|summer|autumn"
        r"|winter)[\w ]{0,20} (?:it|this|that|we|the \w+) (?:was|were|had)"
        r"|(?:before|prior to|until|up to|through) (?:20[01]\d|202[0-5])"
        r"|(?:was|were) (?:only |still )?(?:\w+ )?until"
        r"|old (?:rule|limit|price|policy|version|system|rate|value)s?"
        r"|instead of (?:the )?(?:previous|former|old|earlier)|superseded|historic\w*"
        r"|anniversary|founded|in (?:19\d\d|200\d|201\d)\b"
        r"|last (?:year|month|quarter|season|week)(?:'s)?|yesterday|the year before|we ran"
        r"|we had|it took|took us|we measured|turned out"
    )),
    ("example", (
        r"for example|for instance|e\.g\.?|such as when|in this example|in our example|sample"
        r"|suppose|imagine|say,|let us say|let's say|assume|hypothetical\w*|illustrat\w+"
        r"|worked example|example:|fictitious|if, say|a typical case"
    )),
    ("proposal", (
        r"(?:we|i|they|it is|it was|the \w+) (?:\w+ )?(?:suggest|propose|intend|plan to"
        r"|are planning|want to|wants to|would like|hope|aim to|consider)\w*|suggests? that"
        r"|proposes? (?:to|that)|proposal|proposed|draft|under discussion|under consideration"
        r"|not (?:yet )?(?:decided|approved|agreed|in force)|would (?:be|become|have|rise|fall"
        r"|drop|mean)"
        r"|motion|petition|ballot|manifesto|idea[s]?:|one idea|open question|pilot|trial run"
        r"|roadmap|some day|in future|might (?:be|become)|could become|may become"
        r"|to be decided|tbd|should it|what if|has been suggested|would like"
    )),
    ("hearsay", (
        r"by (?:law|statute)"
        r"|at [a-z]\w+ (?:university|college|gmbh|ltd|inc|clinic|hospital|group|bank)|the law"
        r"|legal(?:ly)? (?:minimum|maximum|requires?|limit)|statut\w+|competitor\w*|rival\w*"
        r"|other (?:firms|companies|providers|shops|banks|carriers|universities|clinics|vendors)"
        r"|industry (?:average|standard|norm)|elsewhere|according to|claims? that|said"
        r"|complain\w*|wrote|rumou?r|reportedly|heard"
        r"|myth|misunderst\w+|wrong(?:ly)?|people think|many believe|some believe"
        r"|section \d+\w? (?:obliges|requires|says|allows|of the)"
        r"|oblig(?:es|ed) (?:operators|employers|companies|firms)|directive|regulation"
        r"|the act\b|act requires|iso \d+|national (?:rule|average)|survey|the union"
        r"|the supplier's|the manufacturer|market"
    )),
    ("measured", (
        r"targets?|goals?|our aim|aim(?:s|ed)? (?:for|at|is)|objective|actual(?:ly)?|measured"
        r"|mean time|average[ds]?|median|observed value|achieved|last audit|so far"
        r"|this (?:year|month|quarter) (?:we|it)|currently stands|statistics"
    )),
    ("exception", (
        r"unless|except(?:ion|ions|ional\w*|ing)?|apart from|other than|save (?:for|where)"
        r"|with the exception"
        r"|only with (?:the )?(?:written )?(?:consent|approval|permission|agreement)"
        r"|may be (?:extended|exceeded|raised|shortened|waived)"
        r"|can be (?:extended|exceeded|raised|shortened|waived)"
        r"|in (?:special|exceptional|individual|rare|hardship) (?:cases?|circumstances)"
        r"|on request|by arrangement|longer only|more only|hardship|at the discretion"
        r"|provided (?:that)?|as long as"
        r"|with (?:the )?(?:\w+'s )?(?:written )?(?:consent|approval|permission)"
    )),
    ("condition",
        r"\b(?:if|when|whenever|where|in case|in the event|once|for those|anyone who|those who"
        r"|whoever|during|while|with|on|for)\b"),
)  # fmt: skip


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for name, words in _FRAMES)


_QUOTED = re.compile(r"^\W{0,2}[\"“«„][^\"“”«»„]{8,}(?:[\"”»]\W{0,3})?$")


@lru_cache(maxsize=16_384)
def frames(text: str) -> frozenset[str]:
    """The frames a sentence has words of, `quote` where all of it stands in quotation marks."""
    lower = lowered(text)
    found = {name for name, pattern in _compiled() if pattern.search(lower)}
    if _QUOTED.match(text):
        found.add("quote")
    return frozenset(found)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{pattern})s?(?![a-z])")


_PAST_PAGE = _words(
    r"change ?log|release notes?|what'?s new|history|minutes|meeting notes|archive[ds]?"
    r"|post-?mortems?|incident report|retrospective|decision record|\badr\b|blog|newsletter"
)
_DRAFT_PAGE = _words(
    r"proposal|draft|\brfc\b|ideas?\b|suggestions?|wish ?list|brainstorm|roadmap"
    r"|under discussion|feature requests?|backlog|discussion"
)
_EXAMPLE_PAGE = _words(
    r"example|sample|case stud(?:y|ies)|walk-?through|template|scenario|worked|tutorial|demo"
    r"|exercise|quiz"
)
_OTHERS_PAGE = _words(
    r"competitor|(?:how|what) others|other (?:firms|companies|universities|clinics|shops)"
    r"|ordinance|market|comparison|compared|benchmark(?:ing)?|survey|feedback"
    r"|complaints?|reviews? from|what (?:people|customers|others) say|voices|testimonial"
    r"|legal (?:background|basis)|statut|the law|legislation|myths?"
)
_MEASURED_PAGE = _words(
    r"annual report|quarterly report|monthly report|status report|report (?:for|on) q?\d"
    r"|\bresults\b|statistics|figures|dashboard|metrics|kpi|targets?|goals?|review of the year"
    r"|quarterly|numbers"
)


@lru_cache(maxsize=16_384)
def place_frames(topic: str) -> frozenset[str]:
    """The frames a title, heading or path puts everything below it into."""
    pairs = (
        ("history", _PAST_PAGE), ("proposal", _DRAFT_PAGE), ("example", _EXAMPLE_PAGE), ("hearsay",
            _OTHERS_PAGE),
        ("measured", _MEASURED_PAGE),
    )  # fmt: skip
    lower = lowered(topic)
    return frozenset(name for name, pattern in pairs if pattern.search(lower))
