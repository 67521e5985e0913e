"""Language protocols: whole answers and streams, each against a naive reader of their text."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from ai_sdk import (
    create_anthropic,
    create_bedrock,
    create_deepseek,
    create_google,
    create_groq,
    create_mistral,
    create_openai,
    create_openrouter,
    create_perplexity,
)
from ai_sdk.json_codec import JSONError, is_object, loads
from ai_sdk.testing.server.aws_frames import chunk
from ai_sdk.types.call import ModelResult

from .. import naive
from ..language import Model, check_order, check_result
from ..mutate import bytes_mutator, json_mutator, sse_mutator
from ..recorded import recorded
from ..served import language_bodies
from ..shapes import event_shapes
from ..target import Target, expect, pieces, random_of

__all__ = ["TARGETS"]

Naive = Callable[[Any], str | None]
Made = Callable[[], Sequence[Any]]


def _openai() -> Any:
    return create_openai(api_key="k")


def _chats() -> Sequence[Any]:
    makers = (create_groq, create_openrouter)
    return [_openai().chat("gpt-4o"), *(make(api_key="k")("m") for make in makers)]


def _bedrock() -> Sequence[Any]:
    keys: Any = {"access_key_id": "a", "secret_access_key": "s", "region": "us-east-1"}
    return [create_bedrock(**keys)("anthropic.claude-sonnet-4-5-20250929-v1:0")]


# name, models, path on the local server, api and book of recordings, naive readers, share
_ROWS: tuple[tuple[str, Made, str, tuple[str, ...], Naive, Naive, float], ...] = (
    (
        "openai_chat",
        _chats,
        "/v1",
        ("openai.chat", "openai"),
        naive.chat_text,
        naive.chat_stream,
        1.5,
    ),
    (
        "openai_responses",
        lambda: [_openai().responses("gpt-4o")],
        "/v1",
        ("openai.responses", "openai"),
        naive.responses_text,
        naive.responses_stream,
        1.0,
    ),
    (
        "anthropic_messages",
        lambda: [create_anthropic(api_key="k")("claude-sonnet-4-5")],
        "/v1",
        ("anthropic.messages", "anthropic"),
        naive.anthropic_text,
        naive.anthropic_stream,
        1.0,
    ),
    (
        "google_genai",
        lambda: [create_google(api_key="k")("gemini-2.5-flash")],
        "/v1beta",
        ("google.chat", "google"),
        naive.google_text,
        naive.google_stream,
        1.0,
    ),
    (
        "openai_completions",
        lambda: [_openai().completion("gpt-3.5-turbo-instruct")],
        "/v1",
        ("openai.completions", "openai"),
        naive.completions_text,
        naive.completions_stream,
        0.5,
    ),
    (
        "mistral_chat",
        lambda: [create_mistral(api_key="k")("mistral-large-latest")],
        "/v1",
        ("mistral.chat", "mistral"),
        naive.chat_text,
        naive.chat_stream,
        0.5,
    ),
    (
        "deepseek_chat",
        lambda: [create_deepseek(api_key="k")("deepseek-chat")],
        "/v1",
        ("deepseek.chat", "deepseek"),
        naive.chat_text,
        naive.chat_stream,
        0.5,
    ),
    (
        "perplexity_chat",
        lambda: [create_perplexity(api_key="k")("sonar-pro")],
        "/v1",
        ("perplexity.chat", "perplexity"),
        naive.chat_text,
        naive.chat_stream,
        0.5,
    ),
)


class _Protocol:
    """The two targets of one protocol."""

    def __init__(self, name: str, made: Made, base: str, api: tuple[str, ...]) -> None:
        self.name, self._made, self._base, self._api = name, made, base, api

    @cache  # noqa: B019 - lives as long as the process
    def models(self) -> list[Model]:
        return [Model(handle) for handle in self._made()]

    def model(self, data: bytes) -> Model:
        models = self.models()
        return models[zlib.crc32(data[:40]) % len(models)]

    @cache  # noqa: B019
    def seeds(self, stream: bool) -> list[bytes]:
        wire = self.models()[0].request(stream)
        query = "&".join(f"{name}={each}" for name, each in wire.query.items())
        path = self._base + wire.path + (f"?{query}" if query else "")
        bodies = language_bodies(path, wire.json)
        shapes = event_shapes(self.name, stream)
        return [*bodies, *shapes, *recorded(*self._api, stream=stream)]

    def check_stream(self, text_of: Naive, data: bytes) -> bool:
        model = self.model(data)
        whole = model.play([data])
        cut = model.play(pieces(data, random_of(data)))
        expect(whole.told() == cut.told(), "another cut gives others", whole.told(), cut.told())
        check_order(whole, deltas_count="responses" not in self.name)
        if whole.error is None:
            wanted = text_of(_objects(whole.events))
            if wanted is not None:
                expect(whole.text == wanted, "other text than the stream's", whole.text, wanted)
        return whole.reached

    def check_whole(self, text_of: Naive, data: bytes) -> bool:
        model = self.model(data)
        result = model.parse(data)
        again = model.parse(data)
        same = result == again if isinstance(result, ModelResult) else str(result) == str(again)
        expect(same, "two readings differ", result, again)
        try:
            body = loads(data)
        except JSONError:
            return False
        if isinstance(result, ModelResult):
            check_result(result, text_of, body)
        return is_object(body)

    def work_stream(self, data: bytes) -> None:
        model = self.models()[0]
        model.play([data[at : at + 64] for at in range(0, len(data), 64)])

    def work_whole(self, data: bytes) -> None:
        self.models()[0].parse(data)

    def mutator(self, stream: bool, data: bytes, rng: Any) -> bytes:
        return self._mutate(stream)(data, rng)

    @cache  # noqa: B019
    def _mutate(self, stream: bool) -> Any:
        return sse_mutator(self.seeds(True)) if stream else json_mutator(self.seeds(False))


def _objects(events: Sequence[Any]) -> list[Any]:
    found = []
    for event in events:
        try:
            found.append(loads(event.data))
        except JSONError:
            if event.data.strip() != b"[DONE]":
                found.append(None)
    return found


def _targets() -> list[Target]:
    out = []
    for name, made, base, api, text_of, stream_of, share in _ROWS:
        one = _Protocol(name, made, base, api)
        out.append(
            Target(
                f"{name}.stream",
                partial(one.check_stream, stream_of),
                one.work_stream,
                partial(one.seeds, True),
                partial(one.mutator, True),
                share,
            )
        )
        out.append(
            Target(
                f"{name}.response",
                partial(one.check_whole, text_of),
                one.work_whole,
                partial(one.seeds, False),
                partial(one.mutator, False),
                share,
            )
        )
    return out


class _Bedrock:
    """The Messages API in AWS's frames: damage to the events inside, and to the frames."""

    @cache  # noqa: B019
    def model(self) -> Model:
        return Model(_bedrock()[0])

    @cache  # noqa: B019
    def inside(self) -> tuple[list[bytes], Any, Any]:
        model = Model(create_anthropic(api_key="k")("claude-sonnet-4-5"))
        seeds = language_bodies("/v1/messages", model.request(True).json)
        return seeds, sse_mutator(seeds), bytes_mutator()

    def seeds(self) -> list[bytes]:
        return [self._framed(seed) for seed in self.inside()[0]]

    def mutate(self, data: bytes, rng: Any) -> bytes:
        """Mostly other events in good frames: the checksums hide nothing behind them."""
        seeds, events, damage = self.inside()
        if rng.random() < 0.1:
            return bytes(damage(data, rng))
        return self._framed(events(rng.choice(seeds), rng))

    @staticmethod
    def _framed(stream: bytes) -> bytes:
        framed = []
        for block in stream.split(b"\n\n"):
            try:
                data = loads(block[block.index(b"data: ") + 6 :])
            except ValueError:
                continue
            if is_object(data):
                framed.append(chunk(data))
        return b"".join(framed)

    def check(self, data: bytes) -> bool:
        model = self.model()
        whole = model.play([data])
        cut = model.play(pieces(data, random_of(data)))
        expect(whole.told() == cut.told(), "another cut gives others", whole.told(), cut.told())
        check_order(whole)
        if whole.error is None:
            wanted = naive.anthropic_stream(_objects(whole.events))
            expect(wanted in (None, whole.text), "other text than the stream's", whole.text, wanted)
        return whole.reached

    def work(self, data: bytes) -> None:
        self.model().play([data[at : at + 64] for at in range(0, len(data), 64)])


_bedrock_target = _Bedrock()
TARGETS = (
    *_targets(),
    Target(
        "bedrock_messages.stream",
        _bedrock_target.check,
        _bedrock_target.work,
        _bedrock_target.seeds,
        _bedrock_target.mutate,
        0.5,
    ),
)
