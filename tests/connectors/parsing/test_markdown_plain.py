"""The shortcut around the inline parser changes nothing but the time."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ragaudit_connectors.parsing.markdown_plain import shortcut

FULL = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SHORT = MarkdownIt("commonmark").enable(["table", "strikethrough"])
shortcut(SHORT)


def _shown(parser: MarkdownIt, text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for token in parser.parse(text):
        found.append((token.type, token.content))
        for child in token.children or ():
            kind = "softbreak" if child.type == "hardbreak" else child.type
            if kind != "text" or child.content:
                found.append((kind, child.content))
    return found


@given(st.text(alphabet="ab1 \t\n.,;:!?#-+>|(){}=\"'*_`~[]<&\\", max_size=60))
@example("one  \ntwo")
@example("a | b\n--|--\n1 | 2")
@example("a\n\tb !c")
def test_same_tokens(text: str) -> None:
    """Block by block and child by child, a hard break counting as a break."""
    assert _shown(FULL, text) == _shown(SHORT, text)
