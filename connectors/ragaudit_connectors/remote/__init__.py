"""What connectors of source systems share: asking politely, signing in, joining facts."""

from ragaudit.asking import Asking
from ragaudit.http import Http
from ragaudit_connectors.remote.base import RemoteBase
from ragaudit_connectors.remote.checking import tried
from ragaudit_connectors.remote.clock import now
from ragaudit_connectors.remote.credentials import Account, account
from ragaudit_connectors.remote.extras import needs
from ragaudit_connectors.remote.facts import claim, day, known_date, moment
from ragaudit_connectors.remote.options import Options, read_options

__all__ = [
    "Account",
    "Asking",
    "Http",
    "Options",
    "RemoteBase",
    "account",
    "claim",
    "day",
    "known_date",
    "moment",
    "needs",
    "now",
    "read_options",
    "tried",
]
