"""What each dialect of JSON Schema takes, as published by the providers that read it."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

__all__ = ["RULES", "Dialect", "Rules"]

Dialect: TypeAlias = Literal["openai-strict", "gemini", "anthropic", "plain"]

_ALWAYS = frozenset(
    {"type", "description", "title", "properties", "required", "items", "enum", "anyOf"}
)
_NUMBERS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
_FORMATS = frozenset(
    {"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"}
)


@attrs.frozen
class Rules:
    """A dialect.

    Attributes:
        keywords: what may stand in a schema; the rest goes into the description as words.
        formats: values of `format` it knows.
        closed: every object says `additionalProperties: false`.
        all_required: every property is required; optional ones become nullable.
        object_root: the root is an object; anything else is wrapped as `{"value": ...}`.
        refs: it has `$ref` and `$defs`; otherwise definitions are written where they are used.
        recursion: a definition may mention itself.
        null_type: it has the type null, else the keyword `nullable`.
        text_enums: enums hold strings only.
        lone_any: nothing stands beside `anyOf`.
    """

    keywords: frozenset[str]
    formats: frozenset[str]
    closed: bool = True
    all_required: bool = False
    object_root: bool = True
    refs: bool = True
    recursion: bool = False
    null_type: bool = True
    text_enums: bool = False
    lone_any: bool = False


RULES: dict[str, Rules] = {
    "openai-strict": Rules(
        keywords=_ALWAYS
        | _NUMBERS
        | {"additionalProperties", "const", "pattern", "format", "minItems", "maxItems"},
        formats=_FORMATS,
        all_required=True,
        recursion=True,
    ),
    "anthropic": Rules(
        keywords=_ALWAYS | {"additionalProperties", "const", "format", "default"},
        formats=_FORMATS | {"uri"},
    ),
    "gemini": Rules(
        keywords=_ALWAYS
        | {"format", "nullable", "default", "minimum", "maximum", "pattern"}
        | {"minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"},
        formats=frozenset({"date-time", "date", "time", "duration", "enum"}),
        closed=False,
        object_root=False,
        refs=False,
        null_type=False,
        text_enums=True,
        lone_any=True,
    ),
}
