"""How other libraries are called and judged under faults."""

from __future__ import annotations

import httpx
import pytest

from ai_sdk.errors import APIConnectionError
from ai_sdk.testing import ProviderServer
from ai_sdk.testing.faults import FAULTS
from tests.faults import peer_runs
from tests.faults.outcomes import PROTOCOLS, TEXT, Case, Played
from tests.faults.peers import PEERS, Peer, judge_peer, peer_cases
from tests.faults.peers.base import _REFUSABLE, PLAIN, in_loop

_KEY = {"authorization": "Bearer k"}
_LOST = APIConnectionError("lost")
_CASE = Case(FAULTS["status 500"], "openai_chat", stream=False)


def _peer(text: str = TEXT, *modules: str, always_streams: bool = False) -> Peer:
    def ask(server: ProviderServer, stream: bool) -> str:
        stream = stream or always_streams
        asked = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": stream}
        httpx.post(f"{server.base_url}/chat/completions", json=asked, headers=_KEY)
        return text

    return Peer(modules or ("json",), {"openai_chat": ask}, ("ai_sdk",))


@pytest.mark.parametrize(
    ("played", "fault", "verdict"),
    [
        (Played(result=TEXT), "byte by byte", "passed"),
        (Played(result="The sky"), "byte by byte", "silent"),
        (Played(result=""), "an empty reply", "silent"),
        (Played(result=TEXT), "an empty reply", "differs"),
        (Played(error=_LOST), "an empty reply", "passed"),
        (Played(error=_LOST), "byte by byte", "wrong"),
        (Played(error=_LOST), "no finish reason", "passed"),
        (Played(error=_LOST), "no newline after the last event", "passed"),
        (Played(result=TEXT), "no finish reason", "passed"),
        (Played(result=""), "no finish reason", "silent"),
        (Played(error=_LOST), "a finish reason of tomorrow", "wrong"),
        (Played(error=ValueError("no JSON")), "an empty reply", "untyped"),
        (Played(error=ValueError("no JSON")), "byte by byte", "untyped"),
        (Played(hung=True), "byte by byte", "hung"),
    ],
)
def test_what_a_peer_came_to(played: Played, fault: str, verdict: str) -> None:
    case = Case(FAULTS[fault], "openai_chat", stream=True)

    assert judge_peer(_peer(), played, case)[0] == verdict


def test_a_peer_that_is_called_wrongly_is_not_judged() -> None:
    with pytest.raises(AssertionError, match="'hello', .False.*'hello', .True"):
        _peer("hello").warm("openai_chat")
    with pytest.raises(AssertionError, match="'The sky.*True.*'The sky.*True"):
        _peer(always_streams=True).warm("openai_chat")


@pytest.mark.parametrize("text", [TEXT, PLAIN])
def test_a_peer_is_asked_for_a_text_that_comes_through_without_a_fault(text: str) -> None:
    assert _peer(text).warm("openai_chat") == text
    assert _peer().play(_CASE, text).result == TEXT
    assert judge_peer(_peer(), Played(result=text), _CASE, text)[0] == "differs"


class _Theirs(APIConnectionError):
    pass


@pytest.mark.parametrize(
    ("error", "typed"), [(_LOST, True), (_Theirs("lost"), True), (ValueError("lost"), False)]
)
def test_an_error_is_its_own_if_its_class_or_what_that_is_made_of_is(
    error: Exception, typed: bool
) -> None:
    assert _peer().typed(error) is typed
    assert not Peer((), {}, ("ai",)).typed(error)


def test_a_peer_needs_all_of_its_modules() -> None:
    assert _peer(TEXT, "json", "asyncio").installed()
    assert not _peer(TEXT, "json", "nowhere_at_all").installed()
    assert not _peer(TEXT, "nowhere_at_all.inside").installed()


def test_a_call_of_an_asynchronous_client_has_a_loop_of_its_own() -> None:
    async def ask(server: ProviderServer, stream: bool) -> str:
        return f"{server.origin} {stream}"

    with ProviderServer() as server:
        assert in_loop(ask)(server, True) == f"{server.origin} True"


def test_what_may_be_refused_is_there() -> None:
    assert set(_REFUSABLE) <= FAULTS.keys()


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_protocol_has_peers_and_cases_without_tools(protocol: str) -> None:
    told = peer_cases(protocol)

    assert len(told) > 250
    assert not any(case.fault.tools for case in told)
    assert sum(protocol in peer.asks for peer in PEERS.values()) >= 3


def test_a_peer_that_cannot_be_played_is_told(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(peer_runs, "_environment", lambda: {"PYTHONPATH": str(tmp_path)})
    told = peer_runs._told("openai:openai_chat", "true", tmp_path, ())

    assert told == {"rows": [], "failed": ["openai:openai_chat could not be played"]}


def test_a_peer_that_does_not_survive_a_fork_is_not_judged(monkeypatch) -> None:
    monkeypatch.setitem(PEERS, "ours", _peer())
    monkeypatch.setattr(peer_runs, "peer_cases", lambda protocol: [_CASE])
    monkeypatch.setattr(peer_runs, "_verdict", lambda *told: ("hung", "no end within 3 s"))

    with pytest.raises(AssertionError, match="in a fork, without any fault: hung: no end"):
        peer_runs.one_peer("ours:openai_chat", deadline=3, verbose=False)


@pytest.mark.filterwarnings("ignore")  # theirs
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("name", sorted(PEERS))
def test_each_peer_that_is_installed_tells_an_error(name: str, stream: bool) -> None:
    peer = PEERS[name]
    if not peer.installed():
        pytest.skip(f"{name} is not installed here")
    protocol = next(iter(peer.asks))
    played = peer.play(Case(FAULTS["status 500"], protocol, stream))

    assert peer.typed(played.error), played.error
