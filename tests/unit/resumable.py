"""A services protocol of several steps, for tests: start, send to the named address, wait."""

from __future__ import annotations

from typing import Any

from ai_sdk.json_codec import loads
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.services import UploadCall, UploadedFile
from ai_sdk.wire.errors import error_from_reply
from ai_sdk.wire.protocol import WireRequest
from ai_sdk.wire.services import ServicesProtocol, UploadProtocol, UploadStep

DIALECT = "resumable"


def parse_error(_dialect: Any, reply: HTTPReply) -> Any:
    return error_from_reply(reply)


def build(_dialect: Any, call: UploadCall) -> WireRequest:
    return WireRequest("/start", {"name": call.file.filename})


def parse(_dialect: Any, call: UploadCall, reply: HTTPReply) -> UploadedFile | UploadStep:
    if "location" in reply.headers:
        kind = {"content-type": call.file.media_type or ""}
        send = WireRequest(
            "", headers=kind, method="PUT", content=call.file.bytes, url=reply.headers["location"]
        )
        return UploadStep(send)
    body: Any = loads(reply.body)
    if body["state"] == "PROCESSING":
        return UploadStep(WireRequest("/files/7", method="GET"), delay=5.0)
    return UploadedFile(body["name"], DIALECT, call.file.media_type or "")


PROTOCOL = ServicesProtocol("resumable", parse_error, upload=UploadProtocol(build, parse))
NOTHING = ServicesProtocol("nothing", parse_error)
