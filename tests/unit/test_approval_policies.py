"""`tool_approval=`: what it may be, and what a policy may say."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import InvalidArgumentError, ToolApproval, tool
from ai_sdk.tools.approval import approval_policy, approval_status


@tool
def pay(euros: int) -> str:
    """Pays."""
    return f"{euros}"


HOSTED = tool(name="hosted", input_schema={"type": "object"})


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (None, ToolApproval("not-applicable")),
        ("approved", ToolApproval("approved")),
        (ToolApproval("denied", "no"), ToolApproval("denied", "no")),
        ({"type": "denied", "reason": "no"}, ToolApproval("denied", "no")),
    ],
)
def test_what_a_policy_says(said: Any, status: ToolApproval) -> None:
    assert approval_status(said) == status


@pytest.mark.parametrize("said", ["yes", True, 3, {}, {"type": "perhaps"}, ["approved"]])
def test_what_a_policy_cannot_say(said: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="my_policy must say 'not-applicable'"):
        approval_status(said, "my_policy")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("approved", "must be a function or a mapping"),
        ({"play": "approved"}, "names 'play'; the tools are: pay, hosted"),
        ({"hosted": "approved"}, "names 'hosted', which is not run here"),
        ({"pay": "perhaps"}, r"tool_approval\['pay'\] must say"),
    ],
)
def test_what_is_no_policy(given: Any, words: str) -> None:
    with pytest.raises(InvalidArgumentError, match=words) as caught:
        approval_policy(given, {"pay": pay, "hosted": HOSTED})
    assert caught.value.parameter == "tool_approval"


def test_policies() -> None:
    rules = {"pay": "denied"}

    assert approval_policy(None, {}) is None
    assert approval_policy(rules, {"pay": pay}) is rules
    assert approval_policy({"pay": lambda given, about: None}, {"pay": pay}) is not None
