"""JSON Schema as a test of JSON values: the usual keywords, with readable problems."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

from .errors import MAX_ISSUES, Path, kind_of, show
from .pointers import resolve

__all__ = ["Validator", "first_problem"]

Problem = tuple[Path, str]


def first_problem(schema: dict[str, Any], value: Any) -> str | None:
    """What is wrong with `value` by the keywords of `schema`, without its place; None if nothing."""
    for _, message in Validator(schema).problems(value):
        return message
    return None


class Validator:
    """Tests values against one schema, whose `$ref`s all point inside it."""

    def __init__(self, root: Any) -> None:
        self._root = root

    def problems(self, value: Any) -> list[Problem]:
        """All that is wrong, up to a handful, each with the path to it."""
        found: list[Problem] = []
        for problem in self._check(self._root, value, frozenset()):
            found.append(problem)
            if len(found) == MAX_ISSUES:
                break
        return found

    def fits(self, schema: Any, value: Any, seen: frozenset[str] = frozenset()) -> bool:
        """Whether nothing is wrong."""
        return next(self._check(schema, value, seen), None) is None

    def _check(self, schema: Any, value: Any, seen: frozenset[str]) -> Iterator[Problem]:
        """`seen` holds the references followed since the value last got smaller."""
        if isinstance(schema, bool):
            if not schema:
                yield (), "nothing is allowed here"
            return
        ref = schema.get("$ref")
        if isinstance(ref, str) and ref not in seen:
            yield from self._check(resolve(self._root, ref), value, seen | {ref})
        if value is None and schema.get("nullable") is True:
            return
        wrong_type = _type_problem(schema, value)
        if wrong_type:
            yield (), wrong_type
            return
        if not _TESTED.isdisjoint(schema):
            yield from _plain_problems(schema, value)
        if isinstance(value, dict):
            yield from self._object(schema, value)
        elif isinstance(value, list):
            yield from self._array(schema, value)
        if not _COMBINED.isdisjoint(schema):
            yield from self._combined(schema, value, seen)

    def _inside(self, schema: Any, value: Any, step: str | int) -> Iterator[Problem]:
        for path, message in self._check(schema, value, frozenset()):
            yield (step, *path), message

    def _object(self, schema: dict[str, Any], value: dict[str, Any]) -> Iterator[Problem]:
        known: dict[str, Any] = schema.get("properties", {})
        for name in schema.get("required", ()):
            if name not in value:
                yield (name,), f"missing, expected {_meant(known.get(name))}"
        if not _OF_PROPERTIES.isdisjoint(schema):
            yield from self._properties(schema, known, value)
        for name, needed in schema.get("dependentRequired", {}).items():
            for other in needed if name in value else ():
                if other not in value:
                    yield (other,), f"missing, needed beside {show(name)}"

    def _properties(
        self, schema: dict[str, Any], known: dict[str, Any], value: dict[str, Any]
    ) -> Iterator[Problem]:
        patterns: dict[str, Any] = schema.get("patternProperties", {})
        extra = schema.get("additionalProperties", True)
        for name, each in value.items():
            matching = [s for pattern, s in patterns.items() if _matches(pattern, name)]
            if name in known:
                matching.append(known[name])
            if not matching and extra is False:
                yield (name,), "this property is not allowed"
            for one in matching or ([] if extra is False else [extra]):
                if not _plainly_fits(one, each):
                    yield from self._inside(one, each, name)
            if "propertyNames" in schema:
                for _, message in self._check(schema["propertyNames"], name, frozenset()):
                    yield (), f"key {show(name)}: {message}"

    def _array(self, schema: dict[str, Any], value: list[Any]) -> Iterator[Problem]:
        items = schema.get("items", True)
        prefix = schema.get("prefixItems", [])
        if isinstance(items, list):  # how tuples were written before 2020
            prefix, items = items, schema.get("additionalItems", True)
        for index, each in enumerate(value):
            one = prefix[index] if index < len(prefix) else items
            if one is False:
                yield (), f"expected at most {len(prefix)} items, got {len(value)}"
                break
            if not _plainly_fits(one, each):
                yield from self._inside(one, each, index)
        if "contains" in schema:
            count = sum(self.fits(schema["contains"], each) for each in value)
            low, high = schema.get("minContains", 1), schema.get("maxContains", len(value))
            if not low <= count <= high:
                yield (), f"{count} items are of the kind that `contains` asks for"

    def _combined(
        self, schema: dict[str, Any], value: Any, seen: frozenset[str]
    ) -> Iterator[Problem]:
        for each in schema.get("allOf", ()):
            yield from self._check(each, value, seen)
        if "anyOf" in schema:
            yield from self._any(schema["anyOf"], value, seen)
        if "oneOf" in schema:
            count = sum(self.fits(each, value, seen) for each in schema["oneOf"])
            if count > 1:
                yield (), f"fits {count} of the alternatives, must fit exactly one"
            elif not count:
                yield from self._any(schema["oneOf"], value, seen)
        if "not" in schema and self.fits(schema["not"], value, seen):
            yield (), f"{show(value)} is excluded"
        if "if" in schema:
            branch = "then" if self.fits(schema["if"], value, seen) else "else"
            yield from self._check(schema.get(branch, True), value, seen)

    def _any(self, members: list[Any], value: Any, seen: frozenset[str]) -> Iterator[Problem]:
        failed: list[list[Problem]] = []
        for member in members:
            found = list(self._check(member, value, seen))
            if not found:
                return
            failed.append(found)
        deep = [found for found in failed if found[0][0]]  # the type fitted, something in it not
        if len(deep) == 1:
            yield from deep[0]
            return
        meant = " or ".join(dict.fromkeys(_meant(member) for member in members))
        yield (), f"expected {meant}, got {show(value)}"


def _meant(schema: Any) -> str:
    """What a schema wants, in a few words."""
    if not isinstance(schema, dict):
        return "a value"
    if "const" in schema:
        return show(schema["const"])
    if "enum" in schema:
        return "one of " + ", ".join(show(each) for each in schema["enum"])
    kinds = schema.get("type")
    if kinds:
        return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    ref = schema.get("$ref")
    return ref.rpartition("/")[2] if isinstance(ref, str) and ref != "#" else "a value"


def _plainly_fits(schema: Any, value: Any) -> bool:
    """Whether a schema that asks for a type at most is met; of others it says nothing."""
    if isinstance(schema, bool):
        return schema
    if not schema.keys() <= _TYPE_ALONE:
        return False
    wanted = schema.get("type")
    return wanted is None or bool(wanted == kind_of(value))


def _type_problem(schema: dict[str, Any], value: Any) -> str | None:
    wanted = schema.get("type")
    if wanted is None:
        return None
    kinds = wanted if isinstance(wanted, list) else [wanted]
    kind = kind_of(value)
    if kind in kinds or (kind == "integer" and "number" in kinds):
        return None
    if kind == "number" and "integer" in kinds:
        return None if value.is_integer() else f"expected {' or '.join(kinds)}, got {show(value)}"
    return f"expected {' or '.join(kinds)}, got {kind}"


def _plain_problems(schema: dict[str, Any], value: Any) -> Iterator[Problem]:
    if "const" in schema and not _equal(schema["const"], value):
        yield (), f"expected {show(schema['const'])}, got {show(value)}"
    if "enum" in schema and not any(_equal(each, value) for each in schema["enum"]):
        yield (), f"expected {_meant({'enum': schema['enum']})}; got {show(value)}"
    if isinstance(value, bool) or value is None:
        return
    kind = "number" if isinstance(value, (int, float)) else kind_of(value)
    for keyword, test in _TESTS.get(kind, {}).items():
        if keyword in schema:
            message = test(schema[keyword], value)
            if message:
                yield (), message


def _equal(left: Any, right: Any) -> bool:
    """Equality of JSON: 1 is 1.0, true is not 1."""
    return bool(_canonical(left) == _canonical(right))


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return ("{", frozenset((key, _canonical(each)) for key, each in value.items()))
    if isinstance(value, (list, tuple)):
        return ("[", *map(_canonical, value))
    return (isinstance(value, bool), value)


@functools.lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:  # another dialect of regular expressions: the model's side must check it
        return None


def _matches(pattern: str, text: str) -> bool:
    compiled = _compiled(pattern)
    return compiled is None or compiled.search(text) is not None


def _limit(
    broken: Callable[[Any, Any], bool], words: str, measure: Callable[[Any], Any] | None = None
) -> Callable[[Any, Any], str | None]:
    def test(limit: Any, value: Any) -> str | None:
        measured = value if measure is None else measure(value)
        if not broken(measured, limit):
            return None
        return f"expected {words.format(limit)}, got {show(measured)}"

    return test


def _multiple(limit: Any, value: Any) -> str | None:
    if isinstance(limit, int) and isinstance(value, int):
        fits = value % limit == 0
    else:
        ratio = value / limit
        fits = abs(ratio - round(ratio)) < 1e-9
    return None if fits else f"expected a multiple of {limit}, got {show(value)}"


def _pattern(pattern: str, value: str) -> str | None:
    return None if _matches(pattern, value) else f"expected text like {pattern}, got {show(value)}"


def _unique(wanted: bool, value: list[Any]) -> str | None:
    if not wanted or len({_canonical(each) for each in value}) == len(value):
        return None
    return "expected items that all differ"


def _fewer(measured: Any, limit: Any) -> bool:
    return bool(measured < limit)


def _more(measured: Any, limit: Any) -> bool:
    return bool(measured > limit)


_TESTS: dict[str, dict[str, Callable[[Any, Any], str | None]]] = {
    "number": {
        "minimum": _limit(_fewer, "at least {}"),
        "maximum": _limit(_more, "at most {}"),
        "exclusiveMinimum": _limit(lambda value, limit: bool(value <= limit), "more than {}"),
        "exclusiveMaximum": _limit(lambda value, limit: bool(value >= limit), "less than {}"),
        "multipleOf": _multiple,
    },
    "string": {
        "minLength": _limit(_fewer, "at least {} characters", len),
        "maxLength": _limit(_more, "at most {} characters", len),
        "pattern": _pattern,
    },
    "array": {
        "minItems": _limit(_fewer, "at least {} items", len),
        "maxItems": _limit(_more, "at most {} items", len),
        "uniqueItems": _unique,
    },
    "object": {
        "minProperties": _limit(_fewer, "at least {} properties", len),
        "maxProperties": _limit(_more, "at most {} properties", len),
    },
}

# Keywords of which most schemas have none: a large value is gone through for those that are there.
_TESTED = frozenset({"const", "enum"}.union(*_TESTS.values()))
_TYPE_ALONE = frozenset({"type", "title", "description"})
_COMBINED = frozenset({"allOf", "anyOf", "oneOf", "not", "if"})
_OF_PROPERTIES = frozenset(
    {"properties", "patternProperties", "additionalProperties", "propertyNames"}
)
