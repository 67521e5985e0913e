"""Claude on Amazon Bedrock: Anthropic's Messages at AWS's addresses, in AWS's frames.

The model stands in the path and so does whether the answer is streamed; the body names the version.
A request carries an API key, or is signed with a key of AWS whose secret half is then the server's
`api_key`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from ..aws_frames import AWS_FRAMES
from ..brain import answer
from ..content import Content, ProviderError
from ..payload import Event, Payload, dump
from ..turn import Ask, Turn
from .anthropic_common import check_model, json_body, refuse
from .anthropic_messages import read_message
from .anthropic_write import write_message
from .base import Exchange, Route, WireProtocol
from .bedrock_access import check_signature, key_of, proves
from .bedrock_errors import about, write_error

__all__ = ["BEDROCK"]

_VERSION = "bedrock-2023-05-31"
_CLAUDE = re.compile(r"claude[a-z0-9.-]*?(?=-v\d+(?::\d+)?$)")
_NOT_HERE = ("web_search", "web_fetch", "code_execution")
"""Tools that Anthropic's own API runs and this one does not."""


def _read(exchange: Exchange, *, stream: bool) -> Ask:
    """Read a call as the message to Anthropic that it stands for."""
    check_signature(exchange.request)
    body, model = json_body(exchange), exchange.params["model"]
    _check_model(model, exchange)
    if "anthropic_version" not in body:
        raise refuse("anthropic_version: Field required")
    if body["anthropic_version"] != _VERSION:
        raise refuse("Invalid API version")
    for name in ("model", "stream"):
        if name in body:
            raise refuse(f"{name}: Extra inputs are not permitted")
    if not isinstance(body.get("anthropic_beta", []), list):
        raise refuse("anthropic_beta: Input should be a valid list")
    ask = read_message(_as_message(exchange, body, _claude(model), stream=stream))
    _check_what_is_there(body)
    return ask


def _as_message(
    exchange: Exchange, body: Mapping[str, Any], model: str, *, stream: bool
) -> Exchange:
    rest = {k: v for k, v in body.items() if k not in ("anthropic_version", "anthropic_beta")}
    said = dump({**rest, "model": model, "stream": stream}).encode()
    headers = (*exchange.request.header_list, ("anthropic-version", "2023-06-01"))
    request = replace(exchange.request, body=said, header_list=headers)
    return replace(exchange, request=request, known_models=None)


def _claude(model: str) -> str:
    """The name that the model gives itself."""
    found = _CLAUDE.search(model)
    return model if found is None else found[0]


def _check_model(model: str, exchange: Exchange) -> None:
    try:
        check_model(model, exchange)
    except ProviderError:
        raise refuse("The provided model identifier is invalid.") from None


def _check_what_is_there(body: Mapping[str, Any]) -> None:
    """Refuse what only Anthropic's own API has: tools that run there, files that it fetches."""
    for index, tool in enumerate(body.get("tools") or ()):
        if str(tool.get("type")).startswith(_NOT_HERE):
            raise _no_tag(f"tools.{index}", tool["type"])
    for index, message in enumerate(body["messages"]):
        blocks = message["content"] if isinstance(message["content"], list) else ()
        for place, block in enumerate(blocks):
            source = block.get("source")
            kind = source.get("type") if isinstance(source, dict) else None
            if kind in ("url", "file"):
                at = f"messages.{index}.content.{place}.{block['type']}.source"
                raise _no_tag(at, kind)


def _no_tag(at: str, kind: str) -> ProviderError:
    return refuse(
        f"{at}: Input tag '{kind}' found using 'type' does not match any of the expected tags"
    )


def _write(content: Content, ask: Ask, exchange: Exchange) -> Payload:
    """Write a turn as Anthropic would, in the envelope of Bedrock."""
    payload = write_message(content, ask, exchange)
    assert isinstance(content, Turn)  # nothing else comes out of there
    tokens = content.usage(ask)
    counts = {"input": tokens.input, "output": tokens.output}
    told = tuple((f"x-amzn-bedrock-{name}-token-count", str(n)) for name, n in counts.items())
    headers = about(exchange.request)
    if payload.events is None:
        kind = ("content-type", "application/json")
        return replace(payload, headers=(kind, *headers, *told))
    metrics = {f"{name}TokenCount": n for name, n in counts.items()}
    framed = (
        ("content-type", "application/vnd.amazon.eventstream"),
        ("x-amzn-bedrock-content-type", "application/json"),
    )
    events = tuple(_events(payload.events, content, metrics))
    return replace(payload, headers=(*framed, *headers), events=events, event_format=AWS_FRAMES)


def _events(events: tuple[Event, ...], turn: Turn, metrics: dict[str, int]) -> Iterator[Event]:
    """The events as they come here: without pings, with measurements at the end."""
    for event in events:
        if event.event == "message_stop":
            times = {"invocationLatency": 5, "firstByteLatency": 3}
            told = {"amazon-bedrock-invocationMetrics": {**metrics, **times}}
            yield replace(event, data={**event.data, **told})
        elif event.event == "error" and turn.failure is not None:
            error = {**event.data["error"], "code": turn.failure.type}
            yield replace(event, data={"error": error})
        elif event.event != "ping":
            yield event


def _route(operation: str, *, stream: bool) -> Route:
    reading: Callable[[Exchange], Ask] = partial(_read, stream=stream)
    return Route("POST", f"/model/{{model}}/{operation}", reading, answer, _write)


BEDROCK = WireProtocol(
    name="bedrock",
    routes=(
        _route("invoke", stream=False),
        _route("invoke-with-response-stream", stream=True),
    ),
    write_error=write_error,
    key_of=key_of,
    proves=proves,
)
