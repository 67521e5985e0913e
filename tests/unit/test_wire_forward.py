"""Forward compatibility: whatever an answer adds, drops or nulls, it is read and given back."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.wire._convert import hook_for, structure, unstructure
from ai_sdk.wire._model import UNSET, Raw, Unset, is_model
from ai_sdk.wire.openai_chat import _generated as chat
from ai_sdk.wire.openai_media import _generated as media
from ai_sdk.wire.openai_responses import _generated as responses
from codegen import models, spec
from codegen.normalise import relaxed
from codegen.targets import ROOT, targets

from .wire_samples import UNKNOWN_TAG, fields, instance, is_tag, members, value

MODULES: dict[str, ModuleType] = {
    "openai_chat": chat,
    "openai_responses": responses,
    "openai_media": media,
}
TARGET = targets()["openai"]
SPEC = spec.load(ROOT / TARGET.spec)
SCHEMAS = SPEC["components"]["schemas"]
EVENTS = {
    "ChatChunk": chat.ChatChunk,
    "ResponseStreamEvent": responses.ResponseStreamEvent,
    "ImageGenStreamEvent": media.ImageGenStreamEvent,
    "ImageEditStreamEvent": media.ImageEditStreamEvent,
    "SpeechStreamEvent": media.SpeechStreamEvent,
    "TranscriptionStreamEvent": media.TranscriptionStreamEvent,
}


def _received() -> dict[str, Any]:
    """Every class and union that the spec says an answer may hold, nested classes included."""
    found: dict[str, Any] = {}
    loose = {name: relaxed(node, SCHEMAS) for name, node in SCHEMAS.items()}
    for folder, module in MODULES.items():
        _, roots = spec.operation_roots(SPEC, TARGET.modules[folder])
        todo: list[Any] = []
        for name in sorted(spec.closure(roots, loose)):
            kind = getattr(module, name, None)
            if kind is not None:
                found[f"{folder}.{name}"] = kind
                todo.append(kind)
        while todo:
            for part in _parts(todo.pop()):
                key = f"{folder}.{part.__name__}"
                if key not in found:
                    found[key] = part
                todo.append(part)
    return found


def _parts(kind: Any) -> list[type]:
    """Classes directly inside a class or a union."""
    kinds = list(fields(kind).values()) if is_model(kind) else [kind]
    out: list[type] = []
    while kinds:
        for member in members(kinds.pop()):
            if is_model(member) and member is not kind:
                out.append(member)
            elif get_origin(member) in (list, dict):
                kinds += get_args(member)
    return out


RECEIVED = _received()
CLASSES = {name: kind for name, kind in RECEIVED.items() if is_model(kind)}
UNIONS = {
    name: kind
    for name, kind in RECEIVED.items()
    if not is_model(kind) and any(is_model(member) for member in members(kind))
}
each_class = pytest.mark.parametrize("cls", CLASSES.values(), ids=CLASSES.keys())
each_union = pytest.mark.parametrize("union", UNIONS.values(), ids=UNIONS.keys())


def _survives(data: Any, kind: Any) -> Any:
    before = copy.deepcopy(data)
    made = structure(data, kind)
    after = unstructure(made)
    assert after == before
    assert json.dumps(after, sort_keys=True) == json.dumps(before, sort_keys=True)  # 1 is not True
    return made


def _full(cls: type) -> dict[str, Any]:
    return instance(cls, random.Random(len(fields(cls))))


def test_the_classes_cover_the_spec() -> None:
    assert len(CLASSES) > 200
    assert len(EVENTS) + 60 < len([name for name in RECEIVED if name.endswith(("Event", "Chunk"))])
    assert {f"openai_responses.{name}" for name in ("Response", "OutputMessage", "Error")} <= set(
        CLASSES
    )


@each_class
def test_a_field_that_is_no_tag_may_be_absent(cls: type) -> None:
    made = _survives({}, cls)
    assert type(made) is cls
    for name in fields(cls):
        attribute = {wire: n for n, wire in cls.__dict__.get("__wire__", {}).items()}.get(
            name, name
        )
        found = getattr(made, attribute)
        assert is_tag(cls, name) or found is UNSET


@each_class
def test_every_field_may_be_null(cls: type) -> None:
    made = _survives(dict.fromkeys(fields(cls)), cls)
    for name in fields(cls):
        attribute = {wire: n for n, wire in cls.__dict__.get("__wire__", {}).items()}.get(
            name, name
        )
        assert getattr(made, attribute) is None


@each_class
def test_unknown_fields_are_kept_and_reachable(cls: type) -> None:
    added = {"x_tomorrow": {"deep": [1, None]}, "@odd-name": 0}
    made = _survives({**_full(cls), **copy.deepcopy(added)}, cls)
    assert made.x_tomorrow == {"deep": [1, None]}
    assert made.__dict__["@odd-name"] == 0


@each_class
def test_unknown_enum_values_are_kept(cls: type) -> None:
    data = _full(cls)
    open_enums = [
        name
        for name, kind in fields(cls).items()
        if any(get_origin(member) is Literal for member in members(kind)) and not is_tag(cls, name)
    ]
    for name in open_enums:
        data[name] = "a value of tomorrow"
    made = _survives(data, cls)
    for name in open_enums:
        assert getattr(made, name) == "a value of tomorrow"


@each_class
def test_enums_that_are_no_tag_are_open_to_the_type_checker(cls: type) -> None:
    for name, kind in fields(cls).items():
        found = members(kind)
        if any(get_origin(member) is Literal for member in found) and name not in (
            "type",
            "object",
        ):
            assert {str, int} & set(found), name


@each_class
def test_unknown_union_members_are_kept_raw(cls: type) -> None:
    data = _full(cls)
    stranger = {"type": UNKNOWN_TAG, "payload": {"a": None}}
    changed: list[tuple[str, bool]] = []
    for name, kind in fields(cls).items():
        for member in members(kind):
            inner = members(get_args(member)[0]) if get_origin(member) is list else [member]
            if Raw in inner:
                many = get_origin(member) is list
                data[name] = [copy.deepcopy(stranger)] if many else copy.deepcopy(stranger)
                changed.append((name, many))
    made = _survives(data, cls)
    for name, many in changed:
        found = getattr(made, name)
        assert (found[0] if many else found) == Raw(UNKNOWN_TAG, stranger), name


@each_class
def test_unions_of_classes_admit_strangers(cls: type) -> None:
    for name, kind in fields(cls).items():
        for member in [*members(kind), *(get_args(m)[0] for m in members(kind) if get_args(m))]:
            models_in = [m for m in members(member) if is_model(m)]
            assert len(models_in) < 2 or Raw in members(member) or Raw in members(kind), name


@each_union
def test_each_member_of_a_union_is_told_by_its_tag(union: Any) -> None:
    for member in members(union):
        if is_model(member):
            data = instance(member, random.Random(1))
            assert type(_survives(data, union)) in (member, *_same_tag(member, union))


def _same_tag(cls: type, union: Any) -> list[type]:
    tag = getattr(cls, "type", None)
    return [m for m in members(union) if is_model(m) and getattr(m, "type", None) == tag]


@each_union
@pytest.mark.parametrize(
    "data",
    [{}, {"type": None}, {"type": 3}, {"type": ["x"]}, {"type": {}}, {"type": UNKNOWN_TAG}],
    ids=repr,
)
def test_objects_of_unknown_tag_are_raw(union: Any, data: dict[str, Any]) -> None:
    made = _survives(copy.deepcopy(data), union)
    tag = data.get("type")
    assert made == Raw(tag if isinstance(tag, str) else None, data)
    assert made.type == (tag if isinstance(tag, str) else None)


@each_union
@pytest.mark.parametrize("data", [None, True, 3, 0.5, "text", [], [{"type": "x"}]], ids=repr)
def test_values_that_are_no_objects_stay(union: Any, data: Any) -> None:
    assert structure(copy.deepcopy(data), union) == data


@pytest.mark.parametrize("seed", range(4))
@each_class
def test_hostile_json_neither_raises_nor_changes(cls: type, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(5):
        _survives(instance(cls, rng, odd=0.25), cls)
        _survives(value(cls, rng, odd=0.5), cls)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(EVENTS)), st.integers(0, 2**32), st.sampled_from([0.0, 0.1, 0.5]))
def test_stream_events_survive(name: str, seed: int, odd: float) -> None:
    _survives(value(EVENTS[name], random.Random(seed), odd), EVENTS[name])


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["type", "choices", "delta", "output", "content", "item", "response", "z"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(EVENTS)), _json)
def test_any_json_at_all_survives(name: str, data: Any) -> None:
    _survives(data, EVENTS[name])


def test_no_received_class_holds_itself() -> None:
    """So the depth of the work is bounded, however deep the JSON is."""
    done: set[type] = set()

    def visit(cls: type, path: tuple[type, ...]) -> None:
        assert cls not in path, path
        if cls not in done:
            for part in _parts(cls):
                visit(part, (*path, cls))
            done.add(cls)

    for cls in CLASSES.values():
        visit(cls, ())


def test_deep_json_survives() -> None:
    deep: Any = {}
    for _ in range(5_000):
        deep = {"type": "message", "content": [deep]}
    data = {"type": "response.completed", "response": {"output": [{"type": "new", "deep": deep}]}}
    event = structure(data, responses.ResponseStreamEvent)
    assert isinstance(event, responses.ResponseCompletedEvent)
    assert unstructure(event)["response"]["output"][0]["deep"] is deep


def test_the_hook_is_made_once() -> None:
    assert hook_for(responses.ResponseStreamEvent) is hook_for(responses.ResponseStreamEvent)


def test_absent_and_null_differ() -> None:
    absent, null = structure({}, chat.ChatDelta), structure({"content": None}, chat.ChatDelta)
    assert isinstance(absent.content, Unset)
    assert null.content is None
    assert (unstructure(absent), unstructure(null)) == ({}, {"content": None})


def test_the_header_names_the_spec_as_it_is() -> None:
    mark = f"(sha256 {spec.fingerprint(ROOT / TARGET.spec)})"
    for folder in (*TARGET.modules, "openai_options"):
        path: Path = ROOT / models.WIRE / folder / models.FILE
        assert mark in path.read_text("utf-8").splitlines()[0]
