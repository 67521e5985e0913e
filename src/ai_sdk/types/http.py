"""What wire code asks the HTTP floor to send, and what comes back. No I/O here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ._value import EMPTY, field, value

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Attempt", "FormPart", "HTTPReply", "HTTPRequest", "shown_url"]

_LOGIN = re.compile(r"(?<=//)[^/]*@|^[^/]*@")
_QUERY = re.compile(r"(?s)\?.*")


def shown_url(url: str | None) -> str:
    """An address as reprs show it: without the login and the parameters that may stand in it.

    Example:
        >>> shown_url("http://user:secret@localhost/v1?key=secret")
        "'http://localhost/v1?***'"
    """
    return repr(url if url is None else _QUERY.sub("?***", _LOGIN.sub("", url)))


@value
class FormPart:
    """One part of a multipart form: a text field, or a file when `filename` is given."""

    name: str
    content: str | bytes
    filename: str | None = None
    content_type: str | None = None


@value
class HTTPRequest:
    """One request to a provider, ready but for the bytes.

    Attributes:
        method: HTTP method.
        url: absolute URL without query.
        headers: header lines; they may hold a key, so they are never shown.
        json: body to encode as JSON, or None.
        form: parts of a multipart body; empty if the body is no form.
        query: query parameters; they may hold a key as well.
        content: the body as bytes; its type stands in the headers.
    """

    method: str
    url: str = field(repr=shown_url)
    headers: Mapping[str, str] = field(default=EMPTY, repr=False)
    json: Any = field(default=None, repr=False)
    form: tuple[FormPart, ...] = field(default=(), repr=False)
    query: Mapping[str, str] = field(default=EMPTY, repr=False)
    content: bytes | None = field(default=None, repr=False)


@value
class HTTPReply:
    """A whole reply: status, headers (lower-case names) and the decoded body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    url: str = ""


@value
class Attempt:
    """One try of a request, for `result.attempts` and `error.attempts`.

    Attributes:
        status: HTTP status of the answer, or None if there was none.
        delay: seconds waited before this try (0 for the first).
        error: what went wrong in words, or None if the try succeeded.
        request_id: the provider's id of the request, if it sent one.
    """

    status: int | None = None
    delay: float = 0.0
    error: str | None = None
    request_id: str | None = None
