"""Records of the Messages API: Anthropic's own, and those of the clouds that serve Claude."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import unquote

from .driver import Book
from .exceptions import ANTHROPIC, CLOUDS, NO_CALL, NO_ONE_ANSWER
from .expected_anthropic import walk_messages
from .express_anthropic import express_anthropic
from .intention import Intention
from .records import Record, load

NOT_IN_BODY = ("anthropic_version", "anthropic_beta")
"""What the clouds want in the body where Anthropic's own API has headers."""


def records() -> tuple[Record, ...]:
    """Anthropic's own records that must be shown."""
    return load("anthropic", ("messages", "files"))


def cloud_records() -> tuple[Record, ...]:
    """Records of Bedrock's `invoke`, of Azure and of Vertex whose bodies are Messages."""
    invoked = [record for record in load("bedrock", ("invoke",)) if _is_messages(record)]
    others = [
        record
        for cloud in ("azure", "google-vertex")
        for record in load(cloud, ("anthropic.messages",))
    ]
    return tuple(map(_as_messages, [*invoked, *others]))


def _is_messages(record: Record) -> bool:
    if isinstance(record.body, dict) and record.body:
        return "anthropic_version" in record.body and "messages" in record.body
    return isinstance(record.answer, dict) and record.answer.get("type") == "message"


def _as_messages(record: Record) -> Record:
    """A cloud's record as one of the Messages API: its model in the body, its events as SSE."""
    request, response = record.request, record.response
    if request is not None:
        path = str(request.get("path") or "")
        body = request.get("body")
        if isinstance(body, dict):
            body = {name: item for name, item in body.items() if name not in NOT_IN_BODY}
            body.setdefault("model", _model(path))
            if path.endswith(("invoke-with-response-stream", ":streamRawPredict")):
                body["stream"] = True
        counts = path.rpartition("/")[2].startswith("count")
        where = "/v1/messages/count_tokens" if counts else "/v1/messages"
        request = {**request, "path": where, "body": body}
    if response.get("framing") == "aws-eventstream":
        response = {**response, "framing": "sse", "sse": _events(response), "raw": None}
        response["headers"] = {"content-type": "text/event-stream"}
    raw = {**record.raw, "api": "cloud.messages", "request": request, "response": response}
    return Record(raw)


def _model(path: str) -> str:
    """The model that a path names: /model/ID/invoke, or .../models/ID:rawPredict."""
    pieces = path.split("/")
    name = pieces[pieces.index("model") + 1] if "model" in pieces else pieces[-1].partition(":")[0]
    return unquote(name)


def _events(response: dict[str, Any]) -> list[dict[str, Any]]:
    """The events inside Bedrock's frames."""
    out: list[dict[str, Any]] = []
    for frame in response.get("events") or ():
        payload = frame["payload"]
        told = json.loads(payload) if isinstance(payload, str) else payload
        text = base64.b64decode(told["bytes"]).decode()
        out.append({"event": json.loads(text)["type"], "data": text})
    return out


def stand_in(record: Record) -> Intention:
    """A call whose answer the recorded one could be."""
    function = "stream_text" if record.streamed else "generate_text"
    if isinstance(record.answer, dict) and "input_tokens" in record.answer:
        function = "count_tokens"
    return Intention(function, "language", "claude-sonnet-4-5", {"prompt": "Hi"})


BOOK = Book(
    records,
    walk_messages,
    express_anthropic,
    stand_in,
    ANTHROPIC,
    NO_CALL,
    NO_ONE_ANSWER,
    "create_anthropic",
)
CLOUD_BOOK = Book(
    cloud_records,
    walk_messages,
    express_anthropic,
    stand_in,
    CLOUDS,
    NO_CALL,
    NO_ONE_ANSWER,
    "create_anthropic",
)
