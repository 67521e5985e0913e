"""From a file or an address to the normal form, whatever kind of description it is."""

from __future__ import annotations

from pathlib import Path

from . import botocore, discovery
from .form import Document, Node
from .load import UnreadableError, load
from .openapi import from_openapi


def read(source: str | Path) -> Document:
    """The normal form of the description at a path or address.

    Raises:
        UnreadableError: it cannot be read, or is of no kind that is understood.
    """
    return normal_form(load(source), str(source))


def normal_form(raw: Node, source: str) -> Document:
    """The normal form of a description's data.

    Args:
        raw: The data, left as it is.
        source: Where it came from, for messages.

    Raises:
        UnreadableError: it is of no kind that is understood.
    """
    if str(raw.get("openapi", "")).startswith("3."):
        return from_openapi(raw, source)
    if "discoveryVersion" in raw or raw.get("kind") == "discovery#restDescription":
        return from_openapi(discovery.as_openapi(raw), source, "Google discovery")
    if "shapes" in raw and "operations" in raw:
        return from_openapi(botocore.as_openapi(raw), source, "botocore service model")
    kind = next((key for key in ("swagger", "asyncapi", "$schema") if key in raw), None)
    found = f" but {kind} {raw[kind]}" if kind else ""
    raise UnreadableError(
        f"{source} is no OpenAPI 3 document, Google discovery document or botocore service model{found}"
    )
