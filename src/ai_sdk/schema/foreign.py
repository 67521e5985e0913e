"""Models of pydantic and Structs of msgspec, which describe and read themselves.

They are recognised by shape: neither library is imported for those who do not use it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import MAX_ISSUES, Mismatch, Path
from .nodes import NamedNode, Node

if TYPE_CHECKING:
    from .definitions import Definitions

__all__ = ["foreign_node"]


def foreign_node(tp: Any, cls: type) -> Node | None:
    """The node of a pydantic model or msgspec Struct; None for other classes.

    Args:
        tp: the class, or a generic Struct with its arguments.
        cls: the class itself.
    """
    if hasattr(cls, "model_json_schema") and hasattr(cls, "model_validate_json"):
        return _Pydantic(cls)
    if hasattr(cls, "__struct_fields__") and hasattr(cls, "__struct_config__"):
        return _Struct(tp, cls)
    return None


class _Foreign(NamedNode):
    kinds = frozenset({"object"})

    def __init__(self, cls: Any) -> None:
        self.name: str = cls.__name__
        self.label = f"object {self.name}"
        self._cls = cls

    def distance(self, value: Any) -> int:
        known = getattr(self._cls, "model_fields", None) or self._cls.__struct_fields__
        return sum(1 for name in value if name not in known)


class _Pydantic(_Foreign):
    """Read in the model's own way: with its coercions, unless its configuration is strict."""

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


def _pydantic_issues(error: Any) -> list[tuple[Path, str]]:
    if not hasattr(error, "errors"):
        return [((), str(error))]
    return [(tuple(each["loc"]), each["msg"]) for each in error.errors()[:MAX_ISSUES]]


class _Struct(_Foreign):
    def __init__(self, tp: Any, cls: type) -> None:
        super().__init__(cls)
        self._type = tp
        if self._cls.__struct_config__.array_like:
            self.kinds = frozenset({"array"})
            self.label = f"array {self.name}"

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
