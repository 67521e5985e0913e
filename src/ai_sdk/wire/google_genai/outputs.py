"""What functions returned, as parts of the turn that answers the calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import InvalidArgumentError
from ...json_codec import JSONError, dumps, loads
from ...types.content import FilePart, TextPart
from ...types.tools import ContentOutput, DeniedOutput, ErrorOutput, JSONOutput, TextOutput
from ..options import own_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...types.content import ToolResult
    from .parts import PartWriter

__all__ = ["OutputWriter"]


class OutputWriter:
    """Writes the results of functions. The option `response` of a result is the object to send
    where files are all that the output says.

    Args:
        parts: writes text and files.
        inline: files may stand inside a result; otherwise they follow it.
    """

    def __init__(self, parts: PartWriter, *, inline: bool) -> None:
        self._parts = parts
        self._inline = inline

    def write(
        self, results: Iterable[ToolResult], ids: Mapping[str, str | None]
    ) -> list[dict[str, Any]]:
        """The parts of one turn.

        Args:
            results: the results, in the order of their calls.
            ids: id of each call -> the id to send with it; calls that are not known keep theirs.
        """
        out: list[dict[str, Any]] = []
        after: list[dict[str, Any]] = []
        for result in results:
            given = ids.get(result.tool_call_id, result.tool_call_id)
            answer: dict[str, Any] = {"name": result.tool_name}
            if given is not None:
                answer["id"] = given
            own = own_fields(self._parts.dialect.option_namespaces, result.provider_options)
            answer["response"] = own["response"] if "response" in own else _response(result)
            files = _files(result)
            if files and self._inline:
                answer["parts"] = [self._parts.file(file) for file in files]
            else:
                after += [self._parts.file(file) for file in files]
            out.append({"functionResponse": answer})
        return out + after


def _response(result: ToolResult) -> dict[str, Any]:
    """An output as the object that a result must be; `output` and `error` are the service's own
    names for what is no object."""
    form = result.model_output
    if isinstance(form, TextOutput):
        return {"output": form.value}
    if isinstance(form, DeniedOutput):
        return {"error": form.reason or "The tool call was not approved."}
    if isinstance(form, ErrorOutput):
        return {"error": _plain(form.value)}
    if isinstance(form, ContentOutput):
        texts = [part.text for part in form.value if isinstance(part, TextPart)]
        return {"output": "\n".join(texts) if texts else "(see the attached files)"}
    shown = _plain(form.value if isinstance(form, JSONOutput) else result.output)
    return shown if isinstance(shown, dict) else {"output": shown}


def _plain(value: Any) -> Any:
    """A value as the JSON that it becomes, so that what has no JSON form is told at once."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    try:
        return loads(dumps(value))
    except JSONError as error:
        raise InvalidArgumentError(
            f"a tool's output cannot be sent: {error}", value=value
        ) from error


def _files(result: ToolResult) -> list[FilePart]:
    form = result.model_output
    if not isinstance(form, ContentOutput):
        return []
    return [part for part in form.value if isinstance(part, FilePart)]
