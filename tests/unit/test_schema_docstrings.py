"""Docstrings in Google, NumPy and Sphinx style."""

from __future__ import annotations

import pytest

from ai_sdk.schema.docstrings import parse_docstring

GOOGLE = """Add two numbers.

    Slowly, and
    with care.

    Args:
        a (int): the first: a number.
        b (dict[str, int], optional): the second,
            on two lines.
        *rest: others.
        **named (Callable[[int], str]): by name.
        empty:

    Returns:
        int: the sum: a number.

    Raises:
        ValueError: never.
    """

NUMPY = """Add two numbers.

    Slowly.

    Parameters
    ----------
    a : int
        The first.
    b, c : int, optional
        The others,

        with care.
    d
        No type.

    Returns
    -------
    int
        The sum.

    Notes
    -----
    None of it is true.
    """

SPHINX = """Add two numbers.

    :param a: the first.
    :type a: int
    :param int b: the second,
        on two lines.
    :keyword c: a third
    :returns: the sum.
    :raises ValueError: never
    """


@pytest.mark.parametrize(
    ("doc", "text", "params"),
    [
        (
            GOOGLE,
            "Add two numbers.\n\nSlowly, and with care.",
            {
                "a": "the first: a number.",
                "b": "the second, on two lines.",
                "rest": "others.",
                "named": "by name.",
            },
        ),
        (
            NUMPY,
            "Add two numbers.\n\nSlowly.",
            {
                "a": "The first.",
                "b": "The others, with care.",
                "c": "The others, with care.",
                "d": "No type.",
            },
        ),
        (
            SPHINX,
            "Add two numbers.",
            {"a": "the first.", "b": "the second, on two lines.", "c": "a third"},
        ),
        ("One line.", "One line.", {}),
        ("", None, {}),
        ("Note: this is text.", "Note: this is text.", {}),
        ("Examples of it.\n\nArgs:", "Examples of it.\n\nArgs:", {}),
        ("A.\n\nArguments:\n  x: one\n  y: two", "A.", {"x": "one", "y": "two"}),
        ("A.\n\nAttributes:\n    x: one", "A.", {"x": "one"}),
        ("A.\n\nArgs:\n    x: one\n\nMore text.", "A.", {"x": "one"}),
        ("\nArgs:\n    x: one\n\n.", None, {"x": "one"}),
        ("A.\n\n:param x:", "A.", {}),
        ("A.\n\n:param: odd\n:ivar y: text", "A.", {"y": "text"}),
        ("A.\n\nParameters\n----------\nx : int", "A.", {}),
    ],
)
def test_docstrings(doc: str, text: str | None, params: dict[str, str]) -> None:
    assert parse_docstring(doc) == (text, params)
