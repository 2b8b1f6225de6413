"""Mends a copy of the sample corpus far enough for a sign-off, and waives the rest by name.

    cp -r sample_corpus /tmp/pellworth
    python sample_corpus/tools/repair.py /tmp/pellworth

It does what the owners of the pages would do, and prints what: the search gets the rights that hold
today, secrets and hidden instructions go, copies that too many may read go, access is declared where
it was not. What is left is waived with a reason and an end, which is far off only because a tour must
not end: in earnest weeks, not years. Warnings are left as they are.
"""

import re
import sys
from pathlib import Path

REMOVED = {
    "handbook/people/salary-bands-for-managers.md": "a copy of a restricted page, open to all staff",
    "engineering/postmortems/summary-for-partners.md": "a copy of a restricted page, for partners",
    "helpcentre/refund-exceptions.md": "internal, and on the public site",
    "helpcentre/escalation-playbook.html": "internal, and on the public site",
    "handbook/people/referral-bonus.md": "expired in March",
}

EDITS = [
    ("helpcentre/choose-a-plan.md", r"<!--.*?-->\n\n?", "", "takes out a hidden instruction"),
    ("helpcentre/kiosk-screen.md", "[\U000e0000-\U000e007f]", "", "takes out invisible characters"),
    ("engineering/api/roles.md", "[\u202a-\u202e]nimda[\u202a-\u202e]", "admin", "writes a word as it is read"),
    ("engineering/legacy/edi-bridge-sftp.md", r"```\n-----BEGIN.*?```\n", "The key is in the vault.\n", "takes out a private key"),
]

RIGHTS = """\
# Exported from the access lists on 1 November 2026; the first line that fits counts.
handbook:finance/audit-2026.md | finance interim-auditors
engineering:postmortems/2026-02-09-lost-arrivals.md | platform support leadership
crm:Tessel Foods | product-engineering support leadership

"""

CONFIG = """
roles:
  workflow_owner: leyla.morrow
  change_approver: leyla.morrow
  exception_reviewer: hanna.brandt
  quality_monitor: marcus.oyelaran
  expansion_decider: ingrid.vasari

automation: assist          # shows what it found; a person reads the documents and decides

rules: {FRS215: off}        # no document describes a repository of code

waivers:
"""

WAIVERS = [
    ("rule: FRS201", "marcus.oyelaran", "the reviews of November are booked"),
    ("rule: FRS202", "hanna.brandt", "the reviews of November are booked"),
    ("rule: FRS203", "marcus.oyelaran", "the spring fair and the hours go with the next export"),
    ("rule: FRS209", "marcus.oyelaran", "dates that can be read in two ways; nobody decides by them"),
    ("rule: FRS213", "leyla.morrow", "kept for those who still run the bridge"),
    ("rule: FRS216", "marcus.oyelaran", "the index is built anew with the launch"),
    ("rule: CNF309", "hanna.brandt", "the pages say so themselves since 2 November"),
    ("rule: STR801", "leyla.morrow", "dead links; nobody is told anything wrong"),
    ("rule: OWN102", "hanna.brandt", "four pages of colleagues who left; their teams answer"),
    ("rule: EXT701", "hanna.brandt", "two scans; their text is in the contract"),
    ("rule: EXT708", "marcus.oyelaran", "one broken line of an export"),
    ("{rule: SAF601, path: config/label-printer-bot.docx}", "leyla.morrow", "the password was changed"),
    ("{rule: PRM501, source: tickets}", "marcus.oyelaran", "one answer says nothing of its readers"),
    ("path: legal/board-minutes-2026-06.docx", "hanna.brandt", "damaged; not for the assistant"),
    ("path: legal/shareholders-agreement.doc", "hanna.brandt", "an old format; not for the assistant"),
    ("path: legal/works-agreement.pdf", "hanna.brandt", "locked; not for the assistant"),
]

DECLARED = {
    "root: yard-guide": "    freshness: {clock: [modified, mtime], warn_after: 3650d}\n",
    "root: support-inbox": (
        "    freshness: {clock: [modified, published], warn_after: 730d}\n"
        "    metadata: {acl_rules: [{glob: '**', allow: [support]}]}\n"
    ),
}


def repair(home):
    """Do all of it, and say what."""
    for name, why in REMOVED.items():
        (home / name).unlink()
        print(f"removed {name}: {why}")
    for name, pattern, instead, what in EDITS:
        file = home / name
        text, count = re.subn(pattern, instead, file.read_text("utf-8"), flags=re.DOTALL)
        assert count, name
        file.write_text(text, "utf-8")
        print(f"mended {name}: {what}")
    access = home / "handbook" / "facilities" / "access.yaml"
    access.write_text("synced_at: 2026-10-30\ndefault: [all-staff]\n", "utf-8")
    print("wrote handbook/facilities/access.yaml: for all staff")
    rights = home / "company-search-rights.txt"
    rights.write_text(RIGHTS + rights.read_text("utf-8"), "utf-8")
    print("renewed company-search-rights.txt")
    config = home / "ragaudit.yaml"
    text = config.read_text("utf-8")
    for line, more in DECLARED.items():
        assert line in text, line
        text = text.replace(f"{line}\n", f"{line}\n{more}", 1)
    lines = [
        f'  - {{{what.strip("{}")}, who: {who}, why: "{why}", until: 2099-12-31}}'
        for what, who, why in WAIVERS
    ]
    config.write_text(text + CONFIG + "\n".join(lines) + "\n", "utf-8")
    print(f"ragaudit.yaml: roles, access and freshness declared, {len(WAIVERS)} waivers")


if __name__ == "__main__":
    repair(Path(sys.argv[1]))
