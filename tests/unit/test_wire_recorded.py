"""Every recorded OpenAI answer and event is read by the wire classes and given back unchanged."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ai_sdk.wire._convert import structure, unstructure
from ai_sdk.wire._model import Raw, is_model
from ai_sdk.wire.openai_chat import _generated as chat
from ai_sdk.wire.openai_media import _generated as media
from ai_sdk.wire.openai_responses import _generated as responses

SHARED = Path(os.environ.get("AI_SDK_SHARED") or Path(__file__).parents[3] / "shared")
BOOK = SHARED / "recordings" / "openai.jsonl"
# api -> classes of a whole answer and of a stream event
KINDS: dict[str, tuple[Any, Any]] = {
    "openai.chat": (chat.ChatResponse, chat.ChatChunk),
    "openai.responses": (responses.Response, responses.ResponseStreamEvent),
    "openai.embeddings": (media.EmbeddingResponse, None),
    "openai.images": (media.ImagesResponse, media.ImageGenStreamEvent),
    "openai.audio": (media.Transcription, media.TranscriptionStreamEvent),
}


def _answers(api: str) -> Iterator[tuple[str, Any, Any]]:
    """Id of the record, JSON, and the class that should read it."""
    whole, event = KINDS[api]
    with BOOK.open("rb") as lines:
        for line in lines:
            record = json.loads(line)
            if record["api"] != api:
                continue
            answer = record["response"]
            if isinstance(answer.get("body"), dict):
                failed = answer["status"] >= 400
                yield record["id"], answer["body"], chat.ErrorResponse if failed else whole
            for sent in (answer.get("sse") or ()) if event else ():
                if sent["data"].lstrip().startswith("{"):
                    yield from _decoded(record["id"], sent["data"], event)


def _decoded(record: str, text: str, kind: Any) -> Iterator[tuple[str, Any, Any]]:
    try:
        yield record, json.loads(text), kind
    except ValueError:  # a stream that was cut inside an event
        return


@pytest.mark.skipif(not BOOK.exists(), reason="the recordings are not beside the checkout")
@pytest.mark.parametrize("api", KINDS)
def test_recorded_answers_come_back_unchanged(api: str) -> None:
    seen = 0
    for record, data, kind in _answers(api):
        made = structure(copy.deepcopy(data), kind)
        assert is_model(type(made)) or isinstance(made, Raw), record
        assert unstructure(made) == data, record
        seen += 1
    assert seen > 20
