"""Keywords that a dialect does not take, said in the description instead."""

from __future__ import annotations

from typing import Any

from ..errors import show

__all__ = ["in_words", "join_words"]

_WORDS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} properties",
    "maxProperties": "at most {} properties",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "format": "format: {}",
    "contentEncoding": "encoded as {}",
    "pattern": "matches {}",
}


def in_words(keyword: str, value: Any) -> str:
    """A keyword and its value as a phrase; empty when there is nothing to say."""
    if keyword in _WORDS:
        return _WORDS[keyword].format(value)
    if keyword == "uniqueItems":
        return "items all differ" if value else ""
    if keyword == "deprecated":
        return "deprecated" if value else ""
    if keyword == "const":
        return f"always {show(value)}"
    if keyword == "enum":
        return "one of " + ", ".join(show(each) for each in value)
    if keyword == "examples":
        return "examples: " + ", ".join(show(each) for each in value)
    return f"{keyword}: {show(value, 400)}"


def join_words(schema: dict[str, Any], phrases: list[str]) -> dict[str, Any]:
    """The schema with the phrases at the end of its description."""
    if not phrases:
        return schema
    text = "; ".join(phrases)
    text = f"{text[0].upper()}{text[1:]}."
    before = schema.get("description")
    return {**schema, "description": f"{before} {text}" if before else text}
