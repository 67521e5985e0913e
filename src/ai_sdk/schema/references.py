"""Brings all `$ref`s of a schema to one form: `#/$defs/Name`."""

from __future__ import annotations

from typing import Any

from .definitions import PREFIX, walk
from .documents import subschemas
from .pointers import resolve

__all__ = ["collect", "recursive", "target"]


def target(schema: Any) -> str | None:
    """The name that a reference in normal form has."""
    ref = schema.get("$ref") if isinstance(schema, dict) else None
    return ref[len(PREFIX) :] if isinstance(ref, str) else None


def collect(root: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema without definitions, and the definitions it uses by name.

    References to anywhere (`#`, `#/definitions/X`, `#/properties/a`) get a name each.
    """
    names: dict[str, str] = {}
    defs: dict[str, Any] = {}
    bare = {key: each for key, each in root.items() if key not in ("$defs", "definitions")}

    def name_for(ref: str) -> str:
        if ref not in names:
            base = ref.rpartition("/")[2] if "/" in ref else str(root.get("title") or "Root")
            base = "".join(c if c.isalnum() or c in "_-." else "_" for c in base)
            name, number = base, 1
            while name in defs:
                number += 1
                name = f"{base}_{number}"
            names[ref] = name
            defs[name] = True  # taken, while it is being made
            found = resolve(root, ref)
            defs[name] = renamed(bare if found is root else found)
        return names[ref]

    def renamed(schema: Any) -> Any:
        if not isinstance(schema, dict):
            return schema
        out = dict(schema)
        for steps, each in subschemas(schema):
            if len(steps) == 1:
                out[str(steps[0])] = renamed(each)
                continue
            keyword, key = str(steps[0]), steps[1]
            if out[keyword] is schema[keyword]:
                out[keyword] = schema[keyword].copy()
            out[keyword][key] = renamed(each)
        if isinstance(schema.get("$ref"), str):
            out["$ref"] = PREFIX + name_for(schema["$ref"])
        return out

    return renamed(bare), defs


def recursive(defs: dict[str, Any]) -> set[str]:
    """The definitions that mention themselves, directly or through others."""
    direct = {
        name: {found for each in walk(schema) if (found := target(each)) in defs}
        for name, schema in defs.items()
    }

    def reaches(start: str) -> bool:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            for name in direct[waiting.pop()]:
                if name == start:
                    return True
                if name is not None and name not in seen:
                    seen.add(name)
                    waiting.append(name)
        return False

    return {name for name in defs if reaches(name)}
