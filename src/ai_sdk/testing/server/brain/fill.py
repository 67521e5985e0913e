"""Makes a JSON value that fits a schema, with words and numbers of the prompt where they suit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .samples import sample_items, sample_number, sample_text
from .words import names_of, numbers_of, words_of

Schema = Mapping[str, Any]
MAX_DEPTH = 6
PLACE_WORDS = frozenset(
    ("city", "location", "place", "town", "country", "region", "destination", "origin")
)
_FORMATS = {
    "date": "2025-03-14",
    "date-time": "2025-03-14T09:26:53Z",
    "time": "09:26:53Z",
    "duration": "PT1H30M",
    "email": "ada@example.com",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}


def fill(schema: Schema, prompt: str) -> Any:
    """Make a value that fits the schema; the same schema and prompt give the same value."""
    return _Filler(schema, prompt).value(schema, "", 0)


def place_property(schema: Schema) -> str | None:
    """The property of an object schema that names a place, if there is one of plain text."""
    for key, child in (schema.get("properties") or {}).items():
        is_text = isinstance(child, dict) and child.get("type") == "string"
        if is_text and "enum" not in child and PLACE_WORDS & set(words_of(key)):
            return str(key)
    return None


class _Filler:
    """Walks one schema; uses up the prompt's names and numbers in order."""

    def __init__(self, root: Schema, prompt: str) -> None:
        self._root = root
        self._prompt = prompt
        self._names = names_of(prompt)
        self._numbers = numbers_of(prompt)

    def value(self, schema: Any, key: str, depth: int) -> Any:
        """A value for one subschema, which stands under the property `key`."""
        if not isinstance(schema, dict):
            return sample_text(key, self._prompt)
        schema = self._resolve(schema)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return self._mentioned(schema["enum"])
        branches = schema.get("anyOf") or schema.get("oneOf")
        if branches:
            return self.value({**self._branch(branches, depth)}, key, depth + 1)
        match self._type(schema, depth):
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, key, depth)
            case "integer":
                return int(self._within(schema, key, whole=True))
            case "number":
                number = self._within(schema, key, whole=False)
                return int(number) if number == int(number) else number
            case "boolean":
                return schema.get("default", True)
            case "null":
                return None
            case _:
                return self._string(schema, key)

    def _resolve(self, schema: Schema) -> dict[str, Any]:
        """Follow references and fold `allOf` in."""
        seen: set[str] = set()
        made = dict(schema)
        while "$ref" in made and made["$ref"] not in seen:
            seen.add(made["$ref"])
            made = {**self._lookup(made["$ref"]), **_without(made, "$ref")}
        for part in made.pop("allOf", ()):
            part = self._resolve(part)
            merged = {**made.get("properties", {}), **part.get("properties", {})}
            made = {**part, **made, **({"properties": merged} if merged else {})}
        return made

    def _lookup(self, reference: str) -> dict[str, Any]:
        node: Any = self._root
        for step in reference.removeprefix("#").split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            node = node.get(step, {}) if isinstance(node, dict) else {}
        return dict(node)

    def _type(self, schema: Schema, depth: int) -> str:
        kind = schema.get("type")
        if isinstance(kind, list):
            real = [name for name in kind if name != "null"]
            return "null" if not real or (depth > MAX_DEPTH and "null" in kind) else str(real[0])
        if isinstance(kind, str):
            return kind
        if "properties" in schema or "additionalProperties" in schema:
            return "object"
        return "array" if "items" in schema or "prefixItems" in schema else "string"

    def _branch(self, branches: list[Any], depth: int) -> Any:
        """The first branch that is not null; null where the nesting gets deep."""
        nulls = [branch for branch in branches if branch.get("type") == "null"]
        real = [branch for branch in branches if branch.get("type") != "null"]
        if not real or (depth > MAX_DEPTH and nulls):
            return nulls[0]
        if depth > MAX_DEPTH:  # prefer a way out of a recursive type
            real.sort(key=lambda branch: "$ref" in branch or "properties" in branch)
        return real[0]

    def _mentioned(self, options: list[Any]) -> Any:
        """The option that the prompt names, else the first."""
        said = f" {' '.join(words_of(self._prompt))} "
        for option in options:
            if isinstance(option, str) and f" {' '.join(words_of(option))} " in said:
                return option
        return options[0]

    def _object(self, schema: Schema, depth: int) -> Any:
        properties: Mapping[str, Any] = schema.get("properties") or {}
        required = schema.get("required", ())
        value = {
            name: self.value(child, name, depth + 1)
            for name, child in properties.items()
            if depth <= MAX_DEPTH or name in required
        }
        extra = schema.get("additionalProperties")
        if not properties and isinstance(extra, dict):
            for name in ("first", "second")[: 2 if depth <= MAX_DEPTH else 0]:
                value[name] = self.value(extra, name, depth + 1)
        return value

    def _array(self, schema: Schema, key: str, depth: int) -> Any:
        if "prefixItems" in schema:
            return [self.value(child, key, depth + 1) for child in schema["prefixItems"]]
        least = schema.get("minItems", 0)
        count = max(least, min(schema.get("maxItems", 3), 0 if depth > MAX_DEPTH else 3))
        items = schema.get("items", {})
        ready = sample_items(key, self._prompt)
        if ready and self._is_plain_text(items):
            return (ready * count)[:count]
        return [self._nth(items, key, depth, index) for index in range(count)]

    def _nth(self, items: Any, key: str, depth: int, index: int) -> Any:
        """An item of an array; plain texts and enums differ from each other."""
        options = items.get("enum") if isinstance(items, dict) else None
        if options:
            return options[index % len(options)]
        value = self.value(items, key.removesuffix("s"), depth + 1)
        if isinstance(value, str) and index and self._is_plain_text(items):
            return f"{value} {index + 1}"
        return value

    def _is_plain_text(self, schema: Any) -> bool:
        if not isinstance(schema, dict):
            return False
        bounds = ("enum", "const", "format", "pattern", "maxLength", "minLength", "anyOf")
        return schema.get("type") == "string" and not any(name in schema for name in bounds)

    def _string(self, schema: Schema, key: str) -> str:
        if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        if "pattern" in schema:
            return _match(schema["pattern"])
        text = self._place(key) or sample_text(key, self._prompt)
        text = text.ljust(schema.get("minLength", 0), ".")
        return text[: schema.get("maxLength", len(text))]

    def _place(self, key: str) -> str | None:
        """A name of the prompt, where the property asks for one."""
        if self._names and PLACE_WORDS & set(words_of(key)):
            return self._names[0]
        return None

    def _within(self, schema: Schema, key: str, *, whole: bool) -> float:
        """A number that keeps the bounds: of the prompt, by the name, or near the lower bound."""
        step = schema.get("multipleOf") or (1 if whole else None)
        low = schema.get("minimum", float("-inf"))
        high = schema.get("maximum", float("inf"))
        over = schema.get("exclusiveMinimum", float("-inf"))
        under = schema.get("exclusiveMaximum", float("inf"))

        def fits(value: float) -> bool:
            return low <= value <= high and over < value < under and not (step and value % step)

        for index, number in enumerate(self._numbers):
            if fits(number):
                return self._numbers.pop(index)
        usual = sample_number(key)
        if usual is not None and fits(usual):
            return usual
        unit = step or 1
        start = next((x for x in (low, over) if x > float("-inf")), None)
        if start is None:
            ends = [x for x in (high, under) if x < float("inf")]
            start = min([*ends, 3.0 * unit]) - unit
        start = -(-start // unit) * unit
        tries = [start, start + unit, start + unit / 2, (low + high) / 2, low, high]
        return next((value for value in tries if fits(value)), 0)


def _without(mapping: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def _match(pattern: str) -> str:
    """A text for a pattern: one of a few usual ones, if it fits."""
    usual = (
        "abc",
        "ABC",
        "123",
        "a1",
        "A1",
        "abc-123",
        "ABC-123",
        "12345",
        "+15550100",
        "2025-03-14",
    )
    return next((text for text in usual if re.search(pattern, text)), usual[0])
