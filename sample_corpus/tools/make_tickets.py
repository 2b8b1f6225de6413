"""Make `tickets.db` anew: `python sample_corpus/tools/make_tickets.py`.

The answers the support desk sends with a ticket, as its ticket system keeps them. Written with the
standard library alone and always in the same order; the file is checked in. Three rows are faults
and say so.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

FILE = Path(__file__).parents[1] / "tickets.db"
TABLE = """
CREATE TABLE faq (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    owner TEXT,
    reviewed_on TEXT,
    review_by TEXT,
    expires_on TEXT,
    changed_at TEXT NOT NULL,
    readers TEXT,
    url TEXT NOT NULL
)
"""
PUBLIC, DESK = ["public"], ["support", "product-engineering"]
NEVER = "9999-12-31"
"""What the ticket system writes where an answer does not expire."""

Row = tuple[str, str, str, str, str, str, list[str] | None, str]

ROWS: tuple[Row, ...] = (
    # slug, owner, reviewed, review by, expires, question, readers, answer
    (
        "screen/dark-colours", "product-engineering", "2026-06-03", "2027-06-03", NEVER,
        "Can the planner be dark?", PUBLIC,
        "Yes. Open the menu behind your initials and choose *Dark*. The planner then follows "
        "the lamps in the room rather than your eyes: white letters, black ground, and the "
        "states of docks as outlines. Printed lists stay white, since nobody wants to pay for "
        "the toner.",
    ),
    (
        "screen/wall-display", "field-engineering", "2026-05-12", "2027-05-12", NEVER,
        "How do we hang the day view on the wall?", PUBLIC,
        "Take any television that can open a browser, sign in with an account that is used for "
        "nothing else, and pick *Wall* in the corner. Names of drivers disappear, letters grow, "
        "and the picture never falls asleep. Turn the set so that visitors in the lobby cannot "
        "read it.",
    ),
    (
        "screen/my-language", "support", "2026-04-20", "2027-04-20", NEVER,
        "Why does a colleague see another language than I do?", PUBLIC,
        "Everybody picks the language of the planner in their own profile. It has nothing to do "
        "with the site or with the browser. Names that you typed yourselves, such as those of "
        "docks, are not translated and look alike to all of you.",
    ),
    (
        "screen/lost-column", "support", "2026-07-09", "2027-07-09", NEVER,
        "A column has gone from my list", PUBLIC,
        "It was dragged out by accident, which is easy on a laptop without a mouse. Point at "
        "the head of any column, press the right button and tick the missing one. *Back to the "
        "start* in the same menu brings the order that new colleagues see.",
    ),
    (
        "screen/browser-zoom", "support", "2026-03-30", "2027-03-30", NEVER,
        "Half of the afternoon is cut off", PUBLIC,
        "The browser enlarges the page, so the afternoon lies beyond the edge. Hold the control "
        "key and press zero. Should that not help, close the strip of messages on the right, "
        "which takes the room of a few hours on small screens.",
    ),
    (
        "booking/why-striped", "product-engineering", "2026-08-18", "2027-08-18", NEVER,
        "What do striped bookings mean?", PUBLIC,
        "Somebody else has this booking open and has not saved yet. The stripes go as soon as "
        "they are done. Their initials stand in the corner: ask them before you overwrite what "
        "they are typing, because the last one who saves wins.",
    ),
    (
        "booking/undo", "product-engineering", "2026-08-18", "2027-08-18", NEVER,
        "I deleted the wrong truck", PUBLIC,
        "Press *Undo* in the bar that appears at the bottom. When the bar has gone, open the "
        "history of the dock, find the line with your name and choose *Restore*. The carrier "
        "gets no second message unless you tick the box for it.",
    ),
    (
        "booking/own-fields", "product-engineering", "2026-02-25", "2027-02-25", NEVER,
        "Can we ask carriers a question of our own?", PUBLIC,
        "Add a field under the small print of your booking page. It may be a line of text, a "
        "choice or a tick. Answers stand in the booking and in the export. Think twice before "
        "you make one compulsory; each of them costs you carriers who give up halfway.",
    ),
    (
        "booking/attach-papers", "support", "2026-06-17", "2027-06-17", NEVER,
        "Where do customs papers go?", PUBLIC,
        "Drop the file on the booking. Whoever may open the booking may open its files, gate "
        "staff included, so leave out anything that is meant for the office alone. Pictures "
        "from a phone are turned upright by themselves.",
    ),
    (
        "booking/find-an-old-one", "support", "2026-05-28", "2027-05-28", NEVER,
        "Searching finds too much", PUBLIC,
        "Put the reference into quotation marks and the search takes it as one word. A minus "
        "before a word leaves it out. You can narrow the list to one carrier by a click on its "
        "name, and keep a search you need often with the star beside the box.",
    ),
    (
        "booking/two-time-zones", "product-engineering", "2026-07-22", "2027-07-22", NEVER,
        "Which clock does a booking follow?", PUBLIC,
        "The clock of the site, always. Planners who sit in another country see the hour of the "
        "site with its town behind it. When clocks change in spring and autumn, bookings stay "
        "at the hour that stands on the paper.",
    ),
    (
        "booking/hidden-notes", "support", "2026-09-08", "2027-09-08", NEVER,
        "Who reads the note in a booking?", PUBLIC,
        "There are two. What stands under *Message* goes to the carrier and onto the slip. What "
        "stands under *Inside* is for people of the site. The second one has a yellow ground, "
        "so that nobody mixes them up in a hurry.",
    ),
    (
        "booking/calendar", "mei.tanaka@pellworth.example", "2026-04-29", "2027-04-29", NEVER,
        "Can bookings appear in my own calendar?", PUBLIC,
        "Copy the secret address at the foot of your profile into the calendar program. It "
        "shows the docks you follow and cannot change anything. Make a new address if the old "
        "one got around; the old one is empty from that moment.",
    ),
    (
        "gate/typed-plate", "support", "2026-06-30", "2027-06-30", NEVER,
        "The plate at the barrier differs from the booking", PUBLIC,
        "Drivers swap tractors on the way and nobody tells the office. Gate staff can correct "
        "the plate with a tap on it; the barrier then knows the truck. The former plate is kept "
        "in the history, crossed out.",
    ),
    (
        "gate/quiet-bell", "field-engineering", "2026-05-12", "2027-05-12", NEVER,
        "The bell in the gatehouse is silent", PUBLIC,
        "Browsers keep quiet until somebody has clicked into the page. Click anywhere after the "
        "morning start, and the bell rings for each arrival. If it is the loudspeaker, the "
        "little horn in the corner is crossed out.",
    ),
    (
        "gate/visitors", "support", "2026-03-11", "2027-03-11", NEVER,
        "Can we enter people who bring nothing?", PUBLIC,
        "Choose *Visitor* instead of a kind of load. No dock is taken, the kiosk prints a slip "
        "with a name, and the list for the fire brigade counts them until they hand it back. "
        "Lorries and visitors never stand in the same queue.",
    ),
    (
        "gate/printer-smears", "dilys.hart@pellworth.example", "2026-08-05", "2027-08-05", NEVER,
        "Slips are grey and smeared", PUBLIC,
        "Dust sits on the print head. Open the flap, wipe the dark bar with a dry cloth, and "
        "feed a finger's length of paper by hand. Cheap rolls leave more dust than they save; "
        "ask the desk for the kind our fitters carry.",
    ),
    (
        "gate/second-entrance", "field-engineering", "2026-09-21", "2027-09-21", NEVER,
        "Trucks come in by the back road", PUBLIC,
        "Give the back road an entrance of its own in the map and tell the booking page which "
        "docks are reached from it. Confirmations then show the right turning. Without that, "
        "maps on phones send everybody to the front.",
    ),
    (
        "reports/odd-average", "product-engineering", "2026-07-01", "2027-07-01", NEVER,
        "Our average is higher than any day", PUBLIC,
        "You are looking at the mean of docks, not of trucks. A dock that had a single, very "
        "slow truck weighs as much there as the busy one beside it. Switch to *By truck* above "
        "the diagram and the figure falls between those of the days.",
    ),
    (
        "reports/share-a-table", "support", "2026-02-18", "2027-02-18", NEVER,
        "The board wants our figures without an account", PUBLIC,
        "Choose *Send as a picture* above the table. It goes out as a mail with the picture in "
        "it, once or every Monday. Nobody can click further from there, so names of carriers "
        "that are not in the picture stay inside.",
    ),
    (
        "desk/angry-callers", "support", "2026-06-11", "2027-06-11", NEVER,
        "Somebody shouts at me", DESK,
        "Let them finish. Say their name, say what you understood, and say what you will do "
        "next and by when. Hand the call over if it turns personal; nobody at the desk has to "
        "listen to that. Write the ticket afterwards, without adjectives.",
    ),
    (
        "desk/wish-or-fault", "product-engineering", "2026-08-26", "2027-08-26", NEVER,
        "Is it a wish or a fault?", DESK,
        "A fault breaks a promise that stands somewhere in the help centre. Everything else is "
        "a wish, however loud. Tag wishes with the screen they are about; engineers read the "
        "tags before they plan, and nothing else.",
    ),
    # Fault, FRS203: the fair is over and the offer with it.
    (
        "offers/spring-fair", "support", "2026-02-02", "2027-02-02", "2026-06-30",
        "Do visitors of the spring fair get a present?", PUBLIC,
        "Whoever left a card at our stand in Utrecht gets the first kiosk delivered and fitted "
        "without charge. The code is printed on the back of the brochure. It works once for "
        "each company and cannot be turned into money.",
    ),
    # Fault, OWN102: nobody of that name works here.
    (
        "carriers/many-logins", "petra.holm@pellworth.example", "2026-05-06", "2027-05-06", NEVER,
        "A haulier has five accounts for one office", PUBLIC,
        "Pick the account whose name is spelt best, open it and choose *Merge*. Bookings of the "
        "others move over, their sign-ins keep working and lead to the same place. Merging "
        "cannot be taken back, so read the names twice.",
    ),
    # Fault, PRM501: the list of readers was never filled in.
    (
        "carriers/rating", "support", "2026-07-15", "2027-07-15", NEVER,
        "May we tell a site how punctual a haulier is elsewhere?", None,
        "We do not pass on what one site saw to another. Each of them can look at its own "
        "figures and draw its own conclusions. Hauliers who want to show a good record can "
        "download it and send it themselves.",
    ),
)  # fmt: skip


def main() -> None:
    """Write the file."""
    FILE.unlink(missing_ok=True)
    with sqlite3.connect(FILE) as database:
        database.execute(TABLE)
        for number, row in enumerate(ROWS, start=101):
            slug, owner, reviewed, due, expires, question, readers, answer = row
            listed = None if readers is None else json.dumps(readers)
            changed, url = f"{reviewed} 09:30:00", f"https://desk.pellworth.example/faq/{number}"
            values = (number, slug, question, answer, owner, reviewed, due, expires, changed)
            database.execute(
                "INSERT INTO faq VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, listed, url)
            )
    database.close()


if __name__ == "__main__":
    main()
