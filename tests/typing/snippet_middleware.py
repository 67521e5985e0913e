"""Middleware, registries and providers of one's own: as a user writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import assert_type

import ai_sdk
from ai_sdk import (
    CallContext,
    CustomProvider,
    LanguageModelCall,
    Middleware,
    ModelResult,
    ModelStream,
    ModelStreamPart,
    PartTransform,
    ProviderRegistry,
    PureMiddleware,
    WrappedLanguageModel,
    evolve,
)


class Pure(PureMiddleware):
    def transform_call(self, call: LanguageModelCall, context: CallContext) -> LanguageModelCall:
        assert_type(context.streaming, bool)
        return evolve(call, temperature=0)

    def transform_part(
        self, part: ModelStreamPart, context: CallContext
    ) -> Iterable[ModelStreamPart]:
        yield part


class Cached(Middleware):
    def around_generate(
        self,
        call: LanguageModelCall,
        proceed: Callable[[LanguageModelCall], ModelResult],
        context: CallContext,
    ) -> ModelResult:
        return proceed(call)


class Streamed(Middleware):
    def around_stream(
        self,
        call: LanguageModelCall,
        proceed: Callable[[LanguageModelCall], ModelStream],
        context: CallContext,
    ) -> ModelStream:
        return proceed(call)

    def stream_transform(self, context: CallContext) -> PartTransform | None:
        return None


def wrapped() -> None:
    around = [
        Pure(),
        Cached(),
        ai_sdk.extract_json_middleware(),
        ai_sdk.extract_reasoning_middleware(),
    ]
    model = ai_sdk.wrap_language_model("openai:gpt-5", around, model_id="mine")
    assert_type(model, WrappedLanguageModel)
    ai_sdk.generate_text(model, prompt="hi")
    ai_sdk.stream_text(ai_sdk.wrap_language_model(model, Pure()), prompt="hi")


def composed() -> None:
    mine = ai_sdk.custom_provider(
        language_models={"fast": "openai:gpt-5", "own": ai_sdk.openai("gpt-5")},
        fallback_provider=ai_sdk.openai,
    )
    assert_type(mine, CustomProvider)
    registry = ai_sdk.create_provider_registry({"mine": mine}, language_model_middleware=Pure())
    assert_type(registry, ProviderRegistry)
    ai_sdk.generate_text(registry("mine:fast"), prompt="hi")
    ai_sdk.embed(registry.embedding("mine:x"), "hi")
