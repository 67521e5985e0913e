"""What is known of an output while its text still arrives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import NoObjectGeneratedError, UnsupportedFunctionalityError
from ..output import OutputSpec
from ..partial_json import PartialJSON, PartialJSONError
from ..schema import SchemaValidationError
from ..types.stream_parts import StartStep, StreamPart, TextDelta

__all__ = ["ElementReader", "PartialReader"]

_NOTHING: Any = object()


class PartialReader:
    """Feed it a run's parts; it gives a snapshot whenever the output has grown.

    A step begins anew: the output is that of the last step. Text that turns out to be no JSON
    gives no more snapshots; the run's result says what is wrong with it.
    """

    def __init__(self, spec: OutputSpec[Any]) -> None:
        self._spec = spec
        self._last: Any = _NOTHING
        self._begin()

    def _begin(self) -> None:
        self._text: list[str] = []
        self._json = PartialJSON()
        self._broken = False

    def feed(self, part: StreamPart) -> Iterator[Any]:
        """The snapshots that `part` makes possible: none or one."""
        if type(part) is StartStep:
            self._begin()
        elif type(part) is TextDelta:
            found = self._grown(part.text)
            if found is not _NOTHING and found is not self._last:
                self._last = found
                yield found

    def finish(self) -> Iterator[Any]:
        """Nothing: the last snapshot has been given."""
        return iter(())

    def _grown(self, text: str) -> Any:
        if self._spec.kind == "text":
            self._text = ["".join((*self._text, text))]
            return self._text[0]
        if self._broken:
            return _NOTHING
        try:
            self._json.feed(text)
        except PartialJSONError:
            self._broken = True
            return _NOTHING
        return self._visible()

    def _visible(self) -> Any:
        """The part of the value that may be shown, the very same object if it has not changed."""
        value = self._json.snapshot()
        if value is ...:
            return _NOTHING
        found = self._spec.unwrap(value)
        if found is ...:
            return _NOTHING
        if self._spec.kind == "array":
            return self._elements(found)
        return self._choice(found) if self._spec.kind == "choice" else found

    def _elements(self, found: Any) -> Any:
        if not isinstance(found, list):
            return _NOTHING
        count = self._json.complete_items((self._spec.wrapper or "",))
        if self._last is not _NOTHING and len(self._last) == count:
            return self._last
        return found[:count] if count else _NOTHING

    def _choice(self, found: Any) -> Any:
        if not isinstance(found, str):
            return _NOTHING
        matches = [option for option in self._spec.options if option.startswith(found)]
        if len(matches) != 1:
            exact = found in self._spec.options and self._json.done
            return found if exact else _NOTHING
        return self._last if self._last == matches[0] else matches[0]


class ElementReader:
    """The elements of an array, each once, when it is complete and valid."""

    def __init__(self, spec: OutputSpec[Any]) -> None:
        if spec.kind != "array" or spec.schema is None:
            raise UnsupportedFunctionalityError(
                f"element_stream needs an array output, not {spec!r}; use Output.array(...) or "
                'output="array"',
                functionality="element_stream",
            )
        self._schema = spec.schema
        self._wrapper = spec.wrapper or ""
        self._begin()

    def _begin(self) -> None:
        self._json = PartialJSON()
        self._given = 0
        self._broken = False

    def feed(self, part: StreamPart) -> Iterator[Any]:
        """The elements that `part` completes.

        Raises:
            NoObjectGeneratedError: an element does not fit its schema.
        """
        if type(part) is StartStep:
            self._begin()
        elif type(part) is TextDelta and not self._broken:
            try:
                self._json.feed(part.text)
            except PartialJSONError:
                self._broken = True
                return
            count = self._json.complete_items((self._wrapper,))
            if count > self._given:
                elements = self._json.snapshot()[self._wrapper]
                for element in elements[self._given : count]:
                    yield self._valid(element)
                self._given = count

    def _valid(self, element: Any) -> Any:
        try:
            return self._schema.validate(element)
        except SchemaValidationError as error:
            raise NoObjectGeneratedError(
                f"element {self._given} does not fit: {error}", text=None
            ) from error

    def finish(self) -> Iterator[Any]:
        """Nothing: every complete element has been given."""
        return iter(())
