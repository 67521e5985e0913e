"""Recorded OpenAI requests as calls of our public functions: one reader per operation.

The readers use what a caller would use: arguments where there is one, public value classes for
messages and tools, `provider_options` for the rest, never `extra_body`. A request that the API
itself calls malformed has no call; `Inexpressible` says why.
"""

from __future__ import annotations

from dataclasses import replace

from .express_openai_chat import express_chat
from .express_openai_completions import express_completion
from .express_openai_media import express_embeddings, express_images, express_speech, express_upload
from .express_openai_responses import express_responses
from .intention import Inexpressible, Intention
from .records import Record

OTHER_OPERATIONS = {
    "/responses/compact": "compacts a conversation",
}


def express(record: Record) -> Intention | None:
    """The call that sends the record's request; None if the recorder kept no request."""
    if record.request is None:
        return None
    if record.method != "POST" or record.path in OTHER_OPERATIONS:
        does = OTHER_OPERATIONS.get(record.path, "is about a stored response")
        raise Inexpressible(f"another operation: {record.method} {record.path} {does}")
    if record.multipart is not None:
        return express_upload(record)
    if not isinstance(record.body, dict) or not record.body or "_fixture_body" in record.body:
        return None
    readers = {
        "chat": express_chat,
        "completions": express_completion,
        "responses": express_responses,
        "embeddings": express_embeddings,
        "images": express_images,
        "audio": express_speech,
    }
    intention = readers[record.api](record)
    if record.path == "/responses/input_tokens":
        return replace(intention, function="count_tokens")
    return intention
