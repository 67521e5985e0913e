"""Random values that fit a JSON Schema, and the form in which a model answers with them."""

from __future__ import annotations

import random
from typing import Any

from ai_sdk.schema.validate import Validator

__all__ = ["Samples", "as_answer"]

TEXTS = {
    "date": "2024-05-17",
    "date-time": "2024-05-17T09:30:00Z",
    "time": "09:30:00Z",
    "duration": "PT1H",
    "email": "a@example.org",
    "uuid": "12345678-1234-5678-1234-567812345678",
    "ipv4": "127.0.0.1",
    "ipv6": "::1",
    "hostname": "example.org",
    "uri": "https://example.org/",
}


class Samples:
    """Values of one schema: guesses by its words, of which those that fit are kept."""

    def __init__(self, schema: dict[str, Any], seed: int = 0) -> None:
        self._root = schema
        self._pick = random.Random(seed)
        self._validator = Validator(schema)

    def take(self, count: int) -> list[Any]:
        """Several that fit; fewer or none where guessing does not find them."""
        guesses = (self._guess(self._root, 0) for _ in range(count * 12))
        return [each for each in guesses if self._validator.fits(self._root, each)][:count]

    def _guess(self, schema: Any, depth: int) -> Any:
        pick = self._pick
        if not isinstance(schema, dict) or depth > 7:
            return pick.choice(["x", 1, None])
        if "$ref" in schema:
            return self._guess(self._at(schema["$ref"]), depth + 1)
        if "allOf" in schema:
            return self._all(schema, depth)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                made = self._guess(pick.choice(schema[keyword]), depth + 1)
                beside = {key: each for key, each in schema.items() if key != keyword}
                more = self._guess(beside, depth + 1) if "properties" in beside else None
                return (
                    {**more, **made} if isinstance(more, dict) and isinstance(made, dict) else made
                )
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return pick.choice(schema["enum"])
        implied = {"properties": "object", "items": "array"}
        kinds = next((kind for word, kind in implied.items() if word in schema), "string")
        kinds = schema.get("type", kinds)
        kind = pick.choice(kinds) if isinstance(kinds, list) else kinds
        if schema.get("nullable") and pick.random() < 0.3:
            return None
        return self._of(kind, schema, depth)

    def _at(self, ref: str) -> Any:
        here: Any = self._root
        for step in ref.split("/")[1:]:
            here = here[int(step)] if isinstance(here, list) else here[step.replace("~1", "/")]
        return here

    def _all(self, schema: dict[str, Any], depth: int) -> Any:
        beside = {key: each for key, each in schema.items() if key != "allOf"}
        made = [self._guess(each, depth + 1) for each in (*schema["allOf"], beside) if each]
        if all(isinstance(each, dict) for each in made):
            return {key: value for each in made for key, value in each.items()}
        return self._pick.choice(made)

    def _of(self, kind: str, schema: dict[str, Any], depth: int) -> Any:
        pick = self._pick
        if kind == "object":
            required = schema.get("required", ())
            return {
                name: self._guess(each, depth + 1)
                for name, each in schema.get("properties", {}).items()
                if name in required or pick.random() < 0.5
            }
        if kind == "array":
            return self._array(schema, depth)
        if kind in ("number", "integer"):
            low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
            return pick.choice([low, low + 1, low + 0.5 if kind == "number" else low + 2])
        if kind == "string":
            plain = pick.choice(["a", "ab", "abc", "hello", "1.5", "aGk="])
            return TEXTS.get(schema.get("format", ""), plain)
        return None if kind == "null" else pick.random() < 0.5

    def _array(self, schema: dict[str, Any], depth: int) -> list[Any]:
        items = schema.get("items", {})
        prefix = schema.get("prefixItems", items if isinstance(items, list) else [])
        made = [self._guess(each, depth + 1) for each in prefix]
        if isinstance(items, dict) and items:
            low = schema.get("minItems", 0) - len(made)
            for _ in range(max(low, 0) + self._pick.randrange(3)):
                made.append(self._guess(items, depth + 1))
        return made


def as_answer(lowered: dict[str, Any], wrap: bool, value: Any) -> Any:
    """The value as a model that is held to the lowered schema writes it: in its wrapping, and with
    null for each property that is absent but required there."""
    root = lowered["properties"]["value"] if wrap else lowered
    answer = _filled(lowered, Validator(lowered), root, value)
    return {"value": answer} if wrap else answer


def _filled(root: dict[str, Any], validator: Validator, schema: dict[str, Any], value: Any) -> Any:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _filled(root, validator, root["$defs"][name], value)
    for member in schema.get("anyOf", ()):
        made = _filled(root, validator, member, value)
        if validator.fits(member, made):
            return made
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        return [_filled(root, validator, schema["items"], each) for each in value]
    if not isinstance(value, dict) or "properties" not in schema:
        return value
    known = schema["properties"]
    full = {n: value.get(n) for n in known if n in value or n in schema.get("required", ())}
    return {name: _filled(root, validator, known[name], each) for name, each in full.items()}
