"""Approvals: who may let a call run, how a run goes on after an answer, what is never run."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    AssistantMessage,
    CancelToken,
    DeniedOutput,
    InvalidToolApprovalError,
    InvalidToolApprovalSignatureError,
    InvalidToolInputError,
    MissingToolResultsError,
    NoSuchToolError,
    RunCancelledError,
    ServerError,
    ToolApproval,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolCallNotFoundForApprovalError,
    ToolMessage,
    ToolResult,
    UserMessage,
    is_loop_finished,
    messages_from_json,
    messages_to_json,
    tool,
)
from ai_sdk.testing import MockReply
from tests.ways import BUT_GOOGLE, EVERY_WAY, STREAMED, WITH_MOCK, Way

from .play import parts_of, run, weather

SECRET = "approval-secret"
PAY = MockReply(tool_calls=[("pay", {"amount": 30}, "c1")])
BOTH = MockReply(tool_calls=[("pay", {"amount": 30}, "c1"), ("weather", {"city": "Rome"}, "c2")])


@pytest.fixture
def paid() -> list[int]:
    """What was paid."""
    return []


@pytest.fixture
def pay(paid: list[int]) -> Any:
    """A tool that must not run unasked."""

    @tool
    def pay(amount: int) -> str:
        """Pay."""
        paid.append(amount)
        return f"paid {amount}"

    return pay


async def asked(way: Way, tools: Any, reply: MockReply = PAY, **settings: Any) -> Any:
    """The result of a run that ends with a request."""
    settings.setdefault("tool_approval", {"pay": "user-approval"})
    with way.model(reply, "never") as model:
        result = await run(way, model, tools=tools, stop_when=is_loop_finished(), **settings)

        assert len(model.asked) == 1
    return result


def history(result: Any, *responses: ToolApprovalResponse) -> list[Any]:
    """The conversation with the answers, as it comes back from a store."""
    messages = [UserMessage("hi"), *result.response_messages]
    if responses:
        messages.append(ToolMessage(responses))
    return messages_from_json(messages_to_json(messages))


def answer(result: Any, approved: bool = True, reason: str | None = None) -> ToolApprovalResponse:
    (request,) = result.tool_approval_requests
    return ToolApprovalResponse(request.approval_id, approved, reason)


@EVERY_WAY
async def test_behaviour_21_a_request_ends_the_loop(way: Way, pay: Any, paid: Any) -> None:
    result = await asked(way, [pay, weather], BOTH)

    assert paid == []
    (request,) = result.tool_approval_requests
    assert request.tool_call == result.tool_calls[0]
    assert request.signature is None
    assert not request.is_automatic
    assert [each.tool_call_id for each in result.tool_results] == ["c2"]
    assistant, told = result.response_messages
    assert assistant.content[-1] == ToolApprovalRequest(request.approval_id, tool_call_id="c1")
    assert [part.tool_call_id for part in told.content] == ["c2"]


@EVERY_WAY
async def test_behaviour_21_an_approved_call_runs_before_the_first_step(
    way: Way, pay: Any, paid: Any
) -> None:
    first = await asked(way, [pay, weather], BOTH)

    with way.model("thanks") as model:
        result = await run(
            way,
            model,
            messages=history(first, answer(first)),
            tools=[pay, weather],
            tool_approval={"pay": "user-approval"},
        )

        assert model.asked[0].outputs == {
            "c1": "paid 30",
            "c2": '{"city":"Rome","sky":"clear"}',
        }
        assert len(model.asked) == 1
    assert paid == [30]
    assert result.text == "thanks"
    assert [each.output for each in result.tool_results] == ["paid 30"]
    assert [message.role for message in result.response_messages] == ["tool", "assistant"]


@EVERY_WAY
async def test_behaviour_21_the_resumed_conversation_goes_on(way: Way, pay: Any, paid: Any) -> None:
    first = await asked(way, [pay])
    messages = history(first, answer(first))

    with way.model(MockReply(tool_calls=[("weather", {"city": "Oslo"}, "c9")]), "done") as model:
        result = await run(
            way, model, messages=messages, tools=[pay, weather], stop_when=is_loop_finished()
        )

        assert list(model.asked[1].outputs) == ["c1", "c9"]
    with way.model("again") as model:
        later = [*messages, *result.response_messages, UserMessage("and?")]
        await run(way, model, messages=later, tools=[pay, weather])

        assert list(model.asked[0].outputs) == ["c1", "c9"]
    assert paid == [30]


@EVERY_WAY
async def test_behaviour_21_a_denied_call_is_told_to_the_model(
    way: Way, pay: Any, paid: Any
) -> None:
    first = await asked(way, [pay])

    with way.model("as you wish") as model:
        result = await run(
            way, model, messages=history(first, answer(first, False, "too much")), tools=[pay]
        )

        assert model.asked[0].outputs == {"c1": "too much"}
    assert paid == []
    assert result.tool_results[0].model_output == DeniedOutput("too much")


@WITH_MOCK
async def test_behaviour_21_what_an_approved_call_did_survives_the_models_failure(
    way: Way, pay: Any, paid: Any
) -> None:
    first = await asked(way, [pay])
    messages = history(first, answer(first))

    with way.model(ServerError("down")) as model:
        with pytest.raises(ServerError) as caught:
            await run(way, model, messages=messages, tools=[pay], max_retries=0)

    partial = caught.value.partial
    assert [each.output for each in partial.tool_results] == ["paid 30"]
    with way.model("thanks") as model:
        again = [*messages, *partial.response_messages]
        await run(way, model, messages=again, tools=[pay])

        assert model.asked[0].outputs == {"c1": "paid 30"}
    assert paid == [30]


@WITH_MOCK
async def test_behaviour_21_what_one_approved_call_did_survives_the_failure_of_another(
    way: Way, pay: Any, paid: Any
) -> None:
    token = CancelToken()

    @tool
    def stop() -> str:
        """Cancels the run."""
        token.cancel("enough")
        return "stopped"

    calls = MockReply(tool_calls=[("pay", {"amount": 30}, "c1"), ("stop", {}, "c2")])
    policy: Any = lambda about: "user-approval"  # noqa: E731
    first = await asked(way, [pay, stop], calls, tool_approval=policy)
    responses = [
        ToolApprovalResponse(each.approval_id, True) for each in first.tool_approval_requests
    ]

    with way.model("never") as model:
        with pytest.raises(RunCancelledError, match="enough") as caught:
            await run(
                way,
                model,
                messages=history(first, *responses),
                tools=[pay, stop],
                max_parallel_tools=1,
                cancel=token,
            )

        assert model.asked == []
    assert caught.value.partial.tool_results[0].output == "paid 30"


@STREAMED
async def test_behaviour_21_the_approved_calls_result_comes_first_in_the_stream(
    way: Way, pay: Any
) -> None:
    first = await asked(way, [pay])

    with way.model("thanks") as model:
        parts = await parts_of(model, prompt=history(first, answer(first)), tools=[pay])

    assert isinstance(parts[0], ToolResult)
    assert [part.type for part in parts[:2]] == ["tool-result", "start-step"]


POLICIES = [
    lambda status: {"pay": status},
    lambda status: {"pay": lambda given, context: status if given["amount"] > 9 else None},
    lambda status: lambda about: status if about.tool_call.tool_name == "pay" else None,
]
FORMS = pytest.mark.parametrize("policy", POLICIES, ids=["word", "of one tool", "of all tools"])


@EVERY_WAY
@FORMS
@pytest.mark.parametrize("status", [None, "not-applicable", "approved"])
async def test_behaviour_21_policies_let_calls_run(
    way: Way, policy: Any, status: Any, pay: Any, paid: Any
) -> None:
    with way.model(BOTH, "done") as model:
        result = await run(
            way,
            model,
            tools=[pay, weather],
            tool_approval=policy(status),
            stop_when=is_loop_finished(),
        )

    assert paid == [30]
    assert result.text == "done"
    noted = [part.type for part in result.content if "approval" in part.type]
    expected = ["tool-approval-request", "tool-approval-response"] if status == "approved" else []
    assert noted == expected
    assert all(request.is_automatic for request in result.tool_approval_requests)


@EVERY_WAY
@FORMS
@pytest.mark.parametrize(
    "status", [ToolApproval("denied", "no"), {"type": "denied", "reason": "no"}]
)
async def test_behaviour_21_policies_deny_calls_and_the_loop_goes_on(
    way: Way, policy: Any, status: Any, pay: Any, paid: Any
) -> None:
    with way.model(BOTH, "sorry") as model:
        result = await run(
            way,
            model,
            tools=[pay, weather],
            tool_approval=policy(status),
            stop_when=is_loop_finished(),
        )

        assert model.asked[1].outputs["c1"] == "no"
    assert paid == []
    assert result.text == "sorry"
    assert result.tool_results[0].model_output == DeniedOutput("no")
    response = result.response_messages[1].content[0]
    assert response == ToolApprovalResponse(
        result.tool_approval_requests[0].approval_id, False, "no"
    )


@WITH_MOCK
async def test_behaviour_21_what_a_policy_knows(way: Way, pay: Any) -> None:
    seen: list[Any] = []

    def one(given: Any, context: Any) -> str:
        seen.append((given, context))
        return "denied"

    def every(about: Any) -> str:
        seen.append(about)
        return "denied"

    for policy in ({"pay": one}, every):
        with way.model(PAY) as model:
            await run(
                way,
                model,
                tools=[pay],
                tool_approval=policy,
                tools_context={"pay": "wallet"},
                runtime_context="run",
            )

    (given, context), about = seen
    assert given == {"amount": 30}
    assert (context.tool_call_id, context.context, context.runtime_context) == (
        "c1",
        "wallet",
        "run",
    )
    assert about.tool_call == ToolCall("c1", "pay", {"amount": 30})
    assert (list(about.tools), about.runtime_context) == (["pay"], "run")
    assert about.tools_context == {"pay": "wallet"}
    assert [message.role for message in about.messages] == ["user"]


@EVERY_WAY
async def test_behaviour_21_bad_and_client_side_calls_are_not_asked_about(
    way: Way, pay: Any
) -> None:
    ask = tool(name="ask", input_schema={"type": "object"})
    calls = MockReply(tool_calls=[("pay", {"amount": "x"}, "c1"), ("ask", {}, "c2")])

    result = await asked(way, [pay, ask], calls, tool_approval=lambda about: "user-approval")

    assert result.tool_approval_requests == ()


# ---- what is never run


@EVERY_WAY
async def test_behaviour_22_a_signed_request_is_honoured(way: Way, pay: Any, paid: Any) -> None:
    first = await asked(way, [pay], tool_approval_secret=SECRET)
    assert first.tool_approval_requests[0].signature

    with way.model("thanks") as model:
        await run(
            way,
            model,
            messages=history(first, answer(first)),
            tools=[pay],
            tool_approval_secret=SECRET.encode(),
        )

    assert paid == [30]


def altered(messages: list[Any], **changes: Any) -> list[Any]:
    """The history with the stored call or request changed."""
    user, assistant, told = messages
    call, request = assistant.content
    call = ToolCall(
        changes.get("call_id", call.tool_call_id),
        changes.get("name", call.tool_name),
        changes.get("input", call.input),
    )
    request = ToolApprovalRequest(
        changes.get("approval_id", request.approval_id),
        tool_call_id=call.tool_call_id,
        signature=changes.get("signature", request.signature),
    )
    answered = ToolMessage([ToolApprovalResponse(request.approval_id, True)])
    return [user, AssistantMessage([call, request]), answered]


@EVERY_WAY
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"input": {"amount": 9000}}, "does not match"),
        ({"name": "weather", "input": {"city": "Rome"}}, "does not match"),
        ({"call_id": "c2"}, "does not match"),
        ({"approval_id": "approval-of-another"}, "does not match"),
        ({"signature": "forged"}, "does not match"),
        ({"signature": None}, "has no signature"),
    ],
    ids=["input", "tool", "call", "approval", "signature", "no signature"],
)
async def test_behaviour_22_an_altered_request_is_refused(
    way: Way, changes: Any, words: str, pay: Any, paid: Any
) -> None:
    first = await asked(way, [pay], tool_approval_secret=SECRET)
    messages = altered(history(first, answer(first)), **changes)

    with way.model("never") as model:
        with pytest.raises(InvalidToolApprovalSignatureError, match=words) as caught:
            await run(
                way,
                model,
                messages=messages,
                tools=[pay, weather],
                tool_approval_secret=SECRET,
            )

        assert model.asked == []
    assert paid == []
    assert SECRET not in str(caught.value)


@EVERY_WAY
async def test_behaviour_22_an_unknown_approval_is_refused(way: Way, pay: Any, paid: Any) -> None:
    first = await asked(way, [pay])
    messages = history(first, answer(first), ToolApprovalResponse("approval-unknown", True))

    with way.model("never") as model:
        with pytest.raises(ToolCallNotFoundForApprovalError, match="approval-unknown") as caught:
            await run(way, model, messages=messages, tools=[pay])

        assert model.asked == []
    assert isinstance(caught.value, InvalidToolApprovalError)
    assert caught.value.approval_id == "approval-unknown"
    assert paid == []


@EVERY_WAY
async def test_behaviour_22_an_approval_without_its_call_is_refused(
    way: Way, pay: Any, paid: Any
) -> None:
    messages = [
        UserMessage("hi"),
        AssistantMessage([ToolApprovalRequest("approval-1", tool_call_id="gone")]),
        ToolMessage([ToolApprovalResponse("approval-1", True)]),
    ]

    with way.model("never") as model:
        with pytest.raises(ToolCallNotFoundForApprovalError, match="'gone'") as caught:
            await run(way, model, messages=messages, tools=[pay])

    assert caught.value.tool_call_id == "gone"


@EVERY_WAY
async def test_behaviour_22_a_request_without_answer_is_named(
    way: Way, pay: Any, paid: Any
) -> None:
    first = await asked(way, [pay])
    (request,) = first.tool_approval_requests

    with way.model("never") as model:
        with pytest.raises(MissingToolResultsError, match=request.approval_id) as caught:
            await run(way, model, messages=history(first), tools=[pay])

        assert model.asked == []
    assert caught.value.tool_call_ids == ("c1",)
    assert paid == []


@EVERY_WAY
async def test_behaviour_22_contradicting_answers_are_refused(
    way: Way, pay: Any, paid: Any
) -> None:
    first = await asked(way, [pay])
    messages = history(first, answer(first), answer(first, False))

    with way.model("never") as model:
        with pytest.raises(InvalidToolApprovalError, match="both approved and denied"):
            await run(way, model, messages=messages, tools=[pay])

        assert model.asked == []
    assert paid == []


@BUT_GOOGLE
@pytest.mark.parametrize(
    ("changes", "kind"),
    [({"input": {"amount": "all"}}, InvalidToolInputError), ({"name": "gone"}, NoSuchToolError)],
)
async def test_behaviour_22_a_call_that_fits_no_tool_any_more_is_told_to_the_model(
    way: Way, changes: Any, kind: type, pay: Any, paid: Any
) -> None:
    first = await asked(way, [pay])

    with way.model("sorry") as model:
        result = await run(
            way, model, messages=altered(history(first, answer(first)), **changes), tools=[pay]
        )

        assert "c1" in model.asked[0].outputs
    assert isinstance(result.tool_errors[0].error, kind)
    assert paid == []


@EVERY_WAY
async def test_behaviour_22_what_the_policy_denies_by_now_is_denied(
    way: Way, pay: Any, paid: Any
) -> None:
    first = await asked(way, [pay])

    with way.model("sorry") as model:
        await run(
            way,
            model,
            messages=history(first, answer(first)),
            tools=[pay],
            tool_approval={"pay": ToolApproval("denied", "closed")},
        )

        assert model.asked[0].outputs == {"c1": "closed"}
    assert paid == []


@EVERY_WAY
async def test_behaviour_22_an_approved_call_runs_once(way: Way, pay: Any, paid: Any) -> None:
    first = await asked(way, [pay])
    messages = history(first, answer(first), answer(first))
    with way.model("thanks") as model:
        result = await run(way, model, messages=messages, tools=[pay])

    with way.model("again") as model:
        await run(way, model, messages=[*messages, *result.response_messages[:1]], tools=[pay])

    assert paid == [30]


@WITH_MOCK
async def test_behaviour_22_an_approved_call_of_a_tool_without_function_is_not_run_here(
    way: Way, pay: Any
) -> None:
    result = await asked(way, [pay], PAY)
    elsewhere = tool(name="pay", description="Pay.", input_schema={"type": "object"})

    with way.model("never") as model:
        with pytest.raises(InvalidToolApprovalError, match="is not run here") as caught:
            await run(way, model, messages=history(result, answer(result)), tools=[elsewhere])

        assert model.asked == []
    assert (caught.value.tool_name, caught.value.tool_call_id) == ("pay", "c1")
