"""Complaints about objects: schemas refused, partial values that raise, memory, loose types."""

from __future__ import annotations

import gc
import importlib.resources
import inspect
import typing
import weakref
from dataclasses import dataclass, make_dataclass
from typing import Any, Literal

import pydantic
import pytest

import ai_sdk.aio as ai
from ai_sdk.aio import (
    GenerateTextResult,
    InvalidArgumentError,
    Output,
    create_openai,
    generate_object,
    generate_text,
    is_step_count,
    stream_object,
    stream_text,
)
from ai_sdk.schema import schema_for
from ai_sdk.testing import MockLanguageModel, MockReply, ProviderServer, Reply
from ai_sdk.types.models import ModelCapabilities
from tests.unit.schema_dialects import violations
from tests.ways import BUT_GOOGLE, Way

from ..conformance.play import run, weather


@dataclass
class Cat:
    """A cat."""

    kind: Literal["cat"]
    lives: int = 9


@dataclass
class Dog:
    """A dog."""

    kind: Literal["dog"]
    name: str | None = None


class Owner(pydantic.BaseModel):
    """Pydantic writes its tagged unions with oneOf."""

    pet: Cat | Dog = pydantic.Field(discriminator="kind")
    age: int | None = pydantic.Field(default=None, ge=0)


@BUT_GOOGLE
async def test_complaint_07_output_together_with_tools_comes_in_the_final_step(way: Way) -> None:
    script = [
        MockReply(tool_calls=[("weather", {"city": "Rome"}, "call_1")]),
        MockReply("Let me look again.", tool_calls=[("weather", {"city": "Bari"}, "call_2")]),
        '{"kind": "cat", "lives": 7}',
    ]
    with way.model(*script) as model:
        result = await run(
            way,
            model,
            tools=[weather],
            output=Output.object(Cat),
            stop_when=is_step_count(5),
        )

        assert len(model.asked) == 3
        assert all(asked.tools == ("weather",) for asked in model.asked)
    assert result.output == Cat("cat", 7)
    assert [each.output["city"] for each in result.tool_results] == ["Rome", "Bari"]


@pytest.mark.parametrize(
    ("schema", "answer", "value"),
    [
        (Cat | Dog, '{"value": {"kind": "dog", "name": null}}', Dog("dog")),
        (Cat, '{"kind": "cat", "lives": null}', Cat("cat")),
        (Owner, '{"pet": {"kind": "cat", "lives": null}, "age": null}', Owner(pet=Cat("cat"))),
        (list[Cat], '{"value": [{"kind": "cat", "lives": 1}]}', [Cat("cat", 1)]),
        (Literal["yes", "no"], '{"value": "no"}', "no"),
        (
            {"oneOf": [{"type": "string"}, {"type": "integer", "minimum": 3}]},
            '{"value": 4}',
            4,
        ),
        (
            {"type": "object", "properties": {"a": {"type": "string", "minLength": 1}}},
            '{"a": null}',
            {},
        ),
    ],
)
@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_complaint_20_no_schema_is_rejected_for_oneof_root_union_or_optional(
    api: str, schema: Any, answer: str, value: Any
) -> None:
    with ProviderServer([Reply.text(answer)]) as server:
        provider = create_openai(base_url=server.base_url, api_key="test-key")
        result = await generate_object(getattr(provider, api)("gpt-5"), schema, prompt="hi")
        body = server.requests[0].json

    if api == "chat":
        sent = body["response_format"]["json_schema"]
    else:
        sent = body["text"]["format"]
    assert sent["strict"] is True
    assert violations(sent["schema"], "openai-strict") == []
    assert result.object == value
    assert result.warnings == ()


async def test_complaint_20_what_cannot_be_said_is_named_before_any_request() -> None:
    @dataclass
    class Odd:
        number: complex

    model = MockLanguageModel("{}")

    with pytest.raises(InvalidArgumentError, match="complex"):
        await generate_object(model, Odd, prompt="hi")
    with pytest.raises(InvalidArgumentError, match=r"\$\.properties\.a: there is no type 'text'"):
        await generate_object(model, {"properties": {"a": {"type": "text"}}}, prompt="hi")

    assert model.calls == []


class Strict(pydantic.BaseModel):
    """Its checks would refuse every beginning of a value."""

    name: str = pydantic.Field(min_length=5)
    tags: list[str] = pydantic.Field(min_length=2)
    count: int

    @pydantic.field_validator("name")
    @classmethod
    def no_digits(cls, name: str) -> str:
        """Counts how often it is asked."""
        CHECKED.append(name)
        if not name.isalpha():
            raise ValueError("a name has no digits")
        return name


CHECKED: list[str] = []


async def test_complaint_21_partial_objects_do_not_fight_validators() -> None:
    CHECKED.clear()
    text = '{"name": "tomato", "tags": ["a", "b"], "count": 12}'
    model = MockLanguageModel(text_deltas=list(text))
    names: list[str | None] = []

    async with stream_object(model, Strict, prompt="hi") as stream:
        async for partial in stream.partial_object_stream:
            names.append(partial.name)
        result = await stream.result()

    assert {"t", "toma", "tomato"} <= set(names)
    assert result.object == Strict.model_construct(name="tomato", tags=["a", "b"], count=12)
    assert CHECKED == ["tomato"]  # once, when all of it was there


async def test_complaint_22_schemas_of_many_types_are_not_kept() -> None:
    model = MockLanguageModel('{"a": 1}')
    classes: list[Any] = []

    for number in range(600):
        cls = make_dataclass(f"Made{number}", [("a", int)])
        classes.append(weakref.ref(cls))
        if number < 40:
            result = await generate_object(model, cls, prompt="hi")
            assert result.object == cls(1)
            model.calls.clear()
        schema_for(cls).lower("openai-strict")
    del cls, result
    gc.collect()

    alive = sum(ref() is not None for ref in classes)
    assert alive <= 150


def test_complaint_24_what_a_function_returns_never_depends_on_a_flag() -> None:
    for name in ("generate_text", "stream_text", "generate_object", "stream_object"):
        function = inspect.unwrap(getattr(ai, name))
        returned = [str(each.__annotations__["return"]) for each in typing.get_overloads(function)]

        assert "stream" not in inspect.signature(function).parameters
        assert returned
        assert not any("|" in each or "Union" in each for each in returned)
        assert len({each.partition("[")[0] for each in returned}) == 1


async def test_complaint_24_the_text_of_a_result_needs_no_narrowing() -> None:
    result: GenerateTextResult[str] = await generate_text(MockLanguageModel("Hello."), prompt="hi")
    silent = await generate_text(MockLanguageModel(tool_calls=[("x", {})]), prompt="hi")

    assert result.text.upper() == "HELLO."
    assert silent.text == ""
    assert (importlib.resources.files("ai_sdk") / "py.typed").is_file()


@pytest.mark.parametrize(
    "able",
    [
        ModelCapabilities(),
        ModelCapabilities(json_schema=False),
        ModelCapabilities(json_schema=False, tools=False),
        ModelCapabilities(json_schema=False, tools=False, json_object=False),
    ],
)
async def test_complaint_07_partial_objects_come_whatever_the_model_can_do(
    able: ModelCapabilities,
) -> None:
    if able.tools and not able.json_schema:
        reply = MockReply(tool_calls=[("answer", {"kind": "cat", "lives": 7})])
    else:
        reply = MockReply(text_deltas=['{"kind": "ca', 't", "lives"', ": 7}"])
    model = MockLanguageModel(script=[reply], capabilities=able)

    async with stream_text(model, prompt="hi", output=Output.object(Cat)) as stream:
        seen = [partial async for partial in stream.partial_output_stream]
        result = await stream.result()

    assert seen[-1] == {"kind": "cat", "lives": 7}
    assert result.output == Cat("cat", 7)
