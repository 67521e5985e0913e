"""What another library is to us, and how it is judged.

What counts for them is milder than for us: an error of their own class wherever one is due, the
right text wherever the meaning is clear. Which class, and what it says, is left to them. The whole
text where we raise an error is not called silent: it differs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from ai_sdk.testing import ProviderServer, Reply
from ai_sdk.testing.faults.base import Fault, edit
from ai_sdk.testing.server.payload import Payload

from ..expectations import expected
from ..outcomes import TEXT, Case, Played, cases

__all__ = ["PLAIN", "TIMEOUT", "Ask", "Peer", "in_loop", "judge_peer", "peer_cases"]

TIMEOUT = 3.0  # seconds that a client of theirs is given
PLAIN = "The sky is blue today and the sea is 世界 \U0001f642 green. The end."
"""`TEXT` without characters that some take for the end of a line, though JSON may hold them."""

Ask = Callable[[ProviderServer, bool], str]
"""Makes one call of a server, streamed or not, and gives its text; all retries switched off."""


@dataclass(frozen=True)
class Peer:
    """A library.

    Attributes:
        modules: what it is imported as, and what else it needs.
        asks: how it is called, for each protocol that it speaks.
        own: the packages whose errors are its own, or that its errors are made of.
    """

    modules: tuple[str, ...]
    asks: Mapping[str, Ask]
    own: tuple[str, ...]

    def installed(self) -> bool:
        """Whether it can be imported."""
        try:
            return all(find_spec(module) is not None for module in self.modules)
        except ModuleNotFoundError:  # not even the package that it would be in
            return False

    def typed(self, error: BaseException) -> bool:
        """Whether an error is one of its own."""
        places = (f"{kind.__module__}." for kind in type(error).__mro__)
        return any(place.startswith(f"{own}.") for place in places for own in self.own)

    def warm(self, protocol: str) -> str:
        """Make calls without a fault, so that what loads at first use is there then.

        Returns:
            a text that comes through as it is: `TEXT`, or `PLAIN`, where the former does not.
        """
        for text in (TEXT, PLAIN):
            told = [self._told(protocol, stream, text) for stream in (False, True)]
            if told == [(text, [False]), (text, [True])]:
                return text
        raise AssertionError(f"without any fault, what it gave and what was streamed: {told!r}")

    def _told(self, protocol: str, stream: bool, text: str) -> tuple[str, list[bool]]:
        """The text, and for each request whether its answer was streamed."""
        streamed: list[bool] = []

        def look(payload: Payload) -> Payload:
            streamed.append(payload.events is not None)
            return payload

        looks = [Fault("looked at", edit(look))] * 2
        with ProviderServer([Reply.text(text)], faults=looks) as server:
            try:
                return self.asks[protocol](server, stream), streamed
            except Exception as error:
                return repr(error), streamed

    def play(self, case: Case, text: str = TEXT) -> Played:
        """What comes of a call that is answered with a text and a fault."""
        played = Played()
        with ProviderServer([Reply.text(text)], faults=[case.fault]) as server:
            try:
                played.result = self.asks[case.protocol](server, case.stream)
            except Exception as error:
                played.error = error
        return played


def in_loop(ask: Callable[[ProviderServer, bool], Coroutine[None, None, str]]) -> Ask:
    """A call of an asynchronous client, in a loop of its own."""
    return lambda server, stream: asyncio.run(ask(server, stream))


def peer_cases(protocol: str) -> list[Case]:
    """The cases of a protocol; tool calls are left out, since not all peers run tools."""
    return [case for case in cases((protocol,)) if not case.fault.tools]


def judge_peer(peer: Peer, played: Played, case: Case, text: str = TEXT) -> tuple[str, str]:
    """The verdict by the milder rules."""
    wanted = expected(case.fault, case.protocol, stream=case.stream)
    if played.hung:
        return "hung", "no end within the deadline"
    if played.error is not None:
        told = f"{type(played.error).__name__}: {played.error}"
        if not peer.typed(played.error):
            return "untyped", told
        return ("passed", "") if wanted.kinds or _refusable(case) else ("wrong", told)
    if (wanted.kinds or wanted.text) and played.result != text:
        return "silent", f"no error, but the text {played.result!r}"
    if wanted.kinds:
        return "differs", "the text is right, though an error is due"
    return "passed", ""


_REFUSABLE = (
    "no finish reason",
    "[DONE], without finish",
    "stopped, without a reason",
    "no newline after the last event",
    "chunks and a content length",
)


def _refusable(case: Case) -> bool:
    """Whether an error is as good as the text: nothing says why, or that, the answer has ended, or
    HTTP lets a client refuse it."""
    return case.fault.name in _REFUSABLE
