"""Words and phrases that offices use for one another, so that two authors meet on one concept.

Only near-synonyms in the language of policies, manuals and help pages; a word is in one group.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ragaudit.detectors.conflict._terms import content_words, stem

_PHRASES: tuple[tuple[str, str], ...] = (
    (r"(?:send|sent|bring|brought|give|given|hand|handed|take|taken)s?(?: \w+){0,2} back",
    "return"),
    (r"money back|pa(?:y|id) back|reimburse\w*|get (?:\w+ ){0,3}back", "refund"),
    (r"days? off|time off|annual leave|holiday entitlement|paid leave|vacation days?", "leave"),
    (r"sign(?:ed|s)?[- ]?off|green light|say(?:s)? yes|go-ahead|countersign\w*", "approve"),
    (r"call(?:ed|s)? off|opt(?:ed)? out|pull(?:ed)? out", "cancel"),
    (r"second factor|two-factor|two factor|2fa|mfa|multi-factor|authenticator", "mfa"),
    (r"log(?:ged|s|ging)?[- ]?in(?:to)?|sign(?:ed|s|ing)?[- ]?in(?:to)?|log[- ]?on", "login"),
    (r"log(?:ged|s)?[- ]?out|sign(?:ed|s)?[- ]?out|lock(?:ed|s)? (?:you|them|users?) out",
    "logout"),
    (r"full[- ]?time(?:rs?)?", "fulltime"),
    (r"part[- ]?time(?:rs?)?", "parttime"),
    (r"fill(?:ed)? in|fill(?:ed)? out", "complete"),
    (r"hand(?:ed|s)? in|sent? in|turn(?:ed)? in", "submit"),
    (r"set(?:s)? up|set-up", "install"),
    (r"shut(?:s)? down|go(?:es)? dead"
     r"|stop(?:s|ped)? working",
        "end"),
    (r"write off|written off|no longer valid|run(?:s)? out|worthless", "expire"),
    (r"pick(?:ed|s)?[- ]?up|fetch(?:ed|es)?", "collect"),
    (r"look(?:ed|s)? after|take(?:s)? care of|in charge of|answerable for", "responsible"),
    (r"get(?:s)? in touch|reach(?:es)? out|turn(?:s)? to|write(?:s)? to", "contact"),
    (r"work(?:ing)? from home|home office|remote(?:ly)? work\w*|telework\w*|work(?:ing)? remotely",
        "homework"),
    (r"credit card|debit card|payment card", "card"),
    (r"parking (?:space|spot|lot|bay)s?|car park", "parking"),
    (r"help ?desk|service desk|customer service|support team", "support"),
    (r"human resources|people (?:operations|team|department|ops)|personnel department", "hr"),
    (r"power cut|power failure|electricity fails|blackout", "outage"),
    (r"time[- ]?out|times out|timed out", "timeout"),
    (
        r"sick(?:ness)? (?:note|certificate)|doctor'?s? (?:note|certificate)"
        r"|medical (?:certificate|paper|note)", "certificate"),
)  # fmt: skip
_GROUPS = (
    "employee staff colleague worker personnel workforce coworker",
    "manager supervisor boss superior lead",
        "customer client guest shopper buyer purchaser",
    "supplier vendor seller contractor", "visitor caller", "buy purchase acquire", "order request",
    "refund repay reimbursement", "leave vacation holiday pto",
    "approve approval authorise authorize permission consent permit clearance",
    "cancel cancellation terminate revoke",
        "delete erase remove wipe purge drop destroy discard",
    "keep retain retention preserve hold store archive", "begin start commence open",
    "end finish stop close conclude",
        "phone telephone mobile smartphone handset",
    "mail email e-mail inbox mailbox", "invoice bill", "fee charge price cost rate tariff",
    "salary wage pay remuneration earnings", "doctor physician gp practitioner",
    "car vehicle automobile", "lorry truck hgv", "flat apartment", "child kid pupil schoolchild",
    "adult grown-up grownup", "exam examination", "meeting session",
    "laptop notebook", "password passphrase passcode", "document paper file", "upload",
    "token credential bearer", "expire lapse expiry expiration", "damage defect fault",
    "complaint grievance objection", "reply answer respond response",
        "deliver delivery ship shipping shipment dispatch", "parcel package consignment",
        "item article product goods merchandise",
    "return", "shop store branch outlet", "discount reduction rebate", "deposit security",
        "train training course lesson class workshop", "test inspect inspection check examine",
    "renew renewal extend prolong", "rotate change replace swap exchange", "warranty guarantee",
    "repair mend fix", "clean cleaning", "break pause recess", "lunch meal",
    "hotel accommodation lodging",
    "flight plane", "trip journey travel", "receipt slip voucher",
    "expense expenditure spending outlay", "budget allowance grant", "bonus reward premium",
    "contract agreement",
    "notice notification", "resign resignation", "probation probationary trial",
    "hire recruit employ",
    "applicant candidate", "interview", "badge pass keycard", "key", "lock",
    "backup snapshot copy", "restore recovery recover", "server host machine",
    "outage downtime unavailable", "maintenance servicing", "limit cap ceiling maximum quota",
    "least minimum floor", "deadline cutoff", "account profile", "user member",
    "admin administrator",
    "delete", "participant attendee", "seat place", "weight heavy", "height tall", "width wide",
    "temperature degree", "dose dosage", "tablet pill", "patient", "nurse", "surgery operation",
    "appointment visit", "record file", "data information", "breach leak incident",
    "report notify inform announce",
    "tenant renter lodger", "landlord lessor", "rent rental lease",
    "loan lend lent borrow borrowed",
    "fine penalty surcharge", "library", "book", "bicycle bike cycle", "dog pet four-legged",
    "smoke smoking",
    "alcohol wine beer drink", "photo photograph picture image", "video recording film",
    "noise loud",
    "waste rubbish trash garbage", "electricity power", "meter", "gas",
    "heat heating warm radiator", "light lamp",
    "insurance insured cover coverage", "tax vat", "bank", "cash", "payment",
    "instalment installment",
    "interest", "share portion percentage", "deduct subtract withhold", "error failure",
    "attempt try retry",
    "reset", "link url", "page site", "message text sms", "channel", "release version", "support",
    "ticket case request",
)  # fmt: skip


@lru_cache(maxsize=1)
def _concepts() -> dict[str, str]:
    found: dict[str, str] = {}
    for group in _GROUPS:
        first, *others = group.split()
        for word in (first, *others):
            found.setdefault(stem(word), first)
    return found


_PHRASE = re.compile(
    rf"\b(?:{'|'.join(f'(?P<p{n}>{words})' for n, (words, _) in enumerate(_PHRASES))})\b"
)
_ANY_PHRASE = re.compile(
    r"back|reimburs|off|time|leave|entitlement|vacation|green|say|ahead|sign|call|out|factor|2fa"
    r"|mfa|authenticator|log|part|fill|hand|sent|turn|set|switch|shut|stop|longer|worthless|pick"
    r"|fetch|look|care|charge|answerable|touch|reach|write|home|remote|telework|card|park|desk"
    r"|customer"
    r"|support|resources|people|personnel|power|electricity|blackout|certificate|note|paper"
)
"""Every phrase has one of these."""


def unify(text: str) -> str:
    """The text in lower case, with one word for each phrase of several words."""
    lower = text.lower()
    if not _ANY_PHRASE.search(lower):
        return lower
    return _PHRASE.sub(lambda match: _PHRASES[int((match.lastgroup or "p0")[1:])][1], lower)


def concept(stemmed: str, word: str) -> tuple[str, str]:
    """The stem and word that stand for a word's group; the word itself where it has none."""
    first = _concepts().get(stemmed)
    return (stem(first), first) if first else (stemmed, word)


_REDACTED = re.compile(r"\[redacted[^\]]{0,60}\]|\d+(?:st|nd|rd|th)\b")


def subject_words(text: str) -> tuple[str, ...]:
    """The words that say what a text is about, synonyms made one, each once, in order."""
    text = _REDACTED.sub(" ", text)
    parts = (
        part for word in content_words(unify(text)) for part in word.split("-") if len(part) > 1
    )
    return tuple(dict.fromkeys(concept(stem(part), part)[1] for part in parts))
