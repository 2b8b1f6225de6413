"""Rules a sentence states: required or not, allowed or not, included or not, on or off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.detectors.conflict._terms import lowered
from ragaudit.detectors.conflict._value import Kind, Value

_ASKED = (
    r"approv(?:al|ed?|es|ing)|permission|consent|sign(?:ed)?[- ]?off|authori[sz]ation"
    r"|agreement|green light|clearance|countersign\w*|signature"
)

_SIDES: tuple[tuple[str, str, str], ...] = (
    ("need", "-", (
        r"optional(?:ly)?|voluntar(?:y|ily)|(?:is|are|was|be)? ?(?:not|n't"
        r"|no longer) (?:\w+ )?(?:required|needed|necessary|mandatory|compulsory|obligatory"
        r"|obliged|obligated|a requirement)"
        r"|need(?:s)? not|needn't"
        r"|(?:do(?:es)?|did) ?(?:not|n't) (?:have to|need|require|oblige)|have no need"
        r"|no (?:longer )?(?:need|requirement|obligation|duty|longer required)|not have to"
        rf"|no (?:\w+ ){{0,3}}?(?:{_ASKED}|paperwork|form|certificate|registration|booking"
        rf"|reservation|receipt|proof|password|signature|appointment|referral"
        rf"|deposit) (?:\w+ ){{0,2}}?(?:is|are|needed|required|necessary|asked)"
        rf"|without (?:\w+ ){{0,4}}?(?:{_ASKED}|asking|booking|appointment|registering"
        rf"|registration|prior notice|a receipt|receipts|paperwork|referral|having to)"
        r"|(?:entirely |completely |wholly )?up to (?:you|each|the|them|every)"
        r"|(?:a )?(?:personal|free|private|individual) (?:decision|choice)"
        r"|at (?:your|their) (?:own )?discretion|if (?:you|they) (?:like|wish|want|prefer)"
        r"|waived|nobody (?:has|needs) to|no one (?:has|needs) to"
        r"|need(?:s)? (?:nobody|no one|no)\b|nobody checks|by choice"
        r"|as (?:you|they) (?:please|like)|of your own accord|recommended but not|we recommend"
        r"|is recommended|are recommended|nice to have|can be skipped|may be skipped|can skip"
        r"|may skip|exempt(?:ed)?"
    )),
    ("need", "+", (
        r"must(?! not|n't| never)|ha(?:s|ve|d) to|(?:is|are|be) (?:\w+ )?(?:required|needed"
        r"|necessary|mandatory|compulsory|obligatory|obliged|obligated|expected to|due"
        r"|bound to)|mandatory|compulsory|obligatory|requires?|required|need(?:s|ed)? (?:to"
        r"|your|the|a|an|prior|written|approval|\w+ed)"
        r"|(?:only|not|never|nobody|no one|nothing|none) (?:\w+ ){0,6}?(?:without|unless"
        r"|before|until)|only (?:\w+ ){0,4}?(?:after|with|once|if|when)"
        r"|without [^.;]{3,80}?(?:stays? (?:shut|closed|locked)"
        r"|(?:is|are|be|will be) (?:refused|rejected|denied|turned away|not|blocked|returned)"
        r"|cannot|can't|no\b|not\b|nobody|nothing)"
        r"|prerequisite|obligation|no exceptions?"
        r"|subject to (?:\w+ ){0,3}?(?:approval|consent|authori[sz]ation)|shall(?! not)"
        r"|make sure (?:to|you)|be sure to|insist|enforced|not optional|without exception"
    )),
    ("allow", "-", (
        r"(?:may|must|can|shall|should|could|might) ?(?:not|n't|never)(?! only| (?:have to"
        r"|need|require|oblige|later|more|less|fewer|longer|exceed|yet"
        r"|apply))(?: be)?(?: (?:\w+ly )?(?:allowed|permitted|accepted|welcome|possible"
        r"|supported|available|eligible|entitled|able|free))?|cannot|can't|mustn't|mayn't"
        r"|(?:do(?:es)?|is|are|be|will) ?(?:not|n't|never) (?:be )?(?:\w+ly )?(?:allow\w*"
        r"|permit\w*|accept\w*|welcome|possible|support\w*|available|eligible|entitled|able"
        r"|free|offer\w*|ship|deliver|let|work (?:with|on)|take back|exchange)|(?:^|[,;:] "
        r"|please )(?:do not|don't|never)"
        r"|(?:is|are|be|remains?|strictly) (?:\w+ )?(?:forbidden|prohibited|banned|barred"
        r"|disallowed|off[- ]limits|ruled out|excluded|out of the question|impossible|refused"
        r"|rejected|blocked|turned away|not accepted|unsupported|unavailable)"
        r"|forbid(?:s|den)?|prohibit(?:s|ed)?|bann?(?:s|ed)?\b|(?:no|nobody|no one|none"
        r"|neither|nothing) (?:\w+ ){1,5}?(?:may|can|is|are|will|allowed|permitted|accepted"
        r"|gets?|leaves?|ever)|no (?:\w+ ){1,3}?(?:allowed|permitted|accepted|please)"
        r"|not (?:allowed|permitted|accepted|welcome|possible|supported|available|eligible"
        r"|entitled|authori[sz]ed|offered|an option|admitted|let)|refus(?:e|es|ed|ing)"
        r"|reject(?:s|ed)?|have to stay (?:at home|outside|out)|stays? (?:at home|outside|shut"
        r"|closed)|leave (?:\w+ ){1,4}?at home"
        r"|keep (?:\w+ ){1,4}?out of|never\b|ineligible|den(?:y|ies|ied)|off limits"
        r"|under no circumstances|on no account"
        r"|no longer (?:possible|available|accepted|supported|offered|allowed)|stay(?:s)? away"
        r"|blocks?\b|drops?\b|means no\b|(?:there is|there are|has|have|with|gets?) no\b"
        r"|^no (?!(?:\w+ ){1,3}(?:has|have|had|was|were|exists?)\b)\w+"
    )),
    ("allow", "+", (
        r"may(?! not)|can(?! ?not|'t|not)|(?:is|are|be|remains?)? ?(?:also |always |generally "
        r"|explicitly )?(?:allowed|permitted|welcome|accepted|possible|supported|eligible"
        r"|entitled|free to|able to|fine|ok(?:ay)?|acceptable|at liberty)"
        r"|feel free|allows?|permits?|supports?|accepts?|lets?\b"
        r"|nothing (?:speaks|stands) against|no objection|available|are open to|is open to"
        r"|enabl(?:e|es) (?:you|users|them)|works with|do(?:es)? work"
    )),
    ("include", "-", (
        r"(?:is|are|was|were)? ?(?:not|n't|never|no longer) (?:\w+ )?(?:included|covered"
        r"|part of|paid|reimbursed|refunded|provided|supplied|counted|insured|deductible"
        r"|refundable|served|contained)|exclud(?:es?|ed|ing)|do(?:es)? ?(?:not"
        r"|n't) (?:\w+ )?(?:include|cover|come with|count|contain|pay|reimburse|refund|provide"
        r"|extend|form)"
        r"|(?:add-on|optional extra|extra charge|surcharge|charged (?:separately|extra|on top)"
        r"|billed (?:separately|extra)|costs? extra|at (?:extra|additional) cost|own expense"
        r"|own cost|own pocket|must be bought|has to be bought|sold separately"
        r"|bought separately|comes? on top|payable|non-refundable|no reimbursement"
        r"|not for free)"
        r"|nothing is served|bring your own|on your own"
        r"|pay (?:for )?(?:\w+ ){0,3}?(?:yourself|yourselves|themselves|himself|herself)"
        r"|(?:employees?|guests?|you|customers?|patients?|tenants?) pays?\b"
    )),
    ("include", "+", (
        r"(?:is|are|was|were)? ?(?:already |also |always )?(?:included|covered|provided"
        r"|supplied|reimbursed|refunded|refundable|insured|served)|includ(?:e|es|ing|ed)"
        r"|covers?|comes? with|part of the|bundled|counts? (?:as|towards)|"
        r"paid (?:for )?by (?:us|the (?:company|firm|employer|house|clinic|landlord))"
        r"|(?:the company|the firm|the employer|we|the clinic|the landlord) (?:\w+ )?(?:pays?"
        r"|covers?|reimburses?|bears?|provides?|supplies)|free of charge|at no (?:extra "
        r"|additional )?(?:cost|charge)|for free|free for|complimentary|no extra (?:cost"
        r"|charge)|without extra charge|costs? nothing"
    )),
    ("state", "-", (
        r"disabled|(?:switched|turned) off|(?:is|are|stays?|remains?) off\b"
        r"|off (?:by default|unless|until)|inactive|deactivated"
        r"|not (?:enabled|active|activated|switched on|turned on)|opt[- ]in"
        r"|closed (?:on|at|for|all|to|during|over|until)"
        r"|(?:is|are|stays?|remains?) (?:closed|shut)"
        r"|must (?:first )?be (?:switched|turned) on|has to be (?:switched|turned) on"
        r"|(?:switch|turn) it on|unencrypted|not encrypted|manual(?:ly)?|by hand"
    )),
    ("state", "+", (
        r"enabled|(?:switched|turned) on(?! it)|(?:is|are|stays?|remains?) on\b|on by default"
        r"|(?:is|are) active|activated|opt[- ]out|(?:is|are|stays?|remains?) open"
        r"|open (?:on|at|all|every|during|over|daily)|encrypted|automatic(?:ally)?|by itself"
    )),
)  # fmt: skip


def _compile() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    order = {("need", "-"): 0, ("include", "-"): 1, ("state", "-"): 2, ("allow", "-"): 3}
    ranked = sorted(_SIDES, key=lambda entry: order.get((entry[0], entry[1]), 4))
    return tuple(
        (axis, side, re.compile(rf"(?<![\w-])(?:{words})(?!\w)")) for axis, side, words in ranked
    )


_PATTERNS = _compile()
_CUE = re.compile(
    r"\b(?:must|needs?|needed|may|can|cannot|shall|should|ha(?:s|ve) to|need|require|required"
    r"|optional|mandatory|allow|allowed|permit|permitted|forbidden|prohibited|welcome|without"
    r"|only|no|not|never|nobody|included?|includes|covered?|covers"
    r"|enabled|disabled|on|off|open|closed|free|up to|choice|decision|extra|refuse[sd]?"
    r"|reject(?:s|ed)?|support(?:s|ed)?|accept(?:s|ed)?|provided?|paid|pays?|reimbursed?"
    r"|automatic\w*|manual\w*|encrypted|obligatory|compulsory|voluntary|unless|optional(?:ly)?"
    r"|possible|eligible|entitled|exclude[sd]?|separately|switch(?:ed)?|turned|active|opt"
    r"|prerequisite|subject|waived|exempt(?:ed)?|skip|banned|prohibit\w*|forbids?|fine|okay"
    r"|lets?|available|comes?|covering|bundled|served|own|insured|payable|duty|stays?)\b|n't\b",
)


def is_ruling(lower: str) -> bool:
    """Whether a text in lower case has a word that rules are made with."""
    return _CUE.search(lower) is not None


def rules(sentence: str) -> Iterator[Value]:
    """Yield one value an axis the sentence speaks on; on both sides of one it says nothing.

    What is denied is read first: the words of `not required` must not be read again as `required`.
    """
    sentence = lowered(sentence)
    if not is_ruling(sentence):
        return
    denied: list[tuple[int, int]] = []
    found: dict[str, dict[str, re.Match[str]]] = {}
    for axis, side, pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            if not any(match.start() < end and start < match.end() for start, end in denied):
                found.setdefault(axis, {}).setdefault(side, match)
                if side == "-":
                    denied.append(match.span())
    for axis, sides in sorted(found.items()):
        if len(sides) == 1:
            side, match = next(iter(sides.items()))
            yield Value(Kind.RULE, f"rule/{axis}", text=side, start=match.start(), end=match.end())
