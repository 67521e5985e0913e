"""Images on the wire: generation, edits as form and JSON, variations; answers of every kind."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk import (
    AISDKError,
    ContentFilteredError,
    InvalidArgumentError,
    InvalidResponseError,
    StreamInterruptedError,
    UnsupportedFunctionalityError,
)
from ai_sdk.types.call import ImageCall
from ai_sdk.types.content import FilePart, FileReference, FileURL
from ai_sdk.types.http import HTTPReply
from ai_sdk.wire._convert import structure, unstructure
from ai_sdk.wire.openai_media._generated import ImageEditJsonRequest, ImageRequest
from ai_sdk.wire.openai_media.dialect import OPENAI, MediaDialect, compatible
from ai_sdk.wire.openai_media.images import PROTOCOL
from ai_sdk.wire.protocol import WireRequest

PNG = b"\x89PNG\r\n\x1a\n0000"
JPEG = b"\xff\xd8\xff0000"
REQUEST = WireRequest("/images/generations")
USAGE = {
    "input_tokens": 14,
    "input_tokens_details": {"image_tokens": 0, "text_tokens": 14},
    "output_tokens": 272,
    "total_tokens": 286,
}


def built(
    model: str = "gpt-image-1",
    *,
    dialect: MediaDialect = OPENAI,
    prompt: str | None = "a cat",
    options: dict[str, Any] | None = None,
    **fields: Any,
) -> WireRequest:
    provider_options = {dialect.name: options} if options else {}
    call = ImageCall(prompt=prompt, provider_options=provider_options, **fields)
    return PROTOCOL.build(dialect, model, call)


def parsed(body: Any, dialect: MediaDialect = OPENAI, **headers: str) -> Any:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = {name.replace("_", "-"): line for name, line in headers.items()}
    return PROTOCOL.parse(dialect, HTTPReply(200, lines, text), REQUEST, ImageCall(prompt="x"))


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def fields_of(wire: WireRequest) -> dict[str, Any]:
    return {part.name: part.content for part in wire.form if part.filename is None}


def files_of(wire: WireRequest) -> list[tuple[str, Any, Any, Any]]:
    return [
        (part.name, part.content, part.filename, part.content_type)
        for part in wire.form
        if part.filename is not None
    ]


def png(**fields: Any) -> FilePart:
    return FilePart(PNG, "image/png", **fields)


def test_a_generation() -> None:
    wire = built(size="1024x1024", n=2, options={"quality": "low", "background": "transparent"})

    assert wire.path == "/images/generations"
    assert wire.form == ()
    assert wire.json == {
        "model": "gpt-image-1",
        "prompt": "a cat",
        "n": 2,
        "size": "1024x1024",
        "quality": "low",
        "background": "transparent",
    }
    assert unstructure(structure(dict(wire.json), ImageRequest)) == wire.json
    assert wire.warnings == ()


def test_one_image_needs_no_number() -> None:
    assert built().json == {"model": "gpt-image-1", "prompt": "a cat"}


@pytest.mark.parametrize(
    ("model", "options", "sent"),
    [
        ("dall-e-2", {}, "b64_json"),
        ("dall-e-3", {}, "b64_json"),
        ("dall-e-3", {"response_format": "url"}, "url"),
        ("dall-e-3", {"response_format": None}, None),
        ("gpt-image-1", {}, None),
        ("gpt-image-1", {"response_format": "b64_json"}, "b64_json"),
        ("chatgpt-image-latest", {}, None),
    ],
)
def test_the_response_format(model: str, options: dict[str, Any], sent: str | None) -> None:
    assert built(model, options=options).json.get("response_format") == sent


def test_a_compatible_server_is_asked_for_bytes() -> None:
    wire = built("sdxl", dialect=compatible("acme"), options={"steps": 20})

    assert wire.json == {
        "model": "sdxl",
        "prompt": "a cat",
        "response_format": "b64_json",
        "steps": 20,
    }
    assert wire.warnings == ()


def test_what_cannot_be_said_is_warned_about() -> None:
    wire = built(seed=3, aspect_ratio="16:9", options={"qualty": "low"})

    assert [(w.type, w.setting) for w in wire.warnings] == [
        ("unsupported", "qualty"),
        ("unsupported", "aspect_ratio"),
        ("unsupported", "seed"),
    ]
    assert wire.json == {"model": "gpt-image-1", "prompt": "a cat"}


def test_options_win() -> None:
    wire = built(n=2, size="1x1", options={"n": 3, "size": None})

    assert wire.json == {"model": "gpt-image-1", "prompt": "a cat", "n": 3}


def test_an_edit_is_a_form_with_texts_first() -> None:
    wire = built(images=(png(),), mask=png(filename="hole.png"), n=2, options={"stream": False})

    assert wire.path == "/images/edits"
    assert wire.json is None
    assert [part.name for part in wire.form] == [
        "model",
        "prompt",
        "n",
        "stream",
        "image",
        "mask",
    ]
    assert fields_of(wire) == {
        "model": "gpt-image-1",
        "prompt": "a cat",
        "n": "2",
        "stream": "false",
    }
    assert files_of(wire) == [
        ("image", PNG, "image.png", "image/png"),
        ("mask", PNG, "hole.png", "image/png"),
    ]


def test_several_images_of_an_edit() -> None:
    images = (png(filename="a.png"), FilePart(JPEG, "image/jpeg"), FilePart(b"?", "image/*"))

    assert files_of(built(images=images)) == [
        ("image[]", PNG, "a.png", "image/png"),
        ("image[]", JPEG, "image_2.jpg", "image/jpeg"),
        ("image[]", b"?", "image_3.png", "application/octet-stream"),
    ]


def test_objects_and_files_among_the_options_of_a_form() -> None:
    svg = {"model": "m", "reasoning": {"effort": "low"}}
    options = {"svg": svg, "markup": png(), "output_compression": 50, "user": None}

    wire = built(images=(png(),), options=options)

    assert fields_of(wire)["svg[model]"] == "m"
    assert fields_of(wire)["svg[reasoning][effort]"] == "low"
    assert fields_of(wire)["output_compression"] == "50"
    assert files_of(wire)[-1] == ("markup", PNG, "markup.png", "image/png")
    assert built(images=(png(),), options={"markup": b"raw"}).form[-1].content == b"raw"


def test_an_edit_of_links_and_ids_is_json() -> None:
    images = (
        FilePart(FileURL("https://x.test/a.png"), "image/png"),
        FilePart(FileReference({"openai": "file-1"}), "image/*"),
        png(),
    )

    wire = built(images=images, mask=FilePart(FileURL("https://x.test/m.png")), n=2)

    assert wire.path == "/images/edits"
    assert wire.form == ()
    assert wire.json == {
        "model": "gpt-image-1",
        "prompt": "a cat",
        "n": 2,
        "images": [
            {"image_url": "https://x.test/a.png"},
            {"file_id": "file-1"},
            {"image_url": f"data:image/png;base64,{b64(PNG)}"},
        ],
        "mask": {"image_url": "https://x.test/m.png"},
    }
    assert unstructure(structure(dict(wire.json), ImageEditJsonRequest)) == wire.json


def test_an_edit_is_json_when_asked() -> None:
    wire = built(images=(png(),), options={"multipart": False})

    assert wire.json["images"] == [{"image_url": f"data:image/png;base64,{b64(PNG)}"}]
    assert "multipart" not in wire.json
    assert "mask" not in wire.json


def test_a_file_that_another_provider_holds() -> None:
    with pytest.raises(UnsupportedFunctionalityError, match="its ids are for google"):
        built(images=(FilePart(FileReference({"google": "f"})),))


def test_variations() -> None:
    wire = built("dall-e-2", prompt=None, images=(png(),), n=3, size="256x256")

    assert wire.path == "/images/variations"
    assert fields_of(wire) == {
        "model": "dall-e-2",
        "n": "3",
        "size": "256x256",
        "response_format": "b64_json",
    }
    assert files_of(wire) == [("image", PNG, "image.png", "image/png")]


def test_variations_of_links_are_refused() -> None:
    with pytest.raises(UnsupportedFunctionalityError, match="bytes or a path"):
        built(prompt=None, images=(FilePart(FileURL("https://x.test/a.png")),))


@pytest.mark.parametrize(
    ("fields", "parameter"),
    [({"prompt": None}, "prompt"), ({"prompt": "x", "mask": png()}, "mask")],
)
def test_calls_that_say_nothing(fields: dict[str, Any], parameter: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        built(**fields)

    assert caught.value.parameter == parameter


def test_an_answer_with_bytes() -> None:
    result = parsed(
        {
            "created": 1_700_000_000,
            "background": "opaque",
            "output_format": "jpeg",
            "data": [{"b64_json": b64(JPEG)}, {"b64_json": b64(b"hello")}],
            "usage": USAGE,
        },
        x_request_id="r",
    )

    assert [(image.data, image.media_type) for image in result.images] == [
        (JPEG, "image/jpeg"),
        (b"hello", "image/jpeg"),
    ]
    assert (result.usage.input_tokens, result.usage.output_tokens) == (14, 272)
    assert result.usage.total_tokens == 286
    assert result.usage.raw == USAGE
    assert result.provider_metadata == {
        "openai": {
            "images": [{}, {}],
            "created": 1_700_000_000,
            "background": "opaque",
            "output_format": "jpeg",
        }
    }
    assert result.response.timestamp == datetime.fromtimestamp(1_700_000_000, UTC)
    assert result.response.headers == {"x-request-id": "r"}


@pytest.mark.parametrize(
    ("data", "output_format", "kind"),
    [
        (PNG, "webp", "image/png"),  # the bytes know best
        (b"<svg/>", "svg", "image/svg+xml"),
        (b"?", "jpg", "image/jpeg"),
        (b"?", None, "image/png"),
        (b"?", 3, "image/png"),
    ],
)
def test_media_types(data: bytes, output_format: Any, kind: str) -> None:
    body = {"data": [{"b64_json": b64(data)}], "output_format": output_format}

    assert parsed(body).images[0].media_type == kind


def test_an_answer_with_links() -> None:
    body = {
        "created": 0,
        "data": [
            {"url": "https://x.test/a.webp?sig=1", "revised_prompt": "A cat, finely drawn"},
            {"url": "https://x.test/b"},
            {"url": f"data:image/png;base64,{b64(PNG)}"},
        ],
    }

    result = parsed(body)

    assert [image.data for image in result.images] == [
        FileURL("https://x.test/a.webp?sig=1"),
        FileURL("https://x.test/b"),
        PNG,
    ]
    assert [image.media_type for image in result.images] == ["image/webp", "image/*", "image/png"]
    note = {"revised_prompt": "A cat, finely drawn"}
    assert result.images[0].provider_metadata == {"openai": note}
    assert result.provider_metadata["openai"]["images"] == [note, {}, {}]
    assert result.response.timestamp is None
    with pytest.raises(TypeError, match="not here"):
        _ = result.images[0].bytes


def test_no_images_is_no_error_of_the_wire() -> None:
    assert parsed({"data": []}).images == ()
    assert parsed({"data": [{}]}).images == ()


def event(kind: str, **fields: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n"


def test_an_answer_in_events() -> None:
    body = (
        event("image_generation.partial_image", b64_json=b64(b"sketch"))
        + event(
            "image_generation.completed",
            b64_json=b64(PNG),
            created_at=1_700_000_000,
            size="1024x1024",
            usage=USAGE,
        )
    ).encode()

    result = parsed(body, content_type="text/event-stream; charset=utf-8")

    assert [image.data for image in result.images] == [PNG]
    assert result.usage.raw == USAGE
    assert result.provider_metadata["openai"]["images"] == [
        {"created_at": 1_700_000_000, "size": "1024x1024"}
    ]
    assert result.response.timestamp == datetime.fromtimestamp(1_700_000_000, UTC)


def test_two_images_in_events_add_up() -> None:
    one = event("image_edit.completed", b64_json=b64(PNG), output_format="webp", usage=USAGE)

    result = parsed((one + one + "data: [DONE]\n\n").encode())

    assert len(result.images) == 2
    assert result.usage.total_tokens == 572


def test_events_that_break_off() -> None:
    with pytest.raises(StreamInterruptedError) as caught:
        parsed(event("image_generation.partial_image", b64_json=b64(PNG)).encode())

    assert caught.value.is_retryable


def test_an_error_event() -> None:
    body = event("error", error={"message": "no", "code": "moderation_blocked"}).encode()

    with pytest.raises(ContentFilteredError, match="no"):
        parsed(body)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"<!doctype html>", "web page"),
        ({}, "no list"),
        ({"data": None}, "no list"),
        ({"data": ["x"]}, "no list"),
        ({"data": [{"b64_json": "?"}]}, "no base64"),
        (b"data: {\n\n", "not JSON"),
        (b"data: 3\n\n", "JSON int"),
    ],
)
def test_what_is_no_images(body: Any, words: str) -> None:
    with pytest.raises(InvalidResponseError, match=words):
        parsed(body)


def test_an_error_in_a_success() -> None:
    with pytest.raises(ContentFilteredError):
        parsed({"error": {"message": "no", "code": "content_policy_violation"}})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["data", "b64_json", "url", "usage", "created", "output_format"]), inner
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=100)
def test_any_json_gives_a_result_or_a_typed_error(body: Any) -> None:
    try:
        parsed(body)
    except AISDKError:
        pass
