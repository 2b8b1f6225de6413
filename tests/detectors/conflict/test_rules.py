"""CNF301 to CNF307 on pages as people write them: what is reported, and what only looks alike."""

from __future__ import annotations

import pytest
from tests.detectors.conflict.pages import RULES, codes, pages
from tests.detectors.corpora import corpus, describe

from ragaudit.contracts import CorpusDetector
from ragaudit.detectors.conflict.stale_conflict import StaleConflict
from ragaudit.model import Lifecycle
from ragaudit.testing import MemoryCorpus, check_detector, known

RETURNS = "Returns\nCustomers can return goods within 30 days of purchase."
DRILL = "Fire drill\nThe fire drill takes place on 3 March 2026."
FACTORS = "Two-factor\nTwo-factor authentication is enabled by default."
RUNTIME = "Runtime\nThe service runs on Python 3.11."


def table(title: str, *rows: str) -> str:
    """A page with one table; the first row is its header."""
    rule = "|" + "---|" * (rows[0].count("|") - 1)
    return "\n".join((title, rows[0], rule, *rows[1:]))


PRICES = ("| Weight | Price |", "| 5 kg | 5.90 € |", "| 10 kg | 7.90 € |")


@pytest.mark.parametrize("kind", RULES)
def test_it_is_a_detector(kind: type[CorpusDetector]) -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(kind())


VALUES = [
    (RETURNS, "Returns FAQ\nCustomers can return goods within 14 days of purchase."),
    (
        "Sign-in\nPasswords have at least 12 characters.",
        "Account security\nA password needs at least 8 characters.",
    ),
    (
        "Parking\nA parking space costs €40 per month.",
        "Parking for staff\nA parking space costs €55 per month.",
    ),
    (
        "Uploads\nThe maximum size of an attachment is 25 MB.",
        "Attachments\nThe maximum size of an attachment is 10 MB.",
    ),
    (
        "Support\nWe answer every ticket within 4 hours.",
        "Service levels\nWe answer every ticket within two days.",
    ),
]
DATES = [
    (
        "Payroll\nSalaries are paid on the 25th of each month.",
        "Salary questions\nSalaries are paid on the last working day of the month.",
    ),
    ("Reception\nThe reception opens at 8:00.", "Front desk\nThe reception opens at 9:30."),
    (DRILL, "Safety\nThe fire drill takes place on 17 March 2026."),
    (
        "Window cleaning\nThe windows are cleaned on the first Monday of the month.",
        "Cleaning plan\nThe windows are cleaned on the last Friday of the month.",
    ),
]
POLARITY = [
    ("Badges\nVisitors must wear a badge.", "Reception\nBadges are optional for visitors."),
    ("Dogs\nDogs are allowed in the office.", "House rules\nDogs are not allowed in the office."),
    (FACTORS, "Sign-in\nTwo-factor authentication is disabled by default."),
    (
        "Overtime\nOvertime must be approved in advance.",
        "Working hours\nOvertime need not be approved in advance.",
    ),
]
NAMES = [
    (
        "Mail relay\nThe mail relay listens on port 587.",
        "Firewall\nThe mail relay listens on port 2525.",
    ),
    (
        "Invoices\nSend invoices to billing@example.com.",
        "Suppliers\nSend invoices to accounts@example.com.",
    ),
    (RUNTIME, "Setup\nThe service runs on Python 3.9."),
]
TABLES = [
    (
        table("Releases", "| Version | Supported until |", "| 2.4 | March 2027 |"),
        table("Support", "| Version | Supported until |", "| 2.4 | June 2027 |"),
    ),
    (
        table("Prices", *PRICES),
        table("Rates", PRICES[0], PRICES[1], "| 10 kg | 8.90 € |"),
    ),
    (
        table("Opening", "| Room | Opens |", "| Library | 8:00 |"),
        table("Hours", "| Room | Opens |", "| Library | 9:00 |"),
    ),
    (
        table("Limits", "| File | Maximum size |", "| photo | 25 MB |"),
        table("Uploads", "| File | Maximum size |", "| photo | 10 MB |"),
    ),
    (
        table("Leave", "| Grade | Days of leave |", "| Junior | 25 days |"),
        table("Holiday", "| Grade | Days of leave |", "| Junior | 28 days |"),
    ),
]


@pytest.mark.parametrize(
    ("code", "left", "right"),
    [
        (code, *pair)
        for code, pairs in (
            ("CNF301", VALUES),
            ("CNF302", DATES),
            ("CNF303", POLARITY),
            ("CNF304", NAMES),
            ("CNF306", TABLES),
        )
        for pair in pairs
    ],
)
def test_reported(code: str, left: str, right: str) -> None:
    """One finding of one rule, whichever page comes first."""
    assert [code] == codes(pages(left, right))
    assert [code] == codes(pages(right, left))


COPIED = (
    "Cancel or move a booking\n## Cancel\n\nYou can cancel up to two hours before the slot.\n\n"
    "## Running late\n\nPress the button. Up to 30 minutes the slot is yours."
)
SILENT = {
    "the same in another unit": (
        RETURNS,
        "Returns FAQ\nCustomers can return goods within one month of purchase.",
    ),
    "another thing": (
        "Parking\nA parking space costs €40 per month.",
        "Lockers\nA locker costs €15 per month.",
    ),
    "minimum and maximum": (
        "Uploads\nThe maximum size of an attachment is 25 MB.",
        "Attachments\nThe minimum size of an attachment is 1 kB.",
    ),
    "within the limit": (
        "Uploads\nThe maximum size of an attachment is 25 MB.",
        "Attachments\nAn attachment of 3 MB is fine.",
    ),
    "another country": (
        "Tax\nThe allowance is 500 euros in Germany.",
        "Allowance\nThe allowance is 800 pounds in the UK.",
    ),
    "another service": (
        "Shipping\nStandard delivery takes 5 days.",
        "Delivery\nExpress delivery takes 1 day.",
    ),
    "other people": (
        "Interns\nInterns get 20 days of leave a year.",
        "Leave\nEmployees get 28 days of leave a year.",
    ),
    "a month and a day in it": (DRILL, "Safety\nThe fire drill takes place in March 2026."),
    "another event": (DRILL, "Safety\nThe summer party takes place on 17 July 2026."),
    "opening and closing": (
        "Reception\nThe reception opens at 8:00.",
        "Reception hours\nThe reception closes at 18:00.",
    ),
    "other days of the week": (
        "Canteen\nThe canteen opens at 11:30 on weekdays.",
        "Canteen\nThe canteen opens at 12:00 on Sundays.",
    ),
    "another year": (
        "Fire drill 2025\nThe fire drill takes place on 3 March 2025.",
        DRILL.replace("drill\n", "drill 2026\n"),
    ),
    "minutes of a meeting": (
        DRILL,
        "Minutes of the safety meeting\nThe fire drill takes place on 17 March 2026.",
    ),
    "a rule for others": (
        "Badges\nVisitors must wear a badge.",
        "Reception\nEmployees need not wear a badge.",
    ),
    "another animal": (
        "Dogs\nDogs are allowed in the office.",
        "House rules\nCats are not allowed in the office.",
    ),
    "another room": (
        "Dogs\nDogs are allowed in the office.",
        "Laboratory\nDogs are not allowed in the laboratory.",
    ),
    "another axis": (
        "Badges\nVisitors must wear a badge.",
        "Badges\nVisitors must not copy a badge.",
    ),
    "another setting": (FACTORS, "Dark mode\nDark mode is disabled by default."),
    "another environment": (
        "Staging\nTwo-factor authentication is enabled in production.",
        "Sign-in\nTwo-factor authentication is disabled in the sandbox.",
    ),
    "a suggestion": (
        "Dogs\nDogs are allowed in the office.",
        "Ideas\nIt has been suggested that dogs are not allowed in the office.",
    ),
    "another port": (
        "Mail relay\nThe mail relay listens on port 587.",
        "Database\nThe database listens on port 5432.",
    ),
    "another mailbox": (
        "Invoices\nSend invoices to billing@example.com.",
        "Careers\nSend applications to jobs@example.com.",
    ),
    "a patch release": (RUNTIME, "Setup\nThe service runs on Python 3.11.4."),
    "a later release": (
        "Runtime\nThe service needs Python 3.11 or later.",
        "Setup\nThe service runs on Python 3.12.",
    ),
    "an earlier time": (
        RUNTIME,
        "Migration\nUntil 2024 the service was running on Python 3.8.",
    ),
    "one address in two spellings": (
        "Invoices\nSend invoices to billing@example.com.",
        "Suppliers\nSend invoices to Billing@Example.com.",
    ),
    "one price in two spellings": (
        table("Prices", *PRICES),
        table("Rates", *PRICES[:2], "| 10 kg | 7,90 € |"),
    ),
    "another column": (
        table("Prices", *PRICES[:2]),
        table("Rates", "| Weight | Delivery time |", "| 5 kg | 3 days |"),
    ),
    "tables of two countries": (
        table("Prices for Germany", *PRICES[:2]),
        table("Prices for France", PRICES[0], "| 5 kg | 8.90 € |"),
    ),
    "tables of two years": (
        table("Prices 2025", *PRICES[:2]),
        table("Prices 2026", PRICES[0], "| 5 kg | 8.90 € |"),
    ),
    "another row": (
        table("Prices", *PRICES[:2]),
        table("Rates", PRICES[0], "| 15 kg | 8.90 € |"),
    ),
    "a note on the rule above it": (
        "Drops by kernel\nNote: This rule requires the tracing feature to be enabled.",
        "Drops by device\nNote: This rule does not require the tracing feature to be enabled.",
    ),
    "a reckoning within an example": (
        "Leave\nYou can request up to 240 hours of advanced sick leave.",
        "Sick leave\nFor example: You have one year left. You earn 4 hours a month. Therefore, you "
        "can request up to 48 hours of advanced sick leave.",
    ),
    "one time in two zones": (
        "Design\nThe product team meets every other week at 11am PT / 2pm ET on Wednesdays.",
        "Product\nThe product team meets every other week at 11:30am PT / 2:30pm ET on Wednesdays.",
    ),
    "two codes": (
        "Status\nBargaining unit: 8888 - Ineligible for inclusion",
        "Unit status\nBargaining unit: 7777 - Eligible but not in a unit",
    ),
    "nothing there is no ban": (
        "Handler\nNo depot has a forklift in the yard.",
        "Forklifts\nA depot may have a forklift in the yard.",
    ),
    "two percentiles": (
        "Search latency\nRetrieval latency: P50 of 20 ms",
        "Retrieval\nRetrieval latency: P95 of 200 ms",
    ),
    "two options of a command": (
        "Enabling\n[--disabled-only]: the list of plugins shows only those with updates disabled.",
        "Disabling\n[--enabled-only]: the list of plugins shows only those with updates enabled.",
    ),
    "what a page says of itself": (
        "Deploying\nLast updated: May 2025 | Document owner: Tools | Review cycle: Monthly",
        "Fast deploying\nLast updated: May 2025 | Document owner: Tools | Review cycle: Quarterly",
    ),
    "when a row was last looked at": (
        "Gates\n| Gate | Last verified |\n|---|---|\n| Production check | 17 July 2026 |",
        "Council\n| Gate | Last verified |\n|---|---|\n| Production check | 29 April 2026 |",
    ),
    "thresholds in a row": (
        "Token use\nThe budget raises an alert at 50%, 75%, and 90%.",
        "Budget\nThe budget raises an alert at 85%.",
    ),
    "one of several": (
        "Blackjack\nThe house shows one of the cards to the player.",
        "Blackjack rules\nThe house shows two cards to the player.",
    ),
    "a copy": (COPIED, COPIED),
    "the same table": (table("Prices", *PRICES), table("Rates", *PRICES)),
}


def test_records_of_two_days() -> None:
    """What held on each of them, by the names of the files."""
    left, right = VALUES[0]
    names = ("one/report-20260728.md", "two/2026-08-11-returns.md")
    assert [] == codes(pages(left, right, names))
    assert ["CNF301"] == codes(pages(left, right, ("one/report-20260728.md", "two/returns.md")))


@pytest.mark.parametrize("name", SILENT)
def test_silent(name: str) -> None:
    """Both sentences can be true."""
    assert [] == codes(pages(*SILENT[name]))


@pytest.mark.parametrize(
    "text",
    [
        "The rent for a locker is €12 a year.\n\nAsk at the desk.\n\n"
        "The rent for a locker is €20 a year.",
        "The maximum size of a file is 25 MB.\n\nZip it.\n\nThe maximum size of a file is 10 MB.",
        "We answer every ticket within 4 hours.\n\nIt is fast.\n\n"
        "We answer every ticket within 9 hours.",
    ],
)
def test_a_page_that_contradicts_itself(text: str) -> None:
    """One page, two answers."""
    assert ["CNF307"] == codes(corpus({"a.md": f"# Guide\n\n{text}\n"}))


@pytest.mark.parametrize(
    "text",
    [
        "A locker costs €12 a year, and the deposit is €20.",
        "A locker costs €12 a year.\n\nThe deposit for a locker is €20.",
        "A locker costs €12 a year.\n\nPreviously, a locker cost €10 a year.",
        "A locker costs €12 a year.\n\nA big locker for bicycles costs €20 a year.",
        "On the Pro plan we answer within 4 hours.\n\n"
        "On the Enterprise plan we answer within 1 hour.",
        "A locker costs €12 a year.\n\nFor example, a locker costs €20 a year with insurance.",
        "The oven is heated for 10 minutes.\n\nThen the bread is baked for 40 minutes.",
        "A file has at least 1 MB.\n\nA file has at most 5 MB.",
        "The sidecar has an endpoint.\n\nThis service uses TCP port 10901.\n\nThe store has one "
        "too.\n\nThis service uses TCP port 10903.",
        "There is an excess of 10 duplicate cron jobs.\n\nSee below.\n\nThere is an excess of 50 "
        "total cron jobs.",
        "## Ids\n\nOne id a request.\n\n32 hex characters.\n\nOne a span.\n\n16 hex characters.",
        "Storage utilization has crossed 75% and will become read-only at 85%.\n\nFree some space."
        "\n\nStorage utilization will become read-only at 85%.",
    ],
)
def test_a_page_that_does_not(text: str) -> None:
    """Two things on one page."""
    assert [] == codes(corpus({"a.md": f"# Guide\n\n{text}\n"}))


@pytest.mark.parametrize(("left", "right"), VALUES[:4])
def test_a_stale_page_is_reported_as_such(left: str, right: str) -> None:
    """Once, by the stale rule, and on the page that no longer holds."""
    made = pages(left, right)
    describe(made, "b.md", lifecycle=known(Lifecycle.ARCHIVED))
    assert [StaleConflict.rule.code] == codes(made)


def test_both_stale() -> None:
    """No page is better than the other, so it is a plain contradiction."""
    made = pages(*VALUES[0])
    for path in ("a.md", "b.md"):
        describe(made, path, lifecycle=known(Lifecycle.ARCHIVED))
    assert ["CNF301"] == codes(made)


@pytest.mark.parametrize("name", sorted(SILENT)[:6])
def test_stale_pages_that_do_not_contradict(name: str) -> None:
    """Being stale alone contradicts nothing."""
    made = pages(*SILENT[name])
    describe(made, "b.md", lifecycle=known(Lifecycle.ARCHIVED))
    assert [] == codes(made)


@pytest.mark.parametrize(
    "names", [("v1/a.md", "v2/a.md"), ("en/a.md", "de/a.md")], ids=["versions", "languages"]
)
def test_parallel_pages(names: tuple[str, str]) -> None:
    """Versions and translations of a page differ on purpose."""
    assert [] == codes(pages(*VALUES[0], names))


def test_nothing_to_compare() -> None:
    """An empty corpus, and one page."""
    assert [] == codes(MemoryCorpus())
    assert [] == codes(corpus({"a.md": "# Returns\n\nGoods can be returned within 30 days.\n"}))
