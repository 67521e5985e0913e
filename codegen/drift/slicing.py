"""A document cut to some operations and what they reach, written as our specs are: facts only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..documents import Document, Node, Operation, Parameter
from .borrowing import Borrower
from .findings import Side


def sliced(document: Document, operations: Iterable[Operation], title: str, version: str) -> Node:
    """An OpenAPI 3.1 document with the operations and the schemas they use, and no words.

    Args:
        document: Any description in the normal form.
        operations: Which of its operations.
        title: What to call the new document.
        version: Its version: the date of the facts.
    """
    borrower = Borrower(document, {}, set())
    paths: Node = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = written(each, borrower)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {"schemas": dict(sorted(borrower.schemas.items()))},
    }


def written(operation: Operation, borrower: Borrower, name: str = "") -> Node:
    """One operation as our specs write it.

    Args:
        operation: The operation in the normal form.
        borrower: What names its schemas, and keeps those that have to come along.
        name: Our name for it; its own by default.
    """
    out: Node = {"operationId": name or operation.name}
    if operation.deprecated:
        out["deprecated"] = True
    if operation.parameters:
        out["parameters"] = [_parameter(each, borrower) for each in operation.parameters]
    if operation.sent:
        out["requestBody"] = {"required": True, **_content(operation.sent, borrower, "sent")}
    out["responses"] = {
        status: {"description": "", **_content(bodies, borrower, "received")}
        for status, bodies in operation.answers.items()
    }
    return out


def _parameter(each: Parameter, borrower: Borrower) -> Node:
    needed = {"required": True} if each.required else {}
    marks = {"deprecated": True} if each.node.get("deprecated") else {}
    schema = {
        key: node for key, node in borrower.node(each.node, "sent").items() if key != "deprecated"
    }
    return {"name": each.name, "in": each.where, **needed, **marks, "schema": schema}


def _content(bodies: Mapping[str, Node], borrower: Borrower, side: Side) -> Node:
    written_bodies = {
        media: {"schema": borrower.node(node, side)} for media, node in bodies.items()
    }
    return {"content": written_bodies} if written_bodies else {}
