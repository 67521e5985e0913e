"""From a request to its reply: take the next line of the script, let the protocol render it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from os.path import commonprefix
from typing import Literal

from .content import Builtin, Content, ErrorReply, Misfit, ProviderError, WireBytes
from .delivery import Delivery
from .payload import Payload
from .protocols import PROTOCOLS, Exchange, Memory, Route, WireProtocol
from .recorded import RecordedRequest
from .reply import Reply


def _reply(item: Reply | str) -> Reply:
    """A line of the script; a text stands for the reply that says it.

    Raises:
        TypeError: it is neither.
    """
    if isinstance(item, str):
        return Reply.text(item)
    if not isinstance(item, Reply):
        raise TypeError(f"a script holds Reply values and texts, not {type(item).__name__}")
    return item


def _failed(message: str, code: str) -> Reply:
    """A mistake of the script's: trying again would not help."""
    return Reply.error(500, message, code=code).with_headers({"x-should-retry": "false"})


class Desk:
    """Holds the script and answers one request at a time."""

    def __init__(
        self,
        script: Sequence[Reply | str] | Callable[[RecordedRequest], Reply | str] | None,
        api_key: str | None,
        models: tuple[str, ...] | None,
        after_script: Literal["error", "builtin"],
        change: Callable[[Reply], Reply] | None = None,
    ) -> None:
        self._change = change
        self._function = script if callable(script) else None
        self._queue: deque[Reply | str] | None = None
        if script is not None and not callable(script):
            self._queue = deque(script)
        self._api_key = api_key
        self._models = models
        self._after_script = after_script
        self._memory = Memory()
        self._lock = threading.Lock()

    @property
    def unused(self) -> int:
        """How many replies of the script are left."""
        return len(self._queue or ())

    def append(self, replies: Sequence[Reply | str]) -> None:
        """Lengthen the script; a server without one falls back to its own answers after it."""
        with self._lock:
            if self._queue is None:
                self._queue = deque()
                self._after_script = "builtin"
            self._queue.extend(replies)

    def handle(self, request: RecordedRequest, origin: str) -> tuple[Payload | WireBytes, Delivery]:
        """Choose and render the reply to a request."""
        try:
            reply = self._choose(request)
        except Exception as error:  # noqa: BLE001 - a bug in a test's function shows as an answer, not as a hang
            message = f"the script failed: {type(error).__name__}: {error}"
            reply = _failed(message, "script_error")
        try:
            reply = reply if self._change is None else self._change(reply)
            return self._written(reply, request, origin)
        except Misfit as error:
            mistake = _failed(str(error), "fault_misfit")
        except Exception as error:  # noqa: BLE001 - a bug in an edit shows as an answer, not as a hang
            mistake = _failed(f"an edit failed: {type(error).__name__}: {error}", "edit_error")
        return self._written(mistake, request, origin)

    def _written(
        self, reply: Reply, request: RecordedRequest, origin: str
    ) -> tuple[Payload | WireBytes, Delivery]:
        rendered = self._render(reply.content, request, origin)
        if isinstance(rendered, WireBytes):
            return rendered, reply.delivery
        return self._finished(rendered, reply, request), reply.delivery

    def _choose(self, request: RecordedRequest) -> Reply:
        if self._function is not None:
            return _reply(self._function(request))
        with self._lock:
            if self._queue:
                return _reply(self._queue.popleft())
            if self._queue is None or self._after_script == "builtin":
                return Reply.builtin()
        message = f"the script has no reply for request {request.number}"
        return _failed(message, "script_exhausted")

    def _render(
        self, content: Content, request: RecordedRequest, origin: str
    ) -> Payload | WireBytes:
        if isinstance(content, Payload | WireBytes):
            return content
        protocol, route, params = _find(request)
        if isinstance(content, ErrorReply):
            return protocol.write_error(content, request)
        try:
            if route is None:
                raise _not_found(request)
            if not route.open_to_all:
                self._check_key(protocol, request)
            exchange = Exchange(request, origin, self._memory, self._models, params)
            question = route.read(exchange)
            if isinstance(content, Builtin):
                content = route.answer(question, exchange)
            if isinstance(content, ErrorReply):
                return protocol.write_error(content, request)
            return route.write(content, question, exchange)
        except ProviderError as error:
            return protocol.write_error(error.reply, request)
        except Exception as error:  # noqa: BLE001 - a request that the reader did not foresee
            message = f"the server failed on this request: {type(error).__name__}: {error}"
            return protocol.write_error(ErrorReply(500, message), request)

    def _check_key(self, protocol: WireProtocol, request: RecordedRequest) -> None:
        if self._api_key is None:
            return
        key = protocol.key_of(request)
        if key is None:
            message = "You didn't provide an API key."
            raise ProviderError(401, message, type="invalid_request_error")
        if key != self._api_key and not protocol.proves(request, self._api_key):
            raise ProviderError(
                401,
                f"Incorrect API key provided: {key[:3]}***.",
                type="invalid_request_error",
                code="invalid_api_key",
            )

    @staticmethod
    def _finished(payload: Payload, reply: Reply, request: RecordedRequest) -> Payload:
        """Add the reply's own headers, and a request id where there is none."""
        named = {name.lower(): (name, value) for name, value in reply.headers}
        kept = [pair for pair in payload.headers if pair[0].lower() not in named]
        kept += named.values()
        is_verbatim = isinstance(reply.content, Payload)
        if not is_verbatim and "x-request-id" not in {name.lower() for name, _ in kept}:
            kept.append(("x-request-id", f"req_{request.number:06d}"))
        payload = replace(payload, headers=tuple(kept))
        for change in reply.edits:
            payload = change(payload)
        return payload


def _find(request: RecordedRequest) -> tuple[WireProtocol, Route | None, dict[str, str]]:
    protocols = sorted(PROTOCOLS, key=lambda protocol: not protocol.claims(request))
    for protocol in protocols:
        for route in protocol.routes:
            params = route.match(request.raw_path) if route.method == request.method else None
            if params is not None:
                return protocol, route, params
    if protocols[0].claims(request):
        return protocols[0], None, {}
    return max(PROTOCOLS, key=lambda protocol: _nearness(protocol, request.path)), None, {}


def _nearness(protocol: WireProtocol, path: str) -> int:
    """How much of an unknown path some route of a protocol begins with."""
    return max(len(commonprefix((route.path, path))) for route in protocol.routes)


def _not_found(request: RecordedRequest) -> ProviderError:
    message = f"Invalid URL ({request.method} {request.path})"
    return ProviderError(404, message, type="invalid_request_error")
