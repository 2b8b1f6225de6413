"""The plugins of detect-secrets that need no care, each behind the text its secrets begin with.

Its entropy and keyword plugins are noise in prose, and several structured ones (JWT, URLs, PEM,
Twilio, Slack) match what is no secret: those formats are told apart in this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Plugin:
    """One plugin, by the name of its module."""

    kind: str
    module: str
    name: str
    signs: tuple[str, ...]


PLUGINS = (
    Plugin("AWS access key ID", "aws", "AWSKeyDetector", ("AKIA", "ASIA", "ABIA", "ACCA")),
    Plugin("Azure storage key", "azure_storage_key", "AzureStorageKeyDetector", ("AccountKey=",)),
    Plugin("Discord bot token", "discord", "DiscordBotTokenDetector", (".",)),
    Plugin("GitHub token", "github_token", "GitHubTokenDetector", ("gh",)),
    Plugin("GitLab token", "gitlab_token", "GitLabTokenDetector", ("gl", "GR1348941")),
    Plugin("OpenAI API key", "openai", "OpenAIDetector", ("T3BlbkFJ",)),
)


class _Detector(Protocol):
    denylist: Iterable[re.Pattern[str]]


@cache
def patterns(plugin: Plugin) -> tuple[re.Pattern[str], ...]:
    """The patterns of one plugin; loads it."""
    from importlib import import_module

    module = import_module(f"detect_secrets.plugins.{plugin.module}")
    detector: _Detector = getattr(module, plugin.name)()
    return tuple(detector.denylist)
