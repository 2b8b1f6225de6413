"""Make `kiosk-firmware.bundle` anew: a small git repository with a history, in one file.

`python sample_corpus/tools/make_firmware.py`. The bundle is checked in; run this only to change
it. Authors and dates are fixed, so equal input makes equal commits.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
DILYS = ("Dilys Hart", "dilys.hart@pellworth.example")
ROB = ("Rob Tansley", "rob.tansley@pellworth.example")

CODEOWNERS = "*            @pellworth/field-engineering\nsigning.md   @pellworth/security\n"
ACCESS = """default: [engineering, field-engineering, security]
rules:
  - path: signing.md
    allow: [security, platform]
"""
BOOT = """# How a kiosk boots

The boot loader checks the signature of both firmware slots and starts the newer one. If it does
not report itself healthy within ninety seconds, the other slot is started and the failed one is
marked. A kiosk that finds no slot with a valid signature shows a blue lamp and waits for a stick.
"""
WATCHDOG = """---
last_updated: {day}
---
# The watchdog

A small timer on the board restarts the kiosk when the display program has not touched it for
twenty seconds. Each restart is counted. After the fifth within an hour the kiosk stays in its
safe mode, opens the service port and asks the yard office to call a fitter.
"""
LAMPS = """# What the lamps mean

Green is ready and white is busy with a label. Amber blinks while paper runs low and stays on once
it has run out. Blue belongs to the boot loader. A red lamp means that the safety switch of the
cutter is open, and nothing prints until the lid has been closed and the button held.
"""
SERIAL = """---
last_updated: {day}
---
# Reading the serial console

Solder nothing: the four pins beside the fan carry the console at 3.3 volts. Connect ground first,
open the terminal program with eight data bits and no parity, and switch the kiosk on. Everything
the boot loader does is written there, one line a step. See [the lamps](lamps.md) for the short form.
"""
SIGNING = """# Signing a release

Two people of the security team sign each firmware image, on the machine in the locked cabinet
that has never had a network. The first plugs in the card and reads the digest aloud, the second
compares it with the build record. Cards are kept apart over night.
"""
SENSORS = """---
last_updated: 2026-02-06
last_reviewed_on: 2026-09-14
---
# Sensors and their ranges

The paper sensor counts gaps between labels; dust makes it count twice, so wipe it with the brush
and never with spirit. The lid switch is a magnet. The ambient sensor dims the screen after dusk.
Values can be watched on [the console](serial-console.md) with the command `watch sensors`.
"""
CALIBRATION = """# Calibrating the label sensor

Load a roll with known gaps, hold the feed button until the kiosk beeps, and let it run one metre.
It prints a strip with the count it made. If the strip and the roll disagree, turn the small screw
a quarter to the left and try again. Ranges are in [the table of sensors](sensor-table.md).
"""


def main() -> None:
    """Build the repository in a temporary folder and write the bundle."""
    with tempfile.TemporaryDirectory() as name:
        repository = Path(name)
        _git(repository, "init", "--quiet", "--initial-branch=main")
        _commit(repository, DILYS, "2023-05-09", "Describe boot and lamps", {
            "boot.md": BOOT, "lamps.md": LAMPS, "CODEOWNERS": CODEOWNERS, "access.yaml": ACCESS})
        _commit(repository, ROB, "2025-11-18", "Add the serial console", {
            "serial-console.md": SERIAL.format(day="2025-11-18"), "lamps.md": LAMPS.replace("Amber blinks", "Amber flashes")})
        _commit(repository, DILYS, "2026-02-03", "Add watchdog and sensors", {
            "watchdog.md": WATCHDOG.format(day="2026-02-03"), "sensor-table.md": SENSORS})
        _commit(repository, ROB, "2026-04-21", "Signing moves here", {"signing.md": SIGNING})
        _commit(repository, ROB, "2026-06-16", "How to calibrate", {"calibration.md": CALIBRATION})
        _git(repository, "mv", "sensor-table.md", "sensors.md")
        _commit(repository, DILYS, "2026-08-11", "Name the page of sensors like its title", {})
        _commit(repository, ROB, "2026-09-14", "Bump dates", {
            "watchdog.md": WATCHDOG.format(day="2026-09-14"),
            "serial-console.md": SERIAL.format(day="2026-09-14")})
        _git(repository, "bundle", "create", "--quiet", str(ROOT / "kiosk-firmware.bundle"), "main", "HEAD")


def _commit(
    repository: Path, who: tuple[str, str], day: str, subject: str, files: dict[str, str]
) -> None:
    for name, text in files.items():
        (repository / name).write_text(text, encoding="utf-8")
    _git(repository, "add", "--all")
    name, mail = who
    when = f"{day}T10:00:00+00:00"
    _git(repository, "commit", "--quiet", "-m", subject, name=name, mail=mail, when=when)


def _git(repository: Path, *arguments: str, name: str = "", mail: str = "", when: str = "") -> None:
    identity = {
        **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), name),
        **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), mail),
        **dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), when),
    }
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment = os.environ | plain | (identity if name else {})
    subprocess.run(["git", "-C", str(repository), *arguments], check=True, env=environment)


if __name__ == "__main__":
    main()
