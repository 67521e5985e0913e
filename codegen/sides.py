"""One document per module: the strict schemas of what we send, the relaxed ones of what we read.

A schema used on both sides becomes two: `X` as it is read, `XInput` as it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .normalise import plain, relaxed
from .spec import Node, closure, operation_roots, renamed

SENT = "Input"


def two_sided(document: Node, operations: Iterable[str], suffix: str = SENT) -> Node:
    """Schemas by class name for a module that serves `operations`.

    Raises:
        ValueError: the name of some sent side, made with `suffix`, is another schema's.
    """
    schemas: Node = document["components"]["schemas"]
    sent_roots, received_roots = operation_roots(document, operations)
    loose = {name: relaxed(node, schemas) for name, node in schemas.items()}
    received = closure(received_roots, loose)
    sent = closure(sent_roots, schemas)
    split = {name for name in sent & received if _differs(name, schemas, loose)}
    split_names = {name: name + suffix for name in split}
    clash = sorted(set(split_names.values()) & (sent | received))
    if clash:
        raise ValueError(f"the spec has schemas named like the sent side of others: {clash}")
    out: Node = {name: loose[name] for name in received}
    for name in sent - (received - split):
        out[split_names.get(name, name)] = renamed(
            schemas[name], lambda target: split_names.get(target, target)
        )
    return _document(out)


def _differs(name: str, schemas: Node, loose: Node) -> bool:
    """Whether the two sides of a schema, or of anything it reaches, are not the same."""
    reached = closure([name], loose) | closure([name], schemas)
    return any(plain(schemas.get(each)) != plain(loose.get(each)) for each in reached)


def _document(schemas: Node) -> Node:
    body: dict[str, Any] = {name: plain(schemas[name]) for name in sorted(schemas)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "wire models", "version": "1"},
        "paths": {},
        "components": {"schemas": body},
    }
