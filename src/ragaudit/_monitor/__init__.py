"""What a running system tells: query logs, counted in bounded memory."""

from ragaudit._monitor.tally import Tally

__all__ = ["Tally"]
