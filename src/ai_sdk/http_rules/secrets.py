"""Keys kept out of errors: what a request carried as a credential never shows in its error.

`errors.redact` knows keys by their usual shapes; here the very key is known, whatever its shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import AISDKError

__all__ = ["secrets_of", "without_secrets"]

_CREDENTIALS = frozenset({"authorization", "proxy-authorization", "cookie"})
_NAMES_OF_KEYS = ("api-key", "apikey", "token", "secret", "password")
_SHORTEST = 8  # shorter ones are words of ordinary text: "local", "test"
_MASK = "[redacted]"


def secrets_of(headers: Mapping[str, str]) -> tuple[str, ...]:
    """The credentials in a request's headers, the longest first.

    Example:
        >>> secrets_of({"authorization": "Bearer open-sesame", "accept": "text/plain"})
        ('open-sesame',)
    """
    found = {
        line.rpartition(" ")[2]
        for name, line in headers.items()
        if name.lower() in _CREDENTIALS or any(word in name.lower() for word in _NAMES_OF_KEYS)
    }
    return tuple(sorted((each for each in found if len(each) >= _SHORTEST), key=len, reverse=True))


def without_secrets(error: AISDKError, secrets: tuple[str, ...]) -> None:
    """Mask every one of `secrets` in the error's texts and in those of its causes."""
    seen: set[int] = set()
    each: BaseException | None = error
    while secrets and isinstance(each, AISDKError) and id(each) not in seen:
        seen.add(id(each))
        each.args = _masked(each.args, secrets)
        for name, held in vars(each).items():
            if name != "partial":
                setattr(each, name, _masked(held, secrets))
        each = each.__cause__


def _masked(thing: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(thing, str):
        for secret in secrets:
            thing = thing.replace(secret, _MASK)
        return thing
    if type(thing) is dict:
        return {_masked(k, secrets): _masked(v, secrets) for k, v in thing.items()}
    if type(thing) in (list, tuple):
        return type(thing)(_masked(item, secrets) for item in thing)
    return thing
