"""What is known of an output while its text still arrives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import NoObjectGeneratedError, UnsupportedFunctionalityError
from ..json_codec import dumps
from ..output import OutputSpec
from ..partial_json import (
    ElementReader as JSONElements,
    Enclosed,
    PartialJSON,
    PartialJSONError,
    PartialReader as JSONReader,
)
from ..partial_json.copies import Copies
from ..schema import Schema, SchemaValidationError, UnsupportedSchemaError
from ..types.stream_parts import StartStep, StreamPart, TextDelta

if TYPE_CHECKING:
    from ..types.results import GenerateTextResult

__all__ = ["ElementReader", "PartialReader"]


class _Steps:
    """Reads a run's text deltas; a step begins anew, because the output is the last step's.

    Text that turns out to be no JSON gives nothing more; the run's result says what is wrong.
    """

    final = False
    """Whether what is given is given for good, so that no other answer may take its place."""

    def __init__(self, spec: OutputSpec[Any]) -> None:
        self._spec = spec
        self._broken = False
        self._begin()

    def _begin(self) -> None:
        self._enclosed = Enclosed(objects_only=self._spec.schema is not None)

    def leave(self) -> None:
        """Read no more of this step's text."""
        self._broken = True

    def _grown(self, text: str) -> Iterator[Any]:
        raise AssertionError("each reader grows in its own way")

    def feed(self, part: StreamPart) -> Iterator[Any]:
        """What `part` makes known."""
        if type(part) is StartStep:
            self._broken = False
            self._begin()
        elif type(part) is TextDelta and not self._broken:
            text = self._enclosed.feed(part.text) if self._spec.wants_json else part.text
            try:
                yield from self._grown(text)
            except PartialJSONError:
                self._broken = True


class PartialReader(_Steps):
    """Snapshots of an output: one whenever it has grown, none twice, none changed by later text.

    Args:
        spec: the output.
        plain: leave all of it plain JSON data; otherwise what is complete is in its type.
    """

    def __init__(self, spec: OutputSpec[Any], *, plain: bool = False) -> None:
        typed = spec.schema is not None and spec.kind in ("object", "array") and not plain
        self._shape = spec.schema.shape if typed and spec.schema is not None else None
        super().__init__(spec)

    def _begin(self) -> None:
        spec = self._spec
        super()._begin()
        self._text = ""
        self._shown: Any = None
        self._items: list[Any] = []
        self._copies = Copies()
        path = (spec.wrapper,) if spec.wrapper else ()
        parser = PartialJSON(loose=True)  # talk may come after the value
        self._elements = JSONElements(path, parser) if spec.kind == "array" else None
        self._json = JSONReader(self._shape, path, parser)

    def _grown(self, text: str) -> Iterator[Any]:
        if self._spec.kind == "text":
            self._text += text
            yield self._text
        elif self._elements is not None:
            yield from self._array(self._elements.feed(text))
        else:
            grown = self._json.feed(text)
            if self._spec.kind == "choice":
                yield from self._chosen(self._json.snapshot())
            elif grown:
                yield self._json.snapshot()

    def _chosen(self, found: Any) -> Iterator[Any]:
        """A choice is told when it is certain, which may be at the end of the text only."""
        choice = self._choice(found)
        if choice is not None and choice != self._shown:
            self._shown = choice
            yield self._spec.options[choice]

    def _array(self, complete: list[Any]) -> Iterator[Any]:
        """Arrays show their complete elements only."""
        if complete:
            self._items += map(self._element, complete)
            yield self._copies.take(self._items, len(self._items))

    def _element(self, element: Any) -> Any:
        return element if self._shape is None else self._shape.settle(element)

    def _choice(self, found: Any) -> str | None:
        """The option that the text so far can only become."""
        options = self._spec.options
        if not isinstance(found, str):
            return None
        if self._json.parser.done:
            return found if found in options else None
        matches = [option for option in options if option.startswith(found)]
        return matches[0] if len(matches) == 1 else None


class ElementReader(_Steps):
    """The elements of an array output, each once, complete and valid."""

    final = True

    def __init__(self, spec: OutputSpec[Any]) -> None:
        if spec.kind != "array" or spec.schema is None:
            raise UnsupportedFunctionalityError(
                f"element_stream needs an array output, not {spec!r}; use Output.array(...) or "
                'output="array"',
                functionality="element_stream",
            )
        super().__init__(spec)

    def _begin(self) -> None:
        super()._begin()
        self._elements = JSONElements((self._spec.wrapper or "",), PartialJSON(loose=True))
        self._count = 0

    def _grown(self, text: str) -> Iterator[Any]:
        broken: PartialJSONError | None = None
        try:
            found = self._elements.feed(text)
        except PartialJSONError as error:
            found, broken = self._elements.take(), error
        for element in found:
            yield self._valid(element)
            self._count += 1
        if broken is not None:
            raise broken

    def rest(self, result: GenerateTextResult[Any]) -> Sequence[Any]:
        """The elements of the run's output that its text did not give: those of a mended answer.

        Raises:
            NoObjectGeneratedError: What was given is not all there should be.
        """
        if result.output_error is not None:
            raise result.output_error
        elements: Sequence[Any] = result.output
        return elements[self._count :]

    def _valid(self, element: Any) -> Any:
        assert self._spec.schema is not None
        try:
            return self._spec.schema.validate(_without_nulls(self._spec.schema, element))
        except SchemaValidationError as error:
            raise NoObjectGeneratedError(
                f"element {self._count} does not fit: {error}", text=dumps(element).decode()
            ) from error


def _without_nulls(schema: Schema[Any], element: Any) -> Any:
    """The element without the nulls by which strict mode says "absent"."""
    try:
        return schema.lower("openai-strict").without_nulls(element)
    except UnsupportedSchemaError:
        return element
