"""Class names for every schema of a document, and for bodies that were written inline."""

from __future__ import annotations

from collections.abc import Iterable

from ..documents import Document, Node, Operation
from ..documents.form import PREFIX, children, reference
from ..naming import class_name, unique

_TAKEN = ("Any", "ClassVar", "Literal", "Raw", "TypeAlias", "UNSET", "Unset", "model", "Operation")


def renamed(document: Document, operations: list[Operation]) -> tuple[Document, list[Operation]]:
    """The document with class names for schemas, of which inline bodies are now some."""
    schemas, hoisted = dict(document.schemas), []
    for each in operations:
        hoisted.append(_hoisted(each, schemas))
    names = dict(zip(schemas, unique(map(class_name, schemas), _TAKEN), strict=True))
    renamed_schemas = {names[name]: _node(node, names) for name, node in schemas.items()}
    others = [
        each._replace(
            sent=_bodies(each.sent, names),
            answers={status: _bodies(bodies, names) for status, bodies in each.answers.items()},
        )
        for each in hoisted
    ]
    return document._replace(schemas=renamed_schemas), others


def _bodies(bodies: dict[str, Node], names: dict[str, str]) -> dict[str, Node]:
    return {media: _node(node, names) for media, node in bodies.items()}


def _hoisted(operation: Operation, schemas: dict[str, Node]) -> Operation:
    """The operation with a named schema for every body that was written inline."""
    sent = {
        media: _named(node, f"{operation.name} {_kind(media, operation.sent)} request", schemas)
        for media, node in operation.sent.items()
    }
    answers: dict[str, dict[str, Node]] = {}
    for status, bodies in operation.answers.items():
        noun = "response" if status.startswith("2") else f"error {status}"
        answers[status] = {
            media: _named(
                node,
                f"{operation.name} {'event' if 'event-stream' in media else noun}",
                schemas,
            )
            for media, node in bodies.items()
        }
    return operation._replace(sent=sent, answers=answers)


def _kind(media: str, bodies: dict[str, Node]) -> str:
    """The word that tells one of several bodies from the others."""
    return media.partition(";")[0].rpartition("/")[2] if len(bodies) > 1 else ""


def _named(node: Node, words: str, schemas: dict[str, Node]) -> Node:
    if reference(node) is not None or not ("properties" in node or "anyOf" in node):
        return node
    name = class_name(words)
    while name in schemas:
        name += "_"
    schemas[name] = node
    return {"$ref": PREFIX + name}


def _node(node: Node, names: dict[str, str]) -> Node:
    """The node with its references renamed."""
    target = reference(node)
    if target is not None:
        return {**node, "$ref": PREFIX + names[target]}
    out = dict(node)
    if "anyOf" in node:
        out["anyOf"] = [_node(each, names) for each in node["anyOf"]]
    if "properties" in node:
        out["properties"] = {key: _node(child, names) for key, child in node["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            out[key] = _node(node[key], names)
    return out


def unions(node: Node) -> Iterable[list[Node]]:
    """The members of every union inside a node."""
    if "anyOf" in node:
        yield node["anyOf"]
    for child in children(node):
        yield from unions(child)
