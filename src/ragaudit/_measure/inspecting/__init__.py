"""One question to a target, to see what it answers and whether that can be measured."""

from ragaudit._measure.inspecting.looking import Looking, looking_at
from ragaudit._measure.inspecting.seen import Seen

__all__ = ["Looking", "Seen", "looking_at"]
