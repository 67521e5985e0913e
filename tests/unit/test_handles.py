"""Handles, providers, registry: values, pickling, strings."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from ai_sdk import (
    Secret,
    create_anthropic,
    create_azure,
    create_bedrock,
    create_google,
    create_google_vertex,
    create_groq,
    create_openai,
    openai,
    openai_compatible,
)
from ai_sdk.errors import (
    ConfigurationError,
    InvalidArgumentError,
    NoSuchModelError,
    NoSuchProviderError,
)
from ai_sdk.providers.options import ProviderOptions
from ai_sdk.providers.registry import PROVIDERS, resolve

CANARY = "canary-key-91bc"


def importable_key() -> str:
    return CANARY


def handles(provider: Any) -> list[Any]:
    return [
        provider("gpt-5"),
        provider.chat("gpt-5"),
        provider.embedding("e"),
        provider.image("gpt-image-1"),
        provider.speech("tts-1"),
        provider.transcription("whisper-1"),
    ]


@pytest.mark.parametrize("index", range(6))
def test_handles_are_values(index: int) -> None:
    handle, same = handles(openai)[index], handles(openai)[index]

    assert handle == same
    assert hash(handle) == hash(same)
    assert handle != handles(create_openai(base_url="http://x"))[index]
    assert pickle.loads(pickle.dumps(handle)) == handle
    assert copy.copy(handle) == handle


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"api_key": CANARY}, "api_key is a literal key.*OPENAI_API_KEY"),
        ({"api_key": lambda: CANARY}, "cannot be imported"),
        ({"client": object()}, "client holds connections"),
    ],
)
@pytest.mark.parametrize("make", [pickle.dumps, copy.deepcopy])
def test_what_must_not_be_pickled_says_why(make: Any, settings: Any, words: str) -> None:
    provider = create_openai(**settings)
    for thing in (provider, provider("gpt-5")):
        with pytest.raises(ConfigurationError, match=words) as caught:
            make(thing)
        assert CANARY not in str(caught.value)
        assert copy.copy(thing) is thing


@pytest.mark.parametrize(
    "create",
    [
        create_anthropic,
        create_azure,
        create_bedrock,
        create_google,
        create_google_vertex,
        create_groq,
    ],
)
def test_no_provider_with_a_key_is_pickled(create: Any) -> None:
    for make in (pickle.dumps, copy.deepcopy):
        with pytest.raises(ConfigurationError, match="api_key is a literal key"):
            make(create(api_key=CANARY))
    assert pickle.loads(pickle.dumps(create())) == create()


def test_a_secret_is_neither_pickled_nor_copied() -> None:
    for make in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(ConfigurationError, match="environment variable"):
            make(Secret(CANARY))


def test_an_importable_key_function_pickles() -> None:
    handle = create_openai(api_key=importable_key)("gpt-5")

    assert pickle.loads(pickle.dumps(handle)).endpoint.key() == CANARY


def test_keys_never_show() -> None:
    provider = create_openai(api_key=CANARY, headers={"x": CANARY})

    for thing in (provider, provider("m"), provider("m").endpoint, vars(provider("m").endpoint)):
        assert CANARY not in repr(
            {k: v for k, v in thing.items() if k != "headers"} if isinstance(thing, dict) else thing
        )


@pytest.mark.parametrize(
    ("kind", "class_name"),
    [
        ("language", "LanguageHandle"),
        ("embedding", "EmbeddingHandle"),
        ("image", "ImageHandle"),
        ("speech", "SpeechHandle"),
        ("transcription", "TranscriptionHandle"),
    ],
)
def test_strings_name_models_of_every_kind(kind: Any, class_name: str) -> None:
    handle = resolve("openai:a:b", kind)

    assert type(handle).__name__ == class_name
    assert (handle.provider, handle.model_id) == ("openai", "a:b")
    assert resolve(handle, kind) is handle


@pytest.mark.parametrize("text", ["gpt-5", "openai:", ":gpt-5", ""])
def test_a_string_without_provider_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgumentError, match="provider:model-id"):
        resolve(text, "language")


def test_an_unknown_provider_is_named_with_a_hint() -> None:
    with pytest.raises(NoSuchProviderError, match="did you mean 'openai'") as caught:
        resolve("opnai:gpt-5", "language")
    assert caught.value.provider == "opnai"
    assert set(PROVIDERS) <= set(caught.value.available)


def test_a_model_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(
        NoSuchModelError, match="is an embedding model; this function needs a language model"
    ):
        resolve(openai.embedding("e"), "language")


@pytest.mark.parametrize("thing", [7, None, object(), "x" and type])
def test_what_is_no_model_is_refused(thing: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="model handle"):
        resolve(thing, "language")


def test_a_provider_without_the_kind_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Half:
        def language(self, model_id: str) -> None:
            return None

    monkeypatch.setattr("ai_sdk.providers.registry.provider_named", lambda name: Half())

    with pytest.raises(NoSuchModelError, match="no speech models"):
        resolve("half:m", "speech")
    with pytest.raises(ConfigurationError, match="made no model"):
        resolve("half:m", "language")


def test_organisation_and_project_become_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-env")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-env")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:9/v1/")
    fixed = create_openai(api_key="k", organization="org-1", project="proj-1")

    assert openai.endpoint.url("/responses") == "http://localhost:9/v1/responses"
    assert create_openai(api_key="k").endpoint.request_headers() == {
        "authorization": "Bearer k",
        "openai-organization": "org-env",
        "openai-project": "proj-env",
    }
    assert fixed.endpoint.request_headers()["openai-organization"] == "org-1"


def test_options_are_typed_mappings_that_merge() -> None:
    one = openai.options(reasoning_effort="high", store=False)

    assert one == {"openai": {"reasoning_effort": "high", "store": False}}
    assert one | {"openai": {"store": True}, "x": {"y": 1}} == {
        "openai": {"reasoning_effort": "high", "store": True},
        "x": {"y": 1},
    }
    assert {"openai": {"user": "u"}} | one == {
        "openai": {"user": "u", "reasoning_effort": "high", "store": False}
    }
    assert isinstance(one | one, ProviderOptions)
    for name in ("chat", "embedding", "image", "speech", "transcription"):
        assert getattr(openai, f"{name}_options")(user="u") == {"openai": {"user": "u"}}
    with pytest.raises(TypeError):
        _ = one | 7


def test_openai_compatible_makes_every_kind_it_has() -> None:
    local = openai_compatible(name="local", base_url="http://x/v1/", json_schema=False)

    assert local("m") == local.chat("m") == local.language("m")
    assert local("m").capabilities.json_schema is False
    assert local.responses("m").protocol == "openai_responses"
    assert local.embedding("m").max_embeddings_per_call == 2048
    assert local.image("m").kind == "image"
    assert local.speech("m").kind == "speech"
    assert local.transcription("m").kind == "transcription"
    assert local.options(anything=1) == {"local": {"anything": 1}}


def test_image_limits() -> None:
    assert openai.image("dall-e-3").max_images_per_call == 1
    assert openai.image("gpt-image-1").max_images_per_call == 10
