"""Keys of every kind stay in their header, whatever the server says and however a call ends."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

import ai_sdk.aio as ai
from ai_sdk.errors import AISDKError, ConfigurationError, InvalidResponseError
from ai_sdk.testing import ProviderServer, Reply
from tests._async.http_support import open_client
from tests.faults.proxy import Proxy
from tests.faults.sinks import Trail, hits_in

# They look like no provider's keys, so no pattern can find them out.
KEY, SECOND = "canary-4f9b2c7d1e", "canary-8a7c6e5d4b"
JSON = {"content-type": "application/json"}


class Credentials:
    """Credentials as google-auth has them, of a service account."""

    valid = True
    token = KEY
    private_key = SECOND


@dataclass(frozen=True)
class Carrier:
    """A way of carrying a key.

    Attributes:
        name: says which.
        model: makes a model of a server's address and a client.
        sent: what of the keys every request must show, so that the search means something.
    """

    name: str
    model: Callable[[str, Any], Any]
    sent: tuple[str, ...] = (KEY,)


def openai(url: str, client: Any, **settings: Any) -> Any:
    settings = {"api_key": KEY, **settings}
    return ai.create_openai(base_url=f"{url}/v1", client=client, **settings)("gpt-4o")


def in_query(url: str, client: Any) -> Any:
    where = {"base_url": f"{url}/v1beta", "query": {"key": KEY}}
    return ai.create_google(**where, api_key=SECOND, client=client)("gemini-2.5-flash")


def azure(url: str, client: Any, **settings: Any) -> Any:
    return ai.create_azure(base_url=f"{url}/openai", client=client, **settings)("deployed")


def anthropic(url: str, client: Any, **settings: Any) -> Any:
    return ai.create_anthropic(base_url=url, client=client, **settings)("claude-sonnet-4-5")


def vertex(url: str, client: Any, **settings: Any) -> Any:
    return ai.create_google_vertex(base_url=url, client=client, **settings)("gemini-2.5-flash")


def bedrock(url: str, client: Any, **settings: Any) -> Any:
    settings = {"region": "us-east-1", **settings}
    return ai.create_bedrock(base_url=url, client=client, **settings)("anthropic.claude-v1:0")


AWS = {"access_key_id": "AKIDEXAMPLE", "secret_access_key": SECOND}
CARRIERS = [
    Carrier("a bearer key", openai),
    Carrier("a key of a function", lambda u, c: openai(u, c, api_key=lambda: KEY)),
    Carrier("a header of the caller", lambda u, c: openai(u, c, headers={"x-session": KEY})),
    Carrier(
        "a login of the caller",
        lambda u, c: openai(u, c, headers={"authorization": f"Basic {KEY}"}),
    ),
    Carrier("a cookie", lambda u, c: openai(u, c, headers={"cookie": f"a=1; sid={KEY}; b=2"})),
    Carrier(
        "a gateway's key",
        lambda u, c: openai(u, c, headers={"ocp-apim-subscription-key": KEY}),
    ),
    Carrier("a key in the query", in_query),
    Carrier("Azure's key", lambda u, c: azure(u, c, api_key=KEY)),
    Carrier("a token of Entra", lambda u, c: azure(u, c, token_provider=lambda: KEY)),
    Carrier("Anthropic's key", lambda u, c: anthropic(u, c, api_key=KEY)),
    Carrier("a token of Anthropic", lambda u, c: anthropic(u, c, auth_token=KEY)),
    Carrier(
        "Google's key",
        lambda u, c: ai.create_google(base_url=u, api_key=KEY, client=c)("gemini-2.5-flash"),
    ),
    Carrier("a token of Vertex", lambda u, c: vertex(u, c, token=lambda: KEY)),
    Carrier("a service account", lambda u, c: vertex(u, c, credentials=Credentials())),
    Carrier("a token of Bedrock", lambda u, c: bedrock(u, c, api_key=KEY)),
    Carrier("a signature of AWS", lambda u, c: bedrock(u, c, **AWS), ()),
    Carrier("a session of AWS", lambda u, c: bedrock(u, c, **AWS, session_token=KEY)),
]

ECHO = f"Incorrect API key provided: {KEY}.."
PAGE = f"<html><body>Your request: authorization: Bearer {KEY}</body></html>"
ENDINGS = {
    "refused with an echo": Reply.error(401, ECHO),
    "refused, the echo as code": Reply.error(401, "no", code=KEY),
    "refused on a page": Reply.raw(400, {"content-type": "text/html"}, PAGE),
    "refused in plain text": Reply.raw(403, {"content-type": "text/plain"}, ECHO),
    "an error in a success": Reply.raw(200, JSON, json.dumps({"error": {"message": ECHO}})),
    "a page in a success": Reply.raw(200, {"content-type": "text/html"}, PAGE),
    "no JSON in a success": Reply.raw(200, JSON, ECHO),
    "another shape": Reply.raw(200, JSON, json.dumps([{"key": KEY}])),
    "events that are none": Reply.sse([ECHO]),
    "an error in the stream": Reply.sse([{"type": "error", "error": {"message": ECHO}}]),
    "a redirect": Reply.raw(307, {"location": f"http://elsewhere.test/{KEY}?k={KEY}"}),
    "a coding named so": Reply.raw(200, {**JSON, "content-encoding": KEY}, b"{}"),
    "a malformed head": Reply.wire(b"HTTP/1.1 200 OK\r\n" + KEY.encode() + b"\r\n\r\n"),
    "a malformed status": Reply.wire(b"HTTP/1.1 " + KEY.encode() + b"\r\n\r\n"),
    "a request id named so": Reply.error(500, "no", headers={"x-request-id": KEY}),
    "a hang-up": Reply.no_answer("close"),
    "a reset": Reply.no_answer("rst"),
    "cut short": Reply.raw(200, JSON, b'{"a":').delivered(content_length=99, end="cut"),
}
"""What a server answers; none of it is an answer of a model."""


IN_THE_HEAD = {
    "a redirect",
    "a coding named so",
    "a malformed head",
    "a malformed status",
    "a request id named so",
}
"""Echoes in the head of a reply: httpcore2 logs heads, at the level debug, for those who ask it to."""


def leaks(trail: Trail, ending: str = "", keys: Sequence[str] = (KEY, SECOND)) -> Counter[str]:
    """Where keys came to light."""
    found = +hits_in(trail.texts, keys)
    if ending in IN_THE_HEAD:
        del found["logs of others"]
    return found


async def ended(trail: Trail, call: Callable[..., Any], *given: Any, **settings: Any) -> None:
    """Make a call that must fail with an error of ours, and note what it leaves behind."""
    with trail.watch():
        with pytest.raises(AISDKError) as caught:
            await call(*given, **settings)
        trail.add_error(caught.value)


async def asked(model: Any, *, stream: bool, **settings: Any) -> Any:
    """One call of a language model."""
    settings = {"prompt": "hi", "max_retries": 1, **settings}
    if not stream:
        return await ai.generate_text(model, **settings)
    async with ai.stream_text(model, **settings) as reading:
        return await reading.result()


BOTH = pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])


@BOTH
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.name)
async def test_no_key_is_shown(carrier: Carrier, ending: str, stream: bool) -> None:
    trail = Trail()
    with ProviderServer(lambda _: ENDINGS[ending]) as server:
        async with ai.AsyncHTTPClient() as client:
            model = carrier.model(server.origin, client)
            await ended(trail, asked, model, stream=stream, **trail.settings())
            trail.add_objects(model, client)
        sent = str([(request.target, request.headers) for request in server.requests])

    assert all(key in sent for key in carrier.sent)
    assert leaks(trail, ending, carrier.sent or [SECOND]) == {}


@BOTH
@pytest.mark.parametrize("kind", ["httpx", "httpx2"])
@pytest.mark.parametrize("ending", ENDINGS)
async def test_a_client_of_the_callers_shows_none_either(
    kind: str, ending: str, stream: bool
) -> None:
    trail = Trail()
    with ProviderServer(lambda _: ENDINGS[ending]) as server:
        async with open_client(kind) as client:
            await ended(trail, asked, openai(server.origin, client), stream=stream)

    assert leaks(trail, ending) == {}


@BOTH
@pytest.mark.parametrize("engine", ["default", "fast"])
@pytest.mark.parametrize("way", ["refused", "asked again", "gone", "through"])
async def test_a_proxys_login_is_not_shown(way: str, engine: Any, stream: bool) -> None:
    trail = Trail()
    with ProviderServer([Reply.error(400)]) as server:
        login = ("me", "other") if way == "asked again" else None
        refuse = b"403 Not " + KEY.encode() if way == "refused" else None
        with Proxy(server.port, login, refuse=refuse) as proxy:
            address = proxy.url.replace("://", f"://me:{KEY}@")
            if way == "gone":
                proxy.__exit__()
            async with ai.AsyncHTTPClient(proxy=address, engine=engine) as client:
                model = openai(server.origin, client, api_key=SECOND)
                await ended(trail, asked, model, stream=stream, max_retries=0)
                trail.add_objects(model, client)

    assert leaks(trail, "a malformed head") == {}


@BOTH
@pytest.mark.parametrize("key", ["canary-\r\nx: y", "canary-\0", "canary-\n-", "canary-世"])
@pytest.mark.parametrize("carrier", [openai, azure, anthropic], ids=lambda each: each.__name__)
async def test_a_malformed_key_is_refused_without_being_shown(
    carrier: Any, key: str, stream: bool
) -> None:
    trail = Trail()
    with ProviderServer() as server:
        model = carrier(server.origin, None, api_key=key)
        await ended(trail, asked, model, stream=stream)

        assert server.requests == []
    assert "the API key" in trail.texts["message"][0]
    assert leaks(trail, keys=["canary-"]) == {}


class Stopped(BaseException):
    """What ends a program, such as an interrupt from the keyboard."""


async def refuse_to_start(prepared: Any, clock: Any) -> Any:
    head = [f"{name}: {line}" for name, line in prepared.headers.items()]
    raise Stopped(len(head))


@BOTH
async def test_an_interrupt_shows_no_key(stream: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    trail = Trail()
    async with ai.AsyncHTTPClient() as client:
        monkeypatch.setattr(client._engine, "start", refuse_to_start)
        model = openai("http://api.test", client)
        with pytest.raises(Stopped) as caught:
            await asked(model, stream=stream)
        trail.add_error(caught.value)

    assert leaks(trail) == {}


DOORS: dict[str, Callable[..., Any]] = {
    "generate_object": lambda provider, **given: ai.generate_object(
        provider("gpt-4o"), schema=dict[str, int], prompt="hi", **given
    ),
    "embed": lambda provider, **given: ai.embed(provider.embedding("m"), value="hi", **given),
    "embed_many": lambda provider, **given: ai.embed_many(
        provider.embedding("m"), values=["hi"], **given
    ),
    "generate_image": lambda provider, **given: ai.generate_image(
        provider.image("gpt-image-1"), prompt="hi", **given
    ),
    "generate_speech": lambda provider, **given: ai.generate_speech(
        provider.speech("tts-1"), text="hi", **given
    ),
    "transcribe": lambda provider, **given: ai.transcribe(
        provider.transcription("whisper-1"), audio=b"RIFF0000WAVE", **given
    ),
    "list_models": lambda provider, **given: ai.list_models(provider, **given),
    "upload_file": lambda provider, **given: ai.upload_file(
        provider, data=b"hi", media_type="text/plain", **given
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("door", DOORS)
async def test_no_other_function_shows_the_key(door: str, ending: str) -> None:
    trail = Trail()
    with ProviderServer(lambda _: ENDINGS[ending]) as server:
        provider = ai.create_openai(base_url=server.base_url, api_key=KEY)
        await ended(trail, DOORS[door], provider, max_retries=0)
        trail.add_objects(provider)

    assert leaks(trail, ending) == {}


# ---- keys that a call is given, or an address


def anthropic_there(provider: Any) -> Any:
    return ai.create_anthropic(base_url=provider.endpoint.base_url, api_key=SECOND)("claude")


def reranking_there(provider: Any) -> Any:
    return ai.openai_compatible(name="x", base_url=provider.endpoint.base_url).reranking("m")


async def read_object(model: Any, **given: Any) -> Any:
    async with ai.stream_object(model, dict[str, int], prompt="hi", **given) as reading:
        return await reading.result()


EVERY: dict[str, Callable[..., Any]] = {
    **DOORS,
    "generate_text": lambda provider, **given: asked(provider("m"), stream=False, **given),
    "stream_text": lambda provider, **given: asked(provider("m"), stream=True, **given),
    "stream_object": lambda provider, **given: read_object(provider("m"), **given),
    "count_tokens": lambda provider, **given: ai.count_tokens(
        anthropic_there(provider), prompt="hi", **given
    ),
    "rerank": lambda provider, **given: ai.rerank(
        reranking_there(provider), "hi", documents=["a"], **given
    ),
}
"""Every public function that takes `headers`."""


@pytest.mark.parametrize("ending", ["refused with an echo", "another shape", "a hang-up"])
@pytest.mark.parametrize(
    "lines",
    [{"authorization": f"Bearer {KEY}"}, {"X-Api-Key": KEY}, {"api-key": KEY}, {"Cookie": f"s={KEY}"}],
    ids=lambda lines: next(iter(lines)),
)  # fmt: skip
@pytest.mark.parametrize("door", EVERY)
async def test_no_header_of_one_call_is_shown(
    door: str, lines: dict[str, str], ending: str
) -> None:
    trail = Trail(library=True)
    with ProviderServer(lambda _: ENDINGS[ending]) as server:
        provider = ai.create_openai(base_url=server.base_url, api_key=SECOND)
        await ended(trail, EVERY[door], provider, max_retries=0, headers=dict(lines))
        trail.add_objects(provider)
        sent = str([request.headers for request in server.requests])

    assert KEY in sent
    assert leaks(trail) == {}


@pytest.mark.parametrize("given", [[("authorization", KEY)], KEY, {1: KEY}, {b"api-key": KEY}])
@pytest.mark.parametrize("door", EVERY)
async def test_headers_that_are_no_mapping_are_refused_unseen(door: str, given: Any) -> None:
    trail = Trail(library=True)
    with ProviderServer() as server:
        provider = ai.create_openai(base_url=server.base_url, api_key=SECOND)
        await ended(trail, EVERY[door], provider, headers=given)

        assert server.requests == []
    assert "headers must be a mapping" in trail.texts["message"][0]
    assert leaks(trail) == {}


@pytest.mark.parametrize("transport", [ai.MCPHTTPTransport, ai.MCPSSETransport])
@pytest.mark.parametrize("ending", ["refused with an echo", "another shape", "a hang-up"])
async def test_no_header_of_an_mcp_server_is_shown(transport: Any, ending: str) -> None:
    trail = Trail(library=True)
    with ProviderServer(lambda _: ENDINGS[ending]) as server:
        where = transport(
            f"{server.origin}/mcp?key={SECOND}", headers={"authorization": f"Bearer {KEY}"}
        )
        client = ai.create_mcp_client(where)
        await ended(trail, client.tools)
        await client.aclose()

    assert leaks(trail, ending) == {}


ADDRESSES = {
    "a login": f"https://me:{KEY}@api.test/v1",
    "a user": f"https://{KEY}@api.test/v1",
    "a login with a slash": f"https://me:/{KEY}@api.test/v1",
    "a login without a scheme": f"me:{KEY}@api.test/v1",
    "a query": f"https://api.test/v1?key={KEY}",
    "a query with a space": f"https://api.test/v1 ?key={KEY}",
}
MAKERS: dict[str, Callable[..., Any]] = {
    name.removeprefix("create_"): getattr(ai, name)
    for name in ai.__all__
    if name.startswith("create_") and hasattr(ai, name.removeprefix("create_"))
}
MAKERS["openai_compatible"] = lambda **given: ai.openai_compatible(name="mine", **given)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("maker", MAKERS)
def test_an_address_with_a_key_is_refused_unseen(maker: str, address: str) -> None:
    trail = Trail()
    with pytest.raises(ConfigurationError, match="base_url") as caught:
        MAKERS[maker](base_url=ADDRESSES[address])
    trail.add_error(caught.value)

    del trail.texts["traceback with locals"]  # what was given stands in the frame that refuses it
    assert leaks(trail) == {}


@pytest.mark.parametrize(
    "given", ["", "  ", 5, b"https://api.test", "https://h/v1?", "https://h/#x"]
)
@pytest.mark.parametrize("maker", MAKERS)
def test_an_address_that_is_none_is_refused(maker: str, given: Any) -> None:
    trail = Trail(library=True)
    with pytest.raises(ConfigurationError, match=r"^base_url (is empty|must )") as caught:
        MAKERS[maker](base_url=given, api_key=KEY)
    trail.add_error(caught.value)

    assert leaks(trail) == {}


@pytest.mark.parametrize("given", [5, b"sk-abc", ["sk-abc"]])
@pytest.mark.parametrize("maker", MAKERS)
def test_a_key_that_is_none_is_refused(maker: str, given: Any) -> None:
    where = {"base_url": "http://api.test"} if maker in ("azure", "openai_compatible") else {}
    with pytest.raises(ConfigurationError, match="must be a str, a Secret or a function") as caught:
        MAKERS[maker](api_key=given, **where)

    assert "sk-abc" not in str(caught.value)


@BOTH
@pytest.mark.parametrize("key", [f" {KEY}", f"{KEY}\n", f"\t{KEY} \r\n"])
@pytest.mark.parametrize("given", [str, ai.Secret, lambda key: lambda: key])
async def test_white_space_around_a_key_is_no_part_of_it(
    given: Any, key: str, stream: bool
) -> None:
    with ProviderServer() as server:
        await asked(openai(server.origin, None, api_key=given(key)), stream=stream)

        assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


@BOTH
@pytest.mark.parametrize("value", ["", "  "])
async def test_an_empty_address_in_the_environment_is_a_mistake(
    value: str, stream: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", value)
    with pytest.raises(ConfigurationError, match="the variable OPENAI_BASE_URL is empty"):
        await asked(ai.create_openai(api_key=KEY)("m"), stream=stream)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("door", [door for door in EVERY if door != "rerank"])
async def test_so_is_one_that_the_environment_names(
    door: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("OPENAI_BASE_URL", "ANTHROPIC_BASE_URL"):
        monkeypatch.setenv(variable, ADDRESSES[address])
    trail = Trail()
    await ended(trail, EVERY[door], ai.create_openai(api_key=SECOND), max_retries=0)

    assert "_BASE_URL " in trail.texts["message"][0]
    assert leaks(trail) == {}


# ---- keys reach the configured origin only


@BOTH
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("carrier", CARRIERS[::4], ids=lambda carrier: carrier.name)
async def test_no_redirect_of_a_call_is_followed(carrier: Carrier, code: int, stream: bool) -> None:
    with ProviderServer() as other:
        elsewhere = Reply.raw(code, {"location": f"{other.origin}/v1"})
        with ProviderServer(lambda _: elsewhere) as server:
            model = carrier.model(server.origin, None)
            with pytest.raises(InvalidResponseError, match="are never sent on"):
                await asked(model, stream=stream)
            assert len(server.requests) == 1

        assert other.connections.opened == 0


@pytest.mark.parametrize("kind", ["httpx", "httpx2"])
async def test_nor_with_a_client_that_follows_them(kind: str) -> None:
    with ProviderServer() as other:
        elsewhere = Reply.raw(308, {"location": f"{other.origin}/v1"})
        with ProviderServer(lambda _: elsewhere) as server:
            async with open_client(kind) as client:
                client._engine._client.follow_redirects = True
                with pytest.raises(InvalidResponseError, match="are never sent on"):
                    await asked(openai(server.origin, client), stream=False)

        assert other.connections.opened == 0


async def test_an_upload_address_on_another_origin_gets_no_key() -> None:
    with ProviderServer([Reply.error(403)]) as other:
        begun = Reply.raw(200, {**JSON, "x-goog-upload-url": f"{other.origin}/up"}, b"{}")
        with ProviderServer([begun]) as server:
            google = ai.create_google(base_url=f"{server.origin}/v1beta", api_key=KEY)
            with pytest.raises(AISDKError):
                await ai.upload_file(google, data=b"x", media_type="text/plain", max_retries=0)
            assert server.requests[0].headers["x-goog-api-key"] == KEY

        assert KEY not in str([(request.target, request.headers) for request in other.requests])
