"""Whether a sentence speaks of a date as yet to come. Linear patterns over one sentence.

Each pattern looks at the words right before a date, or, where the date opens the sentence, at the
words right after it.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ragaudit.text.mentions import DateMention, Precision


class Frame(StrEnum):
    """In what way a sentence looks ahead."""

    VALID = "valid"
    """Something holds until the date."""
    DEADLINE = "deadline"
    """Something has to be done by the date."""
    PLAN = "plan"
    """Something will happen at the date."""


_REACH = 160
"""Characters before a date in which the verb that governs it stands."""
_WILL = (
    r"(?:will|won['’]t|shall|(?:we|they|you|it|i|there)['’]ll"
    r"|(?:is|are|am|['’]re|['’]s)\s(?:\w{2,12}ly\s|now\s|still\s)?(?:not\s)?(?:going\sto|planned"
    r"|scheduled|expected|set|due|slated|intended|projected|anticipated)"
    r"|(?:plans?|aims?|intends?|expects?|hopes?|(?:plann|aim|expect|hop)ing)\sto)"
)
_PREPOSITION = (
    r"(?:on|by|in|from|at|starting|starting\s(?:from|on|in|with)|beginning|effective|as\sof|during"
    r"|around|about|until|till|through|before|after|no\slater\sthan|not\slater\sthan|is|to\sbe"
    r"|(?<=planned\s)for|(?<=scheduled\s)for|(?<=expected\s)for|(?<=set\s)for|(?<=due\s)for"
    r"|(?:in|at|by|until|before|towards?)\sthe\s(?:end|beginning|start|course)\sof|sometime\sin"
    r"|the\sweek\sof|on\sor\sbefore|by\sor\sbefore)"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?"
_LEAD = rf"(?P<prep>{_PREPOSITION}\s)?(?:the\s)?{_WEEKDAY}[*_(\[]{{0,3}}$"
_HAPPENS = re.compile(
    r"\b(?:be(?:gins?|gin)?|held|starts?|opens?|closes?|ends?|launch(?:es)?|expires?|is|are|place"
    r"|meet|live|available|effective|(?:mon|tues|wednes|thurs|fri|satur|sun)day),?\s$",
    re.IGNORECASE,
)
_AHEAD = re.compile(rf"\b{_WILL}\b(?P<between>[^;:]{{0,{_REACH}}}?)(?<!\w){_LEAD}", re.IGNORECASE)
_OPENING = re.compile(
    r"^\W{0,4}(?:(?:please\s)?note\sthat\s|however,\s|also,\s|and\s|but\s|note:\s|important:\s)?"
    r"(?:from|starting|starting\s(?:from|on|in|with)|beginning|beginning\s(?:on|in)|as\sof|effective"
    r"|effective\s(?:from|on)|with\seffect\sfrom|on|by|after|in|for|until|before"
    rf"|(?:at|by|from|until)\sthe\s(?:end|beginning|start)\sof)\s(?:the\s)?{_WEEKDAY}[*_]{{0,3}}$",
    re.IGNORECASE,
)
_THEN_WILL = re.compile(
    rf"^[*_]{{0,3}}(?:\s(?:onwards?|on))?,?(?:\s[^\s;:]{{1,40}}){{1,12}}?\s{_WILL}\b|^,?\s{_WILL}\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"^\W{0,4}(?:up\s)?until\s(?:the\send\sof\s|the\s)?(?:and\sincluding\s)?[*_]{0,3}$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"^[*_]{0,3},?(?:\s[^\s;:]{1,40}){1,10}?\s(?:is|are|can|may|must|has|have|applies|apply)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:is|are|remains?|stays?|continues?|runs?|lasts?|applies|apply|can|may|must|will|has\sbeen"
    r"|have\sbeen|valid|open|available|extended)\b(?P<between>[^;:]{0,80}?)\b"
    r"(?:until|till|up\s(?:un)?til|up\sto\sand\sincluding"
    r"|(?<=valid\s)through|(?<=open\s)through|(?<=available\s)through|(?<=runs\s)through"
    r"|(?<=extended\s)through|(?<=continues\s)through|(?<=effect\s)through|(?<=force\s)through)"
    r"\s(?:and\sincluding\s)?"
    rf"(?:the\s)?(?:end\sof\s)?{_WEEKDAY}[*_]{{0,3}}$",
    re.IGNORECASE,
)
_ON = (
    r"(?:(?:on|at\sthe\send\sof|in|at\s\S{1,10}(?:\s\S{1,5})?\son)\s)?(?:the\s)?"
    rf"{_WEEKDAY}[*_]{{0,3}}$"
)
_ENDS = re.compile(
    r"(?:^|\b(?:offer|registration|enrol+ment|promotion|discount|trial|support|window|period"
    r"|nominations?|voting|consultation|applications?|submissions?|survey|licen[cs]e|contract"
    r"|certificate|agreement|version|access|it|this|that|which|and|validity|booking)\s)"
    rf"(?:ends?|expires?|closes?)\s{_ON}|\bexpires\s{_ON}",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"\b(?:(?:deadline|closing\sdate|last\sday|cut-?off(?:\sdate)?)\b[^.;]{0,80}?\b(?:is|are)"
    r"|(?:planned|target|expected|scheduled)\s(?:\w{2,20}\s){0,2}date\s(?:is|of|being|for\s[^.;]{1,60}\sis))"
    rf"\s(?:set\s(?:for|to)\s|on\s|by\s|at\sthe\send\sof\s|the\send\sof\s)?{_WEEKDAY}[*_]{{0,3}}$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W{0,4}(?:[\w-]{1,20}\s){0,3}(?:deadline|closing\sdate|valid\s(?:until|through|thru|till|to)"
    r"|expires(?:\son)?|expiry(?:\sdate)?|offer\sends|ends\son|closes\son|apply\sby|rsvp\sby"
    rf"|registration\scloses|end\sof\s(?:support|sale|life))\s?[:–-]\s?{_WEEKDAY}[*_]{{0,3}}$",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    r"(?:^\W{0,4}(?:please\s)?(?:submit|apply|register|complete|send|nominate|sign\sup|rsvp|respond|reply"
    r"|vote|migrate|upgrade|update|move|switch|return|book|hand\sin|file|renew|enter|confirm)\b"
    r"|\b(?:must|please|need(?:s)?\sto|ha(?:ve|s)\sto|should|(?:is|are)\s(?:required|asked|requested"
    rf"|invited)\sto)\b)(?P<between>[^;:]{{0,{_REACH}}}?)\b"
    r"(?:by|before|no\slater\sthan|not\slater\sthan|on\sor\sbefore)\s(?:the\s)?(?:end\sof\s)?"
    rf"{_WEEKDAY}[*_]{{0,3}}$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:was|were|had|did|would|used\sto|could|has|have|since|dated|ago|previously|formerly|already"
    r"|last\syear|back\sin|when\sit|introduced|launched|created|announced\son|published)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|had|did|would|used\sto|could)\b", re.IGNORECASE)
_COHORT = re.compile(
    r"\b(?P<before>[\w'’-]{1,30})\s(?P<word>\w{2,20}ed|made|sent|bought|born|taken|written|held|paid"
    r"|built|begun|given|won|met|set|read|sold|shown|seen|known|than|like|as(?=\sin\b))(?:\s(?:either|both))?"
    r"\s(?:or\s\w{2,20}ed\s)?\S{1,10}\s(?:or\s\w{2,9}\s|the\s(?:end\sof\s)?)?$",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"be|been|being|get|gets|is|are|not|and|or|\w{2,20}ly|fully|also|again|then|only|as|go|up|to",
    re.IGNORECASE,
)
_SAMPLE = re.compile(
    r"\b(?:e\.g|eg|for\s(?:example|instance)|examples?|ex(?=:)|such\sas|i\.e|suppose|imagine|say,|like\sso"
    r"|if\s(?:today|it)|let['’]s\ssay|format)\b",
    re.IGNORECASE,
)
_QUOTES = re.compile('["“”„«»]')
_RANGE = re.compile(
    r"\d{4}\s(?:to|through|until|thru)\s\S{0,9}$|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]{0,6}\sthrough\s$",
    re.IGNORECASE,
)


def frame_of(text: str, mention: DateMention) -> Frame | None:
    """In what way the sentence speaks of this date as to come, if it does."""
    before, after = text[: mention.start][-2 * _REACH :], text[mention.end :]
    if _SAMPLE.search(text) or _is_quoted(before, after):
        return None
    if mention.precision is Precision.YEAR:
        return _plan(before, after)
    return _end(before, after) or _task(before) or _plan(before, after)


def _end(before: str, after: str) -> Frame | None:
    held = _HOLDS.search(before)
    if held and not _PAST.search(before) and not _RANGE.search(before):
        return Frame.VALID
    if _UNTIL.search(before) and (now := _NOW.match(after)) and not _PAST.search(now[0]):
        return Frame.VALID
    if _ENDS.search(before) and not _PAST.search(before):
        return Frame.VALID
    if _LABEL.search(before):
        return Frame.DEADLINE
    return None


def _task(before: str) -> Frame | None:
    due = _DUE.search(before)
    if due and not _PAST.search(before):
        return Frame.DEADLINE
    task = _TO_DO.search(before)
    if task and not _BACK.search(task["between"]) and not _names_a_group(before):
        return Frame.DEADLINE
    return None


def _plan(before: str, after: str) -> Frame | None:
    if before.endswith(" the ") and re.match(r"\s\w", after):
        return None
    ahead = _AHEAD.search(before)
    # Without a preposition the date may belong to a noun: “the 2025 report”, “the rate for 2025”.
    stands = ahead is not None and (ahead["prep"] is not None or _HAPPENS.search(before))
    if ahead and stands and not _BACK.search(ahead["between"]) and not _names_a_group(before):
        return Frame.PLAN
    if _OPENING.search(before) and (then := _THEN_WILL.match(after)) and not _PAST.search(then[0]):
        return Frame.PLAN
    return None


def _names_a_group(before: str) -> bool:
    """“Contracts signed after …”, “people hired before …”: the date tells which, not when."""
    match = _COHORT.search(before)
    return match is not None and not _ATTACHED.fullmatch(match["before"])


def _is_quoted(before: str, after: str) -> bool:
    return len(_QUOTES.findall(before)) % 2 == 1 and _QUOTES.search(after) is not None
