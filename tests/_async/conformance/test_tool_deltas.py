"""Fragments of tool calls, in every order that servers send them."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import create_openai, stream_text
from ai_sdk.testing import ProviderServer
from tests.fragments import GLUED, chat_stream

from .play import weather


@pytest.mark.parametrize("fragments", GLUED.values(), ids=GLUED)
@pytest.mark.parametrize("size", [1, 7])
async def test_behaviour_60_fragments_find_their_calls(fragments: list[Any], size: int) -> None:
    with ProviderServer([chat_stream(*fragments).dribbled(size)]) as server:
        model = create_openai(base_url=server.base_url, api_key="k").chat("gpt-4o")
        async with stream_text(model, prompt="hi", tools=[weather]) as stream:
            result = await stream.result()

    inputs = {call.tool_call_id: call.input["city"] for call in result.tool_calls}
    assert inputs == {"a": "Rome", "b": "Oslo"}
