"""Make the sample corpus's binary files anew: `python sample_corpus/tools/make_binaries.py`.

The files are checked in; run this only to change them. Needs `ragaudit[office]` (python-docx,
python-pptx, openpyxl and pypdf come with it). Timestamps are fixed, so equal input makes equal
files; the encrypted PDF alone differs from run to run.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pptx
import pypdf

ROOT = Path(__file__).parents[1]
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def main() -> None:
    """Write every binary file of the corpus."""
    _write("handbook/people/company-in-brief.docx", company_in_brief())
    _write("handbook/people/holiday-calendar-2026.xlsx", holiday_calendar())
    _write("handbook/people/all-hands-2026-q3.pptx", all_hands())
    _write("handbook/finance/corporate-card.pdf", corporate_card())
    _write("handbook/legal/supplier-dpa-scan.pdf", scanned_agreement())
    _write("handbook/legal/terms-annex-scan.pdf", annex_with_scanned_page())
    _write("handbook/legal/works-agreement.pdf", encrypted_agreement())
    _write("handbook/legal/board-minutes-2026-06.docx", truncated_minutes())
    _write("handbook/legal/shareholders-agreement.doc", legacy_word_file())
    _write("handbook/people/org-chart.docx", org_chart_that_is_a_pdf())
    _write("handbook/people/bonus-pool.docx", note_with_hidden_sentence())
    _write("engineering/config/label-printer-bot.docx", note_with_token())
    _write("helpcentre/kiosk-datasheet.pdf", kiosk_datasheet())
    _write("support-inbox/attachments/tessel-sites.csv", sites_that_are_a_workbook())


def company_in_brief() -> bytes:
    """A Word file with headings, a list and a table."""
    document = docx.Document()
    document.add_heading("Pellworth in brief", 0)
    document.add_paragraph(
        "Pellworth Ltd makes Berthline, a booking service for loading docks. Carriers book a "
        "time, drivers check in at a kiosk, and the people in the yard know what is coming. We "
        "were founded in 2014, are 82 people, and work in Bristol and Utrecht."
    )
    document.add_heading("Numbers", 1)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "What", "At the end of June 2026"
    for left, right in (
        ("Customers", "311"),
        ("Sites", "1,046"),
        ("Kiosks at gates", "1,340"),
        ("Appointments a month", "about 1.9 million"),
        ("People", "82, of whom 22 in Utrecht"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    document.add_heading("Who does what", 1)
    for line in (
        "Ingrid Vasari is chief executive, Tom Achterberg runs operations.",
        "Leyla Morrow leads engineering, Nils Okafor security.",
        "Hanna Brandt leads the people team, Piotr Lindqvist finance, Ruth Calloway legal.",
        "Marcus Oyelaran leads support. Wes Harker looks after the offices.",
    ):
        document.add_paragraph(line, style="List Bullet")
    document.add_heading("What you get for working here", 1)
    document.add_paragraph(
        "28 days of annual leave and the public holidays, 20 weeks of parental leave on full pay "
        "for the primary carer and 6 for the partner, £1,200 a year for learning, and £400 once "
        "for your desk at home. The handbook has the details; where it says something else, the "
        "handbook is right."
    )
    _stamp(document.core_properties, "Pellworth in brief", "Oskar Lind", datetime(2026, 7, 6, 9, 30))
    return _saved(document)


def holiday_calendar() -> bytes:
    """A workbook with a sheet for each country."""
    book = openpyxl.Workbook()
    uk, nl = book.active, book.create_sheet("Netherlands")
    uk.title = "United Kingdom"
    _fill(uk, [
        ("2026-01-01", "Thursday", "New Year's Day"), ("2026-04-03", "Friday", "Good Friday"),
        ("2026-04-06", "Monday", "Easter Monday"), ("2026-05-04", "Monday", "Early May holiday"),
        ("2026-05-25", "Monday", "Spring holiday"), ("2026-08-31", "Monday", "Summer holiday"),
        ("2026-12-25", "Friday", "Christmas Day"), ("2026-12-28", "Monday", "Boxing Day, moved"),
    ])  # fmt: skip
    _fill(nl, [
        ("2026-01-01", "Thursday", "Nieuwjaarsdag"), ("2026-04-06", "Monday", "Tweede paasdag"),
        ("2026-04-27", "Monday", "Koningsdag"), ("2026-05-05", "Tuesday", "Bevrijdingsdag, given by Pellworth"),
        ("2026-05-14", "Thursday", "Hemelvaartsdag"), ("2026-05-25", "Monday", "Tweede pinksterdag"),
        ("2026-12-25", "Friday", "Eerste kerstdag"), ("2026-12-26", "Saturday", "Tweede kerstdag"),
    ])  # fmt: skip
    _stamp(book.properties, "Public holidays 2026", "Oskar Lind", datetime(2025, 12, 3, 14, 0))
    return _rezipped(_saved(book), modified="2025-12-03T14:00:00Z")


def all_hands() -> bytes:
    """A slide deck with bullet points."""
    deck = pptx.Presentation()
    for title, lines in (
        ("All-hands, third quarter 2026", ("Bristol and Utrecht, 8 October 2026",)),
        ("How the quarter went", (
            "311 customers became 322, and 4 left: churn of the last twelve months is 4.6 %",
            "Recurring revenue is £9.1 million; the target for the year is £9.4 million",
            "Availability was 99.97 % in uk1 and 99.98 % in eu1; we promise 99.9 % and 99.95 %",
        )),
        ("What we shipped", (
            "Webhooks can be replayed for a whole period of the last 14 days",
            "Drivers get a text message when their slot moves",
            "The file import says which row failed and takes 50,000 rows",
        )),
        ("What comes next", (
            "The EDI bridge is switched off on 31 January 2027; three carriers have to move",
            "Disaster recovery test in November, on staging only",
            "Annual leave: 5 days can be carried into 2027 and lapse on 31 March",
        )),
        ("Questions you sent", (
            "Will there be a bonus? Both targets are within reach; finance knows in February",
            "Can we have more phone boxes in Bristol? Two more arrive before Christmas",
        )),
    ):  # fmt: skip
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(lines)
    _stamp(deck.core_properties, "All-hands Q3 2026", "Tom Achterberg", datetime(2026, 10, 7, 17, 5))
    return _saved(deck)


def corporate_card() -> bytes:
    """A PDF of two pages, as a word processor would export it."""
    return _pdf("Using the company card", "D:20260309103000Z", [
        """Using the company card

Finance team, March 2026

Who gets one. Everybody who travels more than once a month, and everybody who buys for a
team. Ask Amara Dell; the card arrives within ten working days. It is yours alone: do not
lend it, do not save it in a shared account.

Limits. 1,000 pounds a month to begin with, 250 pounds for a single purchase. Your head of
department can ask for more. Cash withdrawals are switched off; if you need cash for a
trip, finance pays it out before you leave.

What it is for. Travel, meals while travelling, hotels, small purchases for the team. The
limits of the expenses policy hold for the card too: 35 pounds for a dinner in the UK, 140
pounds for a night in a hotel. The card being accepted does not mean that it is allowed.

Receipts. Photograph the receipt in the expenses app at the till. At the latest it has to be
there within 30 days. A missing receipt above 25 pounds is deducted from your salary after
one reminder.""",
        """Using the company card, page 2

Private use. It happens by mistake. Mark the payment as private in the app within a week
and pay it back by bank transfer. Twice is a talk with your manager.

Lost or stolen. Block the card in the app at once, then call the security line,
+44 117 496 0199. A new one takes five working days. The insurer covers misuse from the
moment you called.

Suspicious payments. If a payment is not yours, press "not mine" in the app. Do not call
numbers you got by mail or text message, even if they name the right amount.

When you leave. Hand the card to Wes Harker on your last day. Open receipts have to be in
the app before that, otherwise they are taken off your last salary.

Questions go to Amara Dell.""",
    ])  # fmt: skip


def note_with_hidden_sentence() -> bytes:
    """A Word file with a run that Word does not show."""
    document = docx.Document()
    document.add_heading("How the bonus pool is filled", 0)
    paragraph = document.add_paragraph(
        "The pool is filled from two targets, revenue and availability. Finance reports both to "
        "everybody in the first week of a quarter, with the figures they were made from. "
    )
    paragraph.add_run("The bonus pool for 2027 is cut by a third.").font.hidden = True
    document.add_paragraph(
        "Questions about your own share go to your manager, who has it from the people team. "
        "Nobody but the two of you and the payroll sees it."
    )
    _stamp(document.core_properties, "Bonus pool", "Oskar Lind", datetime(2026, 8, 18, 10, 0))
    return _saved(document)


def note_with_token() -> bytes:
    """A Word file with a made-up token, put together here so that it stands in no source file."""
    document = docx.Document()
    document.add_heading("The bot of the label printer", 0)
    document.add_paragraph(
        "The bot prints a label for each crate of kiosks that leaves the workshop. It reads the "
        "list of the day from the repository and asks nobody."
    )
    document.add_paragraph("Token of the label printer bot: " + "gl" + "pat-" + "Zx7Qp2mVt9Lk4RsW8yNb")
    document.add_paragraph(
        "If the printer is silent, look at the paper first and at the bot second. It starts again "
        "by itself after a minute."
    )
    _stamp(document.core_properties, "Label printer bot", "Sam Whitlock", datetime(2026, 7, 2, 15, 0))
    return _saved(document)


def kiosk_datasheet() -> bytes:
    """A public PDF of one page."""
    return _pdf("Gate kiosk K2, data sheet", "D:20260214080000Z", [
        """Gate kiosk K2, data sheet

Housing      steel, powder-coated, 410 x 320 x 140 mm, 9.5 kg, lockable
Protection   IP65, minus 20 to plus 50 degrees Celsius, out of direct sun
Screen       10 inches, readable in daylight, works with gloves
Power        230 V, 35 W; battery for 90 minutes
Network      cable 100 Mbit/s, or Wi-Fi 2.4 and 5 GHz
Connection   outwards only, TLS on port 7070 to hub.berthline.example
Offline      works from the stored list for at most 12 hours
Barrier      one potential-free contact, 24 V, 1 A
Mounting     four screws, 1.30 m high for cars, 1.90 m for trucks
Warranty     two years, exchange on the next working day in the UK and the Netherlands

In the box: kiosk, mounting plate, four screws and plugs, two grey keys, return label.

Languages on the screen: English, Dutch, German, French, Polish, Romanian, Bulgarian,
Hungarian, Lithuanian, Ukrainian and Turkish. The driver chooses; the kiosk goes back to
the language of the site after 30 seconds.

Pellworth Ltd, 4 Sugarhouse Lane, Bristol. support@berthline.example""",
    ])  # fmt: skip


def scanned_agreement() -> bytes:
    """Two pages of pictures and not one letter of text."""
    return _pdf("Scan0042", "D:20260111154200Z", [None, None])


def annex_with_scanned_page() -> bytes:
    """A page of text, then a signed page that was scanned."""
    text = """Annex 2 to the terms of service: processing on behalf of the customer

1. Subject. Pellworth processes names, phone numbers and number plates of drivers, and the
times of their arrival and leaving, to run the bookings of the customer's sites.

2. Duration. As long as the contract. Appointments are deleted after 24 months, everything
else 60 days after the end of the contract; backups are kept for 35 days.

3. Instructions. Pellworth acts on the customer's instructions only and says so if it finds
one unlawful. Administrators of the customer give them in the settings or in writing.

4. People. Everybody who can see the data has promised confidentiality in writing.

5. Sub-processors. The hosting firms in the region the customer has chosen, the text message
service and the mail service. The customer is told 30 days before one is added.

6. Help. Pellworth forwards requests of drivers within two working days, and reports a
breach within 24 hours after it became known.

The next page holds the signatures."""
    return _pdf("Annex 2, data processing", "D:20260420120000Z", [text, None])


def encrypted_agreement() -> bytes:
    """A PDF that asks for a password."""
    source = _pdf("Works agreement", "D:20260512090000Z", ["Agreement on working time accounts."])
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(source))
    writer.encrypt("not-in-the-handbook", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def truncated_minutes() -> bytes:
    """A Word file of which only the first part arrived."""
    document = docx.Document()
    document.add_heading("Minutes of the board, 18 June 2026", 0)
    for number in range(1, 40):
        document.add_paragraph(f"Item {number}. The board took note of the report.")
    _stamp(document.core_properties, "Board minutes", "Ruth Calloway", datetime(2026, 6, 19, 8, 0))
    whole = _saved(document)
    return whole[: len(whole) * 2 // 5]


def legacy_word_file() -> bytes:
    """The head of a Word 97 file: enough to be recognised, and nobody reads that format here."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff0900")
    return head + bytes(2048 - len(head))


def org_chart_that_is_a_pdf() -> bytes:
    """A PDF that somebody renamed."""
    return _pdf("Organisation chart", "D:20260901070000Z", [
        """Organisation chart, September 2026

Chief executive: Ingrid Vasari
  Operations: Tom Achterberg
    Support: Marcus Oyelaran, 17 people, Bristol and Utrecht
    Finance: Piotr Lindqvist, 5 people
    Legal: Ruth Calloway, 2 people
    Offices: Wes Harker, 2 people
  Engineering: Leyla Morrow
    Platform: Priya Raman and Sam Whitlock, 8 people
    Product engineering: Jonas Feld and Mei Tanaka, 19 people
    Security: Nils Okafor, 3 people
  People team: Hanna Brandt, 4 people
  Sales and marketing: reports to Ingrid Vasari until the new head starts, 19 people

The chart is made on the first of each quarter from the staff directory. Teams of one are
listed with the team they sit with.""",
    ])  # fmt: skip


def sites_that_are_a_workbook() -> bytes:
    """A workbook that was saved under the wrong name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sites"
    sheet.append(("site", "town", "docks", "opening hours", "contact"))
    for row in (
        ("TSL-01", "Zwolle", 18, "05:00-22:00", "planning@tessel-foods.example"),
        ("TSL-02", "Meppel", 6, "06:00-18:00", "planning@tessel-foods.example"),
        ("TSL-03", "Venlo", 24, "00:00-24:00", "venlo@tessel-foods.example"),
        ("TSL-04", "Born", 9, "06:00-20:00", "planning@tessel-foods.example"),
        ("TSL-05", "Almelo", 4, "07:00-16:00", "almelo@tessel-foods.example"),
        ("TSL-06", "Goes", 7, "06:00-18:00", "planning@tessel-foods.example"),
        ("TSL-07", "Sneek", 5, "06:00-17:00", "planning@tessel-foods.example"),
        ("TSL-08", "Tiel", 11, "05:00-21:00", "tiel@tessel-foods.example"),
    ):
        sheet.append(row)
    _stamp(book.properties, "Sites of Tessel Foods", "Floor van Dijk", datetime(2026, 8, 18, 12, 0))
    return _rezipped(_saved(book), modified="2026-08-18T12:00:00Z")


def _fill(sheet, rows) -> None:  # type: ignore[no-untyped-def]
    sheet.append(("Date", "Day", "Holiday"))
    for row in rows:
        sheet.append(row)


def _stamp(properties, title: str, author: str, when: datetime) -> None:  # type: ignore[no-untyped-def]
    properties.title = title
    properties.created = properties.modified = when
    if hasattr(properties, "author"):
        properties.author = author
    else:
        properties.creator = author


def _saved(thing) -> bytes:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    thing.save(out)
    return _rezipped(out.getvalue())


def _rezipped(data: bytes, modified: str = "") -> bytes:
    """The same archive with a fixed time on every member.

    openpyxl sets `modified` to the moment of saving; `modified` puts the real one back.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if modified and name == "docProps/core.xml":
                content = _with_modified(content, modified)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()


def _with_modified(core: bytes, modified: str) -> bytes:
    head, found, rest = core.partition(b"<dcterms:modified")
    attributes, _, rest = rest.partition(b">")
    _, _, tail = rest.partition(b"</dcterms:modified>")
    return head + found + attributes + b">" + modified.encode() + b"</dcterms:modified>" + tail


def _pdf(title: str, when: str, pages: list[str | None]) -> bytes:
    """A PDF with a page of text, or a grey picture for None, each."""
    objects: list[bytes] = [b"", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(_picture())
    kids = []
    for page in pages:
        drawn = _drawn_text(page) if page else b"q 480 0 0 660 57 90 cm /Im1 Do Q"
        packed = zlib.compress(drawn, 9)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
        resources = b"<< /Font << /F1 3 0 R >> /XObject << /Im1 4 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>"
            % (resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    objects.append(
        b"<< /Title (%s) /CreationDate (%s) /ModDate (%s) >>"
        % (title.encode("cp1252"), when.encode(), when.encode())
    )
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _drawn_text(text: str) -> bytes:
    lines = [b"BT /F1 10 Tf 14 TL 57 780 Td"]
    for line in text.split("\n"):
        escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        lines.append(b"(%s) Tj T*" % escaped.encode("cp1252"))
    return b"\n".join([*lines, b"ET"])


def _picture() -> bytes:
    """Grey stripes where a scanner saw lines of writing."""
    rows = [bytes([90 if row % 6 < 2 and 8 < col < 88 else 245 for col in range(96)]) for row in range(132)]
    packed = zlib.compress(b"".join(rows), 9)
    return (
        b"<< /Type /XObject /Subtype /Image /Width 96 /Height 132 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(packed), packed)
    )


def _write(path: str, data: bytes) -> None:
    target = ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


if __name__ == "__main__":
    main()
