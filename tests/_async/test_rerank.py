"""Documents in the order in which they fit a query."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ai_sdk.aio import (
    BadRequestError,
    InvalidArgumentError,
    InvalidResponseError,
    NoSuchModelError,
    openai_compatible,
    rerank,
)
from ai_sdk.testing import ProviderServer, Reply

DOCUMENTS = ["sunny day at the beach", "rainy night in the city", "a recipe for soup"]


def model_of(server: ProviderServer) -> Any:
    return openai_compatible(name="local", base_url=server.base_url).reranking("ranker")


def answered(results: Any, **fields: Any) -> Reply:
    body = {"results": results, **fields}
    return Reply.raw(200, {"content-type": "application/json"}, json.dumps(body))


async def test_documents_come_in_the_order_of_their_scores() -> None:
    with ProviderServer() as server:
        result = await rerank(model_of(server), "a rainy night in the city", DOCUMENTS)
        sent = server.requests[0]

    assert result.reranked_documents[0] == "rainy night in the city"
    assert [each.document for each in result.ranking] == [
        DOCUMENTS[each.original_index] for each in result.ranking
    ]
    scores = [each.score for each in result.ranking]
    assert scores == sorted(scores, reverse=True)
    assert result.original_documents == tuple(DOCUMENTS)
    assert sent.path == "/v1/rerank"
    assert sent.json == {
        "model": "ranker",
        "query": "a rainy night in the city",
        "documents": DOCUMENTS,
    }


async def test_behaviour_47_no_documents_make_no_call() -> None:
    with ProviderServer() as server:
        result = await rerank(model_of(server), "anything", [])
        assert server.requests == []

    assert (result.ranking, result.reranked_documents, result.usage.tokens) == ((), (), 0)


async def test_behaviour_47_the_ranking_keeps_the_original_indexes() -> None:
    with ProviderServer([Reply.ranking([(0, 0.1), (1, 0.9), (2, 0.5)])]) as server:
        result = await rerank(model_of(server), "anything", iter(DOCUMENTS), top_n=2)
        assert server.requests[0].json["top_n"] == 2

    assert [(each.original_index, each.score) for each in result.ranking] == [(1, 0.9), (2, 0.5)]
    assert result.reranked_documents == (DOCUMENTS[1], DOCUMENTS[2])


async def test_mappings_go_as_json_and_come_back_as_they_were() -> None:
    documents = [{"title": "Sun"}, {"title": "Rain"}]
    with ProviderServer([Reply.ranking([(1, 2.0), (0, 1.0)])]) as server:
        result = await rerank(model_of(server), "rain", documents)
        sent = server.requests[0].json["documents"]

    assert sent == ['{"title":"Sun"}', '{"title":"Rain"}']
    assert result.reranked_documents == ({"title": "Rain"}, {"title": "Sun"})


async def test_options_and_facts_of_the_answer() -> None:
    reply = answered(
        [{"index": 0, "relevance_score": 1}],
        id="r-1",
        model="ranker-2",
        usage={"total_tokens": 9},
        meta={"billed": 1},
    )
    with ProviderServer([reply]) as server:
        result = await rerank(
            model_of(server),
            "x",
            ["a"],
            provider_options={"local": {"return_documents": False}},
            include=["response_body"],
        )
        assert server.requests[0].json["return_documents"] is False

    assert result.usage.tokens == 9
    assert (result.response.id, result.response.model_id) == ("r-1", "ranker-2")
    assert result.provider_metadata == {"local": {"meta": {"billed": 1}}}


@pytest.mark.parametrize(
    ("results", "said"),
    [
        (None, "no list of results"),
        ([{"index": 3, "relevance_score": 1}], "none of the 3 documents"),
        ([{"index": -1, "relevance_score": 1}], "none of the 3 documents"),
        ([{"index": True, "relevance_score": 1}], "none of the 3 documents"),
        ([{"index": 0, "relevance_score": "high"}], "is no number"),
        ([{"index": 0, "relevance_score": None}], "is no number"),
        ([{"index": 0, "relevance_score": 1}, {"index": 0, "relevance_score": 2}], "comes twice"),
        (["first"], "is no object"),
    ],
)
async def test_an_answer_that_is_no_ranking(results: Any, said: str) -> None:
    with ProviderServer([answered(results)]) as server:
        with pytest.raises(InvalidResponseError, match=said):
            await rerank(model_of(server), "x", DOCUMENTS)


@pytest.mark.parametrize(
    ("query", "documents", "settings", "parameter"),
    [
        ("", ["a"], {}, "query"),
        (7, ["a"], {}, "query"),
        ("x", "a document", {}, "documents"),
        ("x", [b"a"], {}, "documents"),
        ("x", {"a": 1}, {}, "documents"),
        ("x", ["a"], {"top_n": 0}, "top_n"),
    ],
)
async def test_bad_arguments_are_refused_before_anything_is_sent(
    query: Any, documents: Any, settings: Any, parameter: str
) -> None:
    with ProviderServer() as server:
        with pytest.raises(InvalidArgumentError) as caught:
            await rerank(model_of(server), query, documents, **settings)
        assert server.requests == []
    assert caught.value.parameter == parameter


async def test_a_refusal_is_typed() -> None:
    with ProviderServer([Reply.error(400, "too long")]) as server:
        with pytest.raises(BadRequestError, match="too long"):
            await rerank(model_of(server), "x", ["a"])


async def test_a_provider_without_reranking_says_so() -> None:
    with pytest.raises(NoSuchModelError, match="rerank"):
        await rerank("anthropic:claude-sonnet-4-5", "x", ["a"])
