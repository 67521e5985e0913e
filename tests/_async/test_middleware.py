"""Models with middleware around them: hooks, colours, errors, values."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from ai_sdk._async.middleware import AsyncTransformedModelStream
from ai_sdk.aio import (
    APIConnectionError,
    AsyncMiddleware,
    ConfigurationError,
    InvalidArgumentError,
    ModelCapabilities,
    ModelResult,
    NoSuchProviderError,
    PureMiddleware,
    TextDelta,
    TextPart,
    UnsupportedFunctionalityError,
    add_tool_input_examples_middleware,
    count_tokens,
    create_anthropic,
    create_openai,
    default_instructions_middleware,
    default_settings_middleware,
    evolve,
    extract_json_middleware,
    extract_reasoning_middleware,
    generate_object,
    generate_text,
    simulate_streaming_middleware,
    stream_text,
    tool,
    wrap_language_model,
)
from ai_sdk.testing import MockLanguageModel, MockReply, ProviderServer


class Noted(PureMiddleware):
    """Writes down what it sees."""

    def __init__(self, name: str, notes: list[str]) -> None:
        self.name, self.notes = name, notes

    def transform_call(self, call: Any, context: Any) -> Any:
        self.notes.append(f"{self.name} call {context.provider} {context.streaming}")
        return evolve(call, extra_body={**call.extra_body, self.name: len(call.extra_body)})

    def transform_result(self, result: Any, context: Any) -> Any:
        self.notes.append(f"{self.name} result")
        text = TextPart(f"{self.name}({result.content[0].text})")
        return evolve(result, content=(text,))

    def transform_part(self, part: Any, context: Any) -> Any:
        if isinstance(part, TextDelta):
            return [evolve(part, text=f"{self.name}({part.text})")]
        return [part]


async def asked(model: Any, streaming: bool, **settings: Any) -> Any:
    settings.setdefault("prompt", "hi")
    if not streaming:
        return await generate_text(model, **settings)
    async with stream_text(model, **settings) as stream:
        return await stream.result()


BOTH = pytest.mark.parametrize("streaming", [False, True])


@BOTH
async def test_hooks_see_the_call_and_the_answer(streaming: bool) -> None:
    notes: list[str] = []
    inside = MockLanguageModel(text="x")

    result = await asked(wrap_language_model(inside, Noted("a", notes)), streaming)

    assert result.text == "a(x)"
    assert inside.calls[0].extra_body == {"a": 0}
    assert notes[0] == f"a call mock {streaming}"


@BOTH
async def test_a_part_can_be_dropped_or_doubled(streaming: bool) -> None:
    class Twice(PureMiddleware):
        def transform_part(self, part: Any, context: Any) -> Any:
            if isinstance(part, TextDelta):
                return [] if part.text == "b" else [part, part]
            return [part]

    model = wrap_language_model(MockLanguageModel(text_deltas=["a", "b", "c"]), Twice())

    result = await asked(model, streaming)
    assert result.text == ("aacc" if streaming else "abc")


@BOTH
async def test_around_hooks_may_answer_by_themselves_or_ask_again(streaming: bool) -> None:
    class Insisting(AsyncMiddleware):
        async def around_generate(self, call: Any, proceed: Any, context: Any) -> Any:
            try:
                return await proceed(call)
            except APIConnectionError:
                return await proceed(call)

        async def around_stream(self, call: Any, proceed: Any, context: Any) -> Any:
            try:
                return await proceed(call)
            except APIConnectionError:
                return await proceed(call)

    inside = MockLanguageModel(script=[APIConnectionError("gone", is_retryable=False), "there"])

    result = await asked(wrap_language_model(inside, Insisting()), streaming)

    assert result.text == "there"
    assert len(inside.calls) == 2


async def test_an_answer_from_elsewhere() -> None:
    class Canned(AsyncMiddleware):
        async def around_generate(self, call: Any, proceed: Any, context: Any) -> Any:
            return ModelResult((TextPart("canned"),), "stop")

    inside = MockLanguageModel(text="never")

    result = await generate_text(wrap_language_model(inside, Canned()), prompt="hi")

    assert result.text == "canned"
    assert inside.calls == []


@BOTH
async def test_what_is_held_back_comes_before_an_error(streaming: bool) -> None:
    broken = MockLanguageModel(
        script=[MockReply(text_deltas=["```json\n[1", ", "], error=APIConnectionError("gone"))]
    )
    model = wrap_language_model(broken, extract_reasoning_middleware())

    with pytest.raises(APIConnectionError) as caught:
        await asked(model, streaming)

    if streaming:
        assert caught.value.partial.text == "```json\n[1, "


async def test_middleware_of_the_other_colour_is_refused() -> None:
    import ai_sdk

    other: Any = type(
        "Other", (PureMiddleware,), {"around_generate": lambda self, call, proceed, context: None}
    )
    model = wrap_language_model(MockLanguageModel(text="x"), other())
    with pytest.raises(ConfigurationError, match="the other face: derive it from"):
        await generate_text(model, prompt="hi")
    assert ai_sdk.PureMiddleware is PureMiddleware


@pytest.mark.parametrize(
    ("hook", "words"),
    [
        ("transform_call", "must return a LanguageModelCall, not NoneType"),
        ("stream_transform", "must return an object with feed and finish, not int"),
    ],
)
async def test_hooks_that_return_nonsense(hook: str, words: str) -> None:
    made = None if hook == "transform_call" else 7
    bad: Any = type("Bad", (PureMiddleware,), {hook: lambda self, *args: made})
    model = wrap_language_model(MockLanguageModel(text="x"), bad())

    with pytest.raises(InvalidArgumentError, match=f"Bad.{hook} {words}"):
        await asked(model, True)


async def test_a_wrapped_model_is_a_value() -> None:
    openai = create_openai(base_url="http://127.0.0.1:1/v1")
    middleware = [default_settings_middleware({"temperature": 0}), extract_json_middleware()]

    model = wrap_language_model(openai("gpt-5"), middleware, model_id="mine", provider_id="us")
    again = wrap_language_model(
        openai("gpt-5"),
        [default_settings_middleware({"temperature": 0}), extract_json_middleware()],
        model_id="mine",
        provider_id="us",
    )

    assert (model.provider, model.model_id) == ("us", "mine")
    assert model == again
    assert pickle.loads(pickle.dumps(model)) == model
    assert model.endpoint == openai("gpt-5").endpoint
    assert model.capabilities == openai("gpt-5").capabilities


async def test_what_cannot_be_imported_is_not_pickled() -> None:
    model = wrap_language_model(MockLanguageModel(text="x"), extract_json_middleware(lambda t: t))

    with pytest.raises(ConfigurationError, match="middleware holds something"):
        pickle.dumps(model)


@pytest.mark.parametrize("bad", [None, 7, "json", [7], [PureMiddleware]])
async def test_what_is_no_middleware_is_refused(bad: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="middleware must be"):
        wrap_language_model(MockLanguageModel(text="x"), bad)


async def test_model_strings_are_looked_up() -> None:
    assert wrap_language_model("openai:gpt-5", []).model_id == "gpt-5"
    with pytest.raises(NoSuchProviderError):
        wrap_language_model("nobody:x", [])


async def test_capabilities_can_be_told() -> None:
    inside = MockLanguageModel(text='{"a": 1}')
    cannot = ModelCapabilities(json_schema=False, json_object=False, tools=False)
    model = wrap_language_model(inside, [], capabilities=cannot)

    result = await generate_object(model, dict[str, int], prompt="hi")

    assert result.object == {"a": 1}
    assert inside.calls[0].response_format is None or inside.calls[0].response_format.type == "text"


async def test_tokens_are_counted_of_the_changed_call() -> None:
    model = wrap_language_model(MockLanguageModel(text="x"), default_instructions_middleware("y"))

    with pytest.raises(UnsupportedFunctionalityError, match="does not count tokens"):
        await count_tokens(model, prompt="hi")


# ---- the built-in ones


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"temprature": 1}, "cannot have a default here"),
        ({"temperature": 9}, "temperature must be"),
        ({"provider_options": {"openai": 1}}, "mapping of that provider's options"),
        (7, "settings"),
    ],
)
async def test_bad_defaults_are_refused(settings: Any, words: str) -> None:
    with pytest.raises(InvalidArgumentError, match=words):
        default_settings_middleware(settings)


@pytest.mark.parametrize("instructions", ["", None, 7])
async def test_bad_instructions_are_refused(instructions: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="instructions"):
        default_instructions_middleware(instructions)


@BOTH
async def test_default_instructions_are_for_calls_that_have_none(streaming: bool) -> None:
    inside = MockLanguageModel(text="x")
    model = wrap_language_model(inside, default_instructions_middleware("Be brief."))

    await asked(model, streaming)
    await asked(model, streaming, instructions="Be long.")

    assert [call.prompt[0].content for call in inside.calls] == ["Be brief.", "Be long."]
    assert [len(call.prompt) for call in inside.calls] == [2, 2]


async def test_examples_of_tools_go_into_their_descriptions() -> None:
    @tool(input_examples=[{"city": "Rome"}, {"city": "Oslo"}])
    def weather(city: str) -> str:
        """The weather."""
        return city

    inside = MockLanguageModel(text="x")
    kept = add_tool_input_examples_middleware(
        prefix="Such as:", format=lambda example, i: f"{i}. {example['city']}", remove=False
    )
    for middleware in (add_tool_input_examples_middleware(), kept):
        model = wrap_language_model(inside, middleware)
        await generate_text(model, prompt="hi", tools=[weather])

    first, second = (call.tools[0] for call in inside.calls)
    assert first.description == (
        'The weather.\n\nInput Examples:\n{"city":"Rome"}\n{"city":"Oslo"}'
    )
    assert first.input_examples == ()
    assert second.description == "The weather.\n\nSuch as:\n0. Rome\n1. Oslo"
    assert len(second.input_examples) == 2


async def test_bad_examples_settings_are_refused() -> None:
    bad: Any = 7
    with pytest.raises(InvalidArgumentError):
        add_tool_input_examples_middleware(prefix=bad)
    with pytest.raises(InvalidArgumentError):
        add_tool_input_examples_middleware(format=bad)


async def test_a_simulated_stream_makes_one_plain_call() -> None:
    inside = MockLanguageModel(
        script=[MockReply(text="x", reasoning="r", tool_calls=[("t", {"a": 1}, "c1")])]
    )
    model = wrap_language_model(inside, simulate_streaming_middleware())

    async with stream_text(model, prompt="hi") as stream:
        kinds = [part.type async for part in stream]
        result = await stream.result()

    assert kinds == [
        "start-step",
        "reasoning-start", "reasoning-delta", "reasoning-end",
        "text-start", "text-delta", "text-end",
        "tool-input-start", "tool-input-delta", "tool-input-end", "tool-call",
        *kinds[11:-2],
        "finish-step", "finish",
    ]  # fmt: skip
    assert (result.text, result.reasoning_text) == ("x", "r")
    assert result.tool_calls[0].input == {"a": 1}
    assert result.usage.total_tokens == 8


@BOTH
async def test_around_hooks_that_are_not_written_go_on(streaming: bool) -> None:
    class Idle(AsyncMiddleware):
        pass

    result = await asked(wrap_language_model(MockLanguageModel(text="x"), Idle()), streaming)

    assert result.text == "x"


async def test_tokens_are_counted_with_what_middleware_adds() -> None:
    with ProviderServer() as server:
        plain = create_anthropic(api_key="k", base_url=server.origin)("claude-sonnet-4-5")
        longer = wrap_language_model(plain, default_instructions_middleware("be brief " * 50))

        fewer = await count_tokens(plain, prompt="hi")
        more = await count_tokens(longer, prompt="hi")

        assert [each.json.get("system") is None for each in server.requests] == [True, False]
    assert more.input_tokens > fewer.input_tokens + 50


class Kept:
    """A transform that holds everything back, or nothing."""

    def __init__(self, rest: list[Any]) -> None:
        self.rest = rest

    def feed(self, part: Any) -> list[Any]:
        return []

    def finish(self) -> list[Any]:
        return self.rest


class Broken:
    """A stream that breaks off at once."""

    def __init__(self) -> None:
        self.reads = 0

    async def receive(self) -> Any:
        self.reads += 1
        raise APIConnectionError("gone")


@pytest.mark.parametrize("rest", [[], [TextDelta("t", "held")]], ids=["nothing", "something"])
async def test_a_stream_that_broke_off_stays_broken(rest: list[Any]) -> None:
    inside = Broken()
    stream = AsyncTransformedModelStream(inside, Kept(rest))  # type: ignore[arg-type]
    if rest:
        assert await stream.receive() == rest
        for _ in range(2):
            with pytest.raises(APIConnectionError, match="gone"):
                await stream.receive()
        assert inside.reads == 1
    else:
        with pytest.raises(APIConnectionError, match="gone"):
            await stream.receive()


@pytest.mark.parametrize("rest", [[], [TextDelta("t", "held")]], ids=["nothing", "something"])
async def test_a_stream_that_has_ended_stays_ended(rest: list[Any]) -> None:
    class Ended:
        reads = 0

        async def receive(self) -> Any:
            self.reads += 1

    inside = Ended()
    stream = AsyncTransformedModelStream(inside, Kept(rest))  # type: ignore[arg-type]

    assert await stream.receive() == (rest or None)
    for _ in range(2):
        assert await stream.receive() is None
    assert inside.reads == 1
