"""Their schemas as our spec writes them: facts only, references to our names, no words of theirs."""

from __future__ import annotations

from ..documents import Document, Node
from ..documents.form import NULL, PREFIX, reference
from ..naming import class_name, unique
from .findings import Side


class Borrower:
    """Translates their nodes, and keeps the schemas of theirs that we have to take along.

    Args:
        theirs: The provider's document.
        names: Their schema and the side it is met on -> ours, as the comparison paired them.
        taken: Names that our spec uses already.
    """

    def __init__(
        self, theirs: Document, names: dict[tuple[str, Side], str], taken: set[str]
    ) -> None:
        self._theirs = theirs
        self._names = names
        self._taken = set(taken)
        self._borrowed: dict[str, str] = {}
        self.schemas: dict[str, Node] = {}

    def node(self, theirs: Node, side: Side) -> Node:
        """The plain OpenAPI 3.1 node for one of theirs, without descriptions."""
        target = reference(theirs)
        if target is not None:
            return {"$ref": PREFIX + self._name(target, side)}
        out: Node = {}
        if "anyOf" in theirs:
            out = self._union(theirs, side)
        elif "type" in theirs:
            out = self._typed(theirs, side)
        if theirs.get("deprecated") is True:
            out["deprecated"] = True
        return out

    def _union(self, theirs: Node, side: Side) -> Node:
        members = [self.node(each, side) for each in theirs["anyOf"]]
        rest = [each for each in members if each != NULL]
        if len(rest) == 1 and len(members) == 2 and set(rest[0]) <= {"type", "enum"}:
            only = rest[0]
            nullable: Node = {"type": [only["type"], "null"]}
            return nullable if "enum" not in only else {"anyOf": [only, NULL]}
        return {"anyOf": members}

    def _typed(self, theirs: Node, side: Side) -> Node:
        out: Node = {"type": theirs["type"]}
        if theirs.get("required"):
            out["required"] = list(theirs["required"])
        if "properties" in theirs:
            out["properties"] = {
                name: self.node(child, side) for name, child in theirs["properties"].items()
            }
        facts = ("format",) if theirs.get("x-implied") else ("enum", "format")
        out |= {key: theirs[key] for key in facts if key in theirs}
        for key in ("items", "additionalProperties"):
            if isinstance(theirs.get(key), dict):
                out[key] = self.node(theirs[key], side)
        return out

    def _name(self, theirs: str, side: Side) -> str:
        """Our name for a schema of theirs; borrows the schema if we have none."""
        other: Side = "received" if side == "sent" else "sent"
        ours = self._names.get((theirs, side)) or self._names.get((theirs, other))
        if ours is not None:
            return ours
        if theirs not in self._borrowed:
            name = self._free(class_name(theirs))
            self._borrowed[theirs] = name
            self.schemas[name] = {}
            self.schemas[name] = self.node(self._theirs.schemas.get(theirs, {}), side)
        return self._borrowed[theirs]

    def _free(self, name: str) -> str:
        """The name, with a number behind it where ours has another schema of that name."""
        (free,) = unique([name], self._taken)
        self._taken.add(free)
        return free
