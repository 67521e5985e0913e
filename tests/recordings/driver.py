"""What replaying needs in either colour: the plan of a call, the answers, the verdict."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ai_sdk.testing import Reply

from .check import check
from .compare import differences, form_differences
from .expected import Expected
from .intention import Inexpressible, Intention
from .records import Record, reply_of


@dataclass(frozen=True)
class Plan:
    """How a record is replayed.

    Attributes:
        intention: the call to make.
        expected: what it should give.
        compares_request: whether the sent body is compared with the recorded one.
        fact: why the recorded request is no call of ours, where it is none.
    """

    intention: Intention
    expected: Expected
    compares_request: bool
    fact: str | None = None


@dataclass(frozen=True)
class Book:
    """What is particular to a provider: how to walk, to express, to stand in; the exceptions.

    Attributes:
        records: all records that must be shown.
        walk: a record's expected outcome.
        express: a record's call; None where no request was kept.
        stand_in: a call that the recorded answer would fit, for records without a request.
        exceptions: record id -> the fact that keeps its request from being shown.
        no_call: those of the reasons for which the answer is no answer of ours either.
        no_one_answer: those of the reasons for which the answer cannot be compared.
        provider: name of the public function that makes the provider.
    """

    records: Callable[[], Sequence[Record]]
    walk: Callable[[Record], Expected]
    express: Callable[[Record], Intention | None]
    stand_in: Callable[[Record], Intention]
    exceptions: Mapping[str, str]
    no_call: frozenset[str]
    no_one_answer: frozenset[str]
    provider: str = "create_openai"

    def plan(self, record: Record) -> Plan | None:
        """The plan for one record; None where there is nothing to replay."""
        if self.exceptions.get(record.id) in self.no_call:
            return None
        try:
            intention, fact = self.express(record), None
        except Inexpressible as error:
            intention, fact = None, str(error)
        return Plan(
            intention or self.stand_in(record), self.walk(record), intention is not None, fact
        )


@dataclass(frozen=True)
class Outcome:
    """How a replay went.

    Attributes:
        record: the record.
        plan: what was done; None if nothing.
        answer: what differs in the result.
        request: what differs in the request.
    """

    record: Record
    plan: Plan | None
    answer: tuple[str, ...] = ()
    request: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Nothing differs, and nothing was left out for a fact of the record."""
        return not (self.plan is None or self.plan.fact or self.answer or self.request)

    @property
    def options(self) -> frozenset[str]:
        """The provider options that the call needed."""
        return self.plan.intention.options if self.plan else frozenset()


class Answering:
    """A server's script: always the answer of the record that was prepared last."""

    def __init__(self) -> None:
        self.requests: list[Any] = []
        self._reply = Reply.raw(500)

    def prepare(self, record: Record) -> None:
        """Answer with this record from now on."""
        reply = reply_of(record)
        self.requests.clear()
        if reply.streamed:
            sizes = [len(chunk) for chunk in reply.chunks] or None
            self._reply = Reply.sse(
                reply.body, chunks=sizes, status=reply.status, headers=reply.headers
            )
        else:
            self._reply = Reply.raw(reply.status, reply.headers, reply.body)

    def __call__(self, request: Any) -> Reply:
        self.requests.append(request)
        return self._reply


def outcome_of(
    record: Record, plan: Plan, result: Any, deltas: str | None, requests: list[Any]
) -> Outcome:
    """The verdict on one replay."""
    answer = check(plan.expected, result)
    if deltas is not None and deltas != result.text:
        answer.append(f"text_stream: {deltas[:80]!r} is not the result's text")
    request = _request_differences(record, requests) if plan.compares_request else []
    return Outcome(record, plan, tuple(answer), tuple(request))


def _request_differences(record: Record, requests: list[Any]) -> list[str]:
    if len(requests) != 1:
        return [f"{len(requests)} requests were sent"]
    request = requests[0]
    lines: list[str] = []
    path = request.path.removeprefix("/v1")
    if path != record.path and not record.path.startswith("/engines/"):
        lines.append(f"path: recorded {record.path}, sent {path}")
    if record.multipart is not None:
        return lines + form_differences(record.multipart, _parts(request))
    if request.json is None:
        return [*lines, "the sent body is no JSON"]
    recorded = record.body
    if record.path.startswith("/engines/"):
        recorded = {**recorded, "model": record.path.split("/")[2]}
    return lines + differences(record.api, recorded, request.json)


def _parts(request: Any) -> list[dict[str, Any]]:
    return [_part(part) for part in request.parts]


def _part(part: Any) -> dict[str, Any]:
    if part.filename is None:
        return {"name": part.name, "text": part.text}
    head = base64.b64encode(part.data).decode()
    return {
        "name": part.name,
        "filename": part.filename,
        "size": len(part.data),
        "head_base64": head,
    }
