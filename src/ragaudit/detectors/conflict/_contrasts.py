"""What limits a claim: sets of conditions of which a sentence names one and not the others.

Two claims that name different members of one set speak of different things. The members are
regular expressions over lower-case text; a set may have any number of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("plan", (
        r"plans? free|free (?:plan|tier|account|edition|version|users?)|on free\b",
        r"trial (?:account|plan|workspace|key|version|period users?)", r"basic", r"starter",
        r"lite",
        r"essentials?",
        r"standard (?:plan|tier|account|edition|package|customers?|tariff|support)",
        r"plus (?:plan|tier|tariff|customers?)|\bplus\b(?= members)",
        r"pro\b|professional (?:plan|tier|edition)",
        r"premium", r"plans? business|business (?:plan|tier|edition|account|class)",
        r"plans? team|team (?:plan|tier|edition)", r"growth (?:plan|tier)", r"enterprise",
        r"ultimate", r"gold", r"silver", r"bronze", r"platinum",
        r"economy(?: class)?", r"first class", r"scale plan", r"community edition",
    )),
    ("audience", (
        r"contractors?|freelancers?|external (?:staff|workers?|consultants?)"
        r"|temp(?:orary)? (?:staff|workers?)|agency (?:staff|workers?)", r"interns?|internships?",
        r"apprentices?|trainees?",
        r"(?:permanent |full-time |regular )?(?:employees?|staff|colleagues)",
        r"managers?|team leads?|line managers?|supervisors?",
        r"executives?|directors?|board members?",
        r"volunteers?",
        r"visitors?|guests?", r"customers?|clients?|buyers?", r"suppliers?|vendors?",
        r"partners?|resellers?|distributors?", r"students?|pupils?", r"teachers?|lecturers?",
        r"children|child|kids?|minors?|under-\d+s?|infants?|adolescents?|toddlers?", r"adults?",
        r"pensioners?|seniors?|retirees?|elderly", r"patients?|inpatients?", r"outpatients?",
        r"nurses?",
        r"doctors?|physicians?|surgeons?|consultants?",
        r"drivers?", r"pregnant|pregnancy", r"administrators?|admins?", r"viewers?", r"editors?",
        r"developers?", r"owners?", r"tenants?|lodgers?|residents?", r"landlords?", r"couriers?",
        r"members?", r"non-members?",
        r"parents?|carers?", r"applicants?|candidates?", r"new (?:joiners?|starters?|hires?)",
        r"alumni",
        r"non-profits?|charities|charity", r"anonymous (?:users?|callers?)", r"service accounts?",
        r"sellers?|merchants?", r"auditors?",
    )),
    ("employment", (r"full-time|full time", r"part-time|part time|mini-job")),
    ("environment", (r"production|prod\b|live (?:system|environment|keys?|mode)",
        r"staging|pre-?prod(?:uction)?",
        r"sandbox|test (?:system|environment|mode|keys?|account)|testing environment",
        r"development|dev\b|local(?:host)?", r"disaster recovery|dr site")),
    ("platform", (r"ios|iphone|ipad", r"android", r"windows", r"macos|mac\b",
    r"linux|ubuntu|debian",
        r"web (?:app|client|version)|browser", r"desktop (?:app|client)", r"mobile (?:app|client)",
        r"command[- ]line|cli\b")),
    ("season", (r"summer|june to august|july and august", r"winter", r"spring",
        r"autumn|(?<!in the )\bfall (?:season|term)",
        r"school holidays|holidays|holiday period|christmas|easter")),
    ("daytype", (r"weekends?|saturdays?|sundays?|sat\b|sun\b",
        r"weekdays?|working days?|monday to friday|mondays?|tuesdays?|wednesdays?|thursdays?"
        r"|fridays?|mon[-–]fri", r"bank holidays?|public holidays?")),
    ("daypart", (r"at night|overnight|night(?:s|-time)?|nightly|night shift",
        r"daytime|during the day|day shift", r"early shift|mornings?", r"late shift|evenings?")),
    ("origin",
    (r"domestic|national|inland|within (?:the country|germany|the uk|france|spain|italy)",
        r"international|abroad|overseas|foreign|cross-border", r"local")),
    ("side", (r"employers?|the company (?:gives|terminates)",
    r"employees?|resign(?:s|ation|ing)?")),
    ("extreme", (
        r"minimum|at least|smallest|shortest|lowest|no less than|not less than|fewest|floor",
        r"maximum|at most|up to|largest|longest|highest|no more than|not more than|ceiling"
        r"|no longer than|biggest|cap\b")),
    ("default", (r"default(?:s)?|preset|out of the box|initially|standard setting",
        r"maximum|highest|upper limit|can be (?:raised|increased|extended) to")),
    ("direction", (r"upload(?:s|ed|ing)?|incoming|inbound|import(?:s|ed|ing)?|receiv\w+",
        r"download(?:s|ed|ing)?|outgoing|outbound|export(?:s|ed|ing)?|sending")),
    ("access", (r"read(?:s|ing)?\b|read-only", r"write(?:s)?\b|writing|write access")),
    ("state", (r"new\b|first-time|initial", r"existing|renewals?|recurring|returning")),
    ("paid", (r"paid (?:leave|time|days|account|plan)s?", r"unpaid")),
    ("storage", (r"hot storage|hot tier|active", r"cold storage|cold tier|archived?|archive tier")),
    ("size", (r"small|minor", r"large|major|bulky|oversized?", r"medium")),
    ("speed", (r"express|priority|next-day|same-day|urgent|expedited",
        r"standard|regular|normal|ordinary|economy")),
    ("term", (r"annual(?:ly)?|yearly|per year", r"monthly|per month", r"quarterly", r"weekly",
        r"daily")),
    ("scope", (
        r"per (?:person|user|seat|head|employee|member|customer|guest|patient)"
        r"|each (?:person|user|guest)|every (?:person|user|guest)|individual",
        r"per (?:team|group|department|company|household|organisation|organization|workspace"
        r"|tenant|account)|(?:a|one|each|every|single|whole|entire) (?:team|group|department"
        r"|workspace|household)|in total|altogether|combined")),
    ("internal", (r"internal(?:ly)?|in-house",
        r"external(?:ly)?|third[- ]part(?:y|ies)|public(?:ly)?")),
    ("before", (r"in advance|beforehand|ahead|prior to|before", r"afterwards|thereafter|after")),
    ("measure", (r"target|goal|aim(?:s|ed)?|objective|slo\b",
        r"actual(?:ly)?|measured|mean|average|median|observed|recorded"
        r"|last (?:month|quarter|year)|reached|achieved|came to")),
    ("order", (r"first|1st|initial", r"second|2nd", r"third|3rd", r"final|last")),
    ("primary", (r"primary|main", r"secondary|backup|standby|fallback|replica")),
    ("request", (r"requests?|calls?", r"responses?|repl(?:y|ies)|answers?")),
    ("timeout", (r"connect(?:ion)?(?: timeout)?", r"read timeout|idle", r"session|log-?in")),
    ("acknowledge", (r"acknowledg\w+|confirm\w*|receipt|first (?:answer|reply|response)",
        r"resol\w+|decision|final (?:answer|reply)|solution|fix(?:ed)?",
        r"pay(?:ment|out)?|refund(?:ed)?|transfer(?:red)?|credited")),
    ("token", (r"access tokens?", r"refresh tokens?", r"api keys?", r"passwords?", r"sessions?",
        r"certificates?", r"links?", r"codes?", r"cookies?", r"invitations?")),
    ("object", (r"passwords?", r"pins?\b", r"badges?|key ?cards?", r"keys?", r"laptops?|notebooks?",
        r"phones?|mobiles?|smartphones?", r"monitors?|screens?", r"chairs?", r"desks?",
        r"bicycles?|bikes?",
        r"cars?|vehicles?|vans?|lorr(?:y|ies)|trucks?", r"motorcycles?|scooters?")),
    ("backup", (r"daily (?:backups?|copies|snapshots?)", r"weekly (?:backups?|copies|snapshots?)",
        r"monthly (?:backups?|copies|snapshots?)", r"logs?|audit trail", r"invoices?", r"e-?mails?",
        r"recordings?")),
    ("meal", (r"breakfast", r"lunch", r"dinner|supper", r"coffee|snacks?")),
    ("leave", (r"annual leave|vacation|holiday entitlement|paid time off",
        r"sick leave|sickness|illness|sick days?", r"parental leave|maternity|paternity",
        r"leave of absence|medical leave|family leave",
        r"unpaid leave|sabbatical", r"study leave|training days?|education",
        r"bereavement|compassionate", r"volunteer(?:ing)? days?", r"jury", r"wedding|marriage",
        r"moving (?:house|day)")),
    ("transport", (r"flights?|plane|air(?:line|fare)?", r"trains?|rail", r"taxis?|cabs?",
        r"hotels?|overnight stay", r"mileage|own car|private car", r"bus(?:es)?|coach(?:es)?")),
    ("room", (r"lobby|reception", r"laborator(?:y|ies)|labs?", r"canteen|cafeteria", r"kitchens?",
        r"meeting rooms?", r"gym", r"library", r"garage|car park|parking", r"roof(?: terrace)?",
        r"basement|cellar", r"warehouse", r"workshop", r"server room|data cent(?:re|er)",
        r"courtyard|garden", r"plant|production line", r"offices?", r"classrooms?",
        r"theatre|operating room", r"wards?", r"icu|intensive care")),
    ("gender", (r"men\b|male", r"women\b|female")),
    ("route", (r"oral(?:ly)?|tablets?|by mouth", r"intravenous(?:ly)?|iv\b|infusion",
        r"topical(?:ly)?|cream|ointment", r"injection|subcutaneous")),
    ("temperature", (r"refrigerat\w+|fridge|chilled|refrigerated", r"frozen|freezer",
        r"room temperature|ambient")),
    ("dosage", (r"loading dose|starting dose|initial dose", r"maintenance dose",
        r"maximum dose|max(?:imum)? daily")),
    ("data", (r"personal data|customer data", r"anonymi[sz]ed|aggregated", r"test data")),
    ("contact", (r"invoices?|billing|accounts payable|payments?", r"security|vulnerabilit\w+|abuse",
        r"technical|support|help ?desk", r"sales|quotes?|demo", r"press|media|journalists?",
        r"careers|jobs?|applications?|recruit\w+", r"privacy|data protection|dpo", r"complaints?",
        r"lost property", r"emergenc(?:y|ies)|fire|ambulance")),
)  # fmt: skip

_REGIONS = (
    "germany|german|berlin|munich|hamburg|frankfurt|cologne|leipzig|stuttgart",
    "france|french|paris|lyon|marseille|toulouse|nantes|lille",
    "uk|united kingdom|britain|british|england|english law|london|manchester|leeds|birmingham"
    "|bristol|edinburgh|scotland|scottish|wales|welsh|northern ireland|belfast|glasgow|cardiff"
    "|liverpool|sheffield",
    "ireland|irish|dublin|cork|galway", "spain|spanish|madrid|barcelona|valencia|seville",
    "portugal|portuguese|lisbon|porto",
        "italy|italian|milan|rome|turin|bologna|naples",
    "netherlands|dutch|amsterdam|rotterdam|utrecht|eindhoven",
    "belgium|belgian|brussels|antwerp|ghent",
        "austria|austrian|vienna|graz|linz|salzburg",
    "switzerland|swiss|zurich|zürich|geneva|basel|bern",
        "poland|polish|warsaw|krakow|kraków|wroclaw|gdansk|poznan",
        "sweden|swedish|stockholm|gothenburg|malmö|malmo|uppsala",
    "norway|norwegian|oslo|bergen|trondheim", "denmark|danish|copenhagen|aarhus|odense",
    "finland|finnish|helsinki|tampere|turku", "czechia|czech|prague|brno",
    "hungary|hungarian|budapest",
    "romania|romanian|bucharest|cluj", "greece|greek|athens|thessaloniki",
    "estonia|estonian|tallinn",
    "latvia|latvian|riga", "lithuania|lithuanian|vilnius", "ukraine|kyiv|lviv",
    "turkey|türkiye|istanbul|ankara",
    "usa|us|u\\.s\\.|united states|american|new york|california|texas|san francisco|seattle"
    "|chicago|boston|austin|denver|virginia|oregon|atlanta|los angeles|florida|ohio",
    "canada|canadian|toronto|montreal|vancouver|ontario|quebec", "mexico|mexican",
    "brazil|brazilian|são paulo|sao paulo", "argentina|buenos aires", "chile|santiago",
    "colombia|bogota|bogotá",
    "india|indian|bangalore|bengaluru|mumbai|delhi|pune|hyderabad|chennai",
    "china|chinese|shanghai|beijing|shenzhen", "japan|japanese|tokyo|osaka", "singapore",
        "australia|australian|sydney|melbourne|perth|brisbane",
    "new zealand|auckland|wellington", "south africa|cape town|johannesburg", "israel|tel aviv",
    "uae|dubai|abu dhabi", "saudi arabia|riyadh", "south korea|seoul|korean", "hong kong",
    "nigeria|lagos", "kenya|nairobi", "egypt|cairo",
    "iceland|reykjavik", "luxembourg", "malta", "cyprus", "slovakia|bratislava",
    "slovenia|ljubljana",
    "croatia|zagreb", "serbia|belgrade", "bulgaria|sofia",
)  # fmt: skip
_NO_TOWNS = frozenset(
    [
        "germany",
        "german",
        "france",
        "french",
        "uk",
        "britain",
        "british",
        "england",
        "english",
        "law",
        "scotland",
        "scottish",
        "wales",
        "welsh",
        "ireland",
        "irish",
        "spain",
        "spanish",
        "portugal",
        "portuguese",
        "italy",
        "italian",
        "netherlands",
        "dutch",
        "belgium",
        "belgian",
        "austria",
        "austrian",
        "switzerland",
        "swiss",
        "poland",
        "polish",
        "sweden",
        "swedish",
        "norway",
        "norwegian",
        "denmark",
        "danish",
        "finland",
        "finnish",
        "czechia",
        "czech",
        "hungary",
        "hungarian",
        "romania",
        "romanian",
        "greece",
        "greek",
        "estonia",
        "estonian",
        "latvia",
        "latvian",
        "lithuania",
        "lithuanian",
        "ukraine",
        "turkey",
        "türkiye",
        "usa",
        "us",
        "u.s.",
        "american",
        "california",
        "texas",
        "virginia",
        "oregon",
        "florida",
        "ohio",
        "canada",
        "canadian",
        "ontario",
        "quebec",
        "mexico",
        "mexican",
        "brazil",
        "brazilian",
        "argentina",
        "chile",
        "colombia",
        "india",
        "indian",
        "china",
        "chinese",
        "japan",
        "japanese",
        "singapore",
        "australia",
        "australian",
        "uae",
        "israel",
        "korean",
        "nigeria",
        "kenya",
        "egypt",
        "iceland",
        "luxembourg",
        "malta",
        "cyprus",
        "slovakia",
        "slovenia",
        "croatia",
        "serbia",
        "bulgaria",
    ]
) | {
    "united kingdom",
    "united states",
    "northern ireland",
    "english law",
    "new zealand",
    "south africa",
    "saudi arabia",
    "south korea",
    "hong kong",
}
_AREAS = (
    (
        "eu|european union|eea|europe|european|eurozone",
        frozenset(range(24)) | {47, 48, 49, 50, 51, 52, 53, 54},
    ),
    ("apac|asia|asia-pacific", frozenset({32, 33, 34, 35, 36, 37, 42, 43})),
    ("emea", frozenset(range(25)) | {38, 39, 40, 41, 44, 45, 46}),
    ("north america|americas|latam|latin america|south america", frozenset(range(25, 32))),
)


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    sets = []
    for name, members in _SETS:
        groups = "|".join(f"(?P<m{n}>{m})" for n, m in enumerate(members))
        sets.append((name, re.compile(rf"(?<![\w-])(?:{groups})(?![\w])")))
    return tuple(sets)


@lru_cache(maxsize=1)
def _places() -> tuple[re.Pattern[str], re.Pattern[str]]:
    groups = "|".join(f"(?P<r{n}>{words})" for n, words in enumerate(_REGIONS))
    areas = "|".join(f"(?P<a{n}>{words})" for n, (words, _) in enumerate(_AREAS))
    return re.compile(rf"(?<![\w-])(?:{groups})(?![\w-])"), re.compile(
        rf"(?<![\w-])(?:{areas})(?![\w-])"
    )


@lru_cache(maxsize=8192)
def contrasts(text: str) -> dict[str, frozenset[str]]:
    """The members each set has in a text: `{"plan": {"m9"}, "region": {"r0"}}`."""
    lowered = text.lower()
    found: dict[str, frozenset[str]] = {}
    for name, pattern in _compiled():
        members = frozenset(m.lastgroup for m in pattern.finditer(lowered) if m.lastgroup)
        if members:
            found[name] = members
    if regions := _regions(text):
        found["region"] = regions
    return found


def _regions(text: str) -> frozenset[str]:
    countries, areas = _places()
    lowered = text.lower()
    found: set[str] = set()
    for match in countries.finditer(lowered):
        if text[match.start()].isupper() or match[0] not in {"us", "turkey", "bath", "cork"}:
            if match[0] == "us" and text[match.start() : match.end()] != "US":
                continue
            found.add(match.lastgroup or "")
            if match[0] not in _NO_TOWNS:
                found.add(f"t:{match[0]}")
    for match in areas.finditer(lowered):
        _, members = _AREAS[int((match.lastgroup or "a0")[1:])]
        found |= {f"r{n}" for n in members}
    return frozenset(found)
