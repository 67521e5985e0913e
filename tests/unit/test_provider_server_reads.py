"""The provider server understands every spelling that the API allows."""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from ai_sdk.testing import ProviderServer, Reply
from ai_sdk.testing.server.recorded import parse_multipart

AUDIO = {"type": "input_audio", "input_audio": {"data": "YWJj", "format": "mp3"}}
PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}}
CHAT_TOOL = {"type": "function", "function": {"name": "look", "parameters": PARAMETERS}}
TOOL = {"type": "function", "name": "look", "parameters": PARAMETERS}


@pytest.fixture(scope="module")
def server() -> Iterator[ProviderServer]:
    with ProviderServer() as running:
        yield running


def send(
    server: ProviderServer, path: str, body: Any, kind: str = "application/json"
) -> tuple[str, bytes]:
    data = body if isinstance(body, bytes) else json.dumps({"model": "gpt-4o", **body}).encode()
    request = urllib.request.Request(server.base_url + path, data, {"content-type": kind})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.headers["content-type"], answer.read()


def chat(server: ProviderServer, *messages: Any, **body: Any) -> dict[str, Any]:
    asked = {"messages": list(messages), **body}
    return json.loads(send(server, "/chat/completions", asked)[1])["choices"][0]["message"]


def respond(server: ProviderServer, given: Any, **body: Any) -> list[Any]:
    return json.loads(send(server, "/responses", {"input": given, **body})[1])["output"]


def user(*parts: Any) -> dict[str, Any]:
    return {"role": "user", "content": list(parts)}


def events(data: bytes) -> list[Any]:
    lines = [line for line in data.decode().split("\n") if line.startswith("data: ")]
    return [json.loads(line[6:]) for line in lines if line != "data: [DONE]"]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (AUDIO, "a sound (audio/mp3, 3 bytes)"),
        (
            {"type": "image_url", "image_url": {"url": "https://x/y.png"}},
            "an image (https://x/y.png)",
        ),
        ({"type": "image_url", "image_url": "https://x/y.png"}, "an image (https://x/y.png)"),
        (
            {"type": "file", "file": {"filename": "a.txt", "file_data": "data:text/plain,YQ=="}},
            "a file (a.txt, text/plain, 1 bytes)",
        ),
        ({"type": "file", "file": {"file_id": "file-1"}}, "a file (file-1)"),
    ],
)
def test_chat_parts(server: ProviderServer, part: Any, words: str) -> None:
    text = {"type": "text", "text": "What is it?"}
    assert chat(server, user(text, part))["content"] == f"I can see {words}."


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (AUDIO, "a sound (audio/mp3, 3 bytes)"),
        ({"type": "input_image", "file_id": "file-1"}, "an image (file-1)"),
        ({"type": "input_file", "file_url": "https://x/y"}, "a file (https://x/y)"),
        ({"type": "input_file", "file_id": "file-2"}, "a file (file-2)"),
    ],
)
def test_response_parts(server: ProviderServer, part: Any, words: str) -> None:
    (item,) = respond(server, [user({"type": "input_text", "text": "What is it?"}, part)])
    assert item["content"][0]["text"] == f"I can see {words}."


def test_chat_history(server: ProviderServer) -> None:
    custom = {"id": "c2", "type": "custom", "custom": {"name": "note", "input": "free text"}}
    call = {"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{bad"}}
    message = chat(
        server,
        {"role": "developer", "content": [{"type": "text", "text": "Be brief."}]},
        {"role": "user", "content": "Look."},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "No."}]},
        {"role": "assistant", "content": None, "tool_calls": [call, custom]},
        {"role": "tool", "tool_call_id": "c2", "content": [{"type": "text", "text": "two"}]},
        {"role": "tool", "tool_call_id": "c1", "content": "one"},
    )
    assert message["content"] == (
        "According to note, the answer is two. According to look, the answer is one."
    )


def test_response_history(server: ProviderServer) -> None:
    items = [
        {"role": "user", "content": "My name is Ada."},
        {"type": "reasoning", "id": "rs_1", "summary": []},
        {"type": "function_call", "call_id": "c1", "name": "look", "arguments": "{bad"},
        {
            "type": "function_call_output",
            "call_id": "c1",
            "output": [{"type": "input_text", "text": "x"}],
        },
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "No."}]},
        {"role": "assistant", "content": [{"type": "output_text", "text": "Yes."}]},
        {"type": "item_reference", "id": "msg_1"},
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": [{"type": "input_text", "text": "What is my name?"}]},
    ]
    assert respond(server, items)[0]["content"][0]["text"] == "Your name is Ada."


def test_a_prompt_may_stand_for_the_input(server: ProviderServer) -> None:
    data = send(server, "/responses", {"prompt": {"id": "pmpt_1"}})[1]
    assert json.loads(data)["output"][0]["content"][0]["text"] == "I am listening."


@pytest.mark.parametrize(
    ("choice", "called"),
    [
        (None, True),
        ("none", False),
        ("required", True),
        ({"type": "function", "function": {"name": "look"}}, True),
        ({"type": "allowed_tools", "allowed_tools": {"mode": "none"}}, False),
    ],
)
def test_chat_tool_choice(server: ProviderServer, choice: Any, called: bool) -> None:
    custom = {"type": "custom", "custom": {"name": "note"}}
    asked = {"role": "user", "content": "Look at Rome"}
    message = chat(server, asked, tools=[CHAT_TOOL, custom], tool_choice=choice)
    calls = message.get("tool_calls", [])
    assert [call["function"]["name"] for call in calls] == ["look"] * called


@pytest.mark.parametrize(
    ("choice", "called"),
    [
        (None, True),
        ("none", False),
        ({"type": "function", "name": "look"}, True),
        ({"type": "allowed_tools", "mode": "none"}, False),
        ({"type": "web_search_preview"}, True),
    ],
)
def test_response_tool_choice(server: ProviderServer, choice: Any, called: bool) -> None:
    tools = [TOOL, {"type": "web_search_preview"}]
    output = respond(server, "Look at Rome", tools=tools, tool_choice=choice)
    assert [item["name"] for item in output if item["type"] == "function_call"] == ["look"] * called


def test_response_formats(server: ProviderServer) -> None:
    form: dict[str, Any] = {"type": "json_object"}
    (item,) = respond(server, 'Say "a" in JSON', text={"format": form})
    assert json.loads(item["content"][0]["text"]) == {"answer": "a"}
    form = {"type": "json_schema", "name": "n", "schema": PARAMETERS}
    (item,) = respond(server, "Rome", text={"format": form})
    assert json.loads(item["content"][0]["text"]) == {"city": "Rome"}


def test_stop_and_unset_parameters(server: ProviderServer) -> None:
    asked = {"role": "user", "content": "count to 9"}
    assert chat(server, asked, stop="3")["content"] == "1 2 "
    assert chat(server, asked, stop=["7", "5"])["content"] == "1 2 3 4 "
    tool = {"type": "function", "function": {"name": "bare"}}
    assert chat(server, asked, tools=[tool])["tool_calls"][0]["function"]["arguments"] == "{}"


@pytest.mark.parametrize(
    ("body", "thinks"),
    [
        ({"model": "gpt-5"}, True),
        ({"model": "openai/o3-mini"}, True),
        ({"model": "gpt-5-chat-latest"}, False),
        ({"model": "gpt-5", "reasoning_effort": "none"}, False),
        ({"model": "gpt-4o", "reasoning_effort": "low"}, True),
    ],
)
def test_chat_reasoning(server: ProviderServer, body: Any, thinks: bool) -> None:
    asked = {"messages": [{"role": "user", "content": "hi"}], **body}
    usage = json.loads(send(server, "/chat/completions", asked)[1])["usage"]
    assert (usage["completion_tokens_details"]["reasoning_tokens"] > 0) is thinks


@pytest.mark.parametrize("given", [[1, 2, 3], [[1, 2], [3]]])
def test_embedding_of_tokens(server: ProviderServer, given: Any) -> None:
    data = json.loads(send(server, "/embeddings", {"input": given, "dimensions": 8})[1])
    assert [len(item["embedding"]) for item in data["data"]] == [8] * (2 if given[0] != 1 else 1)


def test_large_embeddings(server: ProviderServer) -> None:
    body = {"model": "text-embedding-3-large", "input": "a"}
    assert len(json.loads(send(server, "/embeddings", body)[1])["data"][0]["embedding"]) == 3072


def test_image_edit_as_json(server: ProviderServer) -> None:
    body = {"model": "gpt-image-1", "prompt": "x", "images": [{"file_id": "file-1"}]}
    data = json.loads(send(server, "/images/edits", {**body, "size": "8x8", "n": 2})[1])
    assert (len(data["data"]), data["size"]) == (2, "8x8")


def test_image_edit_streams_from_a_form(server: ProviderServer) -> None:
    fields = {"prompt": "x", "stream": "true", "partial_images": "1", "size": "8x8"}
    body = b'--b\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\nx\r\n'
    for name, value in fields.items():
        body += f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    data = send(server, "/images/edits", body + b"--b--", "multipart/form-data; boundary=b")[1]
    assert [event["type"] for event in events(data)] == [
        "image_edit.partial_image",
        "image_edit.completed",
    ]


def test_scripted_media() -> None:
    script = [
        Reply.embeddings([[1.0, 2.0], [3.0]], tokens=5),
        Reply.images([b"picture"], revised_prompt="better"),
        Reply.audio(b"sound", "audio/mpeg"),
        Reply.json_object({"a": [1]}),
    ]
    with ProviderServer(script) as server:
        data = json.loads(send(server, "/embeddings", {"input": "x"})[1])
        assert [item["embedding"] for item in data["data"]] == [[1.0, 2.0], [3.0]]
        assert data["usage"]["total_tokens"] == 5
        data = json.loads(send(server, "/images/generations", {"prompt": "x"})[1])["data"]
        picture = base64.b64encode(b"picture").decode()
        assert data == [{"revised_prompt": "better", "b64_json": picture}]
        spoken = {"input": "x", "voice": "v"}
        assert send(server, "/audio/speech", spoken) == ("audio/mpeg", b"sound")
        assert chat(server, {"role": "user", "content": "x"})["content"] == '{"a":[1]}'


@pytest.mark.parametrize("form", ["json", "diarized_json"])
def test_scripted_transcript_stream(form: str) -> None:
    fields = {"model": "gpt-4o-transcribe", "stream": "true", "response_format": form}
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n'
    for name, value in fields.items():
        body += f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    with ProviderServer([Reply.text("so it is")]) as server:
        kind = "multipart/form-data; boundary=b"
        data = send(server, "/audio/transcriptions", body + b"--b--", kind)[1]
    kinds = [event["type"] for event in events(data)]
    segment = ["transcript.text.segment"] * (form != "json")
    assert kinds == ["transcript.text.delta"] * 3 + segment + ["transcript.text.done"]


@pytest.mark.parametrize("api", ["/chat/completions", "/responses"])
def test_streamed_reasoning_and_refusal(api: str) -> None:
    body = {"messages": [{"role": "user", "content": "x"}], "input": "x", "stream": True}
    script = [Reply.reasoning("think twice", "ok"), Reply.refusal("no way"), Reply.failed(code="x")]
    with ProviderServer(script) as server:
        thought, refused, failed = (events(send(server, api, body)[1]) for _ in script)
    if api == "/responses":
        deltas = [e["delta"] for e in thought if e["type"].endswith("summary_text.delta")]
        refusals = [e["delta"] for e in refused if e["type"] == "response.refusal.delta"]
        code = failed[-1]["response"]["error"]["code"]
    else:
        chosen = [e["choices"][0]["delta"] for e in thought]
        deltas = [d["reasoning_content"] for d in chosen if "reasoning_content" in d]
        refusals = [d["choices"][0]["delta"].get("refusal") for d in refused]
        refusals = [piece for piece in refusals if piece]
        code = failed[-1]["error"]["code"]
    assert deltas == ["think", " twice"]
    assert refusals == ["no", " way"]
    assert code == "x"


def test_failure_in_plain_json() -> None:
    body = {"messages": [{"role": "user", "content": "x"}]}
    with ProviderServer([Reply.failed("Broken.")]) as server:
        data = json.loads(send(server, "/chat/completions", body)[1])
    assert data["error"]["message"] == "Broken."


def test_multipart_names_are_unescaped() -> None:
    body = (
        b"--b\r\nContent-Type: text/x\r\n"
        b'Content-Disposition: form-data; name="a%22b"; filename="c\\"d"\r\n\r\n\r\n--inner\r\n--b--'
    )
    (part,) = parse_multipart(body, "multipart/form-data; boundary=b")
    assert (part.name, part.filename, part.content_type) == ('a"b', 'c"d', "text/x")
    assert (part.data, part.text) == (b"\r\n--inner", "\r\n--inner")
