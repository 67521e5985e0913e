"""What can go wrong with a schema, and how a place inside a JSON value is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

__all__ = [
    "Issue",
    "Mismatch",
    "SchemaValidationError",
    "UnsupportedSchemaError",
    "UnsupportedTypeError",
    "kind_of",
    "place",
    "show",
]

Path = tuple[str | int, ...]
MAX_ISSUES = 10


class Issue(NamedTuple):
    """One thing that is wrong with a value."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class SchemaValidationError(ValueError):
    """A JSON value does not fit its schema.

    Attributes:
        issues: what is wrong, at most ten entries, each with its path (`$.steps[2].name`).
    """

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues)
        super().__init__("; ".join(map(str, self.issues)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.issues,)


class UnsupportedSchemaError(ValueError):
    """A schema is malformed, or says what a dialect has no words for.

    Attributes:
        path: the place in the schema (`$.properties.tags.items`).
        problem: what is wrong there.
    """

    def __init__(self, path: str, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path}: {problem}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.path, self.problem)


class UnsupportedTypeError(TypeError):
    """A Python type has no JSON Schema."""


class Mismatch(Exception):
    """Inside this package: issues on their way up, each with the path travelled so far."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.found: list[tuple[Path, str]] = [((), message)]

    @classmethod
    def gather(cls, found: Sequence[tuple[Path, str]]) -> Mismatch:
        """One mismatch of several issues."""
        made = cls("")
        made.found = list(found[:MAX_ISSUES])
        return made

    def under(self, step: str | int) -> list[tuple[Path, str]]:
        """The issues as the container sees them."""
        return [((step, *path), message) for path, message in self.found]

    def error(self) -> SchemaValidationError:
        """The same for the outside."""
        return SchemaValidationError(Issue(place(path), text) for path, text in self.found)


def place(path: Iterable[str | int], root: str = "$") -> str:
    """A path as text.

    Example:
        >>> place(["steps", 2, "name"])
        '$.steps[2].name'
    """
    out = root
    for step in path:
        if isinstance(step, int):
            out += f"[{step}]"
        elif step.replace("$", "_").isidentifier():
            out += f".{step}"
        else:
            out += f"[{show(step)}]"
    return out


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    dict: "object",
    list: "array",
    tuple: "array",
}


def kind_of(value: Any) -> str:
    """The JSON type of a value, by its name in JSON Schema."""
    kind = _KINDS.get(type(value))
    if kind is None:
        kind = next((_KINDS[base] for base in type(value).__mro__ if base in _KINDS), None)
    return kind or type(value).__name__


def show(value: Any, limit: int = 60) -> str:
    """A value as it looks in JSON, cut when long."""
    import json

    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= limit else text[: limit - 3] + "..."
