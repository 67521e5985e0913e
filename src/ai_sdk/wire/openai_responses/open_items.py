"""Items of a stream that are still being written, and the parts that tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

from ...types.call import ModelToolCall
from ...types.content import CustomPart
from ...types.stream_parts import (
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
)
from ..facts import text_of
from ..fields import objects_in
from .calls import code_input, dicts
from .outputs import ItemReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.call import ModelStreamPart

__all__ = ["ItemTeller", "OpenItem"]

_T = TypeVar("_T")

_TEXT_CALLS = {"function_call": "arguments", "custom_tool_call": "input"}
_FIELD = {False: "summary", True: "content"}
_CODE_HEAD, _CODE_TAIL = code_input("\0").split("\\u0000")


class _Told:
    """How much of a text has been told. Its sum stands for the text, which need not be kept."""

    __slots__ = ("id", "length", "sum")

    def __init__(self, block: str) -> None:
        self.id = block
        self.length = 0
        self.sum = 0

    def add(self, text: str) -> None:
        self.length += len(text)
        self.sum = crc32(text.encode(), self.sum)

    def rest(self, whole: str) -> str | None:
        """What of the whole text has not been told; None if something else was told."""
        told = whole[: self.length]
        same = len(told) == self.length and crc32(told.encode()) == self.sum
        return whole[self.length :] if same else None


class OpenItem:
    """An item that is being written: its open blocks, and how much of each has been told."""

    __slots__ = ("cited", "id", "input", "item", "kind", "pieces", "start", "texts", "thoughts")

    def __init__(self, item: Mapping[str, Any], item_id: str) -> None:
        self.id = item_id
        self.kind = str(item.get("type"))
        self.item = item
        self.texts: dict[int, _Told] = {}
        self.thoughts: dict[bool, dict[int, _Told]] = {False: {}, True: {}}  # summary, own text
        self.cited: dict[int, int] = {}
        self.start: ToolInputStart | None = None
        self.input = _Told("")
        self.pieces: list[str] = []  # of a call's input, in case its item is never done

    def end_texts(self) -> list[ModelStreamPart]:
        """Close the blocks of text that are open."""
        ended, self.texts = self.texts, {}
        return [TextEnd(told.id) for told in ended.values()]

    def end_thoughts(self) -> list[ModelStreamPart]:
        """Close the blocks of reasoning that are open."""
        ended, self.thoughts = self.thoughts, {False: {}, True: {}}
        return [ReasoningEnd(told.id) for kind in ended.values() for told in kind.values()]


class ItemTeller:
    """Tells of items in parts. `contradicted`: a finished item differed from its pieces."""

    def __init__(self, provider: str, names: Mapping[str, str]) -> None:
        self.reader = ItemReader(provider, names)
        self.contradicted = False
        self._ids: set[str] = set()
        self._repeats = 0  # ids that were not the first of their kind
        self._waiting: tuple[OpenItem, dict[str, Any]] | None = None

    def open(self, item: Mapping[str, Any], place: int | str) -> OpenItem:
        """Note an item that has begun; its blocks get ids of their own."""
        item_id = given = text_of(item.get("id")) or f"item-{place}"
        while item_id in self._ids:
            self._repeats += 1
            item_id = f"{given}+{self._repeats}"
        self._ids.add(item_id)
        return OpenItem(item, item_id)

    def begin(self, known: OpenItem, item: Mapping[str, Any]) -> list[ModelStreamPart]:
        """The parts for an item that has just been announced."""
        if known.start is not None:
            return []
        known.item, known.kind = item, str(item.get("type"))
        known.start = self.reader.calls.start(item)
        if known.start is None:
            return []
        first = item.get(_TEXT_CALLS.get(known.kind, ""))
        told = self.ask(known, first) if isinstance(first, str) and first else []
        return [known.start, *told]

    # ---- pieces

    def say(self, item: OpenItem, index: int, text: str) -> list[ModelStreamPart]:
        """More text of a part of a message; the first piece opens its block."""
        out: list[ModelStreamPart] = []
        told = item.texts.get(index)
        if told is None:
            item.texts[index] = told = _Told(f"{item.id}:{index}")
            begun = {**item.item, "status": None}
            out.append(TextStart(told.id, self.reader.about_message(begun)))
        if text:
            told.add(text)
            out.append(TextDelta(told.id, text))
        return out

    def cite(self, item: OpenItem, index: int, note: Any) -> list[ModelStreamPart]:
        """A citation within a part of a message."""
        item.cited[index] = item.cited.get(index, 0) + 1
        return [*self.reader.sources([note])]

    def think(
        self, item: OpenItem, index: int, text: str, *, own: bool = False
    ) -> list[ModelStreamPart]:
        """More of a summary, or with `own` of the reasoning itself."""
        return self._think(item, own, index, text) if text else []

    def _think(self, item: OpenItem, own: bool, index: int, text: str) -> list[ModelStreamPart]:
        out: list[ModelStreamPart] = []
        told = item.thoughts[own].get(index)
        if told is None:
            block = f"{item.id}:content:{index}" if own else f"{item.id}:{index}"
            item.thoughts[own][index] = told = _Told(block)
            out.append(ReasoningStart(block))
        if text:
            told.add(text)
            out.append(ReasoningDelta(told.id, text))
        return out

    def ask(self, item: OpenItem, text: str) -> list[ModelStreamPart]:
        """More of a tool's input."""
        if item.kind in _TEXT_CALLS:
            item.pieces.append(text)
        elif item.kind == "code_interpreter_call":
            text = _escaped(text) if item.input.length else _CODE_HEAD + _escaped(text)
        if item.start is None or not text:
            return []
        item.input.add(text)
        return [ToolInputDelta(item.start.id, text)]

    # ---- ends

    def finish(self, known: OpenItem, item: dict[str, Any]) -> list[ModelStreamPart]:
        """The rest of an item that is done, and what it stands for as a whole."""
        kind = item.get("type")
        spoken = kind == "message" and item.get("role", "assistant") == "assistant"
        before = self.settle(item) + self._disowned(known, str(kind), spoken=spoken)
        if spoken:
            return before + self._message(known, item)
        if kind == "reasoning":
            return before + self._reasoning(known, item)
        if kind == "shell_call" and self.reader.calls.runs_here(item) is None:
            self._waiting = known, item
            return before
        return before + self._whole(known, item)

    def settle(self, following: dict[str, Any] | None) -> list[ModelStreamPart]:
        """A shell call that waited to see whether its output follows: then it was hosted."""
        waiting, self._waiting = self._waiting, None
        self.reader.calls.expect([following])
        return [] if waiting is None else self._whole(*waiting)

    def _disowned(self, known: OpenItem, kind: str, *, spoken: bool) -> list[ModelStreamPart]:
        """The ends of blocks that the finished item has no place for, being of another kind."""
        out: list[ModelStreamPart] = []
        if not spoken:
            out += known.end_texts()
        if kind != "reasoning":
            out += known.end_thoughts()
        if known.start is not None and not self.reader.calls.is_call(kind):
            out.append(ToolInputEnd(known.start.id))
            known.start = None
        self.contradicted = self.contradicted or bool(out)
        return out

    def cut_off(self, item: OpenItem) -> list[ModelStreamPart]:
        """The end of an item that never got its last word."""
        out = item.end_texts() + item.end_thoughts()
        field = _TEXT_CALLS.get(item.kind)
        if field is not None and item.start is not None:
            text = "".join(item.pieces)
            return out + self._whole(item, {**item.item, field: text, "status": "incomplete"})
        if item.start is not None:
            out.append(ToolInputEnd(item.start.id))
        return out

    def _rest(self, told: _Told, whole: str) -> str:
        """What is still to be told of a block; a contradiction becomes a warning at the end."""
        rest = told.rest(whole)
        if rest is None:
            self.contradicted = True
        return rest or ""

    def _message(self, known: OpenItem, item: dict[str, Any]) -> list[ModelStreamPart]:
        out: list[ModelStreamPart] = []
        content = objects_in(item.get("content"), "content")
        known.texts = _aligned(known.texts, len(content))
        known.cited = _aligned(known.cited, len(content))
        for index, part in enumerate(content):
            said = self.reader.part(item, part)
            if isinstance(said, CustomPart):
                out.append(said)
                continue
            if said.text or said.provider_metadata or index in known.texts:
                out += self.say(known, index, "")
                told = known.texts.pop(index)
                if rest := self._rest(told, said.text):
                    out.append(TextDelta(told.id, rest))
                out.append(TextEnd(told.id, said.provider_metadata))
            notes = dicts(part.get("annotations"))
            out += self.reader.sources(notes[known.cited.get(index, 0) :])
        return out + known.end_texts()

    def _reasoning(self, known: OpenItem, item: dict[str, Any]) -> list[ModelStreamPart]:
        out: list[ModelStreamPart] = []
        for own in known.thoughts:
            known.thoughts[own] = _aligned(
                known.thoughts[own], len(objects_in(item.get(_FIELD[own]), _FIELD[own]))
            )
        for own, index, part in self.reader.thoughts(item):
            out += self._think(known, own, index, "")
            told = known.thoughts[own].pop(index)
            if rest := self._rest(told, part.text):
                out.append(ReasoningDelta(told.id, rest))
            out.append(ReasoningEnd(told.id, part.provider_metadata))
        return out + known.end_thoughts()

    def _whole(self, known: OpenItem, item: dict[str, Any]) -> list[ModelStreamPart]:
        """An item that becomes parts only as a whole; of a tool's call first its input."""
        if known.start is not None:
            self.reader.calls.settle(known.start)
        parts: list[ModelStreamPart] = [*self.reader.whole(item)]
        call = parts[0] if parts else None
        if not isinstance(call, ModelToolCall):
            return parts
        out: list[ModelStreamPart] = []
        if known.start is None:
            hosted = call.provider_executed
            known.start = ToolInputStart(call.tool_call_id, call.tool_name, hosted, hosted)
            out.append(known.start)
        if rest := known.input.rest(call.input):
            out.append(ToolInputDelta(known.start.id, rest))
        return [*out, ToolInputEnd(known.start.id), *parts]


def _aligned(found: dict[int, _T], count: int) -> dict[int, _T]:
    """What was told, by the places of the parts: some servers count parts over several items."""
    if all(index < count for index in found):
        return found
    return dict(enumerate(found[index] for index in sorted(found)))


def _escaped(text: str) -> str:
    """A piece of code as it stands inside the JSON of the input."""
    return code_input(text)[len(_CODE_HEAD) : -len(_CODE_TAIL)]
