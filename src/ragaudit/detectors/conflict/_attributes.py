"""What about its subject a value measures: price, validity, notice, response time, …"""

from __future__ import annotations

import re
from functools import lru_cache

_CLASSES = (
    ("retention",
        r"keep|kept|retain(?:ed|s)?|retention|stor(?:e|ed|age)|archiv\w+|delet(?:e|ed|ion)"
        r"|purg\w+|eras(?:e|ed)|destroy\w*|shredd?\w*|held|hold|recover(?:able|ed)?"
        r"|wip(?:e|ed)"),
    ("validity",
        r"valid(?:ity)?|expir\w+|laps(?:e|es|ed)|runs? out|good for|lifetime|in force"
        r"|redeem\w*|usable"),
    ("reply",
        r"repl(?:y|ies|ied)|respon[ds]\w*|answer\w*|acknowledg\w*|hear(?:s|d)? (?:back|from)"
        r"|react\w*|get back to"),
    ("delivery",
        r"deliver\w*|ship\w*|dispatch\w*|arriv\w*|post(?:ed)?|sent out|transit"
        r"|on (?:its|the) way|reach(?:es|ed)? you"),
    ("processing",
        r"process\w*|handl(?:e|ed|ing)|decid\w*|decision|review(?:ed)?|resol\w+|settl\w+"
        r"|complete[ds]?|finish\w*|turnaround|work(?:s|ed) through"),
    ("payout",
        r"pa(?:y|id|ys|yment|yout)|transfer\w*|credit(?:ed)?|reimburs\w*|money back|wire[ds]?"
        r"|on (?:your|the) account"),
    ("return",
        r"return\w*|refund\w*|send (?:it |them )?back|bring (?:it |them )?back|withdraw\w*"
        r"|exchang\w+|give (?:it |them )?back|change (?:your|their) mind"),
    ("notice",
        r"notice|in advance|ahead|beforehand|prior|early|announce\w*|tell|inform\w*|notif\w*"
        r"|forewarn\w*|giv(?:e|ing) up"),
    ("submission",
        r"submit\w*|hand(?:ed)? in|report(?:ed|s)?|claim\w*|fil(?:e|ed|ing)|send in|sent in"
        r"|lodge[ds]?|appl(?:y|ication|ications)|register\w*|enrol\w*|sign(?:ed)? up"
        r"|book(?:ed|ing)?|reserv\w*"),
    ("cancellation", r"cancel\w*|terminat\w*|call(?:ed)? off|unsubscrib\w*|withdraw"),
    ("trial", r"trial|probation\w*|try (?:it|out)|test period|taster|demo"),
    ("timeout",
        r"time[- ]?out\w*|idle|inactiv\w*|lock(?:ed|s)?|log(?:ged|s)? (?:you |them )?out"
        r"|session|abort\w*|gives? up|cancelled after|stands? still"),
    ("interval",
        r"every|rotat\w*|renew\w*|repeat\w*|regular(?:ly)?|refresh\w*|frequen\w+|interval"
        r"|inspect\w*|servic(?:e|ed|ing)|test(?:ed|s)?|check(?:ed|s)?|replac\w+|chang(?:e|ed)"
        r"|audit\w*|train\w*|calibrat\w+"),
    ("stay",
        r"stay\w*|remain\w*|occup\w+|visit\w*|guest|lodg\w*|sleep|overnight|live in|flat"
        r"|apartment|room"),
    ("borrow",
        r"borrow\w*|lend|loan\w*|lent|rent(?:al|ed)?|hir(?:e|ed)|check(?:ed)? out"
        r"|take (?:home|away)"),
    ("price",
        r"pric\w+|cost\w*|fee\w*|charg\w+|rate|tariff|€|rent|per month|subscription|billed"
        r"|ticket"),
    ("fine", r"fine[sd]?|penalt\w+|late fee|surcharge|overdue|reminder fee"),
    ("allowance",
        r"allowance|budget|grant|subsid\w+|contribut\w+|bonus|cover[s]?|reimburs\w*|refund"
        r"|expens\w+|stipend|per diem|spend\w*"),
    ("threshold",
        r"approv\w*|sign(?:ed)?[- ]?off|countersign\w*|quote[s]?|tender|authori[sz]\w+"
        r"|threshold|receipt[s]?|two signatures|own responsibility"),
    ("salary", r"salar\w+|wage\w*|pay (?:scale|grade)|earn\w*|compensation|income"),
    ("discount", r"discount\w*|rebate|reduc\w+|off the price|cheaper|voucher|save[s]?"),
    ("deposit",
    r"deposit\w*|security|down payment|bond|prepay\w*|up front|upfront|advance payment"),
    ("leave", r"leave|holiday\w*|vacation\w*|days off|time off|absen\w+|rest days?"),
    ("training", r"training|course\w*|lesson\w*|induction|workshop|seminar|lecture\w*|learn\w*"),
    ("age", r"age[ds]?|years? old|older|younger|minors?|under \d+|over \d+|birthday|turn(?:s|ed)?"),
    ("length", r"character\w*|digit\w*|letter\w*|symbol\w*|long\b|length|words?"),
    ("storage", r"storage|disk|space|quota|mailbox|capacity|memory"),
    ("file", r"file\w*|attachment\w*|upload\w*|document\w*|image\w*|photo\w*|payload|body"),
    ("rate",
        r"request\w*|call\w*|quer(?:y|ies)|rate|throttl\w*|limit\w*|per (?:second|minute|hour)"
        r"|burst"),
    ("attempt", r"attempt\w*|tr(?:y|ies)|retr(?:y|ies)|times|again|re-?deliver\w*|fail\w*"),
    ("people",
        r"people|person\w*|participant\w*|attend\w*|seat\w*|guest\w*|capacity|crew|team|group"
        r"|panel|occup\w+|head"),
    ("device", r"device\w*|machine\w*|laptop\w*|computer\w*|phone\w*|screen\w*|client\w*"),
    ("distance", r"distance|metre\w*|meter\w*|km|kilomet\w+|mile\w*|away|radius|far"),
    ("weight", r"weigh\w*|heav\w+|load\w*|lift\w*|kg|kilo\w*|carry"),
    ("temperature", r"temperature|degree\w*|warm|cold|cool|heat\w*|chill\w*|fridge|°"),
    ("dose", r"dose\w*|dosage|tablet\w*|mg|medic\w+|drug|take\b|infus\w+"),
    ("break", r"break\w*|rest\b|pause\w*|lunch"),
    ("shift", r"shift\w*|working (?:time|hours|day|week)|overtime|hours a week|roster\w*|duty"),
    ("backup", r"backup\w*|back(?:ed)? up|snapshot\w*|restor\w+|recovery|copies|copy"),
    ("availability", r"availab\w+|uptime|downtime|sla|reachable|up and running"),
    ("warranty", r"warrant\w+|guarantee\w*|defect\w*|repair\w*"),
    ("interest", r"interest|instal\w+|repay\w*|loan|credit"),
    ("share", r"share|percent|portion|proportion|quota|majority|quorum|vote\w*"),
    ("cooling", r"cool(?:ing)?[- ]off|withdrawal|revoke|revocation"),
    ("opening", r"open\w*|clos\w+|staffed|hours|shut\w*|doors?|counter|desk|until|from"),
)  # fmt: skip


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"(?<![\w-])(?:{words})(?!\w)")) for name, words in _CLASSES)


@lru_cache(maxsize=16_384)
def attributes(text: str) -> frozenset[str]:
    """The classes a text has words of; several where it mentions several things."""
    lowered = text.lower()
    return frozenset(name for name, pattern in _compiled() if pattern.search(lowered))
