"""Letters of other alphabets that look like Latin ones.

The pairs follow the “confusables” data of Unicode Technical Standard #39, section 4, kept to
letters that are the same to the eye in common typefaces; compatibility forms (full-width,
mathematical alphanumerics) are resolved by NFKC.
"""

from __future__ import annotations

import re
import unicodedata

CYRILLIC = dict(zip("АВЕКМНОРСТУХЅІЈԚԜаеорсухѕіјһԁԛԝѵӏкАЁёЇї", "ABEKMHOPCTYXSIJQWaeopcyxsijhdqwvlkAEeIi", strict=True))  # fmt: skip  # noqa: E501
GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονριυκγϲϳ", "ABEZHIKMNOPTYXaovpiukycj", strict=True))
ARMENIAN = dict(zip("ՕՏՍԼօսհոզցյ", "OSULouhnqgj", strict=True))
CHEROKEE = dict(zip("ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ", "ABCDEGHJKLMPRSTVWZ", strict=True))

LATIN = CYRILLIC | GREEK | ARMENIAN | CHEROKEE
"""Look-alike to the Latin letter it is taken for."""
CYRILLIC_OF = {latin: letter for letter, latin in CYRILLIC.items() if letter not in "ЁёЇїӏ"}
"""The other way round, for Latin letters in Cyrillic words."""

_TABLE = str.maketrans(LATIN)
COMPATIBLE = "\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d6a3\u24b6-\u24e9"
"""Full-width, mathematical and circled letters, as part of a character class."""
_FORMS = re.compile(f"[{COMPATIBLE}]+")


def skeleton(text: str) -> str:
    """The text with every look-alike replaced by the Latin letter it is taken for."""
    text = _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return text.translate(_TABLE)
