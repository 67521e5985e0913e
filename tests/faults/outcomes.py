"""Whether a call came to what it must come to, in one of five words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ai_sdk.errors import AISDKError, StreamInterruptedError
from ai_sdk.testing.faults import (
    FAULTS,
    Fault,
    connection,
    ends,
    frames,
    framing,
    inside,
    kinds,
    payloads,
    statuses,
    times,
    tools,
)
from ai_sdk.types.timeouts import Timeout

from .expectations import Expectation, expected

__all__ = [
    "CANARY",
    "TEXT",
    "Case",
    "Played",
    "Told",
    "cases",
    "judge",
    "limits",
    "one_of_each_end",
    "whole_cases",
]

TEXT = "The sky is blue today and\u2028 the sea \u0085 is 世界 \U0001f642 green.\x0c The end."
CANARY = "sk-canary-0123456789"
PROTOCOLS = ("openai_chat", "openai_responses", "anthropic_messages", "google_genai")
VARIANTS = {
    "azure_chat": ("openai_chat",),
    "vertex": ("google_genai",),
    "bedrock": ("anthropic_messages", "bedrock_messages"),
    "openai_completions": ("openai_completions",),
    "mistral": ("openai_chat",),
    "deepseek": ("openai_chat",),
    "perplexity": ("openai_chat",),
}
"""Protocols at other addresses, in other envelopes, with requests of their own: what they are called
-> the protocols of whose faults they can have."""

VENDORS = ("cerebras", "fireworks", "groq", "openrouter", "together", "xai")
"""Vendors whose answers are read by OpenAI Chat's own reader, with other settings: what never reaches
that reader is not played again for each of them."""

FRAMED = ("bedrock",)
"""What streams in frames, not in lines."""

TOOLLESS = ("openai_completions", "perplexity")
"""What knows no tools."""

WHOLE = (
    "embeddings",
    "images",
    "speech",
    "transcription",
    "rerank",
    "models",
    "tokens",
    "uploads",
    "mcp",
)
"""What answers in one piece."""

_READ = (statuses, ends, inside, payloads, kinds, tools)
_SAMPLE = {
    "bedrock": (frames, ends, statuses, times, kinds),
    "openai_completions": (ends, inside, payloads, kinds),
    "mistral": (kinds, tools),
    "deepseek": (kinds, tools),
    **dict.fromkeys(("perplexity", "groq", "openrouter", "xai"), (payloads, kinds)),
}
"""What is played of variants and vendors wherever the tests run: where they could differ."""

_PLAIN = (connection, statuses, framing, times, ends, inside)
_SPLIT, _NAMELESS, _SLOW = (
    "every UTF-8 character split",
    "no id and no model",
    "1 bytes each 0.02 s",
)
_UNSEEN = {
    "embeddings": (_SPLIT,),
    "images": (_SPLIT,),
    "speech": ("invalid UTF-8", _SLOW, _SPLIT),
    "transcription": (_NAMELESS,),
    "rerank": (_SPLIT,),
    "tokens": (_SLOW, _SPLIT, _NAMELESS),
    "models": (_SPLIT, _NAMELESS),
    "uploads": (_SPLIT,),
    "mcp": (_SPLIT,),
}
"""Faults that would change nothing: bytes mean nothing there, all are ASCII, or too few to be slow."""
_BINARY = (connection, statuses, framing, times)
_HANGING = ("silence", "bytes each", "pings", "header after header", "an open connection")


@dataclass(frozen=True)
class Case:
    """A fault, the protocol it strikes, and whether the answer was to be streamed."""

    fault: Fault
    protocol: str
    stream: bool

    def __str__(self) -> str:
        return f"{self.fault.name}-{self.protocol}-{'stream' if self.stream else 'reply'}"


@dataclass
class Told:
    """What a result that is no text came to: `text` is `TEXT` if all of it is right."""

    right: bool
    finish_reason: str = "stop"

    @property
    def text(self) -> str:
        """As results of language models say it."""
        return TEXT if self.right else "something else"


@dataclass
class Played:
    """What came of a call.

    Attributes:
        leaks: for each place where a key could come to light, how often it did.
    """

    result: Any = None
    error: BaseException | None = None
    ran: list[str] = field(default_factory=list)
    requests: int = 0
    hung: bool = False
    leaks: Counter[str] = field(default_factory=Counter)


def cases(protocols: tuple[str, ...] = PROTOCOLS) -> list[Case]:
    """Every fault with every protocol and way of answering that it can befall."""
    return [case for fault in FAULTS.values() for name in protocols for case in _cases(fault, name)]


def vendor_cases() -> list[Case]:
    """Every fault of what vendors say, for those that need no reader of their own."""
    return [case for name in VENDORS for fault in _faults(_READ) for case in _cases(fault, name)]


def sample_cases() -> list[Case]:
    """Of variants and vendors the faults with which they could differ from their models."""
    return [
        case
        for name, groups in _SAMPLE.items()
        for fault in _faults(groups)
        for case in _cases(fault, name)
    ]


def _faults(groups: Iterable[Any]) -> Iterator[Fault]:
    return (fault for group in groups for fault in group.FAULTS)


def _cases(fault: Fault, protocol: str) -> list[Case]:
    if not _befalls(fault, protocol):
        return []
    ways = {False: fault.replies, True: fault.streams}
    return [Case(fault, protocol, stream) for stream, may in ways.items() if may]


def _befalls(fault: Fault, protocol: str) -> bool:
    if fault.lines and protocol in FRAMED or fault.tools and protocol in TOOLLESS:
        return False
    usual = ("openai_chat",) if protocol in VENDORS else (protocol,)
    spoken = VARIANTS.get(protocol, usual)
    return not fault.protocols or not set(spoken).isdisjoint(fault.protocols)


def whole_cases() -> list[Case]:
    """Every fault that can befall what answers in one piece.

    Speech is bytes that mean nothing to us, so what changes JSON cannot befall it.
    """
    return [
        Case(fault, kind, stream=False)
        for kind in WHOLE
        for fault in _faults(_BINARY if kind == "speech" else _PLAIN)
        if fault.replies and not fault.protocols
        if fault.name not in _UNSEEN.get(kind, ())
    ]


def one_of_each_end(every: Iterable[Case]) -> frozenset[Case]:
    """The first case of each protocol and way of answering that comes to an end of its own."""
    ends: dict[tuple[Expectation, str, bool], Case] = {}
    for case in every:
        wanted = expected(case.fault, case.protocol, stream=case.stream)
        ends.setdefault((wanted, case.protocol, case.stream), case)
    return frozenset(ends.values())


def limits(fault: Fault) -> Timeout:
    """Time limits: short where nothing more comes, long enough for a busy machine otherwise."""
    if any(word in fault.name for word in _HANGING):
        return Timeout(first_event=0.4, idle=0.4, connect=10)
    return Timeout(first_event=60, idle=60, connect=10)


def judge(played: Played, wanted: Expectation) -> tuple[str, str]:
    """One of passed, silent, hung, untyped, wrong; and what is to say about it."""
    if played.hung:
        return "hung", "no end within the deadline"
    if leaks := +played.leaks:
        return "wrong", f"the key is in {', '.join(leaks)}"
    error = played.error
    if error is not None and not isinstance(error, AISDKError):
        return "untyped", f"{type(error).__name__}: {error}"
    if wanted.ran is not None and tuple(sorted(played.ran)) != tuple(sorted(wanted.ran)):
        return "silent", f"the tool ran with {played.ran}, not {list(wanted.ran)}"
    if error is None:
        return _judge_result(played.result, wanted)
    return _judge_error(error, wanted)


def _judge_result(result: Any, wanted: Expectation) -> tuple[str, str]:
    if wanted.kinds:
        return "silent", f"no error, but the text {result.text!r}"
    if wanted.text and result.text != TEXT:
        return "silent", f"the text is {result.text!r}"
    if wanted.finish is not None and result.finish_reason != wanted.finish:
        return "silent", f"the finish reason is {result.finish_reason}"
    return "passed", ""


def _judge_error(error: AISDKError, wanted: Expectation) -> tuple[str, str]:
    told = f"{type(error).__name__}: {error}"
    if type(error) not in wanted.kinds:
        return "wrong", told
    if not getattr(error, "url", "no url"):
        return "wrong", f"no url: {told}"
    partial = getattr(error, "partial", None)
    begun = partial is not None and bool(partial.text or partial.tool_calls)
    if begun and not TEXT.startswith(partial.text):
        return "wrong", f"the partial text is {partial.text!r}"
    if begun and type(error) not in (StreamInterruptedError,) and wanted.retryable is None:
        return "wrong", f"something had come, so it is an interruption: {told}"
    retryable = getattr(error, "is_retryable", False)
    if wanted.retryable is not None and retryable != wanted.retryable:
        return "wrong", f"is_retryable is {retryable}: {told}"
    return "passed", ""
