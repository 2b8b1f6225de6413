"""Finds how to reach people: private addresses and telephones, dates of birth, e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.sensitive.hits import Hit, Topic, Weight

EMAIL, PHONE = "e-mail address", "private telephone number"
ADDRESS, BIRTH = "private postal address", "date of birth"

_EMAIL = re.compile(
    r"(?<![\w.+/@-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}(?![\w@])"
)
_ROLE = re.compile(
    r"(?:info|contact|support|help|helpdesk|service|services|sales|admin|administrator|office|team"
    r"|hello|hi|mail|email|press|media|pr|marketing|jobs|careers|hr|people|recruiting|billing"
    r"|accounts?|accounting|finance|invoices?|payments?|payroll|expenses?|legal|privacy|gdpr|dpo"
    r"|dataprotection|compliance|security|abuse|postmaster|hostmaster|webmaster|root|noreply"
    r"|no-?reply|do-?not-?reply|donotreply|notifications?|alerts?|news|newsletter|events?|feedback"
    r"|enquir(?:y|ies)|inquir(?:y|ies)|orders?|returns|shop|store|customer|customers|customercare"
    r"|user|users|username|name|you|me|your|someone|somebody|anyone|foo|bar|test|tester|demo|example"
    r"|dev|devs|developers?|engineering|ops|devops|sre|it|tech|support-team|facilities|reception"
    r"|travel|training|learning|procurement|purchasing|partners?|community|maintainers?|list|lists"
    r"|git|bot|ci|build|api|git-?hub|steering|committee|moderators?|conduct|trust|safety|board"
    r"|bookings?|reservations?|desk|hotline|emergency|incident|incidents|oncall|on-call|pager"
    r"|subscribe|unsubscribe|registration|mailer-daemon|archive|docs|documentation|general)",
    re.IGNORECASE,
)
_LIST_WORDS = re.compile(
    r"(?:^|[.+_-])(?:team|support|help|desk|group|list|dev|devs|users|admin|admins|security|announce"
    r"|noreply|reply|bot|service|services|leads?|chairs?|all|staff|office|alerts?|ops|info|private"
    r"|committee|council|wg|sig|discuss|maintainers?|contact|requests?|notifications?|enquiries"
    r"|management|system|project|mailbox|inbox|resources|protection|relations|accounts?|payable"
    r"|receivable|sales|marketing|customers?|complaints|inquiries|operations|research|press|jobs)(?:$|[.+_-])",
    re.IGNORECASE,
)
_RESERVED = re.compile(
    r"(?:.*[.-])?(?:example|invalid|localhost|local|test|internal)(?:\.(?:com|org|net|edu|co\.uk|de|io))?"
    r"|(?:.*\.)?(?:domain|email|mail|yourcompany|your-?domain|company|acme|mycompany|foo|bar|site)"
    r"\.(?:com|org|net|tld)|(?:.*\.)?(?:google)?groups\.[a-z.]+|lists?\..*|.*\.iam\.gserviceaccount\.com"
    r"|users\.noreply\.github\.com|.*\.(?:png|jpe?g|gif|svg|webp|js|css|md|html|service|target|local)",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(
    r"[a-z][a-z'-]{0,20}[._](?:[a-z][._])?[a-z][a-z'-]{1,25}\d{0,3}", re.IGNORECASE
)
_PRIVATE_MAIL = re.compile(
    r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|aol|icloud|me|mac|proton(?:mail)?|gmx"
    r"|web|t-online|freenet|posteo|mailbox|orange|wanadoo|free|laposte|libero|virgilio|ziggo|kpnmail"
    r"|btinternet|sky|comcast|verizon|att|qq|163|126|naver|yandex|mail|wp|onet|interia|seznam|uol)"
    r"\.(?:com|net|org|me|de|fr|it|nl|ru|pl|cz|co\.uk|com\.br|at|ch|es|se)",
    re.IGNORECASE,
)
_MAIL_USE = re.compile(r"(?:git|ssh|svn|hg|sftp|rsync|scp)[ :/]?\Z|://\S{0,100}\Z")

_NUMBER = re.compile(r"(?<![\w.,/-])\+?\(?\d[\d ().\-/]{6,20}\d(?![\w-]|[.,]\d)")
_PRIVATE = (
    r"home|private|personal|next of kin|emergency contact(?:'s)?|patient(?:'s)?|customer's"
    r"|employee's|parent(?:'s)?|guardian(?:'s)?|privat\w*|zuhause"
)
_PHONE_WORDS = re.compile(
    rf"\b(?:{_PRIVATE})[ -]{{1,2}}(?:tele)?(?:phone|mobile|cell|tel|number|no\.?|telefon\w*"
    r"|handy\w*|contact(?: number)?)\b[^\d\n]{0,25}\Z"
    r"|\b(?:mobile|cell) ?(?:phone)?(?: (?:number|no\.?))?\b[^\d\n]{0,15}\Z"
    r"|\b(?:call|text|reach|ring|phone|message) (?:me|him|her|his|us at home)\b[^\d\n]{0,20}\Z"
    r"|\b(?:my|his|her) (?:[a-z]{1,10} )?(?:phone|mobile|cell|telephone|number)\b[^\d\n]{0,20}\Z",
    re.IGNORECASE,
)
_FICTION = re.compile(
    r"(?:\+?1)?(?:\d{3})?555\d{4}|.*(?:123456|234567|000000|111111|999999).*"
    r"|(?:\+?44|0)(?:1632960|2079460|7700900|8081570|3069990|1914980|2896496|2920180)\d{3,4}"
    r"|(?:\+?44|0)1(?:1[3-8]|[2-6]1)496\d{3,4}"
    r"|(?:\+?61|0)(?:4915701|25550|75550|85550|35550)\d{2,5}"
    r"|(?:\+?33|0)(?:1990|2619|3539|4653|5363)\d{5,6}"
    r"|(?:\+?49|0)(?:3023125|6990009|4066969|22146690|8999998)\d{2,4}"
)
"""Numbers that regulators keep free for fiction: NANPA, Ofcom, ACMA, ARCEP, Bundesnetzagentur."""
_MONTH = r"[A-Z][a-z]{2,8}\.?"
_DATE = (
    r"(?:\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)? (?:of )?{_MONTH},? (?:19|20)\d\d"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d)"
)
_BIRTH = re.compile(
    r"(?i:\bdate[ _]of[ _]birth\b|\bd\.?o\.?b\b\.?|\bbirth ?date\b|\bborn on\b|\bgeburtsdatum\b"
    r"|\bgeboren am\b|\bdate de naissance\b|\bfecha de nacimiento\b)"
    rf"[^\w\n]{{0,8}}(?:(?:is|It's|was)[ :]{{1,2}})?(?P<value>{_DATE})(?!\d)"
)
_NAME = r"[A-ZÀ-Ý][\wÀ-ÿ'’.-]{1,30}"
_HOUSE = re.compile(
    r"(?i:\b(?:home|private|residential|personal|patient(?:'s)?|employee(?:'s)?)"
    r" (?:postal )?address\b"
    r"|\blives (?:at|on|in)\b|\bresid(?:es|ing) at\b|\bmy (?:new )?address\b|\bprivatadresse\b"
    r"|\bwohnhaft (?:in|an?)\b|\bdomicili[ée]\b(?: au)?)[ :]{0,3}(?:is )?[:]?\s{0,2}"
    r"(?P<value>(?:(?:Flat|Apt|Apartment|Unit) \w{1,5},? )?"
    rf"(?:\d{{1,5}}[A-Za-z]?,? {_NAME}(?: {_NAME}){{0,4}}"
    rf"|{_NAME}(?: {_NAME}){{0,3}} \d{{1,4}}[a-z]?\b)"
    r"(?:,? [^\n.;|]{1,80})?)"
)


def emails(text: str) -> Iterator[Hit]:
    """Yield e-mail addresses; those of people may count, where there are many."""
    if "@" not in text:
        return
    for match in _EMAIL.finditer(text):
        if not _MAIL_USE.search(text[max(0, match.start() - 110) : match.start()]):
            yield Hit(Topic.PERSONAL, EMAIL, *match.span(), Weight.HIDE)


def is_of_a_person(address: str) -> bool:
    """Whether an address is plainly a person's: `first.last`, or at a provider of private mail.

    `alee` may be a person and `18f-nyc` a list; nothing but the company's directory tells.
    """
    local, _, domain = address.partition("@")
    if _RESERVED.fullmatch(domain) or _ROLE.fullmatch(local) or _LIST_WORDS.search(local):
        return False
    return bool(_FULL_NAME.fullmatch(local) or _PRIVATE_MAIL.fullmatch(domain))


def phones(text: str) -> Iterator[Hit]:
    """Yield telephone numbers that are said to be somebody's own."""
    for match in _NUMBER.finditer(text):
        digits = "".join(c for c in match[0] if c.isdigit())
        if not 7 <= len(digits) <= 15 or _is_date(match[0]):
            continue
        said = _PHONE_WORDS.search(text[max(0, match.start() - 60) : match.start()])
        if said:
            plus = "+" if match[0].startswith("+") else ""
            fiction = _FICTION.fullmatch(plus + digits) or len(set(digits)) < 4
            weight = Weight.HIDE if fiction else Weight.REPORT
            yield Hit(Topic.PERSONAL, PHONE, *match.span(), weight)
        elif match[0].startswith("+") and len(digits) >= 9:
            yield Hit(Topic.PERSONAL, "phone number", *match.span(), Weight.HIDE)


def _is_date(text: str) -> bool:
    return bool(
        re.match(r"(?:19|20)\d\d[./-]\d\d|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d)", text)
    )


def births(text: str) -> Iterator[Hit]:
    """Yield dates of birth that are labelled as such."""
    for match in _BIRTH.finditer(text):
        yield Hit(Topic.PERSONAL, BIRTH, *match.span("value"))


def homes(text: str) -> Iterator[Hit]:
    """Yield postal addresses said to be somebody's home."""
    for match in _HOUSE.finditer(text):
        yield Hit(Topic.PERSONAL, ADDRESS, *match.span("value"))
