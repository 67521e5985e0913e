"""Seeded changes to a copy of a spec, each with the finding that it must lead to.

What is expected comes from the change's own record, never from the code under test: `apply` edits
the plain YAML data, `reached` follows its references, and neither knows the normal form.

    python -m tests.codegen.mutations [PROVIDER ...] [--count N]     prints the table
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from codegen.documents import normal_form
from codegen.documents.load import parse_yaml
from codegen.drift.compare import compare
from codegen.drift.upstream import Upstream
from codegen.targets import ROOT, targets

Node = dict[str, Any]
PREFIX = "#/components/schemas/"
NEW = "freshly_made"


class Expected(NamedTuple):
    """A finding as a change foresees it: its kind, and the pointer into our spec."""

    kind: str
    ours: str


class Mutation(NamedTuple):
    """One change: its name, where it is made, what makes it, and what must be found."""

    name: str
    schema: str
    place: str
    edit: Callable[[Node], None]
    expected: tuple[Expected, ...]


class Spot(NamedTuple):
    """A schema somewhere in the document: the steps to it, and itself."""

    steps: tuple[str | int, ...]
    node: Node

    @property
    def place(self) -> str:
        return "#" + "".join(
            f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self.steps
        )

    @property
    def schema(self) -> str:
        """The component it is in; "" for one inside an operation."""
        return str(self.steps[2]) if self.steps[0] == "components" else ""


def at(document: Node, steps: tuple[str | int, ...]) -> Any:
    found: Any = document
    for step in steps:
        found = found[step]
    return found


def spots(document: Node) -> list[Spot]:
    """Every schema of the document, wherever it is."""
    out: list[Spot] = []
    for name, node in document["components"]["schemas"].items():
        out += _below(("components", "schemas", name), node)
    return out


def _below(steps: tuple[str | int, ...], node: Any) -> Iterator[Spot]:
    if not isinstance(node, dict):
        return
    yield Spot(steps, node)
    for name, child in node.get("properties", {}).items():
        yield from _below((*steps, "properties", name), child)
    for key in ("items", "additionalProperties"):
        yield from _below((*steps, key), node.get(key))
    for key in ("anyOf", "oneOf", "allOf"):
        for n, child in enumerate(node.get(key, ())):
            yield from _below((*steps, key, n), child)


def reached(document: Node, operations: list[str]) -> set[str]:
    """Names of the components that the operations use."""
    schemas = document["components"]["schemas"]
    todo: list[Any] = [
        operation
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and operation.get("operationId") in operations
    ]
    found: set[str] = set()
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            target = node.get("$ref")
            name = target.removeprefix(PREFIX) if isinstance(target, str) else None
            if name in schemas and name not in found:
                found.add(name)
                todo.append(schemas[name])
            todo += node.values()
        elif isinstance(node, list):
            todo += node
    return found


# what can be changed where; each maker is given a spot and returns the change, or None


def _edit(spot: Spot, change: Callable[[Node], None]) -> Callable[[Node], None]:
    return lambda document: change(at(document, spot.steps))


def _mutation(
    name: str, spot: Spot, change: Callable[[Node], None], *expected: tuple[str, str]
) -> Mutation:
    wanted = tuple(Expected(kind, ours) for kind, ours in expected)
    return Mutation(name, spot.schema, spot.place, _edit(spot, change), wanted)


def _field(rng: random.Random, spot: Spot) -> str | None:
    """A property that may be edited: not a tag, by which unions are told apart."""
    names = [
        name for name in spot.node.get("properties", {}) if name not in ("type", "object", "role")
    ]
    return rng.choice(names) if names else None


def remove_field(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    name = _field(rng, spot)
    if name is None or len(spot.node["properties"]) < 2:
        return None

    def change(node: Node) -> None:
        del node["properties"][name]
        node["required"] = [each for each in node.get("required", ()) if each != name]

    return _mutation(
        "remove field", spot, change, ("field-removed", f"{spot.place}/properties/{name}")
    )


def add_field(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    if not spot.node.get("properties"):
        return None
    required = rng.random() < 0.3

    def change(node: Node) -> None:
        node["properties"][NEW] = {"type": "string"}
        if required:
            node["required"] = [*node.get("required", ()), NEW]

    kind = "field-added-required" if required else "field-added"
    return _mutation("add field", spot, change, (kind, spot.place))


def rename_field(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    name = _field(rng, spot)
    if name is None or len(spot.node["properties"]) < 3:
        return None
    required = name in spot.node.get("required", ())

    def change(node: Node) -> None:
        node["properties"] = {
            (NEW if key == name else key): child for key, child in node["properties"].items()
        }
        if required:
            node["required"] = [NEW if key == name else key for key in node["required"]]

    return _mutation(
        "rename field",
        spot,
        change,
        ("field-removed", f"{spot.place}/properties/{name}"),
        ("field-added-required" if required else "field-added", spot.place),
    )


def retype_field(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    name = _field(rng, spot)
    if name is None:
        return None
    old = spot.node["properties"][name]
    if (
        old.get("type") not in ("string", "integer", "number", "boolean")
        or old.get("format") == "binary"
    ):
        return None
    new = "boolean" if old["type"] != "boolean" else "integer"

    def change(node: Node) -> None:
        child = node["properties"][name]
        for key in ("enum", "format", "const", "nullable"):
            child.pop(key, None)
        child["type"] = new

    null = (
        [("field-not-nullable", f"{spot.place}/properties/{name}")] if old.get("nullable") else []
    )
    return _mutation(
        "retype field", spot, change, ("field-retyped", f"{spot.place}/properties/{name}"), *null
    )


def widen_field(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    name = _field(rng, spot)
    if name is None or spot.node["properties"][name].get("type") not in (
        "string",
        "integer",
        "boolean",
    ):
        return None
    if spot.node["properties"][name].get("format") == "binary":
        return None

    def change(node: Node) -> None:
        child = node["properties"][name]
        node["properties"][name] = {
            "anyOf": [child, {"type": "array", "items": {"type": "string"}}]
        }

    return _mutation(
        "widen field", spot, change, ("field-widened", f"{spot.place}/properties/{name}")
    )


def require_field(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    name = _field(rng, spot)
    if name is None:
        return None
    required = name in spot.node.get("required", ())

    def change(node: Node) -> None:
        kept = [each for each in node.get("required", ()) if each != name]
        node["required"] = kept if required else [*kept, name]

    kind = "field-optional" if required else "field-required"
    return _mutation(
        "unrequire field" if required else "require field",
        spot,
        change,
        (kind, f"{spot.place}/properties/{name}"),
    )


def deprecate_field(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    name = _field(rng, spot)
    if name is None or spot.node["properties"][name].get("deprecated"):
        return None

    def change(node: Node) -> None:
        node["properties"][name] = {**node["properties"][name], "deprecated": True}

    place = f"{spot.place}/properties/{name}"
    return _mutation("deprecate field", spot, change, ("field-deprecated", place))


def nullable_field(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    name = _field(rng, spot)
    if name is None:
        return None
    old = spot.node["properties"][name]
    if not isinstance(old.get("type"), str) or old.get("nullable"):
        return None
    way = rng.choice(("3.0", "list", "anyOf"))

    def change(node: Node) -> None:
        child = node["properties"][name]
        if way == "anyOf":
            node["properties"][name] = {"anyOf": [child, {"type": "null"}]}
        elif way == "list":
            child["type"] = [child["type"], "null"]
        else:
            child["nullable"] = True

    place = f"{spot.place}/properties/{name}"
    return _mutation(f"nullable field ({way})", spot, change, ("field-nullable", place))


def _enum(spot: Spot) -> bool:
    return len(spot.node.get("enum", ())) > 1 and spot.node.get("type", "string") == "string"


def grow_enum(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    if not _enum(spot):
        return None

    def change(node: Node) -> None:
        node["enum"] = [*node["enum"], NEW]

    return _mutation("grow enum", spot, change, ("enum-grown", spot.place))


def shrink_enum(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    if not _enum(spot):
        return None
    gone = rng.choice(spot.node["enum"])

    def change(node: Node) -> None:
        node["enum"] = [each for each in node["enum"] if each != gone]

    return _mutation("shrink enum", spot, change, ("enum-shrunk", spot.place))


def _unions(spot: Spot) -> list[int]:
    """Indices of the members of a union that are references to object schemas."""
    members = spot.node.get("anyOf", spot.node.get("oneOf", ()))
    return [n for n, member in enumerate(members) if isinstance(member, dict) and "$ref" in member]


def add_member(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    objects = [n for n in _unions(spot) if _is_object(whole, spot, n)]
    if len(objects) < 2:
        return None
    member = {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"type": "string", "enum": [NEW]}, "fresh": {"type": "string"}},
    }

    def change(node: Node) -> None:
        node["anyOf" if "anyOf" in node else "oneOf"].append(copy.deepcopy(member))

    return _mutation("add member", spot, change, ("member-added", spot.place))


def remove_member(rng: random.Random, spot: Spot, whole: Node) -> Mutation | None:
    objects = [n for n in _unions(spot) if _is_object(whole, spot, n)]
    if len(objects) < 3:
        return None
    index = rng.choice(objects)
    key = "anyOf" if "anyOf" in spot.node else "oneOf"

    def change(node: Node) -> None:
        del node[key][index]

    return _mutation("remove member", spot, change, ("member-removed", spot.place))


def _is_object(whole: Node, spot: Spot, n: int) -> bool:
    members = spot.node.get("anyOf", spot.node.get("oneOf", ()))
    target = whole["components"]["schemas"].get(members[n]["$ref"].removeprefix(PREFIX), {})
    return "properties" in target


MAKERS = (
    remove_field,
    add_field,
    rename_field,
    retype_field,
    widen_field,
    require_field,
    deprecate_field,
    nullable_field,
    grow_enum,
    shrink_enum,
    add_member,
    remove_member,
)


def operation_changes(document: Node) -> list[Mutation]:
    """Changes to operations and parameters: few, so all of them."""
    out: list[Mutation] = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if not isinstance(operation, dict) or "operationId" not in operation:
                continue
            out += _operation_changes(path, method, operation)
    return out


def _operation_changes(path: str, method: str, operation: Node) -> Iterator[Mutation]:
    place = f"#/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}"
    steps = ("paths", path, method)

    def gone(whole: Node) -> None:
        del whole["paths"][path][method]

    def moved(whole: Node) -> None:
        whole["paths"].setdefault("/elsewhere" + path, {})[method] = whole["paths"][path].pop(
            method
        )

    def deprecated(whole: Node) -> None:
        at(whole, steps)["deprecated"] = True

    def parameter(required: bool) -> Callable[[Node], None]:
        def change(whole: Node) -> None:
            node = {"name": NEW, "in": "query", "required": required, "schema": {"type": "string"}}
            at(whole, steps).setdefault("parameters", []).append(node)

        return change

    for name, edit, kind in (
        ("remove operation", gone, "operation-gone"),
        ("move operation", moved, "operation-moved"),
        ("deprecate operation", deprecated, "operation-deprecated"),
        ("add parameter", parameter(False), "parameter-added"),
        ("add required parameter", parameter(True), "parameter-required"),
    ):
        yield Mutation(name, "", place, edit, (Expected(kind, place),))


def mutations(document: Node, schemas: set[str], count: int, seed: int = 0) -> list[Mutation]:
    """`count` changes to the named components, as even over the kinds as the document allows."""
    rng = random.Random(seed)
    places = [spot for spot in spots(document) if spot.schema in schemas]
    out: list[Mutation] = []
    met: set[tuple[str, str, tuple[Expected, ...]]] = set()
    for n in range(count * 60):
        made = MAKERS[n % len(MAKERS)](rng, rng.choice(places), document)
        key = (made.name, made.place, made.expected) if made else ("", "", ())
        if made and key not in met:
            met.add(key)
            out.append(made)
        if len(out) == count:
            break
    return out


class Outcome(NamedTuple):
    """What came of some changes: expected findings by kind, missed ones, and others."""

    expected: Counter[str]
    missed: Counter[str]
    extra: Counter[str]
    examples: list[str]


def run(provider: str, count: int, seed: int = 0, disguised: bool = False) -> dict[str, Outcome]:
    """Alone, in pairs, and outside: what `count` changes each led to."""
    target = targets()[provider]
    whole = parse_yaml((ROOT / target.spec).read_text("utf-8"))
    bench = _Bench(whole, list(target.operations), Upstream(), disguised)
    singles = [
        *mutations(whole, bench.inside, count, seed),
        *random.Random(seed).sample(changes := operation_changes(whole), min(count, len(changes))),
    ]
    rng = random.Random(seed + 1)
    pairs = [tuple(rng.sample(singles, 2)) for _ in range(count)]
    return {
        "alone": bench.outcome([(each,) for each in singles]),
        "in pairs": bench.outcome([pair for pair in pairs if _compatible(*pair)]),
        "outside": _outside(whole, list(target.operations), Upstream(), count, seed, disguised),
    }


def _outside(
    whole: Node, operations: list[str], upstream: Upstream, count: int, seed: int, disguised: bool
) -> Outcome:
    """Our spec with its first operation only; changes to what the others, and strangers, use."""
    theirs = _with_strangers(whole)
    ours = copy.deepcopy(whole)
    ours["paths"] = {
        path: kept
        for path, item in ours["paths"].items()
        if (kept := {m: o for m, o in item.items() if o.get("operationId") == operations[0]})
    }
    bench = _Bench(theirs, operations[:1], upstream, disguised, ours)
    far = set(theirs["components"]["schemas"]) - bench.inside
    made = mutations(theirs, far, count, seed)
    return bench.outcome([(each._replace(expected=()),) for each in made])


def _compatible(one: Mutation, other: Mutation) -> bool:
    """Whether the two do not touch the same place, so that each record still holds."""
    places = [{each.ours for each in m.expected} | {m.place} for m in (one, other)]
    nested = any(a.startswith(b) or b.startswith(a) for a in places[0] for b in places[1])
    return not nested


class _Bench:
    """The spec as it is, to hold changed copies against."""

    def __init__(
        self,
        whole: Node,
        operations: list[str],
        upstream: Upstream,
        disguised: bool,
        ours: Node | None = None,
    ) -> None:
        self._whole = whole
        self._operations = operations
        self._upstream = upstream
        self._disguised = disguised
        self.inside = reached(whole, operations)
        self._ours = normal_form(copy.deepcopy(ours or whole), "ours")

    def outcome(self, cases: list[tuple[Mutation, ...]]) -> Outcome:
        """Hold a changed copy for each case against the spec, and judge what is found."""
        out = Outcome(Counter(), Counter(), Counter(), [])
        for changes in cases:
            self._judge(changes, out)
        return out

    def _judge(self, changes: tuple[Mutation, ...], out: Outcome) -> None:
        changed = copy.deepcopy(self._whole)
        for each in changes:
            each.edit(changed)
        inside = reached(changed, self._operations)
        expected: Counter[tuple[str, str]] = Counter()
        for each in changes:
            if not each.schema or each.schema in inside or not each.expected:
                expected.update((e.kind, e.ours) for e in each.expected)
        if self._disguised:
            changed = disguise(changed)
        found = compare(self._ours, normal_form(changed, "theirs"), self._upstream).findings
        got = Counter((each.kind, each.ours) for each in found)
        out.expected.update(kind for kind, _ in expected.elements())
        out.missed.update(kind for kind, _ in (expected - got).elements())
        out.extra.update(kind for kind, _ in (got - expected).elements())
        if expected != got:
            what = " and ".join(f"{each.name} at {each.place}" for each in changes)
            out.examples.append(
                f"{what}: missed {list(expected - got)} extra {list(got - expected)[:4]}"
            )


def _with_strangers(document: Node) -> Node:
    """The document and an operation that is not ours, with schemas of its own."""
    whole = copy.deepcopy(document)
    whole["components"]["schemas"] |= {
        "Stranger": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string"},
                "size": {"type": "integer"},
                "note": {"type": "string"},
                "level": {"$ref": PREFIX + "StrangerLevel"},
                "parts": {
                    "type": "array",
                    "items": {
                        "anyOf": [
                            {"$ref": PREFIX + n}
                            for n in ("StrangerPart", "Stranger", "StrangerPart")
                        ]
                    },
                },
            },
        },
        "StrangerPart": {
            "type": "object",
            "properties": {
                "type": {"type": "string"},
                "a": {"type": "string"},
                "b": {"type": "boolean"},
            },
        },
        "StrangerLevel": {"type": "string", "enum": ["low", "middle", "high"]},
    }
    body = {"content": {"application/json": {"schema": {"$ref": PREFIX + "Stranger"}}}}
    whole["paths"]["/strangers"] = {
        "post": {"operationId": "make_stranger", "requestBody": body, "responses": {"200": body}}
    }
    return whole


def disguise(document: Node) -> Node:
    """The same facts in another hand: other names, oneOf, allOf, 3.0's nullable, tags as const."""
    named = document["components"]["schemas"]
    renamed: Node = {}
    for name, node in named.items():
        renamed["Api." + name] = _split(_rewritten(node))
    return {
        **document,
        "paths": _rewritten(document["paths"]),
        "components": {**document["components"], "schemas": renamed},
    }


def _rewritten(node: Any) -> Any:
    if isinstance(node, list):
        return [_rewritten(child) for child in node]
    if not isinstance(node, dict):
        return node
    out: Node = {}
    for key, child in node.items():
        if key == "$ref" and isinstance(child, str):
            out[key] = child.replace(PREFIX, PREFIX + "Api.")
        elif key == "properties":
            out[key] = {name: _rewritten(each) for name, each in child.items()}
        else:
            out["oneOf" if key == "anyOf" else key] = _rewritten(child)
    return _other_null(_other_constant(out))


def _other_constant(node: Node) -> Node:
    if isinstance(node.get("enum"), list) and len(node["enum"]) == 1 and "properties" not in node:
        return {"const": node["enum"][0], **{k: v for k, v in node.items() if k != "enum"}}
    return node


def _other_null(node: Node) -> Node:
    members = node.get("oneOf")
    if isinstance(members, list) and {"type": "null"} in members:
        rest = [each for each in members if each != {"type": "null"}]
        if len(rest) == 1:
            outer = {key: child for key, child in node.items() if key != "oneOf"}
            return {**outer, "nullable": True, "allOf": rest}
        return {**node, "oneOf": rest, "nullable": True}
    kind = node.get("type")
    if isinstance(kind, list) and len(kind) == 2 and "null" in kind:
        return {**node, "type": next(each for each in kind if each != "null"), "nullable": True}
    return node


def _split(node: Node) -> Node:
    """An object's second half of properties in an allOf of its own."""
    properties = list(node.get("properties", {}).items())
    if len(properties) < 4 or "required" not in node:
        return node
    half = len(properties) // 2
    rest = {
        key: child for key, child in node.items() if key not in ("properties", "required", "type")
    }
    return {
        **rest,
        "allOf": [
            {"type": "object", "properties": dict(properties[:half]), "required": node["required"]},
            {"type": "object", "properties": dict(properties[half:])},
        ],
    }


def main(arguments: list[str] | None = None) -> int:
    """Print expected, missed and surplus findings by kind; 1 unless all are as expected."""
    parser = argparse.ArgumentParser(prog="python -m tests.codegen.mutations")
    parser.add_argument("providers", nargs="*", default=list(targets()))
    parser.add_argument("--count", type=int, default=240, help="changes of each sort (240)")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    bad = 0
    for provider in chosen.providers:
        for disguised in (False, True):
            hand = "another hand" if disguised else "the same hand"
            for sort, outcome in run(provider, chosen.count, chosen.seed, disguised).items():
                bad += _print(f"{provider}, {sort}, in {hand}", outcome)
    return int(bad > 0)


def _print(title: str, outcome: Outcome) -> int:
    met = sum(outcome.expected.values())
    missed, extra = sum(outcome.missed.values()), sum(outcome.extra.values())
    recall = 1 - missed / met if met else 1.0
    precision = 1 - extra / (met - missed + extra) if met - missed + extra else 1.0
    print(f"\n{title}: {met} expected, recall {recall:.1%}, precision {precision:.1%}")
    for kind in sorted(outcome.expected | outcome.extra):
        numbers = outcome.expected[kind], outcome.missed[kind], outcome.extra[kind]
        print(
            f"  {kind:<22} expected {numbers[0]:>4}  missed {numbers[1]:>3}  surplus {numbers[2]:>3}"
        )
    for line in outcome.examples[:5]:
        print(f"  ! {line[:400]}")
    return missed + extra


if __name__ == "__main__":
    sys.exit(main())
