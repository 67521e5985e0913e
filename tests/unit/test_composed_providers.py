"""Registries and providers of one's own."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from ai_sdk import (
    InvalidArgumentError,
    NoSuchModelError,
    NoSuchProviderError,
    create_openai,
    create_provider_registry,
    custom_provider,
    default_settings_middleware,
    generate_text,
    openai,
)
from ai_sdk.testing import MockLanguageModel


def test_every_kind_of_model_has_a_name() -> None:
    mine = custom_provider(
        language_models={"fast": "openai:gpt-5-mini"},
        embedding_models={"small": openai.embedding("text-embedding-3-small")},
        image_models={"draw": "openai:gpt-image-1"},
        speech_models={"say": "openai:tts-1"},
        transcription_models={"hear": "openai:whisper-1"},
    )

    assert mine("fast") == mine.language("fast") == openai("gpt-5-mini")
    assert mine.embedding("small").model_id == "text-embedding-3-small"
    assert mine.image("draw").model_id == "gpt-image-1"
    assert mine.speech("say").model_id == "tts-1"
    assert mine.transcription("hear").model_id == "whisper-1"


@pytest.mark.parametrize("kind", ["language", "embedding", "image", "speech", "transcription"])
def test_unknown_names_are_told(kind: str) -> None:
    mine = custom_provider(language_models={"fast": "openai:gpt-5"}, name="mine")

    with pytest.raises(NoSuchModelError, match=f"'mine' has no {kind} model 'slow'") as caught:
        getattr(mine, kind)("slow")

    assert (caught.value.model_id, caught.value.kind) == ("slow", kind)


def test_a_model_of_another_kind_is_refused() -> None:
    models: Any = {"fast": openai.embedding("text-embedding-3-small")}
    with pytest.raises(NoSuchModelError, match="is an embedding model"):
        custom_provider(language_models=models).language("fast")


def test_a_registry_is_a_provider_and_goes_into_another() -> None:
    inner = create_provider_registry({"main": openai}, separator="/")
    outer = create_provider_registry({"all": inner})

    assert outer("all:main/gpt-5") == openai("gpt-5")
    assert outer.embedding("all:main/text-embedding-3-small").model_id == "text-embedding-3-small"
    assert outer.image("all:main/gpt-image-1").model_id == "gpt-image-1"
    assert outer.speech("all:main/tts-1").model_id == "tts-1"
    assert outer.transcription("all:main/whisper-1").model_id == "whisper-1"


def test_middleware_of_a_registry_is_around_its_language_models() -> None:
    inside = MockLanguageModel(text="x")
    careful = default_settings_middleware({"temperature": 0})
    for around in (careful, [careful]):
        registry = create_provider_registry(
            {"mine": custom_provider(language_models={"m": inside})},
            language_model_middleware=around,
        )
        generate_text(registry("mine:m"), prompt="hi")

    assert [call.temperature for call in inside.calls] == [0, 0]


@pytest.mark.parametrize("name", ["gpt-5", ":gpt-5", "main:", ""])
def test_names_without_provider_are_told(name: str) -> None:
    with pytest.raises(NoSuchModelError, match="provider:model-id"):
        create_provider_registry({"main": openai})(name)


def test_a_provider_without_models_of_a_kind() -> None:
    class Bare:
        def language(self, model_id: str) -> Any:
            return MockLanguageModel(text=model_id)

    registry = create_provider_registry({"bare": Bare()})

    assert registry("bare:x").provider == "mock"
    with pytest.raises(NoSuchModelError, match="'bare' has no image models"):
        registry.image("bare:x")


@pytest.mark.parametrize("settings", [{"separator": ""}, {"separator": None}])
def test_bad_separators_are_refused(settings: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        create_provider_registry({}, **settings)


def test_what_is_no_mapping_of_providers_is_refused() -> None:
    bad: Any = [openai]
    with pytest.raises(InvalidArgumentError, match="providers must be a mapping"):
        create_provider_registry(bad)


def test_both_are_values() -> None:
    made = create_openai(base_url="http://127.0.0.1:1/v1")
    mine = custom_provider(language_models={"fast": made("gpt-5")}, fallback_provider=made)
    registry = create_provider_registry({"mine": mine})

    assert pickle.loads(pickle.dumps(registry)) == registry


def test_known_providers_are_listed() -> None:
    with pytest.raises(NoSuchProviderError) as caught:
        create_provider_registry({"a": openai, "b": openai})("c:gpt-5")

    assert caught.value.available == ("a", "b")
