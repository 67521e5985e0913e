"""Keys kept out of errors: what a request carried as a credential never shows in its error.

`errors.redact` knows keys by their usual shapes; here the very key is known, whatever its shape.
"""

from __future__ import annotations

import binascii
import sys
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from ..errors import AISDKError
from ..types.secret import names_secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType

__all__ = ["chain_of", "secrets_of", "without_frames", "without_secrets"]

_SHORTEST = 8  # shorter ones are words of ordinary text: "local", "test"
_MASK = "[redacted]"
_LIBRARY = __name__.partition(".")[0]


def secrets_of(headers: Mapping[str, str]) -> tuple[str, ...]:
    """The credentials in a request's headers, the longest first.

    Example:
        >>> secrets_of({"authorization": "Bearer open-sesame", "accept": "text/plain"})
        ('open-sesame',)
    """
    found = {
        each
        for name, line in headers.items()
        if names_secret(name)
        for each in _in_line(name.lower(), line)
    }
    return tuple(sorted((each for each in found if len(each) >= _SHORTEST), key=len, reverse=True))


def _in_line(name: str, line: str) -> Iterator[str]:
    if "cookie" in name:
        yield from (pair.partition("=")[2].strip() for pair in line.split(";"))
        return
    scheme, _, rest = line.rpartition(" ")
    yield rest
    if scheme.lower() == "basic":
        try:
            login = b64decode(rest, validate=True).decode("utf-8", "replace")
        except binascii.Error:
            return
        yield login
        yield login.partition(":")[2]


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """An error, its causes and the errors it was raised among.

    Who calls from within an `except` of his own has an error in there too, which is none of ours:
    the chain ends before it.
    """
    callers = _callers()
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        context = each.__context__
        waiting += [None if context is None or _caught_by(callers, context) else context]
        waiting += [each.__cause__]


def _callers() -> set[FrameType]:
    """The frames that wait for this one and are not of this library."""
    found: set[FrameType] = set()
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if str(frame.f_globals.get("__name__")).partition(".")[0] != _LIBRARY:
            found.add(frame)
        frame = frame.f_back
    return found


def _caught_by(frames: set[FrameType], error: BaseException) -> bool:
    """Whether one of the frames has caught the error: its traceback begins there."""
    return error.__traceback__ is not None and error.__traceback__.tb_frame in frames


def without_frames(error: BaseException) -> None:
    """Drop the frames of an error and its causes: their locals hold requests, and so keys."""
    for each in chain_of(error):
        each.__traceback__ = None


def without_secrets(error: BaseException, secrets: tuple[str, ...]) -> None:
    """Mask every one of `secrets` in the error's texts and in those of its causes.

    Of the errors of other libraries these are their arguments; the request that httpx keeps in its
    own is taken out.
    """
    for each in chain_of(error):
        if isinstance(each, AISDKError):
            for name, held in vars(each).items():
                if name != "partial":
                    setattr(each, name, _masked(held, secrets))
        else:
            vars(each).pop("_request", None)
        each.args = _masked(each.args, secrets)


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
