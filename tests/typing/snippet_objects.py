"""`generate_object`: the type that is asked for is the type that comes."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, assert_type
from uuid import UUID

from ai_sdk import (
    NoObjectGeneratedError,
    ObjectResult,
    Output,
    aio,
    generate_object,
    generate_text,
    openai,
)

from .samples import City, Draft, Model, Mood, Note, Page, Point, Recipe, Struct, Tree


def classes() -> None:
    """Classes of every kind."""
    model = openai("gpt-5")
    result = generate_object(model, Recipe, prompt="Pancakes")
    assert_type(result, ObjectResult[Recipe])
    assert_type(result.object, Recipe)
    assert_type(result.object.name, str)
    assert_type(result.text, str)
    assert_type(result.repairs, int)
    assert_type(generate_object(model, City, prompt="p").object, City)
    assert_type(generate_object(model, Note, prompt="p").object, Note)
    assert_type(generate_object(model, Point, prompt="p").object, Point)


def forms() -> None:
    """Type forms that are no class."""
    model = "openai:gpt-5"
    assert_type(generate_object(model, City | Recipe, prompt="p").object, City | Recipe)
    assert_type(generate_object(model, Mood, prompt="p").object, Mood)
    assert_type(generate_object(model, Literal["a", "b"], prompt="p").object, Literal["a", "b"])
    assert_type(generate_object(model, int | None, prompt="p").object, int | None)
    assert_type(generate_object(model, list[City], prompt="p").object, list[City])
    assert_type(generate_object(model, dict[str, int], prompt="p").object, dict[str, int])
    assert_type(generate_object(model, Annotated[int, "an age"], prompt="p").object, int)


def kinds() -> None:
    """The other kinds of output."""
    model = openai("gpt-5")
    several = generate_object(model, City, output="array", prompt="p")
    assert_type(several, ObjectResult[list[City]])
    assert_type(several.object[0].people, int)
    one = generate_object(model, output="enum", enum=["spam", "ham"], prompt="p")
    assert_type(one.object, str)
    anything = generate_object(model, output="no-schema", prompt="p")
    assert_type(anything.object, Any)
    document: dict[str, Any] = {"type": "object"}
    assert_type(generate_object(model, document, prompt="p").object, Any)
    assert_type(generate_object(model, {"type": "integer"}, prompt="p").object, Any)
    frozen: Mapping[str, object] = document
    assert_type(generate_object(model, frozen, prompt="p").object, Any)


class Colour(enum.Enum):
    """Members may be chosen, too."""

    RED = "red"


def more_types() -> None:
    """Enums, TypedDicts with qualifiers, recursive, generic, pydantic and msgspec classes."""
    model = openai("gpt-5")
    assert_type(generate_object(model, Colour, prompt="p").object, Colour)
    chosen = generate_object(model, output="enum", enum=list(Colour), prompt="p")
    assert_type(chosen.object, Colour)
    choice = generate_text(model, output=Output.choice([Colour.RED]), prompt="p")
    assert_type(choice.output, Colour)
    assert_type(generate_object(model, Tree, prompt="p").object.children[0].value, int)
    assert_type(generate_object(model, Page[City], prompt="p").object.items, list[City])
    assert_type(generate_object(model, Draft, prompt="p").object["text"], str)
    assert_type(generate_object(model, Model, prompt="p").object.at, datetime)
    assert_type(generate_object(model, Struct, prompt="p").object.id, UUID)
    assert_type(generate_object(model, tuple[date, Decimal], prompt="p").object[1], Decimal)


def repairs() -> None:
    """What mends an answer."""

    def close(text: str, error: Exception) -> str | None:
        return text + "}" if isinstance(error, NoObjectGeneratedError) else None

    result = generate_object("openai:gpt-5", City, prompt="p", repair_object=close, max_repairs=2)
    assert_type(result.repairs, int)
    text = generate_text(
        "openai:gpt-5", prompt="p", output=Output.object(City), repair_object=close, max_repairs=1
    )
    assert_type(text.repairs, int)
    assert_type(text.output_text, str)
    assert_type(text.steps[0].rejected, str | None)


async def awaited() -> None:
    """The same in the other colour."""
    result = await aio.generate_object("openai:gpt-5", Recipe, prompt="Pancakes")
    assert_type(result, ObjectResult[Recipe])
    either = await aio.generate_object("openai:gpt-5", City | None, prompt="p")
    assert_type(either.object, City | None)
    several = await aio.generate_object("openai:gpt-5", Mood, output="array", prompt="p")
    assert_type(several.object, list[Mood])
    one = await aio.generate_object("openai:gpt-5", output="enum", enum=["a", "b"], prompt="p")
    assert_type(one.object, str)
    anything = await aio.generate_object("openai:gpt-5", {"type": "integer"}, prompt="p")
    assert_type(anything.object, Any)
