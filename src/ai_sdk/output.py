"""`Output`: what `generate_text` and `stream_text` shall make of the answer, besides text."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from .errors import InvalidArgumentError, NoObjectGeneratedError
from .json_codec import JSONError, loads
from .schema import Issue, SchemaValidationError, UnsupportedSchemaError
from .types.call import ResponseFormat

if TYPE_CHECKING:
    from typing_extensions import TypeForm

    from .schema import Schema

__all__ = ["Output", "OutputSpec"]

T = TypeVar("T")

_MOST_ISSUES = 10  # as many as the error of a single value names


class OutputSpec(Generic[T]):
    """One kind of output: the format asked of the model, and the way back from its text.

    Attributes:
        kind: "text", "object", "array", "choice" or "json".
        schema: schema of the value (of an element, for arrays); None for text and json.
        name: the schema's name for the model, of letters, digits, `_` and `-`.
        wrapper: the field of the JSON object that holds the value, where it is no object itself.
        options: of a choice, what each text stands for.
    """

    def __init__(
        self,
        kind: str,
        schema: Schema[Any] | None = None,
        *,
        wrapper: str | None = None,
        name: str | None = None,
        description: str | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind = kind
        self.schema = schema
        self.wrapper = wrapper
        self.name = _plain_name(name or (schema.name if schema is not None else None))
        self.description = description  # a schema's own one is in the schema already
        self.options = dict(options or {})

    def __repr__(self) -> str:
        return f"Output.{self.kind}({self.name or ''})"

    @property
    def wants_json(self) -> bool:
        """Whether the answer is read as JSON."""
        return self.kind != "text"

    def response_format(self) -> ResponseFormat | None:
        """What to ask of the model; None for plain text."""
        if self.kind == "text":
            return None
        return ResponseFormat("json", self.json_schema(), self.name, self.description)

    def json_schema(self) -> Mapping[str, Any] | None:
        """The JSON Schema of the whole answer, always an object; None where any JSON will do."""
        if self.schema is None:
            return None
        inner = dict(self.schema.json_schema)
        if self.wrapper is None:
            return inner
        definitions = inner.pop("$defs", None)
        if self.kind == "array":
            inner = {"type": "array", "items": inner}
        outer: dict[str, Any] = {
            "type": "object",
            "properties": {self.wrapper: inner},
            "required": [self.wrapper],
            "additionalProperties": False,
        }
        return {**outer, "$defs": definitions} if definitions else outer

    def unwrap(self, answer: Any) -> Any:
        """The value inside the model's JSON; `...` while a partial answer has none yet."""
        if self.wrapper is None:
            return answer
        return answer.get(self.wrapper, ...) if isinstance(answer, Mapping) else ...

    def parse(self, text: str, **facts: Any) -> T:
        """The value of a complete answer.

        Args:
            text: the model's text.
            **facts: usage, finish_reason and response, for the error.

        Raises:
            NoObjectGeneratedError: the text is no JSON, or its value does not fit the schema.
        """
        if self.kind == "text":
            return text  # type: ignore[return-value] # T is str
        answer = self._read(text, facts)
        try:
            return self.validate(answer)
        except (SchemaValidationError, RecursionError) as error:
            raise _failed(f"the model's answer does not fit: {error}", text, facts) from error

    def _read(self, text: str, facts: Mapping[str, Any]) -> Any:
        """The JSON of an answer, which may have talk or a code fence around it."""
        try:
            return loads(text)
        except JSONError as error:
            problem = error
        from .partial_json import enclosed_json

        found = enclosed_json(text, objects_only=self.schema is not None)
        if found is not None:
            try:
                return loads(found)
            except JSONError as error:
                problem = error
        raise _failed("the model's answer is no JSON", text, facts) from problem

    def validate(self, answer: Any) -> T:
        """The value inside an answer that is already parsed. Raises `SchemaValidationError`."""
        if self.schema is None:
            return answer  # type: ignore[no-any-return] # T is Any
        found = self.unwrap(self._restored(answer))
        if found is ...:
            raise SchemaValidationError([Issue("$", f"the field {self.wrapper!r} is missing")])
        if self.kind != "array":
            valid = self.schema.validate(found)
            return self.options[valid] if self.kind == "choice" else valid  # type: ignore[no-any-return]
        if not isinstance(found, list):
            raise SchemaValidationError([Issue(f"$.{self.wrapper}", "expected an array")])
        return self._elements(self.schema, found)  # type: ignore[return-value] # T is a list

    def _elements(self, schema: Schema[Any], found: list[Any]) -> list[Any]:
        """The valid elements of an array; else every one that does not fit is named."""
        valid: list[Any] = []
        issues: list[Issue] = []
        for index, item in enumerate(found):
            try:
                valid.append(schema.validate(item))
            except SchemaValidationError as error:
                at = f"$.{self.wrapper}[{index}]"
                issues += [Issue(at + each.path[1:], each.message) for each in error.issues]
        if issues:
            raise SchemaValidationError(issues[:_MOST_ISSUES])
        return valid

    def _restored(self, answer: Any) -> Any:
        """The answer without the nulls by which strict mode says "absent"."""
        schema = self.json_schema()
        if schema is None:
            return answer
        from .schema import lower

        try:
            return lower(dict(schema), "openai-strict").restore(answer)
        except UnsupportedSchemaError:
            return answer


def _failed(message: str, text: str, facts: Mapping[str, Any]) -> NoObjectGeneratedError:
    return NoObjectGeneratedError(message, text=text, **facts)


def _plain_name(name: str | None) -> str | None:
    """A name as every provider takes it: generic models have brackets in theirs."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")[:64] or None if name else None


def _text_of(option: Any) -> str:
    return str(option.value if isinstance(option, enum.Enum) else option)


def _object_spec(schema: Any, name: str | None, description: str | None) -> OutputSpec[Any]:
    from .schema import as_schema

    try:
        made = as_schema(schema)
    except (TypeError, ValueError, NameError) as error:
        raise InvalidArgumentError(f"schema: {error}", parameter="schema", value=schema) from error
    is_object = made.json_schema.get("type") == "object"
    wrapper = None if is_object else "value"
    return OutputSpec("object", made, wrapper=wrapper, name=name, description=description)


class Output:
    """The kinds of output, for `output=`.

    Example:
        >>> Output.choice(["spam", "ham"])
        Output.choice()
    """

    @staticmethod
    def text() -> OutputSpec[str]:
        """Plain text: the default."""
        return OutputSpec("text")

    @overload
    @staticmethod
    def object(
        schema: TypeForm[T], *, name: str | None = ..., description: str | None = ...
    ) -> OutputSpec[T]: ...
    @overload
    @staticmethod
    def object(
        schema: Mapping[str, Any], *, name: str | None = ..., description: str | None = ...
    ) -> OutputSpec[Any]: ...
    @staticmethod
    def object(
        schema: Any, *, name: str | None = None, description: str | None = None
    ) -> OutputSpec[Any]:
        """A value of a type: attrs, dataclass, TypedDict, pydantic, union, JSON Schema dict...

        Args:
            schema: the type or JSON Schema.
            name: name of the schema for the model.
            description: what the value is, for the model.
        """
        return _object_spec(schema, name, description)

    @overload
    @staticmethod
    def array(
        element: TypeForm[T], *, name: str | None = ..., description: str | None = ...
    ) -> OutputSpec[list[T]]: ...
    @overload
    @staticmethod
    def array(
        element: Mapping[str, Any], *, name: str | None = ..., description: str | None = ...
    ) -> OutputSpec[list[Any]]: ...
    @staticmethod
    def array(
        element: Any, *, name: str | None = None, description: str | None = None
    ) -> OutputSpec[list[Any]]:
        """A list of values of a type; `element_stream` gives them one by one."""
        made = _object_spec(element, name, description).schema
        return OutputSpec("array", made, wrapper="elements", name=name, description=description)

    @staticmethod
    def choice(options: Sequence[T], *, name: str | None = None) -> OutputSpec[T]:
        """One of several texts, or of several enum members or numbers, which are told by a text.

        Args:
            options: what to choose from.
            name: name of the choice for the model.

        Raises:
            InvalidArgumentError: there is nothing to choose from, or two options read alike.

        Example:
            >>> Output.choice(["spam", "ham"]).parse('{"result": "ham"}')
            'ham'
        """
        if isinstance(options, str) or not options:
            raise InvalidArgumentError(
                "options must be a list of at least one text", parameter="options", value=options
            )
        texts = {_text_of(option): option for option in options}
        if len(texts) != len(options):
            raise InvalidArgumentError(
                "options must all differ as texts", parameter="options", value=options
            )
        from .schema import as_schema

        schema = as_schema({"type": "string", "enum": list(texts)})
        return OutputSpec("choice", schema, wrapper="result", name=name, options=texts)

    @staticmethod
    def json(*, name: str | None = None, description: str | None = None) -> OutputSpec[Any]:
        """Any JSON."""
        return OutputSpec("json", name=name, description=description)
