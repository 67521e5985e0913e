"""`generate_object`: a validated value of a type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from ..engine.objects import ObjectSettings, as_object, object_output, object_settings
from ..engine.setup import run_setup
from ..types.models import LanguageModel
from ..types.results import ObjectResult
from .binding import AsyncBoundModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from typing_extensions import TypeForm, Unpack

    from ..engine.prompt import Instructions, MessageLike
    from .http.client import AsyncHTTPClient

__all__ = ["generate_object"]

T = TypeVar("T")


@overload
async def generate_object(
    model: str | LanguageModel,
    schema: TypeForm[T],
    *,
    output: Literal["object"] = ...,
    schema_name: str | None = ...,
    schema_description: str | None = ...,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[ObjectSettings],
) -> ObjectResult[T]: ...
@overload
async def generate_object(
    model: str | LanguageModel,
    schema: TypeForm[T],
    *,
    output: Literal["array"],
    schema_name: str | None = ...,
    schema_description: str | None = ...,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[ObjectSettings],
) -> ObjectResult[list[T]]: ...
@overload
async def generate_object(
    model: str | LanguageModel,
    schema: None = ...,
    *,
    output: Literal["enum"],
    enum: Sequence[T],
    schema_name: str | None = ...,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[ObjectSettings],
) -> ObjectResult[T]: ...
@overload
async def generate_object(
    model: str | LanguageModel,
    schema: Mapping[str, Any] | None = ...,
    *,
    output: Literal["object", "array", "no-schema"] = ...,
    schema_name: str | None = ...,
    schema_description: str | None = ...,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[ObjectSettings],
) -> ObjectResult[Any]: ...
async def generate_object(
    model: str | LanguageModel,
    schema: Any = None,
    *,
    output: Literal["object", "array", "enum", "no-schema"] = "object",
    enum: Sequence[Any] | None = None,
    schema_name: str | None = None,
    schema_description: str | None = None,
    instructions: Instructions | None = None,
    prompt: str | Sequence[MessageLike] | None = None,
    messages: Sequence[MessageLike] | None = None,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[ObjectSettings],
) -> ObjectResult[Any]:
    """Ask a language model for a value of a type and validate it.

    Args:
        model: "provider:model-id" or a model handle.
        schema: a type (attrs, dataclass, TypedDict, pydantic, union, ...) or JSON Schema dict.
        output: "object" for one value, "array" for a list of them, "enum" for one of `enum`,
            "no-schema" for any JSON.
        enum: the texts to choose from.
        schema_name: name of the schema for the model.
        schema_description: what the value is, for the model.
        instructions: the system prompt.
        prompt: the user's text, or messages. Give this or `messages`.
        messages: a conversation.
        client: the HTTP client to use.
        **settings: see `ObjectSettings`: sampling, limits, `repair_object`, `max_repairs`, ...

    Returns:
        The result; `object` is the value in its type.

    Raises:
        InvalidArgumentError: an argument is wrong; nothing was sent.
        NoObjectGeneratedError: the answer is no value of the schema (text, usage, cause).
        APICallError: the provider answered with an error.

    Example:
        >>> @dataclass
        ... class Recipe:
        ...     name: str
        ...     steps: list[str]
        >>> generate_object("openai:gpt-5", Recipe, prompt="Pancakes").object.name
    """
    spec = object_output(schema, output, enum, schema_name, schema_description)
    setup = run_setup(
        instructions=instructions,
        prompt=prompt,
        messages=messages,
        output=spec,
        settings=object_settings(settings),
        makes="object",
    )
    return as_object(await AsyncBoundModel(model, setup, client).result())
