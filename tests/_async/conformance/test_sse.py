"""Server-sent events: however a stream is written and however it is cut, one answer comes out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ai_sdk.aio import InvalidResponseError, create_openai, stream_text
from ai_sdk.testing import ProviderServer, Reply

TEXT = "Grüße, 世界 🌍!"
PIECES = ["Grüße, ", "世界 ", "🌍!"]


def chunk(finish: str | None = None, **delta: Any) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return json.dumps({"id": "a", "model": "m", "choices": [choice]}, ensure_ascii=False)


def in_two_lines(data: str) -> str:
    """The same JSON with a line break where JSON may have one."""
    return "data: {\ndata: " + data.removeprefix("{")


DATA = [*(chunk(content=piece) for piece in PIECES), chunk("stop")]
PLAIN = "".join(f"data: {data}\n\n" for data in [*DATA, "[DONE]"])
SPELLINGS = {
    "plain": PLAIN,
    "crlf": PLAIN.replace("\n", "\r\n"),
    "cr": PLAIN.replace("\n", "\r"),
    "bom": "\ufeff" + PLAIN,
    "no-space": PLAIN.replace("data: ", "data:"),
    "several-lines": "".join(in_two_lines(data) + "\n\n" for data in DATA) + "data: [DONE]\n\n",
    "comments": ": hello\n\n" + PLAIN.replace("\n\n", "\n\n: ping\n\n"),
    "other-fields": PLAIN.replace("data: {", "id: 7\nretry: 10\nnew-field: x\ndata: {"),
    "no-done": PLAIN.replace("data: [DONE]\n\n", ""),
    "last-newline-lost": PLAIN.removesuffix("\n"),
}


async def run(reply: Reply) -> str:
    with ProviderServer([reply]) as server:
        model = create_openai(base_url=server.base_url, api_key="k").chat("m")
        async with stream_text(model, prompt="hi", max_retries=0) as stream:
            text = ""
            async for delta in stream.text_stream:
                text += delta
            result = await stream.result()
    assert result.finish_reason == "stop"
    assert result.text == text
    return text


@pytest.mark.parametrize("size", [1, 2, 3, 7, None])
@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_behaviour_59_every_spelling_in_pieces_of_every_size(
    spelling: str, size: int | None
) -> None:
    """Pieces of one byte cut every CRLF and every letter of several bytes in two."""
    assert await run(Reply.sse(SPELLINGS[spelling].encode(), chunks=size)) == TEXT


@pytest.mark.parametrize("bad", ["{no json", '"a text"', "[1]", "NaN"])
async def test_behaviour_59_what_is_no_json_is_an_error_with_what_came_before(bad: str) -> None:
    stream_of = f"data: {DATA[0]}\n\ndata: {bad}\n\ndata: {DATA[1]}\n\ndata: {DATA[3]}\n\n"
    with ProviderServer([Reply.sse(stream_of.encode())]) as server:
        model = create_openai(base_url=server.base_url, api_key="k").chat("m")
        with pytest.raises(InvalidResponseError) as caught:
            async with stream_text(model, prompt="hi") as stream:
                await stream.result()

        assert len(server.requests) == 1  # something was shown: no second try
    assert caught.value.partial.text == PIECES[0]


async def test_behaviour_59_letters_that_are_no_utf8_are_an_error() -> None:
    broken = PLAIN.encode().replace("世".encode(), b"\xe4\xb8")
    with pytest.raises(InvalidResponseError):
        await run(Reply.sse(broken))
