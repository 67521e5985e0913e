"""Faults by name: what a test of a user asks for, and what it gets."""

from __future__ import annotations

import re

import pytest

from ai_sdk import (
    InvalidArgumentError,
    InvalidResponseError,
    RateLimitError,
    ServerError,
    StreamInterruptedError,
    create_openai,
    generate_text,
    stream_text,
)
from ai_sdk.testing import FaultServer, ProviderServer, Reply, faults
from tests.faults.expectations import unused


def test_each_request_meets_the_next_fault_and_then_none() -> None:
    with ProviderServer(faults=["status 429", faults.cut(after_events=4)]) as server:
        model = create_openai(base_url=server.base_url, api_key="k")("gpt-5")

        with pytest.raises(RateLimitError):
            generate_text(model, prompt="hi", max_retries=0)
        with pytest.raises(StreamInterruptedError):
            with stream_text(
                create_openai(base_url=server.base_url, api_key="k").chat("m"),
                prompt="Count to five.",
                max_retries=0,
            ) as stream:
                stream.result()
        assert generate_text(model, prompt="hi", max_retries=0).text


def test_a_fault_server_fails_every_time() -> None:
    with FaultServer("status 500", [Reply.text("never seen")]) as server:
        model = create_openai(base_url=server.base_url, api_key="k")("gpt-5")
        for _ in range(3):
            with pytest.raises(Exception, match="status 500"):
                generate_text(model, prompt="hi", max_retries=0)
        assert len(server.requests) == 3


def test_a_script_goes_on_under_a_fault() -> None:
    script = [Reply.text("one"), Reply.text("two")]
    with ProviderServer(script, faults=["byte by byte"]) as server:
        model = create_openai(base_url=server.base_url, api_key="k")("gpt-5")
        assert [generate_text(model, prompt="hi").text for _ in range(2)] == ["one", "two"]


def test_a_name_that_is_none_says_which_is_near() -> None:
    with pytest.raises(InvalidArgumentError, match="did you mean 'a gzip bomb'"):
        ProviderServer(faults=["a gzip bomba"])


def test_a_fault_of_frames_is_refused_where_there_are_none() -> None:
    with ProviderServer(faults=["a wrong checksum of a frame"]) as server:
        model = create_openai(base_url=server.base_url, api_key="k")("gpt-5")
        with pytest.raises(ServerError, match="this reply has none"):
            with stream_text(model, prompt="hi") as stream:
                stream.result()
        assert len(server.requests) == 1


def test_every_expectation_is_of_a_fault() -> None:
    assert unused() == []


def test_the_names_are_many_and_say_what_they_are() -> None:
    assert len(faults.FAULTS) >= 200
    assert all(name == fault.name for name, fault in faults.FAULTS.items())


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("cut the stream after 3 events", "closed after 3 events"),
        ("429 with retry-after 2", "status 429 with retry-after 2"),
        ("split every UTF-8 character", "every UTF-8 character split"),
        ("stall 10 s", "a pause of 10 s"),
        ("Stall 10s", "a pause of 10 s"),
        ("stall 10 seconds", "a pause of 10 s"),
        ("429 with retry-after 2 s", "status 429 with retry-after 2"),
        ("429 with retry-after soon", "status 429 with retry-after soon"),
        ("gzip bomb", "a gzip bomb"),
        ("a gzip bomb of 2 GiB", "a gzip bomb"),
        ("503", "status 503"),
        ("status 418", "status 418"),
        ("429 with retry-after-ms 30", "status 429 with retry-after-ms 30"),
        ("reset the stream after 1 event", "reset after 1 events"),
        ("end the stream after 2 events", "ended cleanly after 2 events"),
        ("stall after 2 events", "silence after 2 events"),
        ("cut the body after 9 bytes", "closed after 9 bytes"),
        ("3 bytes each 0.5 s", "3 bytes each 0.5 s"),
        ("split every byte", "byte by byte"),
        ("split every 3 bytes", "in pieces of 3 bytes"),
        ("pings only", "pings only, after 0 events"),
    ],
)
def test_faults_in_plain_words(words: str, name: str) -> None:
    assert faults.find(words).name == name


@pytest.mark.parametrize("words", ["200", "status 302", "999", "cut the stream", 5, None])
def test_what_is_no_fault_is_refused(words: object) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        ProviderServer(faults=[words])  # type: ignore[list-item]
    assert caught.value.parameter == "faults"


def test_a_cut_of_no_kind_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="'clean', 'cut', 'rst', 'stall', not 'close'"):
        faults.cut(after_events=1, how="close")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("cut the stream after 3 events", "'closed after 3 events' is about streams"),
        ("stall after 1 event", "is about streams, and this is a whole reply"),
        ("split every UTF-8 character", "changes nothing in this reply"),
        ("a tool without a name", "has no place in this reply"),
    ],
)
def test_a_fault_that_cannot_befall_the_reply_says_so(fault: str, why: str) -> None:
    with ProviderServer(["Hello"], faults=[fault]) as server:
        model = create_openai(base_url=server.base_url, api_key="k").chat("gpt-5")

        with pytest.raises(ServerError, match=why):
            generate_text(model, prompt="hi")
        assert len(server.requests) == 1


def test_an_edit_that_fails_is_an_answer_and_no_hang() -> None:
    with ProviderServer([Reply.text("Hello").edited(lambda payload: payload.nothing)]) as server:  # type: ignore[attr-defined]
        model = create_openai(base_url=server.base_url, api_key="k").chat("gpt-5")

        with pytest.raises(ServerError, match="an edit failed: AttributeError"):
            generate_text(model, prompt="hi")


def test_a_fault_of_every_answer_passes_by_what_it_cannot_befall() -> None:
    with FaultServer("a tool without a name", ["Hello"]) as server:
        model = create_openai(base_url=server.base_url, api_key="k").chat("gpt-5")

        assert generate_text(model, prompt="hi").text == "Hello"


@pytest.mark.parametrize("streamed", [False, True])
def test_a_bomb_has_the_media_type_that_is_due(streamed: bool) -> None:
    with ProviderServer(faults=["gzip bomb of 100 MiB"]) as server:
        model = create_openai(base_url=server.base_url, api_key="k").chat("gpt-5")

        with pytest.raises(InvalidResponseError, match="bytes|line") as caught:
            if streamed:
                stream_text(model, prompt="hi").result()
            else:
                generate_text(model, prompt="hi")
    assert "media type" not in str(caught.value)


def test_all_plain_words_are_tried_here() -> None:
    cases = test_faults_in_plain_words.pytestmark[0].args[1]  # type: ignore[attr-defined]
    said = [words for words, _ in cases]

    unsaid = [each for each in faults.SPOKEN if not any(re.fullmatch(each, w) for w in said)]
    assert unsaid == []


def test_a_pause_goes_on_afterwards() -> None:
    with ProviderServer([Reply.text("hello there")], faults=["stall 0.05 s"]) as server:
        model = create_openai(base_url=server.base_url, api_key="k")("gpt-5")

        assert generate_text(model, prompt="hi", max_retries=0).text == "hello there"


def test_a_hint_in_plain_words_is_sent() -> None:
    with ProviderServer(faults=["429 with retry-after 2"]) as server:
        model = create_openai(base_url=server.base_url, api_key="k")("gpt-5")
        with pytest.raises(RateLimitError) as caught:
            generate_text(model, prompt="hi", max_retries=0)

    assert caught.value.retry_after == 2
