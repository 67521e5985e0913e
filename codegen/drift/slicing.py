"""Operations of a provider's document, written as our specs are: facts only."""

from __future__ import annotations

from collections.abc import Mapping

from ..documents import Node, Operation, Parameter
from .borrowing import Borrower
from .findings import Side


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
