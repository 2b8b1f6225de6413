"""Definitions for schedulers: what to run when, with what, made from the user's configuration."""

from ragaudit._schedule.plan import Plan, make_plan
from ragaudit._schedule.render import KINDS, render

__all__ = ["KINDS", "Plan", "make_plan", "render"]
