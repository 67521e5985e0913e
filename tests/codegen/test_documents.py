"""Every kind of API description becomes the same normal form."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from codegen.documents import Document, UnreadableError, load, normal_form, read
from codegen.documents.form import pointer, references
from codegen.documents.load import parse_yaml

TEXT = {"type": "string"}


def openapi(schemas: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {}, "paths": {}, "components": {"schemas": schemas}, **more}


def plain(node: Any) -> Any:
    """A node without the notes of where it was written."""
    if isinstance(node, list):
        return [plain(child) for child in node]
    if isinstance(node, dict):
        return {key: plain(child) for key, child in node.items() if key != "x-origin"}
    return node


def normal(raw: Any, **named: Any) -> Any:
    """The normal form of one schema in a document with some others."""
    return plain(normal_form(openapi({"It": raw, **named}), "test").schemas["It"])


class TestYaml:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1e-08", 1e-08),
            ("1e+09", 1e9),
            ("9.223372036854776e18", 9.223372036854776e18),
            (".inf", float("inf")),
            ("-.INF", float("-inf")),
            ("010", 10),
            ("0o10", 8),
            ("0x1F", 31),
            ("yes", "yes"),
            ("on", "on"),
            ("2026-01-01", "2026-01-01"),
            ("12:30:45", "12:30:45"),
            ("1_000", "1_000"),
            ("True", True),
            ("~", None),
            ("''", ""),
        ],
    )
    def test_version_1_2(self, text: str, expected: object) -> None:
        found = parse_yaml(f"- {text}")[0]
        assert (found, type(found)) == (expected, type(expected))

    def test_merge_keys_are_kept_working(self) -> None:
        assert parse_yaml("a: &a {x: 1}\nb: {<<: *a, y: 2}")["b"] == {"x": 1, "y": 2}


class TestLoad:
    def test_json_and_yaml(self, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_text(json.dumps({"openapi": "3.0.0"}))
        (tmp_path / "b.yaml").write_text("openapi: 3.0.0\n")
        assert load(tmp_path / "a.json") == load(str(tmp_path / "b.yaml"))

    @pytest.mark.parametrize(
        ("text", "words"),
        [("{", "neither JSON nor YAML"), ("[1]", "no object but list"), ("a: [", "neither")],
    )
    def test_what_is_no_document(self, tmp_path: Path, text: str, words: str) -> None:
        (tmp_path / "it").write_text(text)
        with pytest.raises(UnreadableError, match=words):
            load(tmp_path / "it")

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableError, match="cannot read"):
            read(tmp_path / "nothing.json")

    @pytest.mark.parametrize(
        ("raw", "words"),
        [
            ({"swagger": "2.0"}, "but swagger 2.0"),
            ({"asyncapi": "2.6.0"}, "but asyncapi"),
            ({}, "no OpenAPI"),
        ],
    )
    def test_other_formats_are_named(self, raw: dict[str, Any], words: str) -> None:
        with pytest.raises(UnreadableError, match=words):
            normal_form(raw, "test")


class TestFetched:
    """A document at an address."""

    @pytest.fixture
    def address(self) -> Iterator[Callable[[int, bytes], str]]:
        answers: list[tuple[int, bytes]] = []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = answers.pop()
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        with HTTPServer(("127.0.0.1", 0), Answer) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()

            def at(status: int, body: bytes) -> str:
                answers.append((status, body))
                return f"http://127.0.0.1:{server.server_port}/spec.yaml"

            yield at
            server.shutdown()
            thread.join()

    def test_it_is_read(self, address: Callable[[int, bytes], str]) -> None:
        document = read(address(200, json.dumps(openapi({"It": TEXT})).encode()))

        assert plain(document.schemas["It"]) == TEXT

    @pytest.mark.parametrize(
        ("status", "body", "words"),
        [(404, b"", "answers 404"), (200, b"[" * 99, "is larger than 50 bytes")],
    )
    def test_what_cannot_be_read(
        self,
        address: Callable[[int, bytes], str],
        monkeypatch: pytest.MonkeyPatch,
        status: int,
        body: bytes,
        words: str,
    ) -> None:
        monkeypatch.setattr(sys.modules[load.__module__], "_MOST_BYTES", 50)
        with pytest.raises(UnreadableError, match=words):
            read(address(status, body))


class TestSchemas:
    @pytest.mark.parametrize(
        "raw",
        [
            {"type": "string", "nullable": True},
            {"type": ["string", "null"]},
            {"anyOf": [TEXT, {"type": "null"}]},
            {"oneOf": [{"type": "null"}, TEXT]},
            {"allOf": [TEXT], "nullable": True},
            {"anyOf": [TEXT, {"const": None}]},
        ],
    )
    def test_null_in_all_writings(self, raw: Any) -> None:
        assert normal(raw) == {"anyOf": [TEXT, {"type": "null"}]}

    @pytest.mark.parametrize(
        ("raw", "expected"),
        [
            ({}, {}),
            (True, {}),
            ({"const": "a"}, {"type": "string", "enum": ["a"]}),
            (
                {"enum": ["a", None]},
                {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]},
            ),
            ({"enum": [1, 2]}, {"type": "integer", "enum": [1, 2]}),
            ({"type": ["string", "integer"]}, {"anyOf": [TEXT, {"type": "integer"}]}),
            ({"type": "string", "format": "binary"}, {"type": "string", "format": "binary"}),
            ({"type": "string", "minLength": 1, "title": "T"}, TEXT),
            ({"items": TEXT}, {"type": "array", "items": TEXT}),
            ({"type": "array"}, {"type": "array", "items": {}}),
            (
                {"type": "array", "prefixItems": [TEXT]},
                {"type": "array", "items": {"anyOf": [TEXT]}},
            ),
            ({"additionalProperties": TEXT}, {"type": "object", "additionalProperties": TEXT}),
            ({"type": "object", "additionalProperties": True}, {"type": "object"}),
            (
                {"allOf": [{"$ref": "#/components/schemas/A"}], "description": "D"},
                {"$ref": "#/components/schemas/A", "description": "D"},
            ),
            (
                {"$ref": "#/components/schemas/A", "type": "object"},
                {"$ref": "#/components/schemas/A"},
            ),
        ],
    )
    def test_keywords(self, raw: Any, expected: Any) -> None:
        assert normal(raw, A={"type": "object"}) == expected

    def test_all_of_is_one_object(self) -> None:
        found = normal(
            {
                "allOf": [
                    {"$ref": "#/components/schemas/Base"},
                    {"properties": {"b": TEXT}, "required": ["b"]},
                ]
            },
            Base={"type": "object", "properties": {"a": TEXT}, "required": ["a"]},
        )
        assert found == {
            "type": "object",
            "properties": {"a": TEXT, "b": TEXT},
            "required": ["a", "b"],
        }

    @pytest.mark.parametrize(
        ("raw", "expected"),
        [
            (
                {"$ref": "#/components/schemas/A", "enum": ["x"]},
                {"type": "string", "enum": ["x"]},
            ),
            (
                {"allOf": [{"$ref": "#/components/schemas/A"}, {"maxLength": 3}], "default": "a"},
                TEXT,
            ),
            (
                {
                    "allOf": [
                        {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
                        {"minimum": 1},
                    ]
                },
                {"anyOf": [TEXT, {"type": "integer"}, {"type": "null"}]},
            ),
            (
                {
                    "allOf": [
                        {"anyOf": [{"properties": {"a": TEXT}}]},
                        {"properties": {"b": TEXT}},
                    ]
                },
                {"type": "object", "properties": {"a": TEXT, "b": TEXT}, "required": []},
            ),
            (
                {"type": "object", "patternProperties": {"^x-": TEXT}},
                {"type": "object", "additionalProperties": TEXT},
            ),
            ({"const": True}, {"type": "boolean", "enum": [True]}),
            ({"$ref": "#/components/schemas/List/oneOf/1"}, {"type": "integer"}),
        ],
    )
    def test_parts_that_demand_together(self, raw: Any, expected: Any) -> None:
        named = {"A": TEXT, "List": {"oneOf": [TEXT, {"type": "integer"}]}}
        found = normal_form(openapi({"It": raw, **named}), "test")
        node = plain(found.schemas["It"])
        while "$ref" in node:
            node = plain(found.schemas[node["$ref"].rpartition("/")[2]])

        assert {key: value for key, value in node.items() if not key.startswith("x-")} == expected

    def test_all_of_with_a_union_is_a_union(self) -> None:
        found = normal(
            {
                "type": "object",
                "properties": {"id": TEXT},
                "oneOf": [
                    {"properties": {"a": TEXT}},
                    {"properties": {"b": TEXT}},
                ],
            }
        )
        assert [sorted(member["properties"]) for member in found["anyOf"]] == [
            ["a", "id"],
            ["b", "id"],
        ]

    def test_alternatives_of_what_is_required_are_no_union(self) -> None:
        raw = {
            "type": "object",
            "properties": {"a": TEXT},
            "anyOf": [{"required": ["a"]}, {"required": []}],
        }
        assert normal(raw) == {"type": "object", "properties": {"a": TEXT}, "required": []}

    def test_a_cycle_in_all_of_ends(self) -> None:
        found = normal(
            {"allOf": [{"$ref": "#/components/schemas/It"}, {"properties": {"a": TEXT}}]}
        )
        assert found["properties"] == {"a": TEXT}

    def test_a_mapping_gives_the_tags(self) -> None:
        whole = openapi(
            {
                "Pet": {
                    "oneOf": [
                        {"$ref": "#/components/schemas/Cat"},
                        {"$ref": "#/components/schemas/Dog"},
                    ],
                    "discriminator": {
                        "propertyName": "kind",
                        "mapping": {"cat": "#/components/schemas/Cat"},
                    },
                },
                "Cat": {"type": "object", "properties": {"kind": TEXT}},
                "Dog": {"type": "object", "properties": {}},
            }
        )
        schemas = plain(normal_form(whole, "test").schemas)
        assert schemas["Cat"]["properties"]["kind"] == {"type": "string", "enum": ["cat"]}
        assert schemas["Cat"]["required"] == ["kind"]

    def test_a_tag_without_mapping_is_the_schema_s_name(self) -> None:
        whole = openapi(
            {
                "Pet": {
                    "oneOf": [
                        {"$ref": "#/components/schemas/Cat"},
                        {"$ref": "#/components/schemas/Dog"},
                    ],
                    "discriminator": {"propertyName": "kind"},
                },
                "Cat": {"type": "object", "properties": {"kind": TEXT}},
                "Dog": {
                    "type": "object",
                    "properties": {"kind": {"type": "string", "enum": ["dog"]}},
                },
            }
        )
        schemas = plain(normal_form(whole, "test").schemas)
        assert schemas["Cat"]["properties"]["kind"]["enum"] == ["Cat"]
        assert schemas["Dog"]["properties"]["kind"]["enum"] == ["dog"]

    def test_a_base_class_with_a_mapping_stands_for_its_children(self) -> None:
        whole = openapi(
            {
                "Base": {
                    "type": "object",
                    "properties": {"kind": TEXT},
                    "discriminator": {
                        "propertyName": "kind",
                        "mapping": {
                            "one": "#/components/schemas/One",
                            "two": "#/components/schemas/Two",
                        },
                    },
                },
                "Two": {"allOf": [{"$ref": "#/components/schemas/Base"}], "type": "object"},
                "One": {
                    "allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"x": TEXT}}]
                },
            }
        )
        schemas = plain(normal_form(whole, "test").schemas)
        assert schemas["Base"]["anyOf"][0] == {"$ref": "#/components/schemas/One"}
        assert schemas["Two"]["properties"] == {"kind": {"type": "string", "enum": ["two"]}}
        assert schemas["One"]["properties"]["kind"] == {"type": "string", "enum": ["one"]}

    def test_references_to_odd_places(self) -> None:
        whole = openapi({"A": {"type": "object", "properties": {"x": {"$ref": "#/paths/~1a/x"}}}})
        whole["paths"] = {"/a": {"x": {"type": "object", "properties": {"y": TEXT}}}}
        document = normal_form(whole, "test")
        (name,) = references(document.schemas["A"])
        assert plain(document.schemas[name])["properties"] == {"y": TEXT}

    def test_a_dangling_reference_is_a_defect(self) -> None:
        document = normal_form(openapi({"A": {"$ref": "#/components/schemas/Nobody"}}), "test")
        assert document.defects == (
            "#/components/schemas/A refers to #/components/schemas/Nobody, which is not there",
        )

    def test_every_node_knows_where_it_was_written(self) -> None:
        whole = openapi(
            {"A": {"type": "object", "properties": {"b": {"items": {"anyOf": [TEXT, {}]}}}}}
        )
        node = normal_form(whole, "test").schemas["A"]
        assert node["properties"]["b"]["x-origin"] == "#/components/schemas/A/properties/b"
        assert pointer("components", "a/b", 1) == "#/components/a~1b/1"


class TestOperations:
    def test_openapi(self) -> None:
        whole = openapi(
            {"Ask": {"type": "object"}},
            servers=[{"url": "https://{host}/v1", "variables": {"host": {"default": "x.test"}}}],
            paths={
                "/ask/{id}": {
                    "parameters": [{"name": "id", "in": "path", "schema": TEXT}],
                    "post": {
                        "parameters": [{"$ref": "#/components/parameters/Beta"}],
                        "requestBody": {"$ref": "#/components/requestBodies/Ask"},
                        "responses": {"200": {"content": {"application/json": {"schema": TEXT}}}},
                    },
                }
            },
        )
        whole["components"] |= {
            "parameters": {
                "Beta": {"name": "x-beta", "in": "header", "schema": TEXT, "deprecated": True}
            },
            "requestBodies": {
                "Ask": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Ask"}}
                    }
                }
            },
        }
        operation = normal_form(whole, "test").operations["POST /v1/ask/{id}"]
        assert operation.name == "post_v1_ask_id"
        assert [(each.name, each.where, each.required) for each in operation.parameters] == [
            ("id", "path", True),
            ("x-beta", "header", False),
        ]
        assert plain(operation.sent) == {"application/json": {"$ref": "#/components/schemas/Ask"}}
        assert plain(operation.answers) == {"200": {"application/json": TEXT}}
        assert operation.place == "#/paths/~1ask~1{id}/post"

    def test_two_operations_of_one_name_get_two(self) -> None:
        one = {"operationId": "list", "responses": {}}
        whole = openapi({}, paths={"/a": {"get": dict(one)}, "/b": {"get": dict(one)}})
        assert [each.name for each in normal_form(whole, "t").operations.values()] == [
            "list",
            "list_b",
        ]

    def test_discovery(self) -> None:
        document = normal_form(DISCOVERY, "test")
        operation = document.operations["POST /v1/models/{modelsId}:ask"]
        assert (document.format, document.version, operation.name) == (
            "Google discovery",
            "20260101",
            "x.models.ask",
        )
        assert operation.place == "#/resources/models/methods/ask"
        assert [(each.name, each.where) for each in operation.parameters] == [
            ("model", "path"),
            ("mask", "query"),
        ]
        assert plain(operation.sent["application/json"]) == {"$ref": "#/components/schemas/Ask"}
        ask = document.schemas["Ask"]
        assert plain(ask) == {
            "type": "object",
            "properties": {
                "n": TEXT,
                "free": {},
                "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
                "labels": {"type": "object", "additionalProperties": TEXT},
            },
            "required": ["parts"],
        }
        assert ask["properties"]["parts"]["x-origin"] == "#/schemas/Ask/properties/parts"

    def test_botocore(self) -> None:
        document = normal_form(BOTOCORE, "test")
        operation = document.operations["POST /model/{modelId}/ask"]
        assert document.format == "botocore service model"
        assert [(each.name, each.where, each.required) for each in operation.parameters] == [
            ("modelId", "path", True),
            ("X-Trace", "header", False),
        ]
        ask = document.schemas["AskRequest"]
        assert plain(ask) == {
            "type": "object",
            "properties": {"text": {"$ref": "#/components/schemas/Text"}},
            "required": ["text"],
        }
        assert ask["properties"]["text"]["x-origin"] == "#/shapes/AskRequest/members/text"
        assert list(operation.answers["200"]) == ["application/vnd.amazon.eventstream"]
        assert plain(document.schemas["Level"]) == {"type": "string", "enum": ["low", "high"]}

    def test_odd_parameters(self) -> None:
        whole = openapi({})
        parameters = [
            {"in": "query", "description": "without a name"},
            {"name": "filter", "in": "query", "content": {"application/json": {"schema": TEXT}}},
            {"name": "bare", "in": "header", "content": {}},
        ]
        get = {"parameters": parameters, "responses": {}}
        whole["paths"] = {
            "/a": {"get": {**get, "operationId": "a"}, "put": {**get, "operationId": "a"}},
            "/b": {"get": {"operationId": "a_a", "responses": {}}},
        }
        document = normal_form(whole, "test")
        first = document.operations["GET /a"]

        assert [(each.name, plain(each.node)) for each in first.parameters] == [
            ("filter", TEXT),
            ("bare", {}),
        ]
        names = [each.name for each in document.operations.values()]
        assert len(set(names)) == len(names) == 3

    def test_discovery_of_what_is_old_and_repeated(self) -> None:
        raw = json.loads(json.dumps(DISCOVERY))
        method = raw["resources"]["models"]["methods"]["ask"]
        method["deprecated"] = True
        del method["request"]
        raw["schemas"]["Ask"]["properties"] |= {
            "old": {"type": "string", "deprecated": True},
            "many": {"type": "string", "repeated": True},
        }
        document = normal_form(raw, "test")
        (operation,) = document.operations.values()
        fields = plain(document.schemas["Ask"])["properties"]

        assert (operation.deprecated, operation.sent) == (True, {})
        assert fields["old"] == {"type": "string", "deprecated": True}
        assert fields["many"] == {"type": "array", "items": TEXT}

    def test_botocore_of_every_kind(self) -> None:
        raw = json.loads(json.dumps(BOTOCORE))
        raw["operations"]["Get"] = {
            "name": "Get",
            "http": {"method": "GET", "requestUri": "/get"},
            "output": {"shape": "File"},
            "deprecated": True,
        }
        raw["shapes"] |= {
            "File": {
                "type": "structure",
                "members": {"body": {"shape": "Bytes"}},
                "payload": "body",
            },
            "Bytes": {"type": "blob"},
            "Names": {"type": "list", "member": {"shape": "Text"}},
            "Labels": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
        }
        raw["shapes"]["AskRequest"]["members"] |= {
            "names": {"shape": "Names"},
            "labels": {"shape": "Labels"},
        }
        document = normal_form(raw, "test")
        operation = document.operations["GET /get"]

        assert (operation.deprecated, operation.sent) == (True, {})
        assert list(operation.answers["200"]) == ["application/octet-stream"]
        text = {"$ref": "#/components/schemas/Text"}
        assert plain(document.schemas["Names"]) == {"type": "array", "items": text}
        assert plain(document.schemas["Labels"]) == {"type": "object", "additionalProperties": text}
        assert plain(document.schemas["Bytes"]) == {"type": "string", "format": "binary"}


DISCOVERY: dict[str, Any] = {
    "kind": "discovery#restDescription",
    "discoveryVersion": "v1",
    "revision": "20260101",
    "title": "X",
    "resources": {
        "models": {
            "methods": {
                "ask": {
                    "id": "x.models.ask",
                    "path": "v1/{+model}:ask",
                    "flatPath": "v1/models/{modelsId}:ask",
                    "httpMethod": "POST",
                    "parameters": {
                        "model": {"location": "path", "type": "string", "required": True},
                        "mask": {"location": "query", "type": "string"},
                    },
                    "request": {"$ref": "Ask"},
                    "response": {"$ref": "Part"},
                }
            }
        }
    },
    "schemas": {
        "Ask": {
            "id": "Ask",
            "type": "object",
            "properties": {
                "n": {"type": "string", "format": "int64"},
                "free": {"type": "any"},
                "parts": {
                    "type": "array",
                    "items": {"$ref": "Part"},
                    "description": "Required. Parts.",
                },
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        },
        "Part": {"id": "Part", "type": "object", "properties": {"text": {"type": "string"}}},
    },
}
BOTOCORE: dict[str, Any] = {
    "metadata": {"serviceFullName": "X", "apiVersion": "2026-01-01"},
    "operations": {
        "Ask": {
            "name": "Ask",
            "http": {"method": "POST", "requestUri": "/model/{modelId}/ask"},
            "input": {"shape": "AskRequest"},
            "output": {"shape": "AskResponse"},
        }
    },
    "shapes": {
        "AskRequest": {
            "type": "structure",
            "required": ["modelId", "text"],
            "members": {
                "modelId": {"shape": "Text", "location": "uri", "locationName": "modelId"},
                "trace": {"shape": "Text", "location": "header", "locationName": "X-Trace"},
                "text": {"shape": "Text"},
            },
        },
        "AskResponse": {
            "type": "structure",
            "members": {"stream": {"shape": "Events"}},
            "payload": "stream",
        },
        "Events": {
            "type": "structure",
            "eventstream": True,
            "members": {"chunk": {"shape": "Chunk", "event": True}},
        },
        "Chunk": {
            "type": "structure",
            "members": {"level": {"shape": "Level"}, "free": {"shape": "Doc"}},
        },
        "Level": {"type": "string", "enum": ["low", "high"]},
        "Doc": {"type": "structure", "members": {}, "document": True},
        "Text": {"type": "string"},
    },
}


def test_the_fixtures_are_documents() -> None:
    for raw in (DISCOVERY, BOTOCORE):
        assert isinstance(normal_form(raw, "test"), Document)
