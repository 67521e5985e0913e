"""Google's records: the Gemini API's and Vertex AI's, brought to one form."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from .driver import Book
from .exceptions import GOOGLE, NO_CALL, NO_ONE_ANSWER, VERTEX
from .expected import Expected, ExpectedCount, ExpectedImages, ExpectedVectors
from .expected_google import walk_google
from .express_google import express_google
from .intention import Intention
from .records import Record, load

SURFACES = ("generateContent", "embeddings")
PLACE = re.compile(r".*?/(?=(?:publishers|models|tunedModels)/)")


def records() -> tuple[Record, ...]:
    """The Gemini API's records that must be shown."""
    return tuple(map(_as_ours, load("google", SURFACES)))


def vertex_records() -> tuple[Record, ...]:
    """Vertex AI's records that must be shown."""
    return tuple(map(_as_ours, load("google-vertex", SURFACES)))


def _as_ours(record: Record) -> Record:
    """The record with its place below the project left out, and an array of pieces as events."""
    request, response = record.request, record.response
    if request is not None:
        path = "/" + PLACE.sub("", unquote(str(request.get("path") or "")), count=1)
        body = request.get("body")
        if isinstance(body, dict) and len(body.get("requests") or ()) == 1:
            path = path.replace(":batchEmbedContents", ":embedContent")  # a batch of one
        request = {**request, "path": f"/v1{path}"}
    if response.get("framing") == "json-array":
        events = [{"event": None, "data": json.dumps(each)} for each in response["body"]]
        response = {**response, "framing": "sse", "sse": events, "body": None, "raw": None}
        response["headers"] = {"content-type": "text/event-stream"}
    return Record({**record.raw, "request": request, "response": response})


def stand_in(record: Record) -> Intention:
    """A call whose answer the recorded one could be."""
    expected: Expected = walk_google(record)
    if isinstance(expected, ExpectedCount):
        return Intention("count_tokens", "language", "gemini-2.5-flash", {"prompt": "Hi"})
    if isinstance(expected, ExpectedVectors):
        values: dict[str, Any] = {"values": ["Hi"] * len(expected.vectors)}
        return Intention("embed_many", "embedding", "text-embedding-004", values)
    if isinstance(expected, ExpectedImages):
        count = {"prompt": "Hi", "n": min(4, max(1, len(expected.images)))}
        return Intention("generate_image", "image", "imagen-4.0-generate-001", count)
    function = "stream_text" if record.streamed else "generate_text"
    return Intention(function, "language", "gemini-2.5-flash", {"prompt": "Hi"})


BOOK = Book(
    records, walk_google, express_google, stand_in, GOOGLE, NO_CALL, NO_ONE_ANSWER, "create_google"
)
VERTEX_BOOK = Book(
    vertex_records,
    walk_google,
    express_google,
    stand_in,
    VERTEX,
    NO_CALL,
    NO_ONE_ANSWER,
    "create_google_vertex",
)
