"""OpenAPI 3.0 and 3.1 documents: their operations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from .form import Document, Node, Operation, Parameter, pointer
from .schemas import Schemas

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_WORDS = re.compile(r"[A-Za-z0-9]+")


def from_openapi(raw: Node, source: str, kind: str = "") -> Document:
    """The normal form of an OpenAPI document.

    Args:
        raw: The document's data.
        source: Where it came from.
        kind: What to call its format, if it was made of another one.
    """
    schemas = Schemas(raw)
    operations = {f"{each.method} {each.path}": each for each in _Operations(raw, schemas).all()}
    info = raw.get("info") or {}
    return Document(
        source,
        kind or f"OpenAPI {raw.get('openapi', '?')}",
        str(info.get("title", "")),
        str(info.get("version", "")),
        operations,
        schemas.all(),
        tuple(dict.fromkeys(schemas.defects)),
        server_path(raw),
    )


class _Operations:
    def __init__(self, raw: Node, schemas: Schemas) -> None:
        self._raw = raw
        self._schemas = schemas
        self._names: set[str] = set()

    def all(self) -> Iterator[Operation]:
        """Every operation, in the order of the file."""
        base = server_path(self._raw)
        for path, found in (self._raw.get("paths") or {}).items():
            item, spot = self._followed(found, pointer("paths", path))
            for method in _METHODS:
                if isinstance(item.get(method), dict):
                    yield self._operation(method, base + path, item, f"{spot}/{method}")

    def _operation(self, method: str, path: str, item: Node, spot: str) -> Operation:
        raw = item[method]
        place = raw.get("x-origin", spot)
        body, where = self._followed(raw.get("requestBody") or {}, f"{spot}/requestBody")
        parameters = {
            (each.where, each.name.lower()): each
            for each in (
                *self._parameters(item, spot.rpartition("/")[0]),
                *self._parameters(raw, spot),
            )
        }
        return Operation(
            self._name(raw.get("operationId"), method, path),
            method.upper(),
            path,
            place,
            tuple(parameters.values()),
            self._bodies(body, where),
            dict(self._answers(raw, spot)),
            raw.get("deprecated") is True,
        )

    def _name(self, given: Any, method: str, path: str) -> str:
        """The operation's id; one from method and path where it has none, or another one's."""
        words = [method, *_WORDS.findall(path)]
        name = given if isinstance(given, str) and given else "_".join(words).lower()
        if name in self._names:
            name = "_".join([name, *words[1:]]).lower()
        while name in self._names:
            name += "_2"
        self._names.add(name)
        return name

    def _parameters(self, raw: Node, place: str) -> Iterator[Parameter]:
        for n, found in enumerate(raw.get("parameters") or ()):
            each, spot = self._followed(found, f"{place}/parameters/{n}")
            if "name" not in each:
                continue
            schema = each.get("schema")
            if schema is None:
                bodies: list[Node] = list((each.get("content") or {}).values())
                schema = bodies[0].get("schema", {}) if bodies else {}
            where = str(each.get("in", "query"))
            needed = each.get("required") is True or where == "path"
            spot = each.get("x-origin", spot)
            node = self._schemas.node(schema, f"{spot}/schema")
            if each.get("deprecated") is True:
                node = {**node, "deprecated": True}
            yield Parameter(str(each["name"]), where, needed, node, spot)

    def _answers(self, raw: Node, place: str) -> Iterator[tuple[str, dict[str, Node]]]:
        answers: Node = raw.get("responses") or {}
        for status, found in answers.items():
            answer, spot = self._followed(found, f"{place}/responses/{status}")
            yield str(status), self._bodies(answer, spot)

    def _bodies(self, raw: Node, place: str) -> dict[str, Node]:
        return {
            media: self._schemas.node(
                body.get("schema", {}), f"{place}/content/{media.replace('/', '~1')}/schema"
            )
            for media, body in (raw.get("content") or {}).items()
            if isinstance(body, dict) and "schema" in body
        }

    def _followed(self, raw: Any, place: str) -> tuple[Node, str]:
        """A path item, parameter, body or answer, where it is written out."""
        for _ in range(8):
            if not isinstance(raw, dict) or "$ref" not in raw:
                break
            place = str(raw["$ref"])
            raw = self._schemas.at(place)
        return (raw if isinstance(raw, dict) else {}), place


def server_path(raw: Node) -> str:
    """The path of the first server's address, which stands before every path of the document."""
    servers: list[Any] = raw.get("servers") or []
    server: Node = servers[0] if servers and isinstance(servers[0], dict) else {}
    address = str(server.get("url", ""))
    variables: Node = server.get("variables") or {}
    for name, variable in variables.items():
        address = address.replace("{" + name + "}", str(variable.get("default", name)))
    if "//" not in address:
        return address.rstrip("/") if address.startswith("/") else ""
    return urlsplit(address).path.rstrip("/")
