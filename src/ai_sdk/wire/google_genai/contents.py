"""A conversation as contents: turns of the user and of the model, and the instructions apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types.call import CallWarning
from ...types.content import CustomPart, ToolResult
from ...types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from .outputs import OutputWriter
from .parts import PartWriter
from .spoken import SpokenWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...types.messages import Message
    from .dialect import GoogleDialect, ModelFacts

__all__ = ["ContentsWriter"]


class ContentsWriter:
    """Writes the turns of one conversation.

    Results of functions stand in one turn right after the calls they answer, in the calls' order:
    the service pairs them by place where calls have no ids.

    Attributes:
        contents: the turns.
    """

    def __init__(
        self, dialect: GoogleDialect, facts: ModelFacts, warnings: list[CallWarning]
    ) -> None:
        self.contents: list[dict[str, Any]] = []
        self._dialect = dialect
        self._facts = facts
        self._parts = PartWriter(dialect, warnings)
        self._spoken = SpokenWriter(self._parts, signed=facts.modern)
        self._outputs = OutputWriter(self._parts, inline=facts.modern)
        self._instructions: list[str] = []
        self._results: list[ToolResult] = []

    def write(self, prompt: Sequence[Message]) -> dict[str, Any]:
        """The request's fields for a prompt: `contents`, and `systemInstruction` if there is one."""
        for message in prompt:
            self._message(message)
        self._flush()
        texts = [{"text": text} for text in self._instructions]
        if not texts:
            return {"contents": self.contents}
        if self._facts.instructions:
            return {"contents": self.contents, "systemInstruction": {"parts": texts}}
        self._prepend("\n\n".join(self._instructions) + "\n\n")
        return {"contents": self.contents}

    def _message(self, message: Message) -> None:
        if isinstance(message, ToolMessage):
            for part in message.content:
                if isinstance(part, ToolResult) and not part.provider_executed:
                    self._results.append(part)
                elif isinstance(part, CustomPart) and (wire := self._parts.custom(part)):
                    self._put("user", [wire])
            return
        self._flush()
        if isinstance(message, SystemMessage):
            self._instruct(message)
        elif isinstance(message, UserMessage):
            content = message.content
            if isinstance(content, str):
                self._put("user", [{"text": content}])
            else:
                written = [self._parts.part(part) for part in content]
                self._put("user", [wire for wire in written if wire is not None])
        elif isinstance(message, AssistantMessage):
            self._put("model", self._spoken.write(message))

    def _instruct(self, message: SystemMessage) -> None:
        if self.contents:
            text = f"{self._dialect.name}: instructions within the conversation move to its start"
            self._parts.warnings.append(CallWarning("compatibility", text, setting="messages"))
        self._instructions.append(message.content)

    def _flush(self) -> None:
        """The results that have gathered, as one turn in the order of their calls."""
        if not self._results:
            return
        places = {call_id: place for place, call_id in enumerate(self._spoken.calls)}
        results = sorted(
            self._results, key=lambda result: places.get(result.tool_call_id, len(places))
        )
        self._results = []
        self._put("user", self._outputs.write(results, self._spoken.calls))

    def _put(self, role: str, parts: list[dict[str, Any]]) -> None:
        if parts:
            self.contents.append({"role": role, "parts": parts})

    def _prepend(self, text: str) -> None:
        """Put instructions before the first words of the user, for models that take none."""
        first = next((turn for turn in self.contents if turn["role"] == "user"), None)
        if first is None:
            self.contents.insert(0, {"role": "user", "parts": [{"text": text.rstrip()}]})
        elif "text" in first["parts"][0]:
            first["parts"][0] = {**first["parts"][0], "text": text + first["parts"][0]["text"]}
        else:
            first["parts"].insert(0, {"text": text.rstrip()})
