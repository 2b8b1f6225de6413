"""Reads `ragaudit.yaml` into frozen settings."""

from ragaudit._config.find import find_config, resolve
from ragaudit._config.settings import Policy, Settings, Suppression
from ragaudit._config.template import starter

__all__ = ["Policy", "Settings", "Suppression", "find_config", "resolve", "starter"]
