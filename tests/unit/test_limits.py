"""`Limits`: what no pool could keep is refused where it is written."""

from __future__ import annotations

import math
from typing import Any

import pytest

from ai_sdk import InvalidArgumentError, Limits


@pytest.mark.parametrize("most", [None, 1, 10**6])
@pytest.mark.parametrize("expiry", [0, 0.5, math.inf])
def test_what_can_be_kept(most: int | None, expiry: float) -> None:
    limits = Limits(max_connections=most, keepalive_expiry=expiry)

    assert (limits.max_connections, limits.keepalive_expiry) == (most, expiry)


@pytest.mark.parametrize("most", [0, -1, 1.5, True, "8"])
def test_no_number_of_connections(most: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="at least 1, or None") as caught:
        Limits(max_connections=most)

    assert caught.value.parameter == "limits.max_connections"


@pytest.mark.parametrize("expiry", [-1, math.nan, None, True, "8"])
def test_no_time_to_keep_one(expiry: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="seconds, at least 0") as caught:
        Limits(keepalive_expiry=expiry)

    assert caught.value.parameter == "limits.keepalive_expiry"
