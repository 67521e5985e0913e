"""Files that are kept, and counts of input tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..content import Content, ProviderError
from ..payload import Payload, json_payload
from ..turn import Ask
from .base import Exchange
from .openai_common import missing, refuse

_PURPOSES = ("assistants", "batch", "evals", "fine-tune", "user_data", "vision")
_LEAST_LIFE, _LONGEST_LIFE = 3600, 2_592_000  # seconds


@dataclass(frozen=True, slots=True)
class FileAsk:
    """A file to keep."""

    filename: str
    data: bytes
    purpose: str
    life: int | None = None


def read_upload(exchange: Exchange) -> FileAsk:
    """Read a `POST /files`."""
    form = exchange.request.form
    if "file" not in form or form["file"][0].filename is None:
        raise missing("file")
    if "purpose" not in form:
        raise missing("purpose")
    purpose = form["purpose"][-1].text
    if purpose not in _PURPOSES:
        known = ", ".join(f"'{name}'" for name in _PURPOSES)
        raise refuse(f"'{purpose}' is not one of [{known}] - 'purpose'", "purpose")
    file = form["file"][0]
    if not file.data:
        raise refuse("The file is empty.", "file", "empty_file")
    return FileAsk(file.filename or "file", file.data, purpose, _life(form))


def _life(form: dict[str, list[Any]]) -> int | None:
    given = form.get("expires_after[seconds]")
    if given is None:
        return None
    seconds = int(given[-1].text) if given[-1].text.isdigit() else -1
    if not _LEAST_LIFE <= seconds <= _LONGEST_LIFE:
        raise refuse("Invalid 'expires_after.seconds'.", "expires_after.seconds")
    return seconds


def answer_upload(ask: FileAsk, exchange: Exchange) -> Content:
    """Keep the file and describe it."""
    file_id = exchange.make_id("file")
    exchange.memory.files[file_id] = ask.data
    body: dict[str, Any] = {
        "id": file_id,
        "object": "file",
        "bytes": len(ask.data),
        "created_at": exchange.created,
        "expires_at": None if ask.life is None else exchange.created + ask.life,
        "filename": ask.filename,
        "purpose": ask.purpose,
        "status": "processed",
        "status_details": None,
    }
    return json_payload(body)


def answer_count(ask: Ask, _exchange: Exchange) -> Content:
    """Count the tokens of a request for a response."""
    return json_payload({"object": "response.input_tokens", "input_tokens": ask.input_tokens()})


def write_plain(content: Content, _ask: Any, _exchange: Exchange) -> Payload:
    """Send what the answer is already."""
    if not isinstance(content, Payload):
        raise ProviderError(500, f"{type(content).__name__} is no answer to this request")
    return content
