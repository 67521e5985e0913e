"""The normal form: what every kind of API description becomes before it is compared or generated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

Node = dict[str, Any]
PREFIX = "#/components/schemas/"
ORIGIN = "x-origin"
NULL: Node = {"type": "null"}


class Parameter(NamedTuple):
    """A header, query or path parameter of an operation."""

    name: str
    where: str
    required: bool
    node: Node
    place: str


class Operation(NamedTuple):
    """One call: how it is addressed, what it takes and what it answers.

    `sent` is media type -> schema; `answers` is status -> media type -> schema.
    """

    name: str
    method: str
    path: str
    place: str
    parameters: tuple[Parameter, ...]
    sent: dict[str, Node]
    answers: dict[str, dict[str, Node]]
    deprecated: bool = False


class Document(NamedTuple):
    """A whole description.

    Args:
        source: The file or address.
        format: What kind of description it is.
        title: What it calls the API.
        version: Its version or revision.
        operations: By "METHOD /path"; paths begin with `base`.
        schemas: The named schemas.
        defects: What in the file is wrong, and was read around.
        base: The path of the server's address, which stands before the paths of the file.
    """

    source: str
    format: str
    title: str
    version: str
    operations: dict[str, Operation]
    schemas: dict[str, Node]
    defects: tuple[str, ...] = ()
    base: str = ""


def pointer(*steps: object) -> str:
    """A JSON pointer below `#` to what the steps lead to.

    Example:
        >>> pointer("paths", "/chat", "post")
        '#/paths/~1chat/post'
    """
    return "#" + "".join(f"/{escaped(step)}" for step in steps)


def escaped(step: object) -> str:
    """One step of a JSON pointer."""
    return str(step).replace("~", "~0").replace("/", "~1")


def reference(node: Node) -> str | None:
    """The name of the schema that a normal node refers to."""
    target = node.get("$ref")
    return target.removeprefix(PREFIX) if isinstance(target, str) else None


def children(node: Node) -> Iterator[Node]:
    """The schemas directly inside a normal node."""
    yield from node.get("anyOf", ())
    yield from node.get("properties", {}).values()
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            yield node[key]


def references(node: Node) -> Iterator[str]:
    """Every schema name referred to from `node`, at any depth."""
    if name := reference(node):
        yield name
    for child in children(node):
        yield from references(child)
