"""Units: what they measure, and how many base units one is. Exact factors, SI and NIST SP 811."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of measurement."""

    dimension: str
    """`duration`, `money/EUR`, `share`, `size`, `length`, `mass`, …"""
    factor: float
    """Base units (seconds, euros, percent, bytes, metres, grams, …) in one of it."""
    calendar: str = ""
    """`business` for working days, `month` for months and years, whose length varies."""


_DAY, _MONTH, _YEAR = 86_400.0, 2_629_746.0, 31_556_952.0

_TABLE: dict[str, tuple[str, dict[str, float]]] = {
    "duration": ("", {
        "ms|msec|millisecond|milliseconds": 0.001, "s|sec|secs|second|seconds": 1,
        "min|mins|minute|minutes": 60, "h|hr|hrs|hour|hours": 3_600,
        "d|day|days|calendar day|calendar days|night|nights|consecutive day|consecutive days": _DAY,
        "week|weeks|wk|wks|calendar week|calendar weeks": 7 * _DAY,
        "fortnight|fortnights": 14 * _DAY,
    }),
    "duration/month": ("month", {
        "month|months|mo|mos|calendar month|calendar months": _MONTH,
        "quarter|quarters": 3 * _MONTH,
        "year|years|yr|yrs|calendar year|calendar years": _YEAR, "decade|decades": 10 * _YEAR,
    }),
    "duration/business": ("business", {
        "business day|business days|working day|working days|workday|workdays|weekday|weekdays"
        "|banking day|banking days|trading day|trading days|bank working days": _DAY,
        "business hour|business hours|working hour|working hours|office hours": 3_600,
        "working week|working weeks": 5 * _DAY,
    }),
    "share": ("", {"%|percent|per cent|pct|percentage point|percentage points|pp": 1,
                   "basis point|basis points|bps|bp": 0.01, "‰": 0.1}),
    "size": ("", {
        "byte|bytes": 1, "kb|kilobyte|kilobytes": 1e3, "kib": 1_024, "mb|megabyte|megabytes": 1e6,
        "mib": 1_048_576, "gb|gigabyte|gigabytes|gigs": 1e9, "gib": 1_073_741_824,
        "tb|terabyte|terabytes": 1e12, "tib": 1_099_511_627_776, "pb|petabyte|petabytes": 1e15,
    }),
    "bandwidth": ("", {"kbps|kbit/s": 1e3, "mbps|mbit/s": 1e6, "gbps|gbit/s": 1e9}),
    "length": ("", {
        "mm|millimetre|millimetres|millimeter|millimeters": 0.001,
        "cm|centimetre|centimetres|centimeter|centimeters": 0.01,
        "m|metre|metres|meter|meters": 1, "km|kilometre|kilometres|kilometer|kilometers": 1_000,
        "inch|inches": 0.0254, "ft|foot|feet": 0.3048, "yard|yards": 0.9144,
        "mile|miles": 1_609.344,
    }),
    "mass": ("", {
        "µg|μg|mcg|microgram|micrograms": 1e-6, "mg|milligram|milligrams": 0.001,
        "g|gram|grams": 1, "kg|kilo|kilos|kilogram|kilograms": 1_000,
        "oz|ounce|ounces": 28.349523125,
        "lb|lbs|pound weight": 453.59237, "tonne|tonnes|metric ton|metric tons": 1e6,
    }),
    "volume": ("", {
        "ml|millilitre|millilitres|milliliter|milliliters": 0.001, "cl": 0.01, "dl": 0.1,
        "l|litre|litres|liter|liters": 1, "gallon|gallons": 3.785411784,
        "m³|cubic metre|cubic metres": 1_000,
    }),
    "area": ("", {"m²|sqm|square metre|square metres|square meters": 1, "hectare|hectares": 10_000,
                  "sq ft|square foot|square feet": 0.09290304}),
    "power": ("", {"w|watt|watts": 1, "kw|kilowatt|kilowatts": 1_000,
    "mw|megawatt|megawatts": 1e6}),
    "energy": ("", {"kwh|kilowatt-hour|kilowatt-hours": 1, "kcal": 0.001163}),
    "voltage": ("", {"v|volt|volts": 1, "kv": 1_000}),
    "pixels": ("", {"px|pixel|pixels": 1}),
    "loudness": ("", {"db|decibel|decibels|db(a)": 1}),
    "speed": ("", {"km/h|kph|kmh|kilometres per hour": 1, "mph|miles per hour": 1.609344}),
    "temperature": ("", {"°c|degrees celsius|degrees c|degrees|celsius|℃|º c|° c": 1}),
    "temperature/f": ("", {"°f|degrees fahrenheit|fahrenheit|° f": 1}),
    "score/points": ("", {"points|point|pts": 1}),
    "amount/mmol": ("", {"mmol/l": 1}),
    "pressure": ("", {"mmhg": 1}),
    "pressure/bar": ("", {"bar|bars": 1, "psi": 0.0689476}),
}  # fmt: skip

_MONEY = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP",
    "pounds": "GBP",
    "pounds sterling": "GBP", "quid": "GBP", "$": "$", "us$": "$", "usd": "$", "dollar": "$",
    "dollars": "$", "us dollars": "$", "a$": "AUD", "aud": "AUD", "c$": "CAD", "ca$": "CAD",
    "cad": "CAD", "chf": "CHF", "francs": "CHF", "swiss francs": "CHF", "sek": "SEK", "nok": "NOK",
    "dkk": "DKK", "kronor": "SEK", "kroner": "NOK", "pln": "PLN", "zł": "PLN", "czk": "CZK",
    "¥": "JPY", "jpy": "JPY", "yen": "JPY", "cny": "CNY", "rmb": "CNY", "₹": "INR", "inr": "INR",
    "rupees": "INR", "sgd": "SGD", "s$": "SGD", "nzd": "NZD", "hkd": "HKD", "zar": "ZAR",
    "brl": "BRL",
    "r$": "BRL", "aed": "AED", "huf": "HUF", "ron": "RON", "ils": "ILS", "₪": "ILS", "krw": "KRW",
    "₩": "KRW", "try": "TRY", "₺": "TRY", "mxn": "MXN",
}  # fmt: skip
_CENTS = {"cents": "$", "cent": "$", "eurocents": "EUR", "pence": "GBP", "p": "GBP"}
_CASED = frozenset({"try", "ron", "p", "m", "d", "l", "g", "v", "w", "s", "h"})
"""Short enough to be ordinary words or letters; matched only right after the digits."""


def _units() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for name, (calendar, factors) in _TABLE.items():
        dimension = name.split("/")[0] if name.startswith("duration") else name
        for words, factor in factors.items():
            for word in words.split("|"):
                found[word] = Unit(dimension, factor, calendar)
    for word, currency in _MONEY.items():
        found[word] = Unit(f"money/{currency}", 1)
    for word, currency in _CENTS.items():
        found[word] = Unit(f"money/{currency}", 0.01)
    return found


UNITS = _units()
"""By lower-case surface."""
MONTH_SECONDS, YEAR_SECONDS, DAY_SECONDS = _MONTH, _YEAR, _DAY


def _alternatives(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"[ -]") for w in ordered)


SYMBOLS = _alternatives([w for w in _MONEY if not w[0].isalpha() or not w[-1].isalnum()])
"""Currency signs, before or after the number."""
CODES = _alternatives([w for w in _MONEY if w.isalpha() and len(w) == 3])
"""ISO 4217 codes, before or after the number."""
AFTER = _alternatives([w for w in UNITS if w not in _CASED])
"""Units after a number, with or without a space."""
TIGHT = _alternatives(_CASED - {"try", "ron"})
"""Units of one letter, which must touch the digits or stand alone behind one space."""
