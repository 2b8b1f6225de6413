"""A text page of fixed width: rich measures and colours, nothing foreign is read as markup."""

from __future__ import annotations

from io import StringIO

from rich.console import Console, RenderableType
from rich.text import Text

from ragaudit.contracts import ReportOptions


class Page:
    """Collects lines and hands them back as one string."""

    def __init__(self, options: ReportOptions) -> None:
        self.width = max(40, options.width)
        self._out = StringIO()
        # An empty environment: what a report looks like depends on the options only.
        self._console = Console(
            file=self._out,
            width=self.width,
            height=100,
            force_terminal=options.color,
            force_jupyter=False,
            color_system="standard" if options.color else None,
            no_color=not options.color,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
            _environ={},
        )

    def add(self, item: RenderableType) -> None:
        """Add a table or a line that fits."""
        self._console.print(item)

    def blank(self) -> None:
        """Add an empty line."""
        self._out.write("\n")

    def entry(self, lead: Text | str, body: Text | str, indent: int | None = None) -> None:
        """Add text after a lead, wrapped to the width; further lines stand under the text."""
        first = lead if isinstance(lead, Text) else Text(lead)
        text = body if isinstance(body, Text) else Text(body)
        under = first.cell_len if indent is None else indent
        if first.cell_len > self.width // 2:
            first, text, under = Text(), Text.assemble(first, text), min(under, 8)
        for number, line in enumerate(self._wrapped(text, first.cell_len, under)):
            line.rstrip()
            head = first if not number else Text(" " * under)
            self._console.print(Text.assemble(head, line), soft_wrap=True)

    def _wrapped(self, text: Text, lead: int, under: int) -> list[Text]:
        # The first line may be shorter than the others: pad it, wrap all alike, take the pad off.
        pad = max(0, lead - under)
        padded = Text.assemble("\u00a0" * pad, text)
        lines = list(padded.wrap(self._console, self.width - under))
        return [lines[0][pad:], *lines[1:]] if lines and pad else lines

    def text(self) -> str:
        """Everything added so far, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self._out.getvalue().splitlines()) + "\n"
