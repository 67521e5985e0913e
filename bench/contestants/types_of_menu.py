"""The type of the streamed objects, as a pydantic model, for the libraries that want one."""

from __future__ import annotations


def menu():
    """The model class; made when asked for, so that pydantic is imported by then at the latest."""
    from pydantic import create_model

    item = create_model(
        "Item", name=(str, ...), minutes=(int, ...), steps=(list[str], ...), id=(int, ...)
    )
    return create_model("Menu", items=(list[item], ...))
