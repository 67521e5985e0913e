"""One request and one whole reply: what the drivers of such protocols share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..json_codec import JSONError, loads
from ..providers.option_names import with_strangers
from ..types._value import evolve
from ..types.call import RequestInfo

if TYPE_CHECKING:
    from ..types.call import CallOptions
    from ..types.run import CallControl
    from ..wire.protocol import UnaryProtocol, WireRequest
    from .exchange import AsyncExchange

__all__ = ["readable", "sent", "whole_answer"]


async def whole_answer(
    exchange: AsyncExchange,
    protocol: UnaryProtocol,
    model_id: str,
    call: CallOptions,
    control: CallControl,
) -> Any:
    """The parsed reply to a call, with what only the exchange knows filled in."""
    dialect = exchange.handle.dialect
    wire = with_strangers(protocol.build(dialect, model_id, call), call, exchange.handle)
    answer, attempts = await exchange.unary(
        wire,
        call,
        control,
        protocol.parse_error,
        lambda reply: protocol.parse(dialect, reply, wire, call),
    )
    result, reply = answer.parsed, answer.reply
    body = readable(reply.body) if call.include_raw else None
    return evolve(
        result,
        warnings=(*wire.warnings, *result.warnings),
        request=sent(wire) if call.include_raw else RequestInfo(),
        response=evolve(result.response, headers=reply.headers, body=body),
        attempts=attempts,
    )


def sent(wire: WireRequest) -> RequestInfo:
    """The body that was sent: JSON, or the parts of a form with the files' sizes."""
    if not wire.form:
        return RequestInfo(wire.json)
    parts: list[dict[str, Any]] = []
    for part in wire.form:
        if part.filename is None:
            parts.append({"name": part.name, "text": part.content})
        else:
            kept = {"filename": part.filename, "content_type": part.content_type}
            parts.append({"name": part.name, **kept, "size": len(part.content)})
    return RequestInfo(parts)


def readable(body: bytes) -> Any:
    """A reply's body as JSON, else as text, else as the bytes it is."""
    try:
        return loads(body)
    except JSONError:
        pass
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body
