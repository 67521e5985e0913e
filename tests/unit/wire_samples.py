"""JSON samples made from the annotations of generated wire classes; used by the tests beside it."""

from __future__ import annotations

import random
import types
import typing
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from ai_sdk.wire._model import UNSET, Raw, Unset, is_model

UNKNOWN_TAG = "x.member.of.tomorrow"
_ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1.5,
    "",
    "x",
    [],
    [None],
    [[1]],
    {},
    {"type": []},
    {"a": [1]},
)


@cache
def fields(cls: type) -> dict[str, Any]:
    """Wire name -> evaluated annotation."""
    wire = cls.__dict__.get("__wire__", {})
    hints = typing.get_type_hints(cls)
    return {wire.get(n, n): t for n, t in hints.items() if get_origin(t) is not typing.ClassVar}


def members(kind: Any) -> list[Any]:
    """The members of a union, nested ones too, without None and Unset; else the kind itself."""
    if get_origin(kind) not in (Union, types.UnionType):
        return [kind]
    flat = [inner for member in get_args(kind) for inner in members(member)]
    return [member for member in flat if member not in (type(None), Unset)]


def value(kind: Any, rng: random.Random, odd: float = 0.0) -> Any:
    """A JSON value of `kind`; with the probability `odd`, at every place, one of another shape."""
    if rng.random() < odd:
        return rng.choice(_ODD)
    member = rng.choice(members(kind))
    origin, args = get_origin(member), get_args(member)
    if origin is Literal:
        return rng.choice(args)
    if origin is list:
        return [value(args[0], rng, odd) for _ in range(rng.randint(0, 2))]
    if origin is dict:
        return {f"k{n}": value(args[1], rng, odd) for n in range(rng.randint(0, 2))}
    if is_model(member):
        return instance(member, rng, odd)
    if member is Raw:
        return {"type": UNKNOWN_TAG, "payload": [1, {"deep": None}]}
    scalars = {str: "words", int: 7, float: 0.5, bool: False}
    return scalars.get(member, rng.choice(_ODD))


def instance(cls: type, rng: random.Random, odd: float = 0.0) -> dict[str, Any]:
    """An object of `cls`: with `odd`, fields go missing, go odd, and unknown ones come in."""
    out = {
        name: value(kind, rng, 0 if is_tag(cls, name) else odd)
        for name, kind in fields(cls).items()
        if is_tag(cls, name) or rng.random() >= odd
    }
    if rng.random() < odd:
        out[rng.choice(("x_new", "__class__", "__dict__", "self", "class"))] = rng.choice(_ODD)
    return out


def is_tag(cls: type, name: str) -> bool:
    """Whether the field has a constant that tells the class from others."""
    kind = fields(cls)[name]
    return get_origin(kind) is Literal and getattr(cls, name, UNSET) is not UNSET
