"""Many embeddings and many images: cut by the model's limit, joined in order."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    NoImageGeneratedError,
    create_openai,
    embed_many,
    generate_image,
)
from ai_sdk.testing import Gate, ProviderServer, Reply
from ai_sdk.types._value import evolve

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def embedder(server: ProviderServer, **limits: Any) -> Any:
    handle = create_openai(base_url=server.base_url, api_key="k").embedding("some-model")
    return evolve(handle, **limits)


def vectors(request: Any) -> Reply:
    """The length of each text as its vector."""
    texts = request.json["input"]
    return Reply.embeddings([[float(len(text)), 1.0] for text in texts], tokens=len(texts))


async def test_behaviour_46_cut_by_the_limit_and_in_order() -> None:
    values = ["x" * length for length in range(1, 8)]
    with ProviderServer(script=vectors) as server:
        result = await embed_many(embedder(server, max_embeddings_per_call=3), values)
        sent = sorted(len(request.json["input"]) for request in server.requests)

    assert sent == [1, 3, 3]
    assert [vector[0] for vector in result.embeddings] == [1, 2, 3, 4, 5, 6, 7]
    assert result.values == tuple(values)
    assert result.usage.tokens == 7
    assert len(result.responses) == 3


async def test_behaviour_46_so_many_calls_at_once_and_no_more() -> None:
    gate = Gate()

    def held(request: Any) -> Reply:
        if request.number == 2:  # it came while the first was still held back
            gate.open()
        return vectors(request).gated(gate)

    with ProviderServer(script=held) as server:
        model = embedder(server, max_embeddings_per_call=1)
        result = await embed_many(model, ["a", "bb", "ccc", "dddd"], max_parallel_calls=2)

        assert server.connections.opened == 2
    assert [vector[0] for vector in result.embeddings] == [1, 2, 3, 4]


async def test_behaviour_46_one_after_the_other_where_a_model_wants_it() -> None:
    with ProviderServer(script=vectors) as server:
        model = embedder(server, max_embeddings_per_call=1, supports_parallel_calls=False)
        await embed_many(model, ["a", "b", "c"], max_parallel_calls=3)

        assert server.connections.opened == 1
        assert [request.json["input"] for request in server.requests] == [["a"], ["b"], ["c"]]


async def test_behaviour_48_images_are_shared_out_and_joined() -> None:
    with ProviderServer() as server:
        made = create_openai(base_url=server.base_url, api_key="k")
        result = await generate_image(made.image("dall-e-2"), "a hut", n=5, max_images_per_call=2)
        shares = sorted(request.json.get("n", 1) for request in server.requests)

    assert shares == [1, 2, 2]
    assert len(result.images) == 5
    assert result.image is result.images[0]
    assert len(result.responses) == 3


async def test_behaviour_48_what_each_image_came_with_is_listed_in_order() -> None:
    def drawn(request: Any) -> Reply:
        return Reply.images([PNG] * request.json.get("n", 1), revised_prompt="a red hut")

    with ProviderServer(script=drawn) as server:
        made = create_openai(base_url=server.base_url, api_key="k")
        result = await generate_image(made.image("dall-e-2"), "a hut", n=3, max_images_per_call=2)

    notes = result.provider_metadata["openai"]["images"]
    assert [note["revised_prompt"] for note in notes] == ["a red hut"] * 3
    assert {image.media_type for image in result.images} == {"image/png"}


async def test_behaviour_48_no_image_is_an_error() -> None:
    with ProviderServer([Reply.images([])]) as server:
        made = create_openai(base_url=server.base_url, api_key="k")
        with pytest.raises(NoImageGeneratedError) as caught:
            await generate_image(made.image("dall-e-2"), "a hut")

    assert caught.value.response is not None
