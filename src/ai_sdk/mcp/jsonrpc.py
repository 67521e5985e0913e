"""JSON-RPC 2.0: messages written, and read with suspicion. Nothing here knows of MCP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..errors import InvalidResponseError
from ..json_codec import JSONError, dumps, is_object, loads
from ..types._value import EMPTY, field, value

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "INTERNAL_ERROR",
    "INVALID_PARAMS",
    "METHOD_NOT_FOUND",
    "Failure",
    "Message",
    "Notification",
    "Request",
    "Response",
    "failure",
    "messages",
    "notification",
    "read",
    "request",
    "response",
]

METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL_ERROR: Final = -32603

RequestId: TypeAlias = int | float | str


@value
class Request:
    """Somebody asks for something and waits for the answer with the same id."""

    id: RequestId
    method: str
    params: Mapping[str, Any] = EMPTY


@value
class Notification:
    """Somebody tells something; no answer follows."""

    method: str
    params: Mapping[str, Any] = EMPTY


@value
class Response:
    """The good answer to a request."""

    id: RequestId
    result: Any = field(default=None, repr=False)


@value
class Failure:
    """The bad answer to a request; `id` is None when the asker could not be made out."""

    id: RequestId | None
    code: int
    message: str
    data: Any = field(default=None, repr=False)


Message: TypeAlias = Request | Notification | Response | Failure


def request(id: RequestId, method: str, params: Mapping[str, Any] = EMPTY) -> dict[str, Any]:
    """A request as JSON data.

    Example:
        >>> request(1, "ping")
        {'jsonrpc': '2.0', 'id': 1, 'method': 'ping'}
    """
    return {"jsonrpc": "2.0", "id": id, "method": method, **_params(params)}


def notification(method: str, params: Mapping[str, Any] = EMPTY) -> dict[str, Any]:
    """A notification as JSON data."""
    return {"jsonrpc": "2.0", "method": method, **_params(params)}


def response(id: RequestId, result: Any) -> dict[str, Any]:
    """A good answer as JSON data."""
    return {"jsonrpc": "2.0", "id": id, "result": result}


def failure(id: RequestId, code: int, message: str) -> dict[str, Any]:
    """A bad answer as JSON data."""
    return {"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}


def messages(text: bytes | str) -> list[Any]:
    """The messages in one JSON text: one, or the items of a batch; not looked into yet.

    Raises:
        InvalidResponseError: it is no JSON, or neither an object nor a list of some.

    Example:
        >>> messages('[{"id": 1}, {"id": 2}]')
        [{'id': 1}, {'id': 2}]
    """
    try:
        data = loads(text)
    except JSONError as error:
        raise InvalidResponseError(f"a message is no JSON: {error}", body=_start(text)) from error
    batch: list[Any] = data if isinstance(data, list) else [data]
    if not batch or not all(is_object(each) for each in batch):
        raise InvalidResponseError("a message is no JSON object", body=_start(text))
    return batch


def read(message: Any) -> Message:
    """What a message says.

    Ids that were turned into text on the way count as the numbers they were.

    Raises:
        InvalidResponseError: it is none of the four kinds of message.

    Example:
        >>> read({"jsonrpc": "2.0", "id": "7", "result": {}}).id
        7
    """
    if not is_object(message):
        raise _invalid("a message is no JSON object", message)
    method, answers = message.get("method"), _id(message.get("id"))
    if isinstance(method, str):
        params = message.get("params")
        named = params if is_object(params) else EMPTY
        given = message.get("id")
        if given is None:
            return Notification(method, named)
        if isinstance(given, bool) or not isinstance(given, (str, int, float)):
            raise _invalid("a request's id is neither text nor a number", message)
        return Request(given, method, named)
    if "error" in message:
        return _failure(answers, message["error"], message)
    if answers is None or "result" not in message:
        raise _invalid("a message is neither request nor answer", message)
    return Response(answers, message["result"])


def _failure(id: RequestId | None, error: Any, message: Any) -> Failure:
    if not is_object(error):
        raise _invalid("an answer's error is no JSON object", message)
    code, text = error.get("code"), error.get("message")
    number = code if isinstance(code, int) and not isinstance(code, bool) else INTERNAL_ERROR
    words = text if isinstance(text, str) and text else "the server gave no reason"
    return Failure(id, number, words, error.get("data"))


def _id(given: Any) -> RequestId | None:
    if isinstance(given, str):
        return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else given
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return None
    return int(given) if given == int(given) else None


def _params(params: Mapping[str, Any]) -> dict[str, Any]:
    return {"params": dict(params)} if params else {}


def _invalid(words: str, message: Any) -> InvalidResponseError:
    return InvalidResponseError(words, body=_start(dumps(message)))


def _start(text: bytes | str) -> str:
    return text[:200].decode("utf-8", "replace") if isinstance(text, bytes) else text[:200]
