"""Models of pydantic and Structs of msgspec, which describe and read themselves.

They are recognised by shape: neither library is imported for those who do not use it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .errors import MAX_ISSUES, Mismatch, Path, UnsupportedTypeError
from .hints import type_hints
from .nodes import ANY, NamedNode, Node
from .partial import Partial, partial_class

if TYPE_CHECKING:
    from .definitions import Definitions

__all__ = ["foreign_node"]


def foreign_node(tp: Any, cls: type, compile_: Callable[[Any], Node]) -> Node | None:
    """The node of a pydantic model or type, or msgspec Struct; None for other classes.

    Args:
        tp: the class, or a generic Struct with its arguments.
        cls: the class itself.
        compile_: makes the node of a type; for the fields of values that are not complete.
    """
    if getattr(cls, "__pydantic_root_model__", False):
        return _PydanticType(cls)
    if hasattr(cls, "model_json_schema") and hasattr(cls, "model_validate_json"):
        return _Pydantic(cls, cls, compile_)
    if hasattr(cls, "__struct_fields__") and hasattr(cls, "__struct_config__"):
        return _Struct(tp, cls, compile_)
    if hasattr(cls, "__get_pydantic_core_schema__") and not hasattr(cls, "__dataclass_fields__"):
        return _PydanticType(cls)
    return None


class _Foreign(NamedNode):
    """A class that reads itself when it is complete; before that, we read its fields."""

    kinds = frozenset({"object"})

    def __init__(self, tp: Any, cls: Any, compile_: Callable[[Any], Node]) -> None:
        self.name: str = cls.__name__
        self.label = f"object {self.name}"
        self._type = tp
        self._cls = cls
        self._compile = compile_
        self._parts: dict[str, Node] = {}

    def _fields(self) -> dict[str, tuple[str, Any]]:
        """For each key in JSON, the attribute and its type."""
        raise NotImplementedError

    @property
    def view(self) -> type[Partial]:
        return partial_class(
            self.name, tuple((name, key) for key, (name, _) in self._fields().items())
        )

    def part(self, key: Any) -> Node:
        if key not in self._parts:
            _, tp = self._fields().get(key, (key, Any))
            try:
                self._parts[key] = self._compile(tp)
            except UnsupportedTypeError:  # the class knows how to read it
                self._parts[key] = ANY
        return self._parts[key]

    def distance(self, value: Any) -> int:
        known = getattr(self._cls, "model_fields", None) or self._cls.__struct_fields__
        return sum(1 for name in value if name not in known)


class _Pydantic(_Foreign):
    """Read in the model's own way: with its coercions, unless its configuration is strict."""

    def _fields(self) -> dict[str, tuple[str, Any]]:
        found: dict[str, tuple[str, Any]] = {}
        for name, field in self._cls.model_fields.items():
            names = (field.validation_alias, field.alias, name)
            key = next(each for each in names if isinstance(each, str))
            found[key] = (name, field.annotation)
        return found

    def body(self, defs: Definitions, name: str) -> dict[str, Any]:
        made: dict[str, Any] = self._cls.model_json_schema(ref_template="#/$defs/{model}")
        return defs.adopt(made, name)

    def load(self, value: Any) -> Any:
        from ..json_codec import dumps

        if type(value) is not dict:
            raise self.wrong(value)
        try:
            return self._cls.model_validate_json(dumps(value))
        except ValueError as error:
            raise Mismatch.gather(_pydantic_issues(error)) from error


class _PydanticType(NamedNode):
    """A type that pydantic reads without fields of its own: URLs, root models."""

    def __init__(self, cls: Any) -> None:
        from pydantic import TypeAdapter

        self.name: str = cls.__name__
        self.label = self.name
        self._adapter: Any = TypeAdapter(cls)

    def body(self, defs: Definitions, name: str) -> dict[str, Any]:
        made: dict[str, Any] = self._adapter.json_schema(ref_template="#/$defs/{model}")
        return defs.adopt(made, name)

    def load(self, value: Any) -> Any:
        from ..json_codec import dumps

        try:
            return self._adapter.validate_json(dumps(value))
        except ValueError as error:
            raise Mismatch.gather(_pydantic_issues(error)) from error


def _pydantic_issues(error: Any) -> list[tuple[Path, str]]:
    if not hasattr(error, "errors"):
        return [((), str(error))]
    return [(tuple(each["loc"]), each["msg"]) for each in error.errors()[:MAX_ISSUES]]


class _Struct(_Foreign):
    def __init__(self, tp: Any, cls: type, compile_: Callable[[Any], Node]) -> None:
        super().__init__(tp, cls, compile_)
        if self._cls.__struct_config__.array_like:
            self.kinds = frozenset({"array"})
            self.label = f"array {self.name}"

    def _fields(self) -> dict[str, tuple[str, Any]]:
        try:
            hints = type_hints(self._cls, self._type)
        except UnsupportedTypeError:  # names that were known where the class was made
            hints = {}
        names = zip(self._cls.__struct_encode_fields__, self._cls.__struct_fields__, strict=True)
        return {key: (name, hints.get(name, Any)) for key, name in names}

    def part(self, key: Any) -> Node:
        if isinstance(key, int):  # it is written as an array
            key = next(iter(list(self._fields())[key : key + 1]), "")
        return super().part(key)

    def body(self, defs: Definitions, name: str) -> dict[str, Any]:
        from msgspec.json import schema_components

        (made,), parts = schema_components([self._type], ref_template="#/$defs/{name}")
        return defs.adopt({**made, "$defs": parts}, name)

    def load(self, value: Any) -> Any:
        import msgspec

        try:
            return msgspec.convert(value, self._type)
        except msgspec.ValidationError as error:
            message, _, where = str(error).partition(" - at `")
            raise Mismatch.gather([(_steps(where), message)]) from error

    def distance(self, value: Any) -> int:
        return 0 if isinstance(value, list) else super().distance(value)


def _steps(where: str) -> Path:
    """Read a place as msgspec writes it: `$.a[0].b`."""
    steps: list[str | int] = []
    for step in where.rstrip("`").removeprefix("$").replace("[", ".[").split(".")[1:]:
        inner = step.strip("[]")
        steps.append(int(inner) if step.startswith("[") and inner.isdigit() else inner)
    return tuple(steps)
