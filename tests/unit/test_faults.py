"""Faults by name: what a test of a user asks for, and what it gets."""

from __future__ import annotations

import pytest

from ai_sdk import (
    InvalidArgumentError,
    RateLimitError,
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
        ProviderServer(faults=["gzip bomb"])


def test_every_expectation_is_of_a_fault() -> None:
    assert unused() == []


def test_the_names_are_many_and_say_what_they_are() -> None:
    assert len(faults.FAULTS) >= 200
    assert all(name == fault.name for name, fault in faults.FAULTS.items())
