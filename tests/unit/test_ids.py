"""Random ids."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import InvalidArgumentError, create_id_generator, generate_id


def test_ids_are_sixteen_letters_and_digits_and_never_the_same() -> None:
    made = {generate_id() for _ in range(2_000)}

    assert len(made) == 2_000
    assert all(len(each) == 16 and each.isascii() and each.isalnum() for each in made)


def test_a_generator_has_its_own_form() -> None:
    new_id = create_id_generator(prefix="msg", size=24, alphabet="ab", separator="_")

    made = new_id()
    assert made.startswith("msg_")
    assert len(made) == 28
    assert set(made[4:]) == {"a", "b"}


def test_without_prefix_there_is_no_separator() -> None:
    assert create_id_generator(alphabet="-", size=3)() == "---"


@pytest.mark.parametrize(
    ("settings", "parameter"),
    [
        ({"size": 0}, "size"),
        ({"size": True}, "size"),
        ({"size": 1.5}, "size"),
        ({"alphabet": ""}, "alphabet"),
        ({"prefix": "a", "separator": "b"}, "separator"),
        ({"prefix": "a", "separator": ""}, "separator"),
    ],
)
def test_bad_settings_are_refused(settings: Any, parameter: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        create_id_generator(**settings)

    assert caught.value.parameter == parameter
