"""Bad input has its own typed error that says what to do; what is wrong here is never sent.

Tables: bad arguments, bad models and clients and keys, bad schemas, bad answers. Every error is
also searched for the key of the call, as text, as a value and in the frames of our own code.
"""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

import ai_sdk
from ai_sdk import errors
from ai_sdk.aio import (
    AISDKError,
    AsyncHTTPClient,
    CancelToken,
    ImagePart,
    create_openai,
    embed,
    embed_many,
    generate_image,
    generate_object,
    generate_speech,
    generate_text,
    openai_compatible,
    stream_object,
    stream_text,
    tool,
    transcribe,
)
from ai_sdk.testing import ProviderServer, Reply

KEY = "canary-4f9b2c7d1e"  # looks like no provider's key, so no pattern can find it out
SOURCES = str(Path(ai_sdk.__file__).parent)
MISSING = object()

Door = Callable[..., Any]


async def text(model: Any, **given: Any) -> Any:
    return await generate_text(model, **given)


async def streamed(model: Any, **given: Any) -> Any:
    async with stream_text(model, **given) as stream:
        return await stream.result()


async def value(model: Any, **given: Any) -> Any:
    return await generate_object(model, **{"schema": dict[str, int], **given})


async def partial_value(model: Any, **given: Any) -> Any:
    async with stream_object(model, **{"schema": dict[str, int], **given}) as stream:
        return await stream.result()


def imported(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


BOTH_CLIENTS = (imported("ai_sdk:HTTPClient"), imported("ai_sdk.aio:AsyncHTTPClient"))

TEXT = (text, streamed)
OBJECT = (value, partial_value)
LANGUAGE = TEXT + OBJECT


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with ProviderServer() as running:
        yield running


def provider(server: ProviderServer, **settings: Any) -> Any:
    return create_openai(**{"base_url": server.base_url, "api_key": KEY, **settings})


def assert_no_key(error: BaseException, *keys: str) -> None:
    """Nothing that a log, a pickle or a crash report shows of the error holds a key."""
    shown = ["".join(traceback.format_exception(error))]
    each: BaseException | None = error
    seen: set[int] = set()
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        shown += [str(each), repr(each), repr(vars(each))]
        shown += frames_of(each)
        each = each.__cause__ or each.__context__
    try:
        shown.append(repr(pickle.dumps(error)))
    except (TypeError, AttributeError, pickle.PicklingError, errors.ConfigurationError):
        pass  # holds a function or the like of the caller's
    for key in keys or (KEY,):
        assert not [text for text in shown if key in text]


def frames_of(error: BaseException) -> list[str]:
    """What a crash report shows of our own frames: their local variables."""
    out: list[str] = []
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(SOURCES):
            for local in frame.f_locals.values():
                try:
                    out.append(repr(local))
                except (AttributeError, RecursionError):
                    pass  # half made, or what was too deep in the first place
    return out


@dataclass(frozen=True)
class Bad:
    """Arguments that are wrong, and what they must come to.

    Attributes:
        name: what is wrong.
        given: the arguments; those not named are good.
        error: the very class of the error.
        words: what its message must say.
        doors: the functions that take such an argument.
        parameter: the error's `parameter`.
    """

    name: str
    given: dict[str, Any]
    error: type[Exception]
    words: tuple[str, ...]
    doors: tuple[Door, ...] = LANGUAGE
    parameter: str | None = None


def case(
    name: str,
    error: type[Exception],
    *words: str,
    doors: tuple[Door, ...] = LANGUAGE,
    parameter: str | None = None,
    **given: Any,
) -> Bad:
    return Bad(name, given, error, words, doors, parameter)


def crossed(table: list[Bad]) -> Any:
    return pytest.mark.parametrize(
        ("door", "bad"),
        [
            pytest.param(door, bad, id=f"{bad.name}-{door.__name__}")
            for bad in table
            for door in bad.doors
        ],
    )


def user(*parts: Any) -> list[Any]:
    return [{"role": "user", "content": list(parts)}]


PROMPT = errors.InvalidPromptError
ARGUMENT = errors.InvalidArgumentError
SETUP = errors.ConfigurationError
CALL = {"type": "tool-call", "tool_call_id": "c1", "tool_name": "f", "input": {}}
UNANSWERED = [
    {"role": "user", "content": "hi"},
    {"role": "assistant", "content": [CALL]},
    {"role": "user", "content": "well?"},
]


@tool
def look(city: str) -> str:
    """Look."""
    return city


def looped() -> dict[str, Any]:
    loop: dict[str, Any] = {}
    loop["self"] = loop
    return loop


def nested(depth: int) -> Any:
    out: Any = 1
    for _ in range(depth):
        out = [out]
    return out


ARGUMENTS = [
    # prompt and messages
    case("empty prompt", PROMPT, "prompt is empty", prompt="", parameter="prompt"),
    case("no prompt", PROMPT, "give a prompt or messages", prompt=MISSING, parameter="prompt"),
    case(
        "prompt and messages",
        PROMPT,
        "either prompt or messages, not both",
        messages=[{"role": "user", "content": "hi"}],
        parameter="prompt",
    ),
    case("empty messages", PROMPT, "messages is empty", prompt=MISSING, messages=[]),
    case("empty list as prompt", PROMPT, "prompt is empty", prompt=[]),
    case("a number as prompt", PROMPT, "prompt must be a str or a list of messages, not int", prompt=7),
    case("bytes as prompt", PROMPT, "prompt must be", "not bytes", prompt=b"hi"),
    case("text as messages", PROMPT, "messages must be a list", "not str", prompt=MISSING, messages="hi"),
    case("a dict as messages", PROMPT, "messages must be a list", "not dict", prompt=MISSING, messages={"role": "user", "content": "hi"}),
    case("a text among messages", PROMPT, "prompt[0]", "a dict or a message class, not str", prompt=["hi"]),
    case("an unknown role", PROMPT, "prompt[0]", "role must be one of system, user, assistant, tool", "'bot'", prompt=[{"role": "bot", "content": "hi"}]),
    case("no content", PROMPT, "prompt[0]", "content is missing", prompt=[{"role": "user"}]),
    case("content of a wrong type", PROMPT, "content is a str or a list of parts, not int", prompt=[{"role": "user", "content": 7}]),
    case("an unknown field of a message", PROMPT, "unknown fields ['name']", "provider_options", prompt=[{"role": "user", "content": "hi", "name": "x"}]),
    case("an unknown kind of part", PROMPT, "prompt[0].content[0]", "type must be one of text, image", "'txt'", prompt=user({"type": "txt", "text": "hi"})),
    case("a part without its field", PROMPT, "bad text part", "text", prompt=user({"type": "text"})),
    case("a part with a field too many", PROMPT, "bad text part", "'size'", prompt=user({"type": "text", "text": "hi", "size": 3})),
    case("a part where it cannot stand", PROMPT, "ToolCall cannot stand here", prompt=user(CALL)),
    case("a system message in the conversation", PROMPT, "instructions=", "allow_system_in_messages=True", prompt=[{"role": "system", "content": "hi"}]),
    case("a tool message of text", PROMPT, "list of tool results", prompt=[{"role": "tool", "content": "hi"}]),
    case("an empty tool message", PROMPT, "needs results", prompt=[{"role": "tool", "content": []}]),
    case("a call nobody answered", errors.MissingToolResultsError, "no result", "f (c1)", prompt=UNANSWERED),
    case("a file that is not there", PROMPT, "/no/such/file.png", "cannot be read", prompt=user(ImagePart(Path("/no/such/file.png")))),
    case("text as a file", PROMPT, "URL, a data URL or base64", "pathlib.Path", prompt=user(ImagePart("photo.png!"))),
    case("a number as a file", PROMPT, "a file's data must be bytes", "not int", prompt=user(ImagePart(7))),  # type: ignore[arg-type]
    case("instructions of a wrong type", PROMPT, "instructions must be a str or SystemMessage, not int", instructions=7),
    case("instructions holding a number", PROMPT, "instructions must hold str", "int", instructions=["a", 7]),
    # settings
    case("temperature too high", ARGUMENT, "temperature must be a number from 0 to 2, not 2.1", temperature=2.1, parameter="temperature"),
    case("temperature below zero", ARGUMENT, "temperature", "from 0 to 2", temperature=-0.1),
    case("temperature as text", ARGUMENT, "temperature", "not 'hot'", temperature="hot"),
    case("temperature as bool", ARGUMENT, "temperature", "not True", temperature=True),
    case("temperature not a number", ARGUMENT, "temperature", "not nan", temperature=float("nan")),
    case("top_p too high", ARGUMENT, "top_p must be a number from 0 to 1, not 1.5", top_p=1.5, parameter="top_p"),
    case("top_k zero", ARGUMENT, "top_k must be a whole number of at least 1, not 0", top_k=0),
    case("presence_penalty too high", ARGUMENT, "presence_penalty", "from -2 to 2", presence_penalty=3),
    case("frequency_penalty too low", ARGUMENT, "frequency_penalty", "from -2 to 2", frequency_penalty=-3),
    case("no output tokens", ARGUMENT, "max_output_tokens must be a whole number of at least 1, not 0", max_output_tokens=0, parameter="max_output_tokens"),
    case("half an output token", ARGUMENT, "max_output_tokens", "not 1.5", max_output_tokens=1.5),
    case("output tokens as text", ARGUMENT, "max_output_tokens", "not 'ten'", max_output_tokens="ten"),
    case("a seed of a wrong type", ARGUMENT, "seed must be a whole number", seed=1.5),
    case("one text as stop sequences", ARGUMENT, "stop_sequences must be a list of str, not 'END'", stop_sequences="END"),
    case("numbers as stop sequences", ARGUMENT, "stop_sequences must be a list of str", stop_sequences=[1]),
    case("stop sequences that cannot be read", ARGUMENT, "stop_sequences must be a list of str, not 3", stop_sequences=3),
    case("an unknown reasoning level", ARGUMENT, "reasoning must be one of", "medium", "'hihg'", reasoning="hihg"),
    case("retries below zero", ARGUMENT, "max_retries must be a whole number of at least 0, not -1", max_retries=-1),
    case("half a retry", ARGUMENT, "max_retries", "not 0.5", max_retries=0.5),
    case("a timeout of zero", ARGUMENT, "timeout: total must be a number of seconds above 0", timeout=0),
    case("a timeout below zero", ARGUMENT, "timeout", "-1", timeout=-1),
    case("a timeout as text", ARGUMENT, "timeout must be seconds or a Timeout, not str", timeout="1s"),
    case("a cancel of a wrong type", ARGUMENT, "cancel must be a CancelToken, not bool", cancel=True),
    case("headers as a list", ARGUMENT, "headers must be a mapping", headers=[("a", "b")]),
    case("a line break in a header", ARGUMENT, "'x-a'", "line break", headers={"x-a": "b\r\nx-c: d"}),
    case("a line break in a header's name", ARGUMENT, "cannot be the name of a header", headers={"x\r\nc": "d"}),
    case("a number as a header", ARGUMENT, "'x-a'", "is a int, not a string", headers={"x-a": 7}),
    case("provider options as a list", ARGUMENT, "provider_options must be a mapping", provider_options=[1]),
    case("provider options without a provider", ARGUMENT, "provider_options['store']", "mapping", provider_options={"store": True}),
    case("extra body as a list", ARGUMENT, "extra_body must be a mapping", extra_body=[1]),
    case("extra body without JSON form", ARGUMENT, "no JSON form", "complex", extra_body={"a": 1j}),
    case("extra body with NaN", ARGUMENT, "extra_body holds nan at ['a'][0]", "leave it out", extra_body={"a": [float("nan")]}),
    case("an option that is infinite", ARGUMENT, "provider_options holds -inf at ['openai']['logit_bias']", provider_options={"openai": {"logit_bias": {"5": float("-inf")}}}),
    case("extra body that contains itself", ARGUMENT, "nested too deeply", "contains itself", extra_body=looped()),
    case("extra body too deep", ARGUMENT, "nested too deeply", extra_body={"a": nested(100_000)}),
    case("an unknown include", ARGUMENT, "include may hold", "request_body", "['bodies']", include=["bodies"]),
    case("a callback that is none", ARGUMENT, "on_end must be a function", on_end=3, parameter="on_end"),
    case("an unknown argument", ARGUMENT, "no argument 'temperatur'; did you mean 'temperature'?", temperatur=1, parameter="temperatur"),
    case("an argument of another library", ARGUMENT, "no argument 'max_tokens'", "max_", max_tokens=1),
    # tools
    case("text as tools", ARGUMENT, "tools must be a list of tools or a mapping", tools="look", doors=TEXT),
    case("a tool that is none", ARGUMENT, "tools holds 7", "@ai_sdk.tool", tools=[7], doors=TEXT),
    case("two tools of one name", ARGUMENT, "two tools are named 'look'", tools=[look, look], doors=TEXT),
    case("a tool without a name", ARGUMENT, "1 to 64 letters", tools=[lambda city: city], doors=TEXT),
    case("an unknown tool choice", ARGUMENT, "tool_choice must be", '"required"', "'force'", tools=[look], tool_choice="force", doors=TEXT),
    case("a choice of no tool", ARGUMENT, "names the tool 'lok'", "the tools are: look", tools=[look], tool_choice={"type": "tool", "tool_name": "lok"}, doors=TEXT),
    case("active tools that are not there", ARGUMENT, "active_tools names 'lok'", "look", tools=[look], active_tools=["lok"], doors=TEXT),
    case("half a parallel tool", ARGUMENT, "max_parallel_tools", "at least 1", tools=[look], max_parallel_tools=0, doors=TEXT),
    case("a stop condition that is none", ARGUMENT, "stop_when", tools=[look], stop_when=3, doors=TEXT),
    case("a type as output", ARGUMENT, "output must come from Output", "Output.object", output=int, doors=TEXT),
    # objects
    case("tools for an object", ARGUMENT, "no argument 'tools' here", "output=Output.object", tools=[look], doors=OBJECT),
    case("no schema", ARGUMENT, "needs a schema", schema=None, doors=OBJECT, parameter="schema"),
    case("an unknown kind of output", ARGUMENT, 'output must be "object"', "'list'", output="list", doors=OBJECT),
    case("an enum and a schema", ARGUMENT, "takes enum=[...] and no schema", output="enum", enum=["a"], doors=OBJECT),
    case("an enum without values", ARGUMENT, "enum=[...]", output="enum", schema=None, enum=[], doors=OBJECT),
    case("a schema beside no-schema", ARGUMENT, "takes no schema", output="no-schema", doors=OBJECT),
    case("a type without JSON form", ARGUMENT, "schema", "socket", schema=__import__("socket").socket, doors=OBJECT),
    case("a value as a schema", ARGUMENT, "schema", schema=3, doors=OBJECT),
    case("repairs below zero", ARGUMENT, "max_repairs", "at least 0", max_repairs=-1, doors=(value,)),
]  # fmt: skip


@crossed(ARGUMENTS)
@pytest.mark.parametrize("kind", ["responses", "chat"])
async def test_bad_arguments_are_refused_before_anything_is_sent(
    server: ProviderServer, kind: str, door: Door, bad: Bad
) -> None:
    model = getattr(provider(server), kind)("gpt-4o")
    given = {"prompt": "hi", **bad.given}
    given = {name: item for name, item in given.items() if item is not MISSING}

    with pytest.raises(AISDKError) as caught:
        await door(model, **given)

    error = caught.value
    assert type(error) is bad.error
    for words in bad.words:
        assert words in str(error)
    if bad.parameter is not None:
        assert error.parameter == bad.parameter  # type: ignore[attr-defined]
    assert server.requests == []
    assert_no_key(error)


def bind(settings: dict[str, Any]) -> Callable[[ProviderServer], Any]:
    return lambda server: provider(server, **settings)("gpt-4o")


MODELS: list[tuple[str, Callable[[ProviderServer], Any], type[Exception], tuple[str, ...]]] = [
    ("no provider", lambda _: "gpt-5", ARGUMENT, ('"provider:model-id"', "'gpt-5'")),
    ("no model id", lambda _: "openai:", ARGUMENT, ('"provider:model-id"',)),
    ("empty", lambda _: "", ARGUMENT, ('"openai:gpt-5"',)),
    (
        "unknown provider",
        lambda _: "opnai:gpt-5",
        errors.NoSuchProviderError,
        ("no provider 'opnai'; did you mean 'openai'?", "known: ", "openai"),
    ),
    ("a number", lambda _: 7, ARGUMENT, ("model must be a string", "handle", "not int")),
    ("nothing", lambda _: None, ARGUMENT, ("model must be a string", "not NoneType")),
    ("the provider itself", provider, ARGUMENT, ("model must be a string", "OpenAIProvider")),
    (
        "a model of another kind",
        lambda server: provider(server).embedding("text-embedding-3-small"),
        errors.NoSuchModelError,
        ("is an embedding model; this function needs a language model",),
    ),
    (
        "no key",
        bind({"api_key": None}),
        errors.LoadAPIKeyError,
        ("set the environment variable OPENAI_API_KEY", "api_key=", "create_openai"),
    ),
    ("a key with a line break", bind({"api_key": f"{KEY}\n{KEY}"}), SETUP, ("API key", "line break")),
    ("a key beyond Latin-1", bind({"api_key": f"{KEY}’"}), SETUP, ("API key", "Latin-1")),
    ("a key of two lines", bind({"api_key": f"{KEY}\r\nx: y"}), SETUP, ("API key", "line break")),
    ("an address without scheme", bind({"base_url": "localhost:1/v1"}), SETUP, ("base_url must be http://",)),
    ("an address of another kind", bind({"base_url": "ftp://localhost/v1"}), SETUP, ("base_url",)),
    ("an address without host", bind({"base_url": "http:///v1"}), SETUP, ("base_url",)),
    ("a header with a line break", bind({"headers": {"x-a": "b\nc"}}), ARGUMENT, ("'x-a'", "line break")),
    ("an organisation with a line break", bind({"organization": "o\nc"}), ARGUMENT, ("'openai-organization'", "line break")),
    ("an httpx client", bind({"client": httpx.Client}), SETUP, ("client= got",)),
    ("a closed httpx client class", bind({"client": 3}), SETUP, ("client= got int",)),
]  # fmt: skip


@pytest.mark.parametrize("door", LANGUAGE, ids=lambda door: door.__name__)
@pytest.mark.parametrize(
    ("made", "expected", "words"), [row[1:] for row in MODELS], ids=[row[0] for row in MODELS]
)
async def test_a_bad_model_key_or_address(
    server: ProviderServer, made: Any, expected: type[Exception], words: Any, door: Door
) -> None:
    with pytest.raises(AISDKError) as caught:
        await door(made(server), prompt="hi")

    assert type(caught.value) is expected
    for word in words:
        assert word in str(caught.value)
    assert server.requests == []
    assert_no_key(caught.value)


async def test_the_missing_key_is_named_at_the_call_and_not_before(
    server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = provider(server, api_key=None)("gpt-4o")
    other = openai_compatible(name="acme", base_url=server.base_url, api_key_variable="ACME_KEY")

    with pytest.raises(errors.LoadAPIKeyError) as caught:
        await generate_text(model, prompt="hi")
    assert caught.value.variable == "OPENAI_API_KEY"
    with pytest.raises(errors.LoadAPIKeyError, match="ACME_KEY") as caught:
        await generate_text(other("m"), prompt="hi")
    assert caught.value.variable == "ACME_KEY"
    assert server.requests == []

    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    await generate_text(model, prompt="hi")
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


async def test_a_key_function_that_fails_is_the_callers_own_error(server: ProviderServer) -> None:
    def broken() -> str:
        raise KeyError("vault")

    with pytest.raises(KeyError, match="vault"):
        await generate_text(provider(server, api_key=broken)("gpt-4o"), prompt="hi")

    assert server.requests == []


@pytest.mark.parametrize("door", LANGUAGE, ids=lambda door: door.__name__)
async def test_a_client_of_the_other_colour(server: ProviderServer, door: Door) -> None:
    mine = AsyncHTTPClient
    other: Any = next(each for each in BOTH_CLIENTS if each is not mine)

    with pytest.raises(errors.ConfigurationError) as caught:
        await door(provider(server)("gpt-4o"), prompt="hi", client=other())

    assert "client= got" in str(caught.value)
    assert mine.__name__ in str(caught.value)
    assert server.requests == []
    assert_no_key(caught.value)


async def test_an_httpx_client_says_how_it_is_passed(server: ProviderServer) -> None:
    guest = httpx.Client()

    with pytest.raises(errors.ConfigurationError, match=r"http_client=\.\.\."):
        await generate_text(provider(server)("gpt-4o"), prompt="hi", client=guest)  # type: ignore[arg-type]

    guest.close()
    assert server.requests == []


async def test_a_closed_client(server: ProviderServer) -> None:
    client = AsyncHTTPClient()
    await client.aclose()

    with pytest.raises(errors.ConfigurationError, match="closed; make another"):
        await generate_text(provider(server)("gpt-4o"), prompt="hi", client=client)

    assert server.requests == []


async def test_a_cancelled_call_sends_nothing(server: ProviderServer) -> None:
    token = CancelToken()
    token.cancel("enough")

    with pytest.raises(errors.RunCancelledError, match="enough"):
        await generate_text(provider(server)("gpt-4o"), prompt="hi", cancel=token)

    assert server.requests == []


def wrong_reference(city: NotDefinedAnywhere) -> str:  # type: ignore[name-defined]  # noqa: F821
    """Names a type that is not there."""
    return ""


def no_json(city: httpx.Client) -> str:
    """Takes what has no JSON form."""
    return ""


TOOLS: list[tuple[str, Callable[[], Any], tuple[str, ...]]] = [
    ("a bad name", lambda: tool(name="get weather", input_schema=dict[str, int]), ("1 to 64 letters", "'get weather'")),
    ("a long name", lambda: tool(name="a" * 65, input_schema=dict[str, int]), ("1 to 64 letters",)),
    ("no object", lambda: tool(name="f", input_schema=int), ("'f'", "must be an object, not integer")),
    ("no schema at all", lambda: tool(name="f", input_schema=3), ("'f'", "schema")),
    ("an unknown word as type", lambda: tool(name="f", input_schema={"type": "objct"}), ("'f'", "objct")),
    ("a number as type", lambda: tool(name="f", input_schema={"type": 5}), ("'f'", "type")),
    ("properties as a list", lambda: tool(name="f", input_schema={"type": "object", "properties": []}), ("'f'", "properties")),
    ("a property that is no schema", lambda: tool(name="f", input_schema={"type": "object", "properties": {"a": 3}}), ("'f'", "properties")),
    ("required as text", lambda: tool(name="f", input_schema={"type": "object", "required": "a"}), ("'f'", "required")),
    ("a reference to nowhere", lambda: tool(name="f", input_schema={"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}}), ("'f'", "#/$defs/A")),
    ("a type that is not there", lambda: tool(wrong_reference), ("'wrong_reference'", "NotDefinedAnywhere")),
    ("a type without JSON form", lambda: tool(no_json), ("'no_json'", "Client")),
    ("no function", lambda: tool(3), ("tool() takes a function",)),  # type: ignore[call-overload]
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "words"), [row[1:] for row in TOOLS], ids=[row[0] for row in TOOLS]
)
def test_a_malformed_tool_is_refused_where_it_is_made(make: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(AISDKError) as caught:
        make()

    assert type(caught.value) is errors.InvalidArgumentError
    for word in words:
        assert word in str(caught.value)


# --- embeddings, images, speech, transcription


async def embedded(made: Any, **given: Any) -> Any:
    return await embed(made.embedding("text-embedding-3-small"), **{"value": "hi", **given})


async def embedded_many(made: Any, **given: Any) -> Any:
    return await embed_many(made.embedding("text-embedding-3-small"), **{"values": ["hi"], **given})


async def drawn(made: Any, **given: Any) -> Any:
    return await generate_image(made.image("gpt-image-1"), **{"prompt": "a cat", **given})


async def spoken(made: Any, **given: Any) -> Any:
    return await generate_speech(made.speech("tts-1"), **{"text": "hi", **given})


async def heard(made: Any, **given: Any) -> Any:
    wave = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28)
    return await transcribe(made.transcription("whisper-1"), **{"audio": wave, **given})


MEDIA = (embedded, embedded_many, drawn, spoken, heard)

MEDIA_ARGUMENTS = [
    case("an unknown argument", ARGUMENT, "no argument 'timeot'; did you mean 'timeout'?", timeot=1, doors=MEDIA),
    case("retries below zero", ARGUMENT, "max_retries", "at least 0", max_retries=-1, doors=MEDIA),
    case("a timeout as text", ARGUMENT, "timeout must be seconds", timeout="1s", doors=MEDIA),
    case("a line break in a header", ARGUMENT, "'x-a'", "line break", headers={"x-a": "b\r\nx-c: d"}, doors=MEDIA),
    case("provider options as text", ARGUMENT, "provider_options must be a mapping", provider_options="store", doors=MEDIA),
    case("an unknown include", ARGUMENT, "include may hold", include=["raw_chunks"], doors=MEDIA),
    case("no text to embed", ARGUMENT, "value must not be empty", value="", doors=(embedded,)),
    case("a number to embed", ARGUMENT, "value must be a str or a list of token ids, not int", value=7, doors=(embedded,)),
    case("a mixed list to embed", ARGUMENT, "mixed list", value=[1, "a"], doors=(embedded,)),
    case("one text to embed_many", ARGUMENT, "values must be a list", "use embed()", values="hi", doors=(embedded_many,)),
    case("an empty text to embed_many", ARGUMENT, "values[1] must not be empty", values=["a", ""], doors=(embedded_many,)),
    case("no parallel calls", ARGUMENT, "max_parallel_calls", "at least 1", max_parallel_calls=0, doors=(embedded_many, drawn)),
    case("nothing to draw", ARGUMENT, "prompt is missing", prompt=None, doors=(drawn,)),
    case("a number to draw", ARGUMENT, "prompt must be a str, not 7", prompt=7, doors=(drawn,)),
    case("no images", ARGUMENT, "n must be a whole number of at least 1, not 0", n=0, doors=(drawn,)),
    case("n as None", ARGUMENT, "n must be", "None", n=None, doors=(drawn,)),
    case("a mask alone", ARGUMENT, "mask needs images", mask=b"\x89PNG\r\n\x1a\n", doors=(drawn,)),
    case("an empty image", ARGUMENT, "images[0] is empty", images=[b""], doors=(drawn,)),
    case("an image that is not there", ARGUMENT, "images[0]", "cannot be read", images=[Path("/no/such.png")], doors=(drawn,)),
    case("a number as images", ARGUMENT, "images must be a list of images, not int", images=7, doors=(drawn,)),
    case("nothing to say", ARGUMENT, "text", text="", doors=(spoken,)),
    case("a number to say", ARGUMENT, "text must be", text=7, doors=(spoken,)),
    case("a speed of nothing", ARGUMENT, "speed", speed="fast", doors=(spoken,)),
    case("an empty voice", ARGUMENT, "voice", voice="", doors=(spoken,)),
    case("nothing to hear", ARGUMENT, "audio is empty", audio=b"", doors=(heard,)),
    case("a number to hear", ARGUMENT, "audio", "not int", audio=7, doors=(heard,)),
    case("audio by a local URL", errors.DownloadError, "a name of a local network", audio="https://intranet/a.wav", doors=(heard,)),
]  # fmt: skip


@crossed(MEDIA_ARGUMENTS)
async def test_bad_arguments_of_the_other_functions(
    server: ProviderServer, door: Door, bad: Bad
) -> None:
    with pytest.raises(AISDKError) as caught:
        await door(provider(server), **bad.given)

    assert type(caught.value) is bad.error
    for words in bad.words:
        assert words in str(caught.value)
    assert server.requests == []
    assert_no_key(caught.value)


@pytest.mark.parametrize("door", MEDIA, ids=lambda door: door.__name__)
@pytest.mark.parametrize(
    ("settings", "expected", "words"),
    [
        ({"api_key": None}, errors.LoadAPIKeyError, "OPENAI_API_KEY"),
        ({"api_key": f"{KEY}\n{KEY}"}, errors.ConfigurationError, "line break"),
        ({"base_url": "nowhere"}, errors.ConfigurationError, "base_url"),
    ],
    ids=["no key", "a key with a line break", "no address"],
)
async def test_a_bad_key_or_address_of_the_other_functions(
    server: ProviderServer, door: Door, settings: Any, expected: type[Exception], words: str
) -> None:
    with pytest.raises(AISDKError) as caught:
        await door(provider(server, **settings))

    assert type(caught.value) is expected
    assert words in str(caught.value)
    assert server.requests == []
    assert_no_key(caught.value)


@pytest.mark.parametrize("door", MEDIA, ids=lambda door: door.__name__)
async def test_a_wrong_client_of_the_other_functions(server: ProviderServer, door: Door) -> None:
    other: Any = next(each for each in BOTH_CLIENTS if each is not AsyncHTTPClient)
    guest = httpx.Client()

    for client, words in ((other(), "this call needs"), (guest, "http_client=...")):
        with pytest.raises(errors.ConfigurationError, match="client= got") as caught:
            await door(provider(server), client=client)
        assert words in str(caught.value)

    guest.close()
    assert server.requests == []


# --- answers


@dataclass(frozen=True)
class Answer:
    """A bad answer, and what it must come to with one try.

    Attributes:
        attributes: what the error's attributes must be.
    """

    name: str
    reply: Reply
    error: type[Exception]
    words: tuple[str, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)


JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html; charset=utf-8"}
PAGE = "<!doctype html><html><body><h1>Welcome</h1></body></html>"
BAD = errors.InvalidResponseError
DEEP = '{"choices": ' + "[" * 100_000 + "]" * 100_000 + "}"


def answer(
    name: str, error: type[Exception], reply: Reply, *words: str, **attributes: Any
) -> Answer:
    return Answer(name, reply, error, words, attributes)


ANSWERS = [
    answer("not JSON", BAD, Reply.raw(200, JSON, "hello"), status_code=200, body="hello"),
    answer("cut JSON", BAD, Reply.raw(200, JSON, '{"id": "x", "cho'), status_code=200),
    answer("not UTF-8", BAD, Reply.raw(200, JSON, b'{"id": "\xff"}'), status_code=200),
    answer("a web page", BAD, Reply.raw(200, HTML, PAGE), status_code=200),
    answer("nothing", BAD, Reply.raw(200, JSON, ""), status_code=200),
    answer("a JSON list", BAD, Reply.raw(200, JSON, "[1, 2]"), status_code=200),
    answer("a JSON null", BAD, Reply.raw(200, JSON, "null"), status_code=200),
    answer("an empty object", BAD, Reply.raw(200, JSON, "{}"), status_code=200),
    answer("another shape", BAD, Reply.raw(200, JSON, '{"choices": 3, "output": "x"}')),
    answer("a shape of other parts", BAD, Reply.raw(200, JSON, '{"choices": [7], "output": {}}')),
    answer("too deep", BAD, Reply.raw(200, JSON, DEEP), status_code=200),
    answer(
        "an error in a success",
        errors.RateLimitError,
        Reply.raw(200, JSON, '{"error": {"message": "slow down", "code": "rate_limit_exceeded"}}'),
        "slow down",
        code="rate_limit_exceeded",
    ),
    answer(
        "a plain text as error in a success",
        errors.ServerError,
        Reply.raw(200, JSON, '{"error": "model exploded"}'),
        "model exploded",
    ),
    answer(
        "a web page as error",
        errors.ServerError,
        Reply.html_error(502),
        "502",
        status_code=502,
        is_retryable=True,
    ),
    answer("no words", errors.ServerError, Reply.raw(500, JSON, ""), "500", status_code=500),
    answer(
        "the key in an error",
        errors.AuthenticationError,
        Reply.error(401, "Incorrect API key provided: sk-echo0123456789.", code="invalid_api_key"),
        "[redacted]",
        status_code=401,
        is_retryable=False,
    ),
    answer("forbidden", errors.PermissionDeniedError, Reply.error(403, "no"), status_code=403),
    answer("no model", errors.NotFoundError, Reply.error(404, "no such model"), "no such model"),
    answer("malformed", errors.BadRequestError, Reply.error(400, "bad"), "bad", status_code=400),
    answer("unprocessable", errors.BadRequestError, Reply.error(422, "bad"), status_code=422),
    answer(
        "too long",
        errors.ContextOverflowError,
        Reply.error(400, "Your input exceeds it.", code="context_length_exceeded"),
    ),
    answer(
        "no money",
        errors.QuotaExceededError,
        Reply.error(429, "You exceeded your quota.", code="insufficient_quota"),
        is_retryable=False,
    ),
    answer(
        "too fast",
        errors.RateLimitError,
        Reply.error(429, "Slow down.", retry_after=7),
        "Slow down.",
        retry_after=7.0,
        is_retryable=True,
    ),
    answer("overloaded", errors.OverloadedError, Reply.error(503, "busy"), is_retryable=True),
    answer("hung up", errors.APIConnectionError, Reply.no_answer("close"), is_retryable=True),
    answer("reset", errors.APIConnectionError, Reply.no_answer("rst")),
    answer("no HTTP", errors.APIConnectionError, Reply.wire(b"SSH-2.0-OpenSSH_9.2\r\n")),
    answer(
        "a redirect",
        BAD,
        Reply.raw(302, {"location": "https://elsewhere.example/v1"}, ""),
        "redirects to https://elsewhere.example/v1",
        "base_url",
    ),
]


@pytest.mark.parametrize("door", LANGUAGE, ids=lambda door: door.__name__)
@pytest.mark.parametrize("kind", ["responses", "chat"])
@pytest.mark.parametrize("bad", ANSWERS, ids=lambda bad: bad.name)
async def test_bad_answers(kind: str, door: Door, bad: Answer) -> None:
    with ProviderServer([bad.reply]) as server:
        model = getattr(provider(server), kind)("gpt-4o")
        with pytest.raises(AISDKError) as caught:
            await door(model, prompt="hi", max_retries=0)
        assert len(server.requests) == 1

    error = caught.value
    assert type(error) is bad.error
    for words in bad.words:
        assert words in str(error)
    for name, expected in bad.attributes.items():
        assert getattr(error, name) == expected
    assert error.url == server.base_url + (  # type: ignore[attr-defined]
        "/responses" if kind == "responses" else "/chat/completions"
    )
    assert len(error.attempts) == 1  # type: ignore[attr-defined]
    assert_no_key(error, KEY, "sk-echo0123456789")


async def test_an_answer_larger_than_any() -> None:
    with ProviderServer([Reply.gzip_bomb(70_000_000, media_type="application/json")]) as server:
        with pytest.raises(errors.InvalidResponseError, match="larger than 67108864 bytes"):
            await generate_text(provider(server)("gpt-4o"), prompt="hi", max_retries=0)


def good(*pieces: str, **settings: Any) -> Reply:
    return Reply.text("".join(pieces), deltas=list(pieces), **settings)


STREAMS = [
    answer("cut after a piece", errors.StreamInterruptedError, good(*"abcdef").cut(after_events=5)),
    answer("no end mark", errors.StreamInterruptedError, good("a", "b").without_end_mark()),
    answer("reset", errors.StreamInterruptedError, good(*"abcdef").cut(after_events=5, how="rst")),
    answer(
        "an error after a piece",
        errors.ServerError,
        Reply.failed("exploded", text="ab"),
        "exploded",
    ),
]
"""Streams that break after their first piece of text, told by what breaks them."""


@pytest.mark.parametrize("kind", ["responses", "chat"])
@pytest.mark.parametrize("bad", STREAMS, ids=lambda bad: bad.name)
async def test_bad_streams(kind: str, bad: Answer) -> None:
    with ProviderServer([bad.reply]) as server:
        model = getattr(provider(server), kind)("gpt-4o")
        with pytest.raises(AISDKError) as caught:
            await streamed(model, prompt="hi", max_retries=0)

    error = caught.value
    assert type(error) is bad.error
    for words in bad.words:
        assert words in str(error)
    told = error.partial.text  # type: ignore[attr-defined]
    assert told
    assert "abcdef".startswith(told)
    assert_no_key(error)


EVENTS = [
    answer("an event that is no JSON", BAD, Reply.sse(["{not json"]), "JSON"),
    answer("an event cut short", BAD, Reply.sse(['{"type": "response.cre']), "JSON"),
    answer("an event that is a list", BAD, Reply.sse(["[1]"])),
    answer("a page in an event", BAD, Reply.sse([PAGE])),
    answer("no event", errors.StreamInterruptedError, Reply.sse([])),
    answer("nothing but a comment", errors.StreamInterruptedError, Reply.sse(b": ping\n\n")),
    answer("an event without end", BAD, Reply.sse(b"data: " + b"a" * 20_000_000)),
]


@pytest.mark.parametrize("kind", ["responses", "chat"])
@pytest.mark.parametrize("bad", EVENTS, ids=lambda bad: bad.name)
async def test_bad_events(kind: str, bad: Answer) -> None:
    with ProviderServer([bad.reply]) as server:
        model = getattr(provider(server), kind)("gpt-4o")
        with pytest.raises(AISDKError) as caught:
            await streamed(model, prompt="hi", max_retries=0)

    assert type(caught.value) is bad.error
    for words in bad.words:
        assert words in str(caught.value)
    assert_no_key(caught.value)


OBJECTS = [
    ("no JSON", Reply.text("I cannot do that."), "is no JSON"),
    (
        "JSON cut short",
        Reply.text('{"a": 1', finish_reason="length"),
        "allow more with max_output_tokens",
    ),
    ("another type", Reply.text('{"a": "one"}'), "a"),
    ("a list", Reply.text("[1, 2]"), "object"),
    ("empty", Reply.text(""), ""),
    ("refused", Reply.refusal("No."), ""),
]


@pytest.mark.parametrize("door", OBJECT, ids=lambda door: door.__name__)
@pytest.mark.parametrize("kind", ["responses", "chat"])
@pytest.mark.parametrize(
    ("reply", "words"), [row[1:] for row in OBJECTS], ids=[row[0] for row in OBJECTS]
)
async def test_answers_that_are_no_object(kind: str, door: Door, reply: Reply, words: str) -> None:
    with ProviderServer([reply]) as server:
        model = getattr(provider(server), kind)("gpt-4o")
        with pytest.raises(AISDKError) as caught:
            await door(model, prompt="hi")

    error = caught.value
    assert type(error) is errors.NoObjectGeneratedError
    assert words in str(error)
    assert isinstance(error.text, str)
    assert error.usage is not None
    assert error.response is not None
    assert_no_key(error)


MEDIA_ANSWERS = [
    answer("not JSON", BAD, Reply.raw(200, JSON, "hello")),
    answer("a web page", BAD, Reply.raw(200, HTML, PAGE)),
    answer("an error in a success", errors.RateLimitError, Reply.raw(200, JSON, '{"error": {"message": "slow down", "code": "rate_limit_exceeded"}}'), "slow down"),
    answer("a web page as error", errors.ServerError, Reply.html_error(502), "502"),
    answer("unauthorised", errors.AuthenticationError, Reply.error(401, "Incorrect API key provided: sk-echo0123456789."), "[redacted]"),
    answer("hung up", errors.APIConnectionError, Reply.no_answer("close")),
    answer("another shape", BAD, Reply.raw(200, JSON, '{"data": 3, "text": 3}')),
]  # fmt: skip


@pytest.mark.parametrize("door", MEDIA, ids=lambda door: door.__name__)
@pytest.mark.parametrize("bad", MEDIA_ANSWERS, ids=lambda bad: bad.name)
async def test_bad_answers_of_the_other_functions(door: Door, bad: Answer) -> None:
    with ProviderServer([bad.reply]) as server, pytest.raises(AISDKError) as caught:
        await door(provider(server), max_retries=0)

    assert type(caught.value) is bad.error
    for words in bad.words:
        assert words in str(caught.value)
    assert_no_key(caught.value, KEY, "sk-echo0123456789")
