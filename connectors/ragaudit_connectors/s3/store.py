"""One store asked as one account: a client of boto3 that keeps to what it was told.

Nothing is taken from the environment, from files below the home folder or from the machine's
own instance service unless the configuration says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlsplit

from ragaudit.errors import RagauditError, ScopeMissingError
from ragaudit.model import SyncSettings
from ragaudit_connectors.remote import Account, Asking, needs
from ragaudit_connectors.s3.errors import failure, refusal
from ragaudit_connectors.s3.options import S3Options
from ragaudit_connectors.s3.transport import Transport

_FROM_FILES = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}
"""Where the library would look for settings: nowhere."""


class Store:
    """A bucket's store, and the IAM beside it."""

    def __init__(
        self,
        url: str,
        options: S3Options,
        settings: SyncSettings,
        asking: Asking,
        account: Account,
        ambient: bool = False,
        session: Any = None,
    ) -> None:
        self.url, self.options, self.account = url, options, account
        self._ambient, self._session_given = ambient, session
        self._settings, self._asking = settings, asking
        self._clients: dict[str, Any] = {}
        self._worked = False
        self.host = urlsplit(url).netloc or f"s3.{options.region}.amazonaws.com"

    @property
    def timeout_s(self) -> float:
        """For one read."""
        return self._settings.timeout_s

    @property
    def is_aws(self) -> bool:
        """Whether accounts can block what buckets let in."""
        return (self.options.store or ("compatible" if self.url else "aws")) == "aws"

    @property
    def signs(self) -> bool:
        """Whether requests are signed at all."""
        return self._ambient or bool(self.account.password)

    def ask(
        self, operation: str, action: str, service: str = "s3", capability: str = "", **values: Any
    ) -> dict[str, Any]:
        """An answer of the store, tried again where that may help.

        `action` is the right it takes. Raises `ScopeMissingError` where that is refused,
        `NotFoundError` where there is no such thing, and other `SourceError`s.
        """

        def once() -> dict[str, Any]:
            return self._once(operation, action, service, values)

        try:
            return self._asking(once)
        except ScopeMissingError as error:
            if not capability:
                raise
            raise ScopeMissingError(capability, action, error.message, error.hint) from error

    def taking(
        self, operation: str, action: str, take: Callable[[dict[str, Any]], Any], **values: Any
    ) -> Any:
        """The same, with what is made of the answer tried again, too: reading a stream can fail."""

        def once() -> Any:
            answer = self._once(operation, action, "s3", values)
            try:
                return take(answer)
            except Exception as error:
                if isinstance(error, RagauditError):
                    raise
                raise failure(error, self.host) from error
            finally:
                if (body := answer.get("Body")) is not None:
                    body.close()

        return self._asking(once)

    def _once(
        self, operation: str, action: str, service: str, values: dict[str, Any]
    ) -> dict[str, Any]:
        client_error = needs("botocore.exceptions", "s3").ClientError
        try:
            answer: dict[str, Any] = getattr(self._client(service), operation)(**values)
        except client_error as error:
            told = f"{self.host} answered {_words(operation)}"
            raise refusal(error, told, action, worked=self._worked) from None
        except RagauditError:
            raise
        except Exception as error:
            # The library documents no base of what it raises, and its words may hold keys.
            raise failure(error, self.host) from None
        self._worked = True
        return answer

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self._made(service)
        return self._clients[service]

    def _made(self, service: str) -> Any:
        needs("boto3", "s3")
        url = self._address(service)
        client = self._session.create_client(
            service,
            region_name=self.options.region,
            endpoint_url=url or None,
            config=self._config(),
        )
        session = self._session_given or needs("botocore.httpsession", "s3").URLLib3Session(
            timeout=self._settings.timeout_s, proxies={}
        )
        transport = Transport(session, urlsplit(url).netloc, self._settings.timeout_s)
        client.meta.events.register("before-send", transport.send)
        return client

    def _address(self, service: str) -> str:
        """Where a service is asked; empty for AWS's own address of it."""
        if service == "s3":
            return self.url
        if service == "s3control":
            return ""
        return self.options.iam_url or ("" if self.is_aws else self.url)

    def _config(self) -> Any:
        by_path = (self.options.addressing or ("path" if self.url else "virtual")) == "path"
        signed = {} if self.signs else {"signature_version": needs("botocore", "s3").UNSIGNED}
        return needs("botocore.config", "s3").Config(
            retries={"total_max_attempts": 1, "mode": "standard"},
            connect_timeout=self._settings.timeout_s,
            read_timeout=self._settings.timeout_s,
            proxies={},
            ignore_configured_endpoint_urls=True,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path" if by_path else "virtual"},
            **signed,
        )

    @cached_property
    def _session(self) -> Any:
        made = needs("botocore.session", "s3").Session
        given = self.account
        if self._ambient:
            return made(profile=self.options.profile)
        session = made(session_vars=_FROM_FILES)
        session.register_component("data_loader", _loader())
        # Without providers nothing is looked up, not even at the machine's instance service.
        resolver = needs("botocore.credentials", "s3").CredentialResolver(providers=[])
        session.register_component("credential_provider", resolver)
        if given.password:
            session.set_credentials(given.user or "", given.password, given.token)
        return session


@cache
def _loader() -> Any:
    """What the library knows about services; reading that takes longer than most requests."""
    return needs("botocore.loaders", "s3").create_loader()


def _words(operation: str) -> str:
    return "".join(part.capitalize() for part in operation.split("_"))
