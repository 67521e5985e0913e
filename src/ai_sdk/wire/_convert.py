"""JSON to wire objects and back, by hooks that are made for each class at its first use.

They are what cattrs' hook factories would give; a cattrs converter is asked only for values that
are neither JSON nor wire objects, so that a first call need not import it.

The rules, which hold for whatever JSON a provider sends:

* Nothing raises. A value of the wrong shape stays in its place as the JSON it is.
* Scalars and Literals pass untouched, so an enum may grow. A union picks its member by the Literal
  tag; a member nobody knows becomes `Raw`. Unknown keys stay in the instance's `__dict__`.
* A key that is absent reads as `UNSET` (or the tag's constant), null reads as None.
* `unstructure` gives back what came in; plain JSON inside is shared, not copied. From an object
  made by keyword it leaves out UNSET, and None where the class says that None stands for absent.

**Ownership:** `structure` adopts the dict it is given (it was parsed a moment ago and nobody else
has it): the dict becomes the instance's `__dict__`. A caller who still needs the JSON copies first.
"""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast, get_args, get_origin, overload

from ._model import UNSET, Raw, Unset, field_names, is_model

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")
Hook = Callable[..., Any]

_NONE = type(None)
_ABSENT = (_NONE, Unset)
_SCALARS = frozenset((str, int, float, bool, bytes, _NONE))
_SCALAR_NAMES = frozenset(("str", "int", "float", "bool", "bytes", "None", "Unset", "Any"))
_PREFERRED_TAGS = ("type", "object", "role")
_ANNOTATION_TAILS = (" | Unset", " | None")


@overload
def structure(data: Any, kind: type[T]) -> T: ...
@overload
def structure(data: Any, kind: object) -> Any: ...
def structure(data: Any, kind: Any) -> Any:
    """Make `data` (freshly parsed JSON, adopted) an instance of a wire class or of a union of them.

    Args:
        data: What the JSON decoder returned.
        kind: A generated class or union alias.

    Returns:
        The object, or `data` itself where its shape is not an object. Never raises.

    Example:
        >>> structure({"object": "chat.completion", "id": "a"}, ChatResponse).id
        'a'
    """
    return hook_for(kind)(data)


@overload
def hook_for(kind: type[T]) -> Callable[[Any], T]: ...
@overload
def hook_for(kind: object) -> Callable[[Any], Any]: ...
def hook_for(kind: Any) -> Callable[[Any], Any]:
    """The function that `structure` would call for `kind`; fetch it once per stream.

    Example:
        >>> as_event = hook_for(ResponseStreamEvent)
        >>> as_event({"type": "response.output_text.delta", "delta": "Hi"}).delta
        'Hi'
    """
    return _structure_hook(kind)


def unstructure(value: Any) -> Any:
    """The JSON value of a wire object; a dict for an object of a wire class or a `Raw`.

    Example:
        >>> unstructure(ChatUserMessage(content="Hi"))
        {'role': 'user', 'content': 'Hi'}
    """
    return _to_json(value)


@cache
def _structure_hook(kind: Any) -> Hook:
    """One hook for each kind, made at its first use."""
    return _hooks.for_model(kind) if is_model(kind) else _hooks.for_value(kind)


@cache
def _converter() -> Converter:
    """For what is no wire object: cattrs knows it, and costs 15 ms to import."""
    from cattrs import Converter

    converter = Converter(detailed_validation=False)
    converter.register_unstructure_hook_factory(is_model, _unstructure_hook)
    converter.register_unstructure_hook(Raw, lambda raw: raw.data)
    return converter


def _same(value: Any, _kind: Any = None) -> Any:
    return value


class _Hooks:
    """Makes structure hooks; a hook takes the JSON value (and a type that it does not need)."""

    def for_value(self, kind: Any) -> Hook:
        """Hook for anything that is no wire class: unions, lists, dicts, scalars."""
        return self._work(kind) or _same

    def for_model(self, cls: type) -> Hook:
        """Compile a hook that touches only the fields that need work and adopts the dict."""
        wire_names = _renames(cls)
        scope: dict[str, Any] = {"C": cls, "new": object.__new__}
        lines = ["def structure(o, _=None):", "    if type(o) is not dict: return o"]
        for name, kind in _field_types(cls).items():
            lines += self._field_lines(wire_names.get(name, name), kind, scope)
        lines += [f"    {line}" for line in _swap_lines(wire_names)]
        lines += ["    x = new(C)", "    x.__dict__ = o", "    return x"]
        exec(compile("\n".join(lines), f"<structure {cls.__name__}>", "exec"), scope)  # noqa: S102  # nosec B102 - our own text
        return cast("Hook", scope["structure"])

    def _field_lines(self, key: str, kind: Any, scope: dict[str, Any]) -> list[str]:
        core = _without_absent(kind)
        is_list = get_origin(core) is list
        inner = _without_absent(get_args(core)[0]) if is_list else core
        name = f"h{len(scope)}"
        hook = self._late(inner, scope, name) if is_model(inner) else self._work(inner)
        if hook is None:
            return []
        scope[name] = hook
        body = f"[{name}(i) for i in v]" if is_list else f"{name}(v)"
        shape = "type(v) is list" if is_list else "v is not None"
        return [f"    v = o.get({key!r})", f"    if {shape}: o[{key!r}] = {body}"]

    def _work(self, kind: Any) -> Hook | None:
        """Hook that turns a JSON value into a `kind`; None where no value needs any work."""
        kind = _without_absent(kind)
        if is_model(kind):
            return self._late(kind)
        origin, args = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return self._union([member for member in args if member is not Raw])
        if origin is list and (item := self._work(args[0])):
            return lambda v, _=None: [item(i) for i in v] if type(v) is list else v
        if origin is dict and (entry := self._work(args[1])):
            return lambda v, _=None: ({k: entry(i) for k, i in v.items()} if type(v) is dict else v)
        return None

    def _late(self, cls: Any, scope: dict[str, Any] | None = None, name: str = "") -> Hook:
        """Look the class's hook up at first use: recursion works, unused members cost nothing."""

        def late(value: Any, _kind: Any = None) -> Any:
            hook = _structure_hook(cls)
            if scope is not None:
                scope[name] = hook  # from now on the compiled function calls it directly
            return hook(value, cls)

        return late

    def _union(self, members: list[Any]) -> Hook | None:
        models = [member for member in members if is_model(member)]
        others = [hook for m in members if not is_model(m) and (hook := self._work(m))]
        if not models:
            return others[0] if others else None
        tag, classes, untagged = _tag_table(models)
        known: dict[str | None, Hook] = {}

        def union(value: Any, _kind: Any = None) -> Any:
            if type(value) is not dict:
                return others[0](value) if others and type(value) is list else value
            key = value.get(tag)
            if type(key) is not str:
                key = None
            hook = known.get(key)
            if hook is None:
                cls = untagged if key is None else classes.get(key)
                if cls is None:
                    return Raw(key, value)
                hook = known[key] = _structure_hook(cls)
            return hook(value)

        return union


_hooks = _Hooks()
_is_wire_class = cache(is_model)


def _without_absent(kind: Any) -> Any:
    """`T` of `T | None | Unset`."""
    if get_origin(kind) not in (Union, types.UnionType):
        return kind
    kept = tuple(member for member in get_args(kind) if member not in _ABSENT)
    return kept[0] if len(kept) == 1 else Union[kept] if kept else _NONE  # noqa: UP007 - from a tuple


def _field_types(cls: type) -> dict[str, Any]:
    """The fields' evaluated annotations, each in the namespace of the module that wrote it."""
    out: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        for name, annotation in base.__dict__.get("__annotations__", {}).items():
            if not str(annotation).startswith("ClassVar"):
                out[name] = _evaluated(annotation, base.__module__)
    return out


def _evaluated(annotation: str, module: str) -> Any:
    if _SCALAR_NAMES.issuperset(annotation.split(" | ")):
        return str  # needs no work, so any scalar will do; eval would cost 5 us a field
    return eval(annotation, vars(sys.modules[module]))  # noqa: S307  # nosec B307 - our own generated source


def _literal_tags(cls: type) -> dict[str, tuple[Any, ...]]:
    """Field -> constants of the fields that are nothing but a Literal; builds no class."""
    out: dict[str, tuple[Any, ...]] = {}
    for base in cls.__mro__:
        for name, annotation in base.__dict__.get("__annotations__", {}).items():
            text = str(annotation)
            for tail in _ANNOTATION_TAILS:
                text = text.removesuffix(tail)
            if name not in out and text.startswith("Literal[") and text.endswith("]"):
                values = text[len("Literal[") : -1]
                if "[" not in values:  # `Literal["a"] | list[str]` is no tag
                    out[name] = ast.literal_eval(f"({values},)")
    return out


def _tag_table(models: list[type]) -> tuple[str, dict[Any, type], type | None]:
    """The field that tells most members apart, its constants' classes, and one member without."""
    tags = [_literal_tags(cls) for cls in models]
    best, best_table = _PREFERRED_TAGS[0], dict[Any, type]()
    for name in dict.fromkeys((*_PREFERRED_TAGS, *(name for tag in tags for name in tag))):
        table: dict[Any, type] = {}
        for cls, tag in zip(models, tags, strict=True):
            for value in tag.get(name, ()):
                table.setdefault(value, cls)
        if len(set(table.values())) > len(set(best_table.values())):
            best, best_table = name, table
    told = set(best_table.values())
    untagged = next((cls for cls in models if cls not in told), None)
    return best, best_table, untagged or _told_by_silence(models, best)


def _told_by_silence(models: list[type], tag: str) -> type | None:
    """The one member that may leave its tag out; None where several may, or none."""
    silent = [cls for cls in models if _may_lack(cls, tag)]
    return silent[0] if len(silent) == 1 else None


def _may_lack(cls: type, name: str) -> bool:
    annotations = (base.__dict__.get("__annotations__", {}) for base in cls.__mro__)
    return any(str(each.get(name, "")).endswith(_ANNOTATION_TAILS) for each in annotations)


def _renames(cls: type) -> dict[str, str]:
    """Python name -> wire name, of the fields where the two differ."""
    out: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        out.update(base.__dict__.get("__wire__", {}))
    return out


def _swap_lines(renames: dict[str, str]) -> list[str]:
    """Swap wire and python names: swapping back restores even an object that had both keys."""
    lines: list[str] = []
    for name, wire in renames.items():
        lines += [
            f"a, b = o.pop({wire!r}, C), o.pop({name!r}, C)",
            f"if a is not C: o[{name!r}] = a",
            f"if b is not C: o[{wire!r}] = b",
        ]
    return lines


@cache
def _unstructure_hook(cls: type) -> Hook:
    renames = _renames(cls)
    key_of = {**renames, **{wire: name for name, wire in renames.items()}}
    none_is_absent = {n for n in field_names(cls) if getattr(cls, n, UNSET) is None}

    def to_json(value: Any) -> dict[str, Any]:
        out: dict[str, Any] = {}
        held: dict[str, Any] = value.__dict__
        for name, item in held.items():
            if item is UNSET or (item is None and name in none_is_absent):
                continue
            out[key_of.get(name, name)] = item if type(item) in _SCALARS else _to_json(item)
        return out

    return to_json


def _to_json(value: Any) -> Any:
    """Plain JSON is handed on as it is, however deep: only wire objects cost a step."""
    if type(value) in (list, dict) and not _holds_objects(value):
        return value
    kind: Any = type(value)
    if kind in _SCALARS:
        return value
    if _is_wire_class(kind):
        return _unstructure_hook(kind)(value)
    if kind is Raw:
        return value.data
    if kind is list:
        return [_to_json(item) for item in value]
    if kind is dict:
        return {key: _to_json(item) for key, item in value.items()}
    return _converter().unstructure(value)


def _holds_objects(value: Any) -> bool:
    todo = [value]
    while todo:
        item = todo.pop()
        if type(item) is dict:
            todo += item.values()
        elif type(item) is list:
            todo += item
        elif type(item) not in _SCALARS:
            return True
    return False
