"""Rewrites a schema in the words of a dialect, from the root to the leaves."""

from __future__ import annotations

from typing import Any

from ..definitions import PREFIX
from ..errors import UnsupportedSchemaError, kind_of, place, show
from ..references import collect, recursive, target
from .merging import merge
from .rules import Rules
from .words import in_words, join_words

__all__ = ["Walker"]

Steps = tuple[str | int, ...]

_SILENT = frozenset(
    {"$schema", "$id", "$comment", "$anchor", "discriminator", "readOnly", "writeOnly", "xml"}
)
_NUMBERS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
_BELONGING = {  # keywords that say something of one type only
    "object": {
        *("properties", "required", "additionalProperties", "patternProperties"),
        *("propertyNames", "minProperties", "maxProperties", "dependentRequired"),
    },
    "array": {
        *("items", "prefixItems", "additionalItems", "contains"),
        *("minItems", "maxItems", "uniqueItems"),
    },
    "string": {"minLength", "maxLength", "pattern", "format", "contentEncoding"},
    "number": _NUMBERS,
    "integer": _NUMBERS,
}
_BESIDE_REF = frozenset({"$ref", "description", "title", "default", "examples", "deprecated"})


class Walker:
    """One lowering: the definitions on the way and what had to be changed."""

    def __init__(self, root: dict[str, Any], rules: Rules) -> None:
        self.notes: list[str] = []
        self._rules = rules
        self._root, self._source = collect(root)
        self._recursive = recursive(self._source)
        self._defs: dict[str, dict[str, Any]] = {}
        self._inside: list[str] = []  # definitions being written where they are used

    def run(self) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """The root and its definitions, lowered."""
        root = self._root
        seen: set[str] = set()
        while (name := target(root)) is not None:  # the root says itself what it is
            if name in seen:
                raise UnsupportedSchemaError("$", "the schema only refers to itself")
            seen.add(name)
            beside = {key: each for key, each in root.items() if key != "$ref"}
            root = {**self._of(name), **beside}
        return self._lower(root, ()), self._defs

    def _note(self, at: Steps, text: str) -> None:
        self.notes.append(f"{place(at)}: {text}")

    def _stop(self, at: Steps, problem: str) -> UnsupportedSchemaError:
        return UnsupportedSchemaError(place(at), problem)

    def _of(self, name: str) -> dict[str, Any]:
        found = self._source[name]
        return found if isinstance(found, dict) else {} if found else {"not": {}}

    def _lower(self, schema: Any, at: Steps) -> dict[str, Any]:
        if schema is True:
            schema = {}
        if schema is False or schema.get("not") in ({}, True):
            raise self._stop(at, "nothing is allowed here")
        if "$ref" in schema:
            return self._ref(schema, at)
        if "allOf" in schema:
            return self._lower(self._merged(schema, at), at)
        schema = self._typed(schema)
        alternatives = self._alternatives(schema, at)
        if alternatives is not None:
            return self._any(schema, alternatives, at)
        if "type" not in schema:
            raise self._stop(at, "any value is allowed here, but this dialect needs a type")
        if schema["type"] == "object":
            return self._object(schema, at)
        if schema["type"] == "array":
            return self._array(schema, at)
        return self._plain(schema, at)

    # references

    def _ref(self, schema: dict[str, Any], at: Steps) -> dict[str, Any]:
        name = target(schema)
        assert name is not None
        beside = {key: each for key, each in schema.items() if key != "$ref"}
        if name in self._recursive and not self._rules.recursion:
            raise self._stop(at, f"{name} contains itself, which this dialect cannot say")
        if not self._rules.refs:
            return self._lower({**self._of(name), **beside}, at)
        if set(schema) - _BESIDE_REF - _SILENT:
            if name in self._inside:
                raise self._stop(at, f"{name} contains itself with other limits")
            self._inside.append(name)
            made = self._lower(merge(self._of(name), beside, place(at)), at)
            self._inside.pop()
            return made
        if name not in self._defs:
            self._defs[name] = {}
            self._defs[name] = self._lower(self._of(name), ("$defs", name))
        plain: dict[str, Any] = {"$ref": PREFIX + name}
        words = self._words(beside, at)
        return {**words, "anyOf": [plain]} if words else plain

    def _merged(self, schema: dict[str, Any], at: Steps) -> dict[str, Any]:
        out = {key: each for key, each in schema.items() if key != "allOf"}
        for each in schema["allOf"]:
            seen: set[str] = set()
            while (name := target(each)) is not None:
                if name in seen:
                    raise self._stop(at, f"{name} only refers to itself")
                seen.add(name)
                beside = {key: each for key, each in each.items() if key != "$ref"}
                each = merge(self._of(name), beside, place(at))
            if each is not True:
                out = merge(out, each if isinstance(each, dict) else {"not": {}}, place(at))
        self._note(at, "allOf merged")
        return out

    # alternatives

    def _typed(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema with a type, when its other words leave no doubt."""
        if "type" in schema or schema.keys() & {"anyOf", "oneOf"}:
            return schema
        if schema.keys() & {"properties", "required", "additionalProperties"}:
            return {"type": "object", **schema}
        if schema.keys() & {"items", "prefixItems"}:
            return {"type": "array", **schema}
        values = schema.get("enum", [schema["const"]] if "const" in schema else [])
        kinds = list(dict.fromkeys(map(kind_of, values)))
        if not kinds:
            return schema
        return {"type": kinds[0] if len(kinds) == 1 else kinds, **schema}

    def _alternatives(self, schema: dict[str, Any], at: Steps) -> list[dict[str, Any]] | None:
        """The members of a union, each complete; None if the schema is none."""
        kinds = schema.get("type")
        nullable = schema.get("nullable") is True
        if "anyOf" in schema or "oneOf" in schema:
            members = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
            if "anyOf" in schema and "oneOf" in schema:
                raise self._stop(at, "it has both anyOf and oneOf")
            if "oneOf" in schema:
                self._note(at, "oneOf became anyOf")
            common = _without(schema, _BESIDE_REF | {"anyOf", "oneOf", "nullable", "not"})
            full = [_member(common, each) for each in members]
            return [*full, {"type": "null"}] if nullable else full
        if nullable:
            return [_without(schema, _BESIDE_REF | {"nullable"}), {"type": "null"}]
        if not isinstance(kinds, list):
            return None
        if len(kinds) == 1:
            return [{**_without(schema, _BESIDE_REF), "type": kinds[0]}]
        if self._rules.null_type and not {"object", "array"} & set(kinds):
            return None
        return [_only(schema, kind) for kind in kinds]

    def _any(
        self, schema: dict[str, Any], members: list[dict[str, Any]], at: Steps
    ) -> dict[str, Any]:
        words = self._words({k: v for k, v in schema.items() if k in _BESIDE_REF}, at)
        if "not" in schema:
            words = join_words(words, [in_words("not", schema["not"])])
        null = {"type": "null"}
        real = [each for each in members if each != null]
        lowered: list[dict[str, Any]] = []
        for index, each in enumerate(real):
            made = self._lower(each, at if len(real) == 1 else (*at, "anyOf", index))
            inner = made.pop("anyOf", None) if set(made) == {"anyOf"} else None
            lowered.extend(one for one in inner or [made] if one not in lowered)
        if not real:
            return {**words, **null}
        if null in lowered and null not in members:
            members = [*members, null]
        if null in members and self._rules.null_type:
            lowered = [one for one in lowered if one != null] + [null]
        elif null in members:
            words = {**words, "nullable": True}
        if len(lowered) == 1:
            return _with_words(lowered[0], words)
        if self._rules.lone_any:
            if "default" in words:
                phrase = in_words("default", words.pop("default"))
                self._note(at, f"said in the description: {phrase}")
                words = join_words(words, [phrase])
            return {"anyOf": [_with_all(each, words) for each in lowered]}
        return {**words, "anyOf": lowered}

    # the leaves and the containers

    def _words(self, schema: dict[str, Any], at: Steps) -> dict[str, Any]:
        """The keywords that the dialect takes; the others as words in the description."""
        kept: dict[str, Any] = {}
        lost: list[str] = []
        for keyword, each in schema.items():
            if keyword == "default" and each is None:
                continue
            if keyword == "format" and each not in self._rules.formats:
                lost.append(in_words(keyword, each))
            elif keyword in self._rules.keywords:
                kept[keyword] = each
            elif keyword not in _SILENT:
                lost.append(in_words(keyword, each))
        lost = [each for each in lost if each]
        if lost:
            self._note(at, f"said in the description: {'; '.join(lost)}")
        return join_words(kept, lost)

    def _plain(self, schema: dict[str, Any], at: Steps) -> dict[str, Any]:
        if not self._rules.text_enums or not schema.keys() & {"enum", "const"}:
            return self._words(schema, at)
        keyword = "const" if "const" in schema else "enum"
        values = [schema["const"]] if keyword == "const" else schema["enum"]
        out = self._words(_without(schema, frozenset({"enum", "const"})), at)
        if all(isinstance(each, str) for each in values):
            return {**out, "enum": values}
        phrase = in_words(keyword, schema[keyword])
        self._note(at, f"said in the description: {phrase}")
        return join_words(out, [phrase])

    def _array(self, schema: dict[str, Any], at: Steps) -> dict[str, Any]:
        items = schema.get("items", True)
        prefix = schema.get("prefixItems", items if isinstance(items, list) else None)
        if prefix is None:
            if items is True or items == {}:
                raise self._stop((*at, "items"), "this dialect needs the type of the items")
            out = self._words(_without(schema, frozenset({"items"})), at)
            return {**out, "items": self._lower(items, (*at, "items"))}
        return self._tuple(schema, prefix, at)

    def _tuple(self, schema: dict[str, Any], prefix: list[Any], at: Steps) -> dict[str, Any]:
        members: list[dict[str, Any]] = []
        for index, each in enumerate(prefix):
            made = self._lower(each, (*at, "prefixItems", index))
            members.append(made)
        count = len(prefix)
        size = {"minItems": schema["minItems"]} if schema.get("minItems") else {}
        if schema.get("items") is False or schema.get("additionalItems") is False:
            size["maxItems"] = count
        drop = frozenset({"items", "prefixItems", "additionalItems"})
        out = self._words({**_without(schema, drop), **size}, at)
        kinds = list({show(each, 10_000): each for each in members}.values())
        if len(kinds) == 1:
            return {**out, "items": kinds[0]}
        order = ", ".join(_name(each) for each in prefix)
        self._note(at, "prefixItems became items with anyOf")
        return {**join_words(out, [f"The items, in order: {order}"]), "items": {"anyOf": kinds}}

    def _object(self, schema: dict[str, Any], at: Steps) -> dict[str, Any]:
        known: dict[str, Any] | None = schema.get("properties")
        extra = schema.get("additionalProperties", known is None)
        free = not known if extra is True else extra is not False
        free = free and not (known == {} and "additionalProperties" not in schema)
        if free or schema.get("patternProperties"):
            raise self._stop(at, "an object with any property names, which this dialect cannot say")
        if extra is True and known:
            self._note(at, "no other properties are allowed")
        known = known or {}
        required = [name for name in schema.get("required", ()) if name in known]
        drop = frozenset({"properties", "required", "additionalProperties"})
        out = self._words(_without(schema, drop), at)
        made = {name: self._lower(each, (*at, "properties", name)) for name, each in known.items()}
        if self._rules.all_required:
            for name in known:
                if name not in required:
                    made[name] = _nullable(made[name])
                    self._note((*at, "properties", name), "optional became nullable")
            required = list(known)
        out["properties"] = made
        if required or self._rules.closed:
            out["required"] = required
        return {**out, "additionalProperties": False} if self._rules.closed else out


def _member(common: dict[str, Any], member: Any) -> dict[str, Any]:
    if not isinstance(member, dict):
        member = {} if member else {"not": {}}
    return {"allOf": [common, member]} if common and member else common or member


def _without(schema: dict[str, Any], keywords: frozenset[str]) -> dict[str, Any]:
    return {key: each for key, each in schema.items() if key not in keywords}


def _only(schema: dict[str, Any], kind: str) -> dict[str, Any]:
    """The part of a schema with several types that speaks of one."""
    if kind == "null":
        return {"type": "null"}
    foreign = set().union(*_BELONGING.values()) - _BELONGING.get(kind, set())
    out = {**_without(schema, _BESIDE_REF | foreign), "type": kind}
    if "enum" in out:
        kinds = ("integer", "number") if kind == "number" else (kind,)
        out["enum"] = [each for each in out["enum"] if kind_of(each) in kinds]
    return out


def _with_words(schema: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    if not words:
        return schema
    if "$ref" in schema:
        return {**words, "anyOf": [schema]}
    return {**schema, **words}


def _with_all(member: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """A member of a union that says itself what was said of the union."""
    said = [each["description"] for each in (words, member) if "description" in each]
    description = {"description": " ".join(said)} if said else {}
    null = {"nullable": True} if words.get("nullable") else {}
    return {**member, **description, **null}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with null, for dialects that have the type null."""
    null = {"type": "null"}
    kind = schema.get("type")
    if kind == "null" or (isinstance(kind, list) and "null" in kind):
        return schema
    if "anyOf" in schema:
        members = schema["anyOf"]
        return schema if null in members else {**schema, "anyOf": [*members, null]}
    outer: dict[str, Any] = {k: schema[k] for k in ("description", "title") if k in schema}
    scalar = isinstance(kind, list) or kind in ("string", "number", "integer", "boolean")
    if scalar and not schema.keys() & {"enum", "const"}:
        return {**schema, "type": [*(kind if isinstance(kind, list) else [kind]), "null"]}
    inner = {key: each for key, each in schema.items() if key not in outer}
    return {**outer, "anyOf": [inner, null]}


def _name(schema: Any) -> str:
    if not isinstance(schema, dict):
        return "anything"
    words = schema.get("description") or schema.get("title") or schema.get("type")
    return str(words or target(schema) or "a value")
