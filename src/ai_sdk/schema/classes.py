"""The fields of classes: attrs, dataclasses, TypedDict and NamedTuple read alike."""

from __future__ import annotations

import dataclasses
import enum
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Union, get_args, get_origin

from .docstrings import docstring_of
from .hints import type_hints
from .nodes import Node
from .objects import MISSING, Field

__all__ = ["ClassFields", "FieldSpec", "object_fields"]


class FieldSpec(NamedTuple):
    """A field before its type is compiled."""

    name: str
    type: Any
    required: bool
    description: str | None = None
    default: Any = MISSING

    def field(self, node: Callable[[Any], Node]) -> Field:
        """The field with its type compiled; `x: T = None` means that null is allowed."""
        tp = self.type
        if self.default is None:
            compiled = node(tp)
            tp = tp if "null" in compiled.kinds else Union[tp, None]  # noqa: UP007
        plain = _plain_default(self.default)
        return Field(self.name, node(tp), self.required, self.description, plain)


class ClassFields(NamedTuple):
    """What an object node needs of a class."""

    specs: list[FieldSpec]
    build: Callable[..., Any] | None
    description: str | None


def object_fields(tp: Any, cls: type) -> ClassFields | None:
    """The fields of a class; None when it is none of the kinds that have fields.

    Args:
        tp: the class, or its generic form with arguments.
        cls: the class itself.
    """
    found = _reader(cls)
    if found is None:
        return None
    read, build = found
    text, params = docstring_of(cls)
    specs = [
        spec._replace(description=spec.description or params.get(spec.name))
        for spec in read(cls, type_hints(cls, tp))
    ]
    return ClassFields(specs, cls if build else None, text)


def _reader(cls: type) -> tuple[Callable[[Any, dict[str, Any]], Iterable[FieldSpec]], bool] | None:
    if "__attrs_attrs__" in vars(cls) or hasattr(cls, "__attrs_attrs__"):
        return _attrs, True
    if dataclasses.is_dataclass(cls):
        return _dataclass, True
    if hasattr(cls, "__required_keys__"):
        return _typed_dict, False
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return _named_tuple, True
    return None


def _attrs(cls: Any, hints: dict[str, Any]) -> Iterable[FieldSpec]:
    from attrs import NOTHING

    for each in cls.__attrs_attrs__:
        if not each.init:
            continue
        tp = hints.get(each.name, Any if each.type is None else each.type)
        default = MISSING if each.default is NOTHING else each.default
        yield FieldSpec(each.alias, tp, default is MISSING, _words(each.metadata), default)


def _dataclass(cls: Any, hints: dict[str, Any]) -> Iterable[FieldSpec]:
    for each in cls.__dataclass_fields__.values():
        tp = hints.get(each.name, Any)
        if isinstance(tp, dataclasses.InitVar):
            tp = tp.type
        elif each not in dataclasses.fields(cls):  # a ClassVar
            continue
        if not each.init:
            continue
        required = (
            each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
        )
        default = MISSING if each.default is dataclasses.MISSING else each.default
        description = _words(each.metadata) or getattr(each, "doc", None)
        yield FieldSpec(each.name, tp, required, description, default)


def _typed_dict(cls: Any, hints: dict[str, Any]) -> Iterable[FieldSpec]:
    for name, tp in hints.items():
        required = name in cls.__required_keys__
        inner = tp
        while get_origin(inner) is not None:  # a postponed annotation hides these from the class
            qualifier = getattr(get_origin(inner), "_name", None)
            if qualifier in ("Required", "NotRequired"):
                required = qualifier == "Required"
            elif get_origin(inner) is not typing.Annotated and qualifier != "ReadOnly":
                break
            inner = get_args(inner)[0]
        yield FieldSpec(name, tp, required)


def _named_tuple(cls: Any, hints: dict[str, Any]) -> Iterable[FieldSpec]:
    for name in cls._fields:
        default = cls._field_defaults.get(name, MISSING)
        yield FieldSpec(name, hints.get(name, Any), default is MISSING, None, default)


def _words(metadata: Mapping[Any, Any]) -> str | None:
    text = metadata.get("description")
    return text if isinstance(text, str) else None


def _plain_default(default: Any) -> Any:
    """The default as the schema may show it; MISSING when it is not worth showing."""
    if isinstance(default, enum.Enum):
        default = default.value
    return default if type(default) in (str, int, float, bool) else MISSING
