"""Where a provider lives and how it is told who calls: address, headers, key. Values only."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import ConfigurationError, LoadAPIKeyError
from ._value import EMPTY, FrozenDict, field, value
from .address import check_base_url
from .http import HTTPRequest, shown_url
from .secret import Secret, names_secret

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

__all__ = ["APIKey", "Endpoint"]

APIKey: TypeAlias = "str | Secret | Callable[[], str | Awaitable[str]] | None"
"""A key, or a function that returns it at each call; on the async face it may be a coroutine
function."""


def _hidden(lines: Mapping[str, Any]) -> FrozenDict:
    """Headers or parameters, the credentials among them wrapped in `Secret`."""
    return FrozenDict(
        {
            name: Secret(line) if isinstance(line, str) and names_secret(name) else line
            for name, line in lines.items()
        }
    )


def _address(url: Any) -> str | None:
    return None if url is None else check_base_url(url)


def _key(key: Any) -> Any:
    """A key that can be used, a literal one wrapped in `Secret`."""
    if isinstance(key, str):
        return Secret(key)
    if key is None or isinstance(key, Secret) or callable(key):
        return key
    raise ConfigurationError(
        "the API key or token must be a str, a Secret or a function that returns one, "
        f"not {type(key).__name__}"
    )


def _revealed(line: Any) -> Any:
    return line.reveal() if isinstance(line, Secret) else line


@value
class Endpoint:
    """A provider's address and credentials; keys and addresses are read at the call.

    Attributes:
        provider: the provider's name, for messages.
        base_url: address without trailing slash, or None to use the variable or the default.
        base_url_variable: environment variable that overrides the default address.
        default_base_url: the address when nothing else says one, or a function that finds it.
        base_path: what stands between the address and the paths of operations; an address may
            bring it itself.
        api_key: the key, a callable that returns it, or None to read `api_key_variable`.
        api_key_variable: environment variable of the key; None where no key is needed.
        bearer_variable: environment variable of a bearer token, for where there is no key.
        key_header: header that carries the key.
        key_prefix: what stands before the key in that header.
        headers: further headers of every request; credentials among them are hidden.
        header_variables: header name -> environment variable that fills it when set.
        query: query parameters of every request; credentials among them are hidden.
        signer: signs a request before each try; None where nothing is signed.
    """

    provider: str
    default_base_url: str | Callable[[], str] | None = None
    base_url: str | None = field(default=None, repr=shown_url, converter=_address)
    base_url_variable: str | None = None
    api_key: APIKey = field(default=None, repr=False, converter=_key)
    api_key_variable: str | None = None
    key_header: str = "authorization"
    key_prefix: str = "Bearer "
    headers: Mapping[str, Any] = field(default=EMPTY, repr=False, converter=_hidden)
    header_variables: Mapping[str, str] = field(default=EMPTY, converter=FrozenDict)
    query: Mapping[str, Any] = field(default=EMPTY, converter=_hidden)
    base_path: str = ""
    bearer_variable: str | None = None
    signer: Callable[[HTTPRequest], HTTPRequest] | None = field(default=None, repr=False)

    def address(self) -> str:
        """The base URL in force, without trailing slash.

        Raises:
            ConfigurationError: There is none, or the environment variable holds none that can be.
        """
        if self.base_url is not None:
            return self.base_url
        variable = self.base_url_variable
        if variable is not None and variable in os.environ:
            return check_base_url(os.environ[variable].strip(), f"the variable {variable}")
        default = self.default_base_url
        found = default() if callable(default) else default
        if not found:
            raise ConfigurationError(f"{self.provider}: no base_url was given")
        return found.rstrip("/")

    def url(self, path: str) -> str:
        """The absolute URL of `path` (which starts with a slash)."""
        return f"{self.address().removesuffix(self.base_path)}{self.base_path}{path}"

    def key_function(self) -> Callable[[], Any] | None:
        """The function that makes the key, for whoever can await what it returns."""
        return self.api_key if callable(self.api_key) else None

    def key(self, made: Any = None) -> str | None:
        """The API key, or None where none is needed; without white space around it.

        Args:
            made: what the key's function returned, where it has been called already.

        Raises:
            LoadAPIKeyError: it is missing.
            ConfigurationError: its function returned no text.
        """
        if isinstance(self.api_key, Secret):
            return self.api_key.reveal().strip()
        if callable(self.api_key):
            return self._from_function(self.api_key() if made is None else made)
        variable = self.api_key_variable
        if variable is None:
            return None
        found = os.environ.get(variable, "").strip()
        if not found:
            raise LoadAPIKeyError(
                f"No API key for {self.provider}: set the environment variable {variable} "
                f"or pass api_key= to create_{self.provider}()",
                variable=variable,
            )
        return found

    def _from_function(self, made: Any) -> str:
        """The key that a function made; what is no key must not end up in a header."""
        if isinstance(made, Secret):
            made = made.reveal()
        if isinstance(made, str):
            return made.strip()
        if hasattr(made, "close"):  # a coroutine, which nobody can await here
            made.close()
        raise ConfigurationError(
            f"{self.provider}: the function that gives the key or token must return a str, "
            f"but it returned a {type(made).__name__}"
        )

    def _credentials(self, made: Any) -> dict[str, str]:
        if self.api_key is None and not os.environ.get(self.api_key_variable or "", "").strip():
            token = os.environ.get(self.bearer_variable or "", "").strip()
            if token:
                return {"authorization": f"Bearer {token}"}
        key = self.key(made)
        return {self.key_header: f"{self.key_prefix}{key}"} if key else {}

    def request_query(self) -> dict[str, str]:
        """The query parameters of a request."""
        return {name: _revealed(each) for name, each in self.query.items()}

    def literal_secrets(self) -> tuple[str, ...]:
        """The names of headers and parameters that hold a literal credential."""
        held = (*self.headers.items(), *self.query.items())
        return tuple(name for name, line in held if isinstance(line, Secret))

    def request_headers(self, extra: Mapping[str, str] = EMPTY, made: Any = None) -> dict[str, str]:
        """All headers of a request in lower case; `extra` (the caller's) wins.

        Args:
            extra: the caller's header lines.
            made: what the key's function returned, where it has been called already.
        """
        lines = self._credentials(made)
        for name, variable in self.header_variables.items():
            if found := os.environ.get(variable):
                lines[name.lower()] = found
        lines.update((name.lower(), _revealed(line)) for name, line in self.headers.items())
        lines.update((name.lower(), line) for name, line in extra.items())
        return lines
