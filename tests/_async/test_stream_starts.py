"""What a stream's first bytes decide: events whatever they are called, and errors without output."""

from __future__ import annotations

import pytest

import ai_sdk.aio as ai
from ai_sdk.testing import ProviderServer, Reply

CHUNKS = (
    b'data: {"id":"c","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\n'
    b"data: [DONE]\n\n"
)


def _label(kind: str) -> dict[str, str]:
    return {"content-type": kind}


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "text/event-stream"])
async def test_events_are_read_under_any_label(kind: str) -> None:
    with ProviderServer(script=[Reply.raw(200, _label(kind), CHUNKS)]) as server:
        model = ai.create_openai(base_url=server.base_url, api_key="k").chat("gpt-4o")
        async with ai.stream_text(model, prompt="Hi") as stream:
            result = await stream.result()
    assert (result.text, result.finish_reason) == ("hi", "stop")


@pytest.mark.parametrize("body", ['{"id": "c", "choices": []}', "<html>Log in</html>", ""])
async def test_what_is_no_stream_is_refused_with_nothing_partial(body: str) -> None:
    reply = Reply.raw(200, _label("application/json"), body)
    with ProviderServer(script=[reply]) as server:
        model = ai.create_openai(base_url=server.base_url, api_key="k").chat("gpt-4o")
        with pytest.raises(ai.InvalidResponseError) as caught:
            async with ai.stream_text(model, prompt="Hi", max_retries=0):
                pass
    assert caught.value.partial is None
