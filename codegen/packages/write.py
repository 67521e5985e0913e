"""From a description and some of its operations to the files of a wire package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from .. import render
from ..documents import Document, Node, Operation
from ..documents.form import reference
from ..naming import constant_name, unique
from ..normalise import RAW
from ..sides import SENT, two_sided
from .bodies import renamed
from .tagging import tagged

_KIT = "ai_sdk.wire.kit"
_SUFFIXES = (SENT, "Param", "Sent", "ToSend")
_DOC = '"""Wire classes of {}: strict where they are sent, tolerant where they are read."""\n\n'
_OPERATIONS = (
    '"""The calls of {}: where they go, and the classes of what they take and give."""\n\n'
)


def package(
    document: Document, operations: Sequence[str] = (), schemas: Sequence[str] = ()
) -> dict[str, str]:
    """File name -> source of a package for some operations of a document.

    Args:
        document: Any description in the normal form.
        operations: Names of the operations to serve; all of them where none is named.
        schemas: Further schemas to make classes of, such as events that no operation names.

    Raises:
        LookupError: the document has no such operation or schema; says which are near.
    """
    chosen = _chosen(document, operations)
    _check(schemas, document.schemas, "schema")
    extra = [_reading(name) for name in schemas]
    named, calls = renamed(document, [*chosen, *extra])
    whole = _as_openapi(tagged(named.schemas), calls)
    prepared, suffix = _sides(whole, [each.name for each in calls])
    source = _classes(prepared)
    title = document.title or "the API"
    calls = [each._replace(path=each.path.removeprefix(document.base)) for each in calls]
    classes = set(prepared["components"]["schemas"])
    return {
        "__init__.py": f'"""The wire of {title}, generated; see `models` and `operations`."""\n',
        "models.py": render.formatted(_DOC.format(title) + source),
        "operations.py": render.formatted(
            _OPERATIONS.format(title) + _calls(calls[: len(chosen)], classes, suffix)
        ),
        "py.typed": "",
    }


def _classes(prepared: Node) -> str:
    """Source of the classes; nothing where the operations send and read no object."""
    if not prepared["components"]["schemas"]:
        return "from __future__ import annotations\n"
    source = render.attrs_classes(prepared)
    for module in (".._model", RAW["customTypePath"].rpartition(".")[0]):
        source = source.replace(f"from {module} import", f"from {_KIT} import")
    return source


def _chosen(document: Document, names: Sequence[str]) -> list[Operation]:
    named = {each.name: each for each in document.operations.values()}
    _check(names, named, "operation")
    return [named[name] for name in names] if names else list(named.values())


def _check(names: Iterable[str], known: Iterable[str], what: str) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise LookupError(f"the document has no {what} {name}{hint}")


def _reading(name: str) -> Operation:
    """A call that reads a schema, to have it taken along."""
    body = {"application/json": {"$ref": f"#/components/schemas/{name}"}}
    return Operation(f"read {name}", "GET", f"/{name}", "", (), {}, {"200": body})


def _as_openapi(schemas: dict[str, Node], calls: list[Operation]) -> Node:
    paths: Node = {}
    for n, each in enumerate(calls):
        operation: Node = {
            "operationId": each.name,
            "requestBody": _content(each.sent),
            "responses": {status: _content(bodies) for status, bodies in each.answers.items()},
        }
        paths[f"/{n}"] = {"post": operation}
    return {"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}}


def _content(bodies: dict[str, Node]) -> Node:
    return {"content": {media: {"schema": node} for media, node in bodies.items()}}


def _sides(whole: Node, names: list[str]) -> tuple[Node, str]:
    """Both sides of every schema, the sent one under the first suffix that clashes with nothing."""
    for suffix in _SUFFIXES[:-1]:
        try:
            return two_sided(whole, names, suffix), suffix
        except ValueError:
            continue
    return two_sided(whole, names, _SUFFIXES[-1]), _SUFFIXES[-1]


def _calls(calls: list[Operation], classes: set[str], suffix: str) -> str:
    lines = [
        "from __future__ import annotations",
        "from typing import Any, Final",
        f"from {_KIT} import Operation, Raw",
        f"from .models import {', '.join(sorted(classes))}" if classes else "",
        "",
    ]
    names = unique(constant_name(each.name) for each in calls)
    for name, each in zip(names, calls, strict=True):
        sent = _kind(each.sent, classes, suffix)
        answers = _success(each)
        answered = _kind({k: v for k, v in answers.items() if "event" not in k}, classes, "")
        event = _kind({k: v for k, v in answers.items() if "event" in k}, classes, "")
        hints = ", ".join(kind or "None" for kind in (sent, answered, event))
        kinds = ", ".join(_value(kind) for kind in (sent, answered, event))
        lines.append(
            f"{name}: Final[Operation[{hints}]] = Operation({each.method!r}, {each.path!r}, {kinds})"
        )
    return "\n".join(lines) + "\n"


def _value(kind: str | None) -> str:
    return "object" if kind == "Any" else str(kind)


def _success(operation: Operation) -> dict[str, Node]:
    """Bodies of success; those of "default" where no other says anything."""
    good = {
        media: node
        for status, bodies in operation.answers.items()
        if status.startswith("2")
        for media, node in bodies.items()
    }
    return good or dict(operation.answers.get("default", {}))


def _kind(bodies: dict[str, Any], classes: set[str], suffix: str) -> str | None:
    """The annotation for a body: its class, Any for what has none, None for no body."""
    found: list[str] = []
    for node in bodies.values():
        name = reference(node)
        if name is None:
            found.append("Any")
        else:
            found.append(
                name + suffix if name + suffix in classes else name if name in classes else "Any"
            )
    kinds = list(dict.fromkeys(found))
    return None if not kinds else "Any" if "Any" in kinds else " | ".join(kinds)
