"""Nothing that a caller passes on can change where a request goes or where it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import ai_sdk.aio as ai
from ai_sdk.errors import AISDKError, ConfigurationError, InvalidArgumentError
from ai_sdk.testing import ProviderServer, Reply
from tests._async.http_support import KINDS, open_client
from tests.faults.server import FaultServer, reply

KEY = "sk-canary-0123456789"
BAD = {
    "a line break": "a\r\nx-more: b",
    "a line feed": "a\nb",
    "a carriage return": "a\rb",
    "a NUL": "a\0b",
    "a bell": "a\x07b",
    "no Latin-1": "a世",
    "half a surrogate pair": "a\ud800",
    "spaces around": " a ",
    "bytes": b"a",
    "a number": 7,
    "nothing": None,
}


def openai(url: str, **settings: Any) -> Any:
    return ai.create_openai(**{"base_url": f"{url}/v1", "api_key": KEY, **settings})


async def with_call_headers(url: str, headers: Any) -> Any:
    return await ai.generate_text(openai(url)("m"), prompt="hi", headers=headers, max_retries=0)


async def with_stream_headers(url: str, headers: Any) -> Any:
    model = openai(url)("m")
    async with ai.stream_text(model, prompt="hi", headers=headers, max_retries=0) as stream:
        return await stream.result()


async def with_provider_headers(url: str, headers: Any) -> Any:
    model = openai(url, headers=headers)("m")
    return await ai.generate_text(model, prompt="hi", max_retries=0)


async def with_embedding_headers(url: str, headers: Any) -> Any:
    model = openai(url).embedding("m")
    return await ai.embed(model, value="hi", headers=headers, max_retries=0)


async def with_mcp_headers(url: str, headers: Any) -> Any:
    transport = ai.MCPHTTPTransport(f"{url}/mcp", headers=headers)
    return await ai.create_mcp_client(transport).connect()


DOORS = (
    with_call_headers,
    with_stream_headers,
    with_provider_headers,
    with_embedding_headers,
    with_mcp_headers,
)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
async def test_a_malformed_header_is_refused_unsent(door: Callable[..., Any], bad: Any) -> None:
    with ProviderServer() as server:
        with pytest.raises(InvalidArgumentError, match="x-mine") as caught:
            await door(server.origin, {"x-mine": bad})

        assert server.requests == []
    assert caught.value.parameter == "headers"


@pytest.mark.parametrize("name", ["x mine", "x\r\nmine", "x:mine", "", "x\0", "é"])
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
async def test_a_malformed_name_of_a_header_is_refused_unsent(
    door: Callable[..., Any], name: str
) -> None:
    with ProviderServer() as server:
        with pytest.raises(InvalidArgumentError, match="cannot be the name of a header"):
            await door(server.origin, {name: "a"})

        assert server.requests == []


FRAMING = {
    "Host": "elsewhere.test",
    "content-length": "3",
    "Transfer-Encoding": "chunked",
    "connection": "upgrade",
    "Upgrade": "h2c",
    "TE": "trailers",
    "trailer": "x",
    "Keep-Alive": "timeout=1",
    "proxy-connection": "close",
    "Expect": "100-continue",
}


@pytest.mark.parametrize("kind", KINDS)
async def test_what_frames_a_message_is_not_the_callers(kind: str) -> None:
    answer = reply(b'{"choices":[{"message":{"content":"yes"},"finish_reason":"stop"}]}')
    with FaultServer(lambda peer: peer.send(answer)) as server:
        async with open_client(kind) as client:
            model = openai(server.url, client=client).chat("m")
            result = await ai.generate_text(model, prompt="hi", headers=FRAMING)

    assert result.text == "yes"
    head, body = server.requests[0]
    lines = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:])
    assert lines[b"host"] == server.url.removeprefix("http://").encode()
    assert lines[b"content-length"] == b"%d" % len(body)
    named = {name.lower().encode() for name in FRAMING} - {b"host", b"content-length"}
    assert named & set(lines) <= {b"connection"}  # httpx and httpx2 say keep-alive
    assert lines.get(b"connection", b"keep-alive") == b"keep-alive"


async def test_another_authorization_is_sent_on_purpose_only() -> None:
    with ProviderServer([Reply.text("a"), Reply.text("b")]) as server:
        model = openai(server.origin)("m")
        await ai.generate_text(model, prompt="hi", headers={"Authorization": "Bearer mine"})
        await ai.generate_text(model, prompt="hi", headers={"x-authorization": "Bearer mine"})

        first, second = (request.headers["authorization"] for request in server.requests)
    assert (first, second) == ("Bearer mine", f"Bearer {KEY}")


# ---- ids in addresses


def google(url: str, name: str) -> Any:
    return ai.create_google(base_url=f"{url}/v1beta", api_key=KEY)(name)


def vertex(url: str, name: str) -> Any:
    return ai.create_google_vertex(base_url=f"{url}/v1/projects/p", token=KEY)(name)


def azure(url: str, name: str) -> Any:
    return ai.create_azure(
        base_url=f"{url}/openai", api_key=KEY, api_version="2024-10-21", use_deployment_urls=True
    ).chat(name)


def azure_v1(url: str, name: str) -> Any:
    return ai.create_azure(base_url=f"{url}/openai/v1", api_key=KEY).chat(name)


def bedrock(url: str, name: str) -> Any:
    return ai.create_bedrock(base_url=url, api_key=KEY, region="us-east-1")(name)


def chat(url: str, name: str) -> Any:
    return openai(url).chat(name)


def responses(url: str, name: str) -> Any:
    return openai(url).responses(name)


def anthropic(url: str, name: str) -> Any:
    return ai.create_anthropic(base_url=url, api_key=KEY)(name)


# Who speaks -> the paths its calls may have, `*` for one segment.
PATHS = {
    google: "/v1beta/models/*",
    vertex: "/v1/projects/p/publishers/google/models/*",
    azure: "/openai/deployments/*/chat/completions",
    azure_v1: "/openai/v1/chat/completions",
    bedrock: "/model/*/invoke",
    chat: "/v1/chat/completions",
    responses: "/v1/responses",
    anthropic: "/v1/messages",
}
IDS = [
    "..",
    ".",
    "",
    "../../admin",
    "a/../../b",
    "a/b",
    "/a",
    "//elsewhere.test/a",
    "http://elsewhere.test/a",
    "a?key=1",
    "a#b",
    "a;b",
    "a@b",
    "a:b",
    "%2e%2e",
    "%2E%2E%2F",
    "a%2Fb",
    "a%0d%0ab",
    "a\\b",
    "a b",
    "a\r\nHost: elsewhere.test",
    "a\0b",
    "a\tb",
    "世",
    "\ud800",
    "models/..",
    "models/../x",
    "tunedModels/../x",
    "endpoints/..",
    "publishers/../models/x",
]


@pytest.mark.parametrize("name", IDS, ids=ascii)
@pytest.mark.parametrize("make", PATHS, ids=lambda make: make.__name__)
async def test_an_id_cannot_leave_its_segment(make: Callable[..., Any], name: str) -> None:
    with ProviderServer(lambda _: Reply.error(404)) as server:
        with pytest.raises(AISDKError):
            await ai.generate_text(make(server.origin, name), prompt="hi", max_retries=0)

        for request in server.requests:
            assert fits(request.raw_path, PATHS[make]), request.target
            assert "?" not in request.target or request.target.endswith("?api-version=2024-10-21")


def fits(path: str, pattern: str) -> bool:
    """Whether a path has the pattern's segments, and none that a server would resolve."""
    segments, wanted = path.split("/"), pattern.split("/")
    if any(segment.lower().replace("%2e", ".") in ("", ".", "..") for segment in segments[1:]):
        return False
    return len(segments) == len(wanted) and all(
        expected in ("*", found) for found, expected in zip(segments, wanted, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("gemini-3-pro", "/v1beta/models/gemini-3-pro:generateContent"),
        ("a/b", "/v1beta/models/a%2Fb:generateContent"),
        ("a:countTokens", "/v1beta/models/a%3AcountTokens:generateContent"),
        ("tunedModels/mine", "/v1beta/tunedModels/mine:generateContent"),
    ],
)
async def test_the_ids_of_google(name: str, path: str) -> None:
    with ProviderServer(lambda _: Reply.error(404)) as server:
        with pytest.raises(AISDKError):
            await ai.generate_text(google(server.origin, name), prompt="hi", max_retries=0)

        assert [request.raw_path for request in server.requests] == [path]


@pytest.mark.parametrize("name", ["a.test/x", "a@b", "a#", "a:1", "..", "a\r\n", "é", ""])
def test_names_that_become_hosts_are_names(name: str) -> None:
    with pytest.raises(ConfigurationError):
        ai.create_azure(resource_name=name, api_key=KEY)("m").endpoint.address()
    with pytest.raises(ConfigurationError):
        ai.create_bedrock(region=name or " ", api_key=KEY)("m").endpoint.address()
    with pytest.raises(ConfigurationError):
        vertex_in = ai.create_google_vertex(project="p", location=name or " ", token=KEY)
        vertex_in("m").endpoint.address()


@pytest.mark.parametrize("name", ["a\r\nb", "a\nb", "a\0b", "a\ud800"])
async def test_a_file_name_cannot_leave_its_line(name: str) -> None:
    with ProviderServer() as server:
        provider = openai(server.origin)
        with pytest.raises(InvalidArgumentError):
            await ai.upload_file(
                provider, data=b"x", filename=name, media_type="text/plain", max_retries=0
            )

        assert server.requests == []
