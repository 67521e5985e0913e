"""The typed options of each medium are the names that its protocol knows."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.providers import _openai_options as typed
from ai_sdk.wire.openai_media import embeddings, image_requests, speech, transcription
from ai_sdk.wire.openai_media.dialect import OPENAI, compatible


@pytest.mark.parametrize(
    ("options", "known"),
    [
        (typed.EmbeddingOptions, embeddings.KNOWN_OPTIONS),
        (typed.ImageOptions, image_requests.KNOWN_OPTIONS | image_requests.EXTRA_OPTIONS),
        (typed.SpeechOptions, speech.KNOWN_OPTIONS),
        (typed.TranscriptionOptions, transcription.KNOWN_OPTIONS | transcription.EXTRA_OPTIONS),
    ],
)
def test_every_typed_option_is_known(options: Any, known: frozenset[str]) -> None:
    assert set(options.__annotations__) <= known


def test_dialects_are_values() -> None:
    assert compatible("acme") == compatible("acme")
    assert compatible("acme") != OPENAI
    assert hash(OPENAI) == hash(OPENAI)
    assert compatible("acme").option_namespaces == ("acme", "openai_compatible")
