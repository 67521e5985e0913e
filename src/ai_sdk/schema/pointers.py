"""`$ref`: JSON pointers inside one schema."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from .errors import UnsupportedSchemaError

__all__ = ["resolve"]


def resolve(root: Any, ref: str, path: str = "$") -> Any:
    """What `ref` points at.

    Args:
        root: the whole schema.
        ref: `#` or `#/$defs/Name`; other documents are not read.
        path: where the reference stands, for the error.

    Raises:
        UnsupportedSchemaError: it points at nothing, or out of the schema.
    """
    if not ref.startswith("#"):
        raise UnsupportedSchemaError(path, f"$ref {ref!r} points out of the schema")
    here = root
    for step in ref[1:].split("/")[1:]:
        step = unquote(step).replace("~1", "/").replace("~0", "~")
        if isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, list) and step.isdigit() and int(step) < len(here):
            here = here[int(step)]
        else:
            raise UnsupportedSchemaError(path, f"$ref {ref!r} points at nothing")
    if not isinstance(here, (dict, bool)):
        raise UnsupportedSchemaError(path, f"$ref {ref!r} points at something that is no schema")
    return here
