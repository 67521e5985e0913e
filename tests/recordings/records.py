"""Recorded interactions: where they lie, how a line becomes a `Record`, what bytes it answered."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPOSITORY = Path(__file__).resolve().parents[2]


def shared_folder() -> Path:
    """Where the material shared between projects lies: `AI_SDK_SHARED`, or `../shared`."""
    named = os.environ.get("AI_SDK_SHARED")
    return Path(named) if named else REPOSITORY.parent / "shared"


def recordings_file(provider: str) -> Path:
    """The file of a provider's recordings, whether it exists or not."""
    return shared_folder() / "recordings" / f"{provider}.jsonl"


@dataclass(frozen=True)
class Record:
    """One recorded interaction; `raw` is the line as it was parsed."""

    raw: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def api(self) -> str:
        """The surface without the provider: "chat", "responses", ..."""
        return str(self.raw["api"]).partition(".")[2]

    @property
    def kind(self) -> str:
        return str(self.raw["kind"])

    @property
    def trimmed(self) -> bool:
        return bool(self.raw.get("trimmed"))

    @property
    def request(self) -> dict[str, Any] | None:
        return self.raw.get("request")

    @property
    def method(self) -> str | None:
        return self.request.get("method") if self.request else None

    @property
    def path(self) -> str:
        """The request's path from the API's version on; empty without a request."""
        path = str((self.request or {}).get("path") or "")
        return path.removeprefix("/api").removeprefix("/v1")

    @property
    def body(self) -> Any:
        """The request's JSON body, or None."""
        return self.request.get("body") if self.request else None

    @property
    def multipart(self) -> list[dict[str, Any]] | None:
        return self.request.get("multipart") if self.request else None

    @property
    def response(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.raw["response"]
        return answer

    @property
    def status(self) -> int:
        return int(self.response["status"])

    @property
    def answer(self) -> Any:
        """The answer's JSON body, or None."""
        return self.response.get("body")

    @property
    def streamed(self) -> bool:
        return self.response.get("framing") == "sse"

    @property
    def event_data(self) -> list[str]:
        """The `data` of each server-sent event, as sent."""
        return [event["data"] for event in self.response.get("sse") or []]


def cut_short(record: Record, events: int) -> Record:
    """The stream of a record broken off after so many events, its request left out."""
    response = {**record.response, "sse": record.response["sse"][:events]}
    for key in ("raw", "sse_cut", "chunks"):
        response.pop(key, None)
    return Record({**record.raw, "request": None, "response": response})


@dataclass(frozen=True)
class Reply:
    """What the recorded server put on the wire: status, telling headers, body and its cuts."""

    status: int
    headers: dict[str, str]
    body: bytes
    chunks: tuple[bytes, ...]
    streamed: bool


def reply_of(record: Record) -> Reply:
    """The bytes that answered the request, with the reads they came in where those are known."""
    response = record.response
    body = _body_bytes(response)
    headers = {name.lower(): line for name, line in (response.get("headers") or {}).items()}
    if record.streamed:
        headers.setdefault("content-type", "text/event-stream")
    elif response.get("body") is not None:
        headers.setdefault("content-type", "application/json")
    return Reply(
        record.status, headers, body, tuple(_cut(body, response.get("chunks"))), record.streamed
    )


def _body_bytes(response: dict[str, Any]) -> bytes:
    if response.get("framing") == "sse":
        return sse_text(response).encode()
    if response.get("body") is not None:
        return json.dumps(response["body"], ensure_ascii=False).encode()
    raw = response.get("raw")
    if raw is None:
        return b""
    return base64.b64decode(raw) if response.get("raw_encoding") == "base64" else raw.encode()


def sse_text(response: dict[str, Any]) -> str:
    """The exact text of a stream, rendered as the recordings' README tells."""
    if response.get("raw"):
        return str(response["raw"])
    style = response.get("sse_style") or "lf"
    newline = "\r\n" if style.startswith("crlf") else "\n"
    space = "" if style.endswith("nospace") else " "
    out = ""
    for event in response["sse"]:
        for name in ("id", "event"):
            if event.get(name) is not None:
                out += f"{name}:{space}{event[name]}{newline}"
        out += "".join(f"data:{space}{line}{newline}" for line in event["data"].split("\n"))
        out += newline
    return out[: len(out) - response.get("sse_cut", 0)]


def _cut(body: bytes, lengths: Sequence[int] | None) -> Iterator[bytes]:
    """`body` cut into the recorded reads; what the lengths leave over is one more piece."""
    at = 0
    for length in lengths or ():
        if length and at < len(body):
            yield body[at : at + length]
            at += length
    if at < len(body):
        yield body[at:]


@cache
def load(provider: str, apis: tuple[str, ...]) -> tuple[Record, ...]:
    """All records of a provider whose surface is one of `apis`, in the file's order."""
    records: list[Record] = []
    with recordings_file(provider).open(encoding="utf-8") as lines:
        for line in lines:
            record = Record(json.loads(line))
            if record.api in apis:
                records.append(record)
    return tuple(records)
