"""Schemas and what each dialect makes of them; an expected text is the refusal."""

from __future__ import annotations

from typing import Any, NamedTuple


class Case(NamedTuple):
    """A schema, and what it becomes for OpenAI strict, Gemini and Anthropic."""

    schema: dict[str, Any]
    openai: Any
    gemini: Any
    anthropic: Any


def wrapped(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**obj(value=schema), **more}


def obj(*, required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    """A closed object; all properties are required unless said otherwise."""
    names = list(properties) if required is None else required
    return {
        "type": "object",
        "properties": properties,
        "required": names,
        "additionalProperties": False,
    }


CASES: dict[str, Case] = {
    "string": Case(
        {"type": "string"},
        wrapped({"type": "string"}),
        {"type": "string"},
        wrapped({"type": "string"}),
    ),
    "string limits": Case(
        {"type": "string", "minLength": 1, "maxLength": 3, "pattern": "^a", "format": "email"},
        wrapped(
            {
                "type": "string",
                "pattern": "^a",
                "format": "email",
                "description": "At least 1 characters; at most 3 characters.",
            }
        ),
        {
            "type": "string",
            "minLength": 1,
            "maxLength": 3,
            "pattern": "^a",
            "description": "Format: email.",
        },
        wrapped(
            {
                "type": "string",
                "format": "email",
                "description": "At least 1 characters; at most 3 characters; matches ^a.",
            }
        ),
    ),
    "odd format": Case(
        {"type": "string", "format": "decimal", "description": "Money."},
        wrapped({"type": "string", "description": "Money. Format: decimal."}),
        {"type": "string", "description": "Money. Format: decimal."},
        wrapped({"type": "string", "description": "Money. Format: decimal."}),
    ),
    "base64": Case(
        {"type": "string", "contentEncoding": "base64"},
        wrapped({"type": "string", "description": "Encoded as base64."}),
        {"type": "string", "description": "Encoded as base64."},
        wrapped({"type": "string", "description": "Encoded as base64."}),
    ),
    "number limits": Case(
        {"type": "number", "minimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.1},
        wrapped({"type": "number", "minimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.1}),
        {"type": "number", "minimum": 0, "description": "Less than 1; a multiple of 0.1."},
        wrapped({"type": "number", "description": "At least 0; less than 1; a multiple of 0.1."}),
    ),
    "null": Case(
        {"type": "null"}, wrapped({"type": "null"}), {"type": "null"}, wrapped({"type": "null"})
    ),
    "nullable string": Case(
        {"type": ["string", "null"]},
        wrapped({"type": ["string", "null"]}),
        {"type": "string", "nullable": True},
        wrapped({"type": ["string", "null"]}),
    ),
    "openapi nullable": Case(
        {"type": "string", "nullable": True},
        wrapped({"anyOf": [{"type": "string"}, {"type": "null"}]}),
        {"type": "string", "nullable": True},
        wrapped({"anyOf": [{"type": "string"}, {"type": "null"}]}),
    ),
    "openapi nullable object": Case(
        {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
            "nullable": True,
        },
        wrapped({"anyOf": [obj(a={"type": "string"}), {"type": "null"}]}),
        {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
            "nullable": True,
        },
        wrapped({"anyOf": [obj(a={"type": "string"}), {"type": "null"}]}),
    ),
    "several types": Case(
        {"type": ["string", "integer"]},
        wrapped({"type": ["string", "integer"]}),
        {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        wrapped({"type": ["string", "integer"]}),
    ),
    "types with containers": Case(
        {"type": ["array", "string"], "items": {"type": "string"}, "minLength": 1},
        wrapped(
            {
                "anyOf": [
                    {"type": "array", "items": {"type": "string"}},
                    {"type": "string", "description": "At least 1 characters."},
                ]
            }
        ),
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}},
                {"type": "string", "minLength": 1},
            ]
        },
        wrapped(
            {
                "anyOf": [
                    {"type": "array", "items": {"type": "string"}},
                    {"type": "string", "description": "At least 1 characters."},
                ]
            }
        ),
    ),
    "object or null type": Case(
        {
            "type": ["object", "null"],
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
            "description": "d",
        },
        wrapped({"description": "d", "anyOf": [obj(a={"type": "string"}), {"type": "null"}]}),
        {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
            "description": "d",
            "nullable": True,
        },
        wrapped({"description": "d", "anyOf": [obj(a={"type": "string"}), {"type": "null"}]}),
    ),
    "one type in list": Case(
        {"type": ["string"], "description": "d"},
        wrapped({"type": "string", "description": "d"}),
        {"type": "string", "description": "d"},
        wrapped({"type": "string", "description": "d"}),
    ),
    "enum": Case(
        {"enum": ["a", "b"]},
        wrapped({"type": "string", "enum": ["a", "b"]}),
        {"type": "string", "enum": ["a", "b"]},
        wrapped({"type": "string", "enum": ["a", "b"]}),
    ),
    "enum ints": Case(
        {"type": "integer", "enum": [1, 2]},
        wrapped({"type": "integer", "enum": [1, 2]}),
        {"type": "integer", "description": "One of 1, 2."},
        wrapped({"type": "integer", "enum": [1, 2]}),
    ),
    "enum mixed": Case(
        {"enum": ["a", 1, None]},
        wrapped({"type": ["string", "integer", "null"], "enum": ["a", 1, None]}),
        {
            "anyOf": [
                {"type": "string", "enum": ["a"], "nullable": True},
                {"type": "integer", "description": "One of 1.", "nullable": True},
            ],
        },
        wrapped({"type": ["string", "integer", "null"], "enum": ["a", 1, None]}),
    ),
    "enum nullable": Case(
        {"type": ["string", "null"], "enum": ["a", None]},
        wrapped({"type": ["string", "null"], "enum": ["a", None]}),
        {"type": "string", "enum": ["a"], "nullable": True},
        wrapped({"type": ["string", "null"], "enum": ["a", None]}),
    ),
    "const": Case(
        {"const": "a"},
        wrapped({"type": "string", "const": "a"}),
        {"type": "string", "enum": ["a"]},
        wrapped({"type": "string", "const": "a"}),
    ),
    "const int": Case(
        {"const": 3},
        wrapped({"type": "integer", "const": 3}),
        {"type": "integer", "description": "Always 3."},
        wrapped({"type": "integer", "const": 3}),
    ),
    "bool const": Case(
        {"type": "boolean", "const": True},
        wrapped({"type": "boolean", "const": True}),
        {"type": "boolean", "description": "Always true."},
        wrapped({"type": "boolean", "const": True}),
    ),
    "object": Case(
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        obj(a={"type": "string"}),
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        obj(a={"type": "string"}),
    ),
    "object optional": Case(
        {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"type": "integer", "description": "n"}},
            "required": ["a"],
        },
        obj(a={"type": "string"}, b={"type": ["integer", "null"], "description": "n"}),
        {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"type": "integer", "description": "n"}},
            "required": ["a"],
        },
        obj(a={"type": "string"}, b={"type": "integer", "description": "n"}, required=["a"]),
    ),
    "optional enum": Case(
        {"type": "object", "properties": {"a": {"enum": ["x", "y"], "description": "d"}}},
        obj(
            a={
                "description": "d",
                "anyOf": [{"type": "string", "enum": ["x", "y"]}, {"type": "null"}],
            }
        ),
        {
            "type": "object",
            "properties": {"a": {"type": "string", "description": "d", "enum": ["x", "y"]}},
        },
        obj(a={"type": "string", "enum": ["x", "y"], "description": "d"}, required=[]),
    ),
    "optional object": Case(
        {
            "type": "object",
            "properties": {
                "a": {
                    "type": "object",
                    "properties": {"b": {"type": "string"}},
                    "required": ["b"],
                    "description": "d",
                }
            },
        },
        obj(a={"description": "d", "anyOf": [obj(b={"type": "string"}), {"type": "null"}]}),
        {
            "type": "object",
            "properties": {
                "a": {
                    "type": "object",
                    "description": "d",
                    "properties": {"b": {"type": "string"}},
                    "required": ["b"],
                }
            },
        },
        obj(a={**obj(b={"type": "string"}), "description": "d"}, required=[]),
    ),
    "optional array": Case(
        {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}}},
        obj(a={"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]}),
        {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}}},
        obj(a={"type": "array", "items": {"type": "string"}}, required=[]),
    ),
    "optional nullable": Case(
        {
            "type": "object",
            "properties": {
                "a": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                "b": {"type": ["string", "null"]},
                "c": {"type": "null"},
            },
        },
        obj(
            a={"anyOf": [{"type": "string"}, {"type": "null"}]},
            b={"type": ["string", "null"]},
            c={"type": "null"},
        ),
        {
            "type": "object",
            "properties": {
                "a": {"type": "string", "nullable": True},
                "b": {"type": "string", "nullable": True},
                "c": {"type": "null"},
            },
        },
        obj(
            a={"anyOf": [{"type": "string"}, {"type": "null"}]},
            b={"type": ["string", "null"]},
            c={"type": "null"},
            required=[],
        ),
    ),
    "optional anyOf": Case(
        {
            "type": "object",
            "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
        },
        obj(a={"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}),
        {
            "type": "object",
            "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
        },
        obj(a={"anyOf": [{"type": "string"}, {"type": "integer"}]}, required=[]),
    ),
    "default": Case(
        {
            "type": "object",
            "properties": {
                "a": {"type": "string", "default": "x"},
                "b": {"type": "integer", "default": None, "description": "d"},
            },
        },
        obj(
            a={"type": ["string", "null"], "description": 'Default: "x".'},
            b={"type": ["integer", "null"], "description": "d"},
        ),
        {
            "type": "object",
            "properties": {
                "a": {"type": "string", "default": "x"},
                "b": {"type": "integer", "description": "d"},
            },
        },
        obj(
            a={"type": "string", "default": "x"},
            b={"type": "integer", "description": "d"},
            required=[],
        ),
    ),
    "no type": Case(
        {"properties": {"a": {"type": "string"}}},
        obj(a={"type": ["string", "null"]}),
        {"type": "object", "properties": {"a": {"type": "string"}}},
        obj(a={"type": "string"}, required=[]),
    ),
    "empty object": Case(
        {"type": "object", "properties": {}}, obj(), {"type": "object", "properties": {}}, obj()
    ),
    "empty closed": Case(
        {"type": "object", "additionalProperties": False},
        obj(),
        {"type": "object", "properties": {}},
        obj(),
    ),
    "free object": Case(
        {"type": "object"},
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
    ),
    "map": Case(
        {"type": "object", "additionalProperties": {"type": "string"}},
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
    ),
    "passthrough": Case(
        {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
            "additionalProperties": True,
        },
        obj(a={"type": "string"}),
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        obj(a={"type": "string"}),
    ),
    "props plus map": Case(
        {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
            "additionalProperties": {"type": "integer"},
        },
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
    ),
    "pattern properties": Case(
        {
            "type": "object",
            "patternProperties": {"^x": {"type": "string"}},
            "additionalProperties": False,
        },
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
    ),
    "required unknown": Case(
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a", "zz"]},
        obj(a={"type": "string"}),
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        obj(a={"type": "string"}),
    ),
    "any": Case(
        {},
        "$: any value is allowed here, but this dialect needs a type",
        "$: any value is allowed here, but this dialect needs a type",
        "$: any value is allowed here, but this dialect needs a type",
    ),
    "any property": Case(
        {"type": "object", "properties": {"a": {}}, "required": ["a"]},
        "$.properties.a: any value is allowed here, but this dialect needs a type",
        "$.properties.a: any value is allowed here, but this dialect needs a type",
        "$.properties.a: any value is allowed here, but this dialect needs a type",
    ),
    "true property": Case(
        {"type": "object", "properties": {"a": True}, "required": ["a"]},
        "$.properties.a: any value is allowed here, but this dialect needs a type",
        "$.properties.a: any value is allowed here, but this dialect needs a type",
        "$.properties.a: any value is allowed here, but this dialect needs a type",
    ),
    "false property": Case(
        {"type": "object", "properties": {"a": False}, "required": ["a"]},
        "$.properties.a: nothing is allowed here",
        "$.properties.a: nothing is allowed here",
        "$.properties.a: nothing is allowed here",
    ),
    "array": Case(
        {
            "type": "array",
            "items": {"type": "string"},
            "minItems": 1,
            "maxItems": 3,
            "uniqueItems": True,
        },
        wrapped(
            {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "description": "Items all differ.",
                "items": {"type": "string"},
            }
        ),
        {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "description": "Items all differ.",
            "items": {"type": "string"},
        },
        wrapped(
            {
                "type": "array",
                "description": "At least 1 items; at most 3 items; items all differ.",
                "items": {"type": "string"},
            }
        ),
    ),
    "array any": Case(
        {"type": "array"},
        "$.items: this dialect needs the type of the items",
        "$.items: this dialect needs the type of the items",
        "$.items: this dialect needs the type of the items",
    ),
    "array no type": Case(
        {"items": {"type": "integer"}},
        wrapped({"type": "array", "items": {"type": "integer"}}),
        {"type": "array", "items": {"type": "integer"}},
        wrapped({"type": "array", "items": {"type": "integer"}}),
    ),
    "tuple": Case(
        {
            "type": "array",
            "prefixItems": [{"type": "number"}, {"type": "string"}],
            "items": False,
            "minItems": 2,
            "maxItems": 2,
        },
        wrapped(
            {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "description": "The items, in order: number, string.",
                "items": {"anyOf": [{"type": "number"}, {"type": "string"}]},
            }
        ),
        {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "description": "The items, in order: number, string.",
            "items": {"anyOf": [{"type": "number"}, {"type": "string"}]},
        },
        wrapped(
            {
                "type": "array",
                "description": "At least 2 items; at most 2 items. The items, in order: number, string.",
                "items": {"anyOf": [{"type": "number"}, {"type": "string"}]},
            }
        ),
    ),
    "even tuple": Case(
        {
            "type": "array",
            "prefixItems": [{"type": "number"}, {"type": "number"}],
            "items": False,
            "minItems": 2,
        },
        wrapped({"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}}),
        {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}},
        wrapped(
            {
                "type": "array",
                "description": "At least 2 items; at most 2 items.",
                "items": {"type": "number"},
            }
        ),
    ),
    "old tuple": Case(
        {
            "type": "array",
            "items": [{"type": "number"}, {"type": "string", "description": "name"}],
            "additionalItems": False,
        },
        wrapped(
            {
                "type": "array",
                "maxItems": 2,
                "description": "The items, in order: number, name.",
                "items": {"anyOf": [{"type": "number"}, {"type": "string", "description": "name"}]},
            }
        ),
        {
            "type": "array",
            "maxItems": 2,
            "description": "The items, in order: number, name.",
            "items": {"anyOf": [{"type": "number"}, {"type": "string", "description": "name"}]},
        },
        wrapped(
            {
                "type": "array",
                "description": "At most 2 items. The items, in order: number, name.",
                "items": {"anyOf": [{"type": "number"}, {"type": "string", "description": "name"}]},
            }
        ),
    ),
    "anyOf": Case(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            ]
        },
        wrapped({"anyOf": [{"type": "string"}, obj(a={"type": "string"})]}),
        {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            ]
        },
        wrapped({"anyOf": [{"type": "string"}, obj(a={"type": "string"})]}),
    ),
    "oneOf": Case(
        {
            "type": "object",
            "properties": {
                "pet": {
                    "oneOf": [
                        {
                            "type": "object",
                            "properties": {"k": {"const": "cat"}},
                            "required": ["k"],
                        },
                        {
                            "type": "object",
                            "properties": {"k": {"const": "dog"}},
                            "required": ["k"],
                        },
                    ],
                    "discriminator": {"propertyName": "k"},
                    "description": "d",
                }
            },
            "required": ["pet"],
        },
        obj(
            pet={
                "description": "d",
                "anyOf": [
                    obj(k={"type": "string", "const": "cat"}),
                    obj(k={"type": "string", "const": "dog"}),
                ],
            }
        ),
        {
            "type": "object",
            "properties": {
                "pet": {
                    "anyOf": [
                        {
                            "type": "object",
                            "description": "d",
                            "properties": {"k": {"type": "string", "enum": ["cat"]}},
                            "required": ["k"],
                        },
                        {
                            "type": "object",
                            "description": "d",
                            "properties": {"k": {"type": "string", "enum": ["dog"]}},
                            "required": ["k"],
                        },
                    ],
                }
            },
            "required": ["pet"],
        },
        obj(
            pet={
                "description": "d",
                "anyOf": [
                    obj(k={"type": "string", "const": "cat"}),
                    obj(k={"type": "string", "const": "dog"}),
                ],
            }
        ),
    ),
    "both": Case(
        {"anyOf": [{"type": "string"}], "oneOf": [{"type": "string"}]},
        "$: it has both anyOf and oneOf",
        "$: it has both anyOf and oneOf",
        "$: it has both anyOf and oneOf",
    ),
    "anyOf siblings": Case(
        {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
        },
        wrapped(
            {
                "anyOf": [
                    obj(a={"type": "string"}, b={"type": ["string", "null"]}),
                    obj(a={"type": ["string", "null"]}, b={"type": "string"}),
                ]
            }
        ),
        {
            "anyOf": [
                {
                    "type": "object",
                    "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
                    "required": ["a"],
                },
                {
                    "type": "object",
                    "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
                    "required": ["b"],
                },
            ]
        },
        wrapped(
            {
                "anyOf": [
                    obj(a={"type": "string"}, b={"type": "string"}, required=["a"]),
                    obj(a={"type": "string"}, b={"type": "string"}, required=["b"]),
                ]
            }
        ),
    ),
    "single anyOf": Case(
        {
            "type": "object",
            "properties": {"a": {"anyOf": [{"type": "string"}], "description": "d"}},
            "required": ["a"],
        },
        obj(a={"type": "string", "description": "d"}),
        {
            "type": "object",
            "properties": {"a": {"type": "string", "description": "d"}},
            "required": ["a"],
        },
        obj(a={"type": "string", "description": "d"}),
    ),
    "nested anyOf": Case(
        {"anyOf": [{"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "integer"}]},
        wrapped({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}),
        {"anyOf": [{"type": "string", "nullable": True}, {"type": "integer"}]},
        wrapped({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}),
    ),
    "anyOf enum null": Case(
        {"anyOf": [{"enum": ["a"]}, {"type": "null"}]},
        wrapped({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]}),
        {"type": "string", "enum": ["a"], "nullable": True},
        wrapped({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]}),
    ),
    "allOf": Case(
        {
            "allOf": [
                {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
                {"type": "object", "properties": {"b": {"type": "integer"}}, "required": ["b"]},
            ]
        },
        obj(a={"type": "string"}, b={"type": "integer"}),
        {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"type": "integer"}},
            "required": ["a", "b"],
        },
        obj(a={"type": "string"}, b={"type": "integer"}),
    ),
    "allOf overlap": Case(
        {
            "allOf": [
                {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
                {"properties": {"a": {"description": "d", "minLength": 2}}},
            ]
        },
        obj(a={"type": "string", "description": "d At least 2 characters."}),
        {
            "type": "object",
            "properties": {"a": {"type": "string", "description": "d", "minLength": 2}},
            "required": ["a"],
        },
        obj(a={"type": "string", "description": "d At least 2 characters."}),
    ),
    "allOf limits": Case(
        {
            "type": "object",
            "properties": {
                "n": {
                    "allOf": [
                        {"type": "integer", "minimum": 1},
                        {"type": "number", "minimum": 3, "maximum": 9},
                    ],
                    "description": "n",
                }
            },
            "required": ["n"],
        },
        obj(n={"description": "n", "type": "integer", "minimum": 3, "maximum": 9}),
        {
            "type": "object",
            "properties": {
                "n": {"description": "n", "type": "integer", "minimum": 3, "maximum": 9}
            },
            "required": ["n"],
        },
        obj(n={"description": "n At least 3; at most 9.", "type": "integer"}),
    ),
    "allOf ref": Case(
        {
            "allOf": [{"$ref": "#/$defs/A"}, {"description": "d"}],
            "$defs": {
                "A": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
            },
        },
        {**obj(a={"type": "string"}), "description": "d"},
        {
            "type": "object",
            "description": "d",
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
        },
        {**obj(a={"type": "string"}), "description": "d"},
    ),
    "allOf clash": Case(
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        "$: it asks for 'type' that exclude each other",
        "$: it asks for 'type' that exclude each other",
        "$: it asks for 'type' that exclude each other",
    ),
    "allOf patterns": Case(
        {"allOf": [{"type": "string", "pattern": "a"}, {"pattern": "b"}]},
        "$: it asks for two different 'pattern'",
        "$: it asks for two different 'pattern'",
        "$: it asks for two different 'pattern'",
    ),
    "ref": Case(
        {
            "type": "object",
            "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/A"}},
            "required": ["a", "b"],
            "$defs": {
                "A": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}
            },
        },
        {
            **obj(a={"$ref": "#/$defs/A"}, b={"$ref": "#/$defs/A"}),
            "$defs": {"A": obj(x={"type": "string"})},
        },
        {
            "type": "object",
            "properties": {
                "a": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]},
                "b": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]},
            },
            "required": ["a", "b"],
        },
        {
            **obj(a={"$ref": "#/$defs/A"}, b={"$ref": "#/$defs/A"}),
            "$defs": {"A": obj(x={"type": "string"})},
        },
    ),
    "ref sibling": Case(
        {
            "type": "object",
            "properties": {"a": {"$ref": "#/$defs/A", "description": "the a"}},
            "required": ["a"],
            "$defs": {
                "A": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}
            },
        },
        {
            **obj(a={"description": "the a", "anyOf": [{"$ref": "#/$defs/A"}]}),
            "$defs": {"A": obj(x={"type": "string"})},
        },
        {
            "type": "object",
            "properties": {
                "a": {
                    "type": "object",
                    "description": "the a",
                    "properties": {"x": {"type": "string"}},
                    "required": ["x"],
                }
            },
            "required": ["a"],
        },
        {
            **obj(a={"description": "the a", "anyOf": [{"$ref": "#/$defs/A"}]}),
            "$defs": {"A": obj(x={"type": "string"})},
        },
    ),
    "ref limits": Case(
        {
            "type": "object",
            "properties": {"a": {"$ref": "#/$defs/A", "minimum": 2}},
            "required": ["a"],
            "$defs": {"A": {"type": "integer", "minimum": 1}},
        },
        obj(a={"type": "integer", "minimum": 2}),
        {
            "type": "object",
            "properties": {"a": {"type": "integer", "minimum": 2}},
            "required": ["a"],
        },
        obj(a={"type": "integer", "description": "At least 2."}),
    ),
    "ref optional": Case(
        {
            "type": "object",
            "properties": {"a": {"$ref": "#/$defs/A"}},
            "$defs": {
                "A": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}
            },
        },
        {
            **obj(a={"anyOf": [{"$ref": "#/$defs/A"}, {"type": "null"}]}),
            "$defs": {"A": obj(x={"type": "string"})},
        },
        {
            "type": "object",
            "properties": {
                "a": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}
            },
        },
        {**obj(a={"$ref": "#/$defs/A"}, required=[]), "$defs": {"A": obj(x={"type": "string"})}},
    ),
    "root ref": Case(
        {
            "$ref": "#/$defs/A",
            "$defs": {
                "A": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}
            },
        },
        obj(x={"type": "string"}),
        {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]},
        obj(x={"type": "string"}),
    ),
    "definitions": Case(
        {
            "type": "object",
            "properties": {"a": {"$ref": "#/definitions/A"}},
            "required": ["a"],
            "definitions": {"A": {"type": "string"}},
        },
        {**obj(a={"$ref": "#/$defs/A"}), "$defs": {"A": {"type": "string"}}},
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        {**obj(a={"$ref": "#/$defs/A"}), "$defs": {"A": {"type": "string"}}},
    ),
    "recursive": Case(
        {
            "type": "object",
            "properties": {
                "v": {"type": "string"},
                "n": {"anyOf": [{"$ref": "#/$defs/N"}, {"type": "null"}]},
            },
            "required": ["v", "n"],
            "$defs": {
                "N": {
                    "type": "object",
                    "properties": {
                        "v": {"type": "string"},
                        "n": {"anyOf": [{"$ref": "#/$defs/N"}, {"type": "null"}]},
                    },
                    "required": ["v", "n"],
                }
            },
        },
        {
            **obj(v={"type": "string"}, n={"anyOf": [{"$ref": "#/$defs/N"}, {"type": "null"}]}),
            "$defs": {
                "N": obj(
                    v={"type": "string"}, n={"anyOf": [{"$ref": "#/$defs/N"}, {"type": "null"}]}
                )
            },
        },
        "$.properties.n: N contains itself, which this dialect cannot say",
        "$.properties.n: N contains itself, which this dialect cannot say",
    ),
    "root recursive": Case(
        {
            "title": "Tree",
            "type": "object",
            "properties": {"kids": {"type": "array", "items": {"$ref": "#"}}},
            "required": ["kids"],
        },
        {
            **obj(kids={"type": "array", "items": {"$ref": "#/$defs/Tree"}}),
            "title": "Tree",
            "$defs": {
                "Tree": {
                    **obj(kids={"type": "array", "items": {"$ref": "#/$defs/Tree"}}),
                    "title": "Tree",
                }
            },
        },
        "$.properties.kids.items: Tree contains itself, which this dialect cannot say",
        "$.properties.kids.items: Tree contains itself, which this dialect cannot say",
    ),
    "recursive array": Case(
        {"type": "array", "items": {"$ref": "#"}},
        wrapped(
            {"type": "array", "items": {"$ref": "#/$defs/Root"}},
            **{"$defs": {"Root": {"type": "array", "items": {"$ref": "#/$defs/Root"}}}},
        ),
        "$.items: Root contains itself, which this dialect cannot say",
        "$.items: Root contains itself, which this dialect cannot say",
    ),
    "recursive sibling": Case(
        {
            "type": "object",
            "properties": {"n": {"$ref": "#/$defs/N", "minProperties": 1}},
            "required": ["n"],
            "$defs": {
                "N": {
                    "type": "object",
                    "properties": {"n": {"$ref": "#/$defs/N", "minProperties": 1}},
                }
            },
        },
        "$.properties.n.properties.n: N contains itself with other limits",
        "$.properties.n: N contains itself, which this dialect cannot say",
        "$.properties.n: N contains itself, which this dialect cannot say",
    ),
    "self ref": Case(
        {"$ref": "#"},
        "$: the schema only refers to itself",
        "$: the schema only refers to itself",
        "$: the schema only refers to itself",
    ),
    "pointer ref": Case(
        {
            "type": "object",
            "properties": {
                "a": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]},
                "b": {"$ref": "#/properties/a"},
            },
            "required": ["a", "b"],
        },
        {
            **obj(a=obj(x={"type": "string"}), b={"$ref": "#/$defs/a"}),
            "$defs": {"a": obj(x={"type": "string"})},
        },
        {
            "type": "object",
            "properties": {
                "a": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]},
                "b": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]},
            },
            "required": ["a", "b"],
        },
        {
            **obj(a=obj(x={"type": "string"}), b={"$ref": "#/$defs/a"}),
            "$defs": {"a": obj(x={"type": "string"})},
        },
    ),
    "not": Case(
        {"type": "string", "not": {"const": "x"}},
        wrapped({"type": "string", "description": 'Not: {"const": "x"}.'}),
        {"type": "string", "description": 'Not: {"const": "x"}.'},
        wrapped({"type": "string", "description": 'Not: {"const": "x"}.'}),
    ),
    "if": Case(
        {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
            "if": {"required": ["a"]},
            "then": {},
        },
        {**obj(a={"type": "string"}), "description": 'If: {"required": ["a"]}; then: {}.'},
        {
            "type": "object",
            "description": 'If: {"required": ["a"]}; then: {}.',
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
        },
        {**obj(a={"type": "string"}), "description": 'If: {"required": ["a"]}; then: {}.'},
    ),
    "allOf deep": Case(
        {
            "allOf": [
                {
                    "type": "array",
                    "items": {"type": "number"},
                    "description": "a",
                    "minItems": 1,
                    "uniqueItems": True,
                    "title": "x",
                },
                {
                    "items": {"type": "integer"},
                    "description": "b",
                    "minItems": 2,
                    "maxItems": 4,
                    "uniqueItems": False,
                    "title": "y",
                },
            ]
        },
        wrapped(
            {
                "type": "array",
                "description": "a b Items all differ.",
                "minItems": 2,
                "title": "x",
                "maxItems": 4,
                "items": {"type": "integer"},
            }
        ),
        {
            "type": "array",
            "description": "a b Items all differ.",
            "minItems": 2,
            "title": "x",
            "maxItems": 4,
            "items": {"type": "integer"},
        },
        wrapped(
            {
                "type": "array",
                "description": "a b At least 2 items; items all differ; at most 4 items.",
                "title": "x",
                "items": {"type": "integer"},
            }
        ),
    ),
    "allOf extra": Case(
        {
            "allOf": [
                {
                    "type": "object",
                    "properties": {"a": {"type": "string"}},
                    "required": ["a"],
                    "additionalProperties": {"type": "string"},
                },
                obj(b={"type": "string"}),
            ]
        },
        obj(a={"type": "string"}, b={"type": "string"}),
        {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
            "required": ["a", "b"],
        },
        obj(a={"type": "string"}, b={"type": "string"}),
    ),
    "allOf maps": Case(
        {
            "allOf": [
                {"type": "object", "additionalProperties": {"type": "string"}},
                {"additionalProperties": {"minLength": 2}},
            ]
        },
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
    ),
    "allOf open": Case(
        {
            "allOf": [
                {
                    "type": "object",
                    "properties": {"a": {"type": "string"}},
                    "required": ["a"],
                    "additionalProperties": True,
                },
                {"additionalProperties": {"type": "string"}},
            ]
        },
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
        "$: an object with any property names, which this dialect cannot say",
    ),
    "allOf nested": Case(
        {
            "allOf": [
                {
                    "allOf": [
                        {
                            "type": "object",
                            "properties": {"a": {"type": "string"}},
                            "required": ["a"],
                        }
                    ]
                },
                {
                    "allOf": [
                        {
                            "type": "object",
                            "properties": {"b": {"type": "string"}},
                            "required": ["b"],
                        }
                    ]
                },
            ]
        },
        obj(a={"type": "string"}, b={"type": "string"}),
        {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
            "required": ["a", "b"],
        },
        obj(a={"type": "string"}, b={"type": "string"}),
    ),
    "allOf enums": Case(
        {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]},
        wrapped({"type": "string", "enum": ["b"]}),
        {"type": "string", "enum": ["b"]},
        wrapped({"type": "string", "enum": ["b"]}),
    ),
    "allOf enums clash": Case(
        {"allOf": [{"enum": ["a"]}, {"enum": ["c"]}]},
        "$: it asks for 'enum' that exclude each other",
        "$: it asks for 'enum' that exclude each other",
        "$: it asks for 'enum' that exclude each other",
    ),
    "allOf true": Case(
        {
            "allOf": [
                True,
                {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            ]
        },
        obj(a={"type": "string"}),
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        obj(a={"type": "string"}),
    ),
    "allOf false": Case(
        {
            "allOf": [
                False,
                {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            ]
        },
        "$: nothing is allowed here",
        "$: nothing is allowed here",
        "$: nothing is allowed here",
    ),
    "allOf circle": Case(
        {"allOf": [{"$ref": "#/$defs/A"}], "$defs": {"A": {"$ref": "#/$defs/A"}}},
        "$: A only refers to itself",
        "$: A only refers to itself",
        "$: A only refers to itself",
    ),
    "anyOf not": Case(
        {"anyOf": [{"type": "string"}, {"type": "integer"}], "not": {"const": 1}},
        wrapped(
            {
                "description": 'Not: {"const": 1}.',
                "anyOf": [{"type": "string"}, {"type": "integer"}],
            }
        ),
        {
            "anyOf": [
                {"type": "string", "description": 'Not: {"const": 1}.'},
                {"type": "integer", "description": 'Not: {"const": 1}.'},
            ]
        },
        wrapped(
            {
                "description": 'Not: {"const": 1}.',
                "anyOf": [{"type": "string"}, {"type": "integer"}],
            }
        ),
    ),
    "anyOf true": Case(
        {"anyOf": [True, {"type": "string"}]},
        "$.anyOf[0]: any value is allowed here, but this dialect needs a type",
        "$.anyOf[0]: any value is allowed here, but this dialect needs a type",
        "$.anyOf[0]: any value is allowed here, but this dialect needs a type",
    ),
    "anyOf false": Case(
        {"anyOf": [False, {"type": "string"}]},
        "$.anyOf[0]: nothing is allowed here",
        "$.anyOf[0]: nothing is allowed here",
        "$.anyOf[0]: nothing is allowed here",
    ),
    "anyOf described ref": Case(
        {
            "type": "object",
            "properties": {
                "a": {"anyOf": [{"$ref": "#/$defs/A"}], "description": "d"},
                "b": {"$ref": "#/$defs/A"},
            },
            "required": ["a", "b"],
            "$defs": {
                "A": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}
            },
        },
        {
            **obj(
                a={"description": "d", "anyOf": [{"$ref": "#/$defs/A"}]}, b={"$ref": "#/$defs/A"}
            ),
            "$defs": {"A": obj(x={"type": "string"})},
        },
        {
            "type": "object",
            "properties": {
                "a": {
                    "type": "object",
                    "properties": {"x": {"type": "string"}},
                    "required": ["x"],
                    "description": "d",
                },
                "b": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]},
            },
            "required": ["a", "b"],
        },
        {
            **obj(
                a={"description": "d", "anyOf": [{"$ref": "#/$defs/A"}]}, b={"$ref": "#/$defs/A"}
            ),
            "$defs": {"A": obj(x={"type": "string"})},
        },
    ),
    "anyOf nullable": Case(
        {"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": True},
        wrapped({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}),
        {"anyOf": [{"type": "string", "nullable": True}, {"type": "integer", "nullable": True}]},
        wrapped({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}),
    ),
    "number enum": Case(
        {"type": ["number", "null"], "enum": [1, 2.5, None]},
        wrapped({"type": ["number", "null"], "enum": [1, 2.5, None]}),
        {"type": "number", "description": "One of 1, 2.5.", "nullable": True},
        wrapped({"type": ["number", "null"], "enum": [1, 2.5, None]}),
    ),
    "tuple of anything": Case(
        {"type": "array", "prefixItems": [True, {"type": "string"}]},
        "$.prefixItems[0]: any value is allowed here, but this dialect needs a type",
        "$.prefixItems[0]: any value is allowed here, but this dialect needs a type",
        "$.prefixItems[0]: any value is allowed here, but this dialect needs a type",
    ),
    "tuple of refs": Case(
        {
            "type": "object",
            "properties": {
                "p": {
                    "type": "array",
                    "prefixItems": [{"$ref": "#/$defs/A"}, {"title": "N", "type": "null"}],
                }
            },
            "required": ["p"],
            "$defs": {
                "A": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}
            },
        },
        {
            **obj(
                p={
                    "type": "array",
                    "description": "The items, in order: A, N.",
                    "items": {"anyOf": [{"$ref": "#/$defs/A"}, {"title": "N", "type": "null"}]},
                }
            ),
            "$defs": {"A": obj(x={"type": "string"})},
        },
        {
            "type": "object",
            "properties": {
                "p": {
                    "type": "array",
                    "description": "The items, in order: A, N.",
                    "items": {
                        "anyOf": [
                            {
                                "type": "object",
                                "properties": {"x": {"type": "string"}},
                                "required": ["x"],
                            },
                            {"title": "N", "type": "null"},
                        ]
                    },
                }
            },
            "required": ["p"],
        },
        {
            **obj(
                p={
                    "type": "array",
                    "description": "The items, in order: A, N.",
                    "items": {"anyOf": [{"$ref": "#/$defs/A"}, {"title": "N", "type": "null"}]},
                }
            ),
            "$defs": {"A": obj(x={"type": "string"})},
        },
    ),
    "same names": Case(
        {
            "type": "object",
            "properties": {
                "a": {"type": "array", "items": {"type": "string"}},
                "b": {"$ref": "#/properties/a/items"},
                "c": {"$ref": "#/$defs/items"},
            },
            "required": ["a", "b", "c"],
            "$defs": {"items": {"type": "integer"}},
        },
        {
            **obj(
                a={"type": "array", "items": {"type": "string"}},
                b={"$ref": "#/$defs/items"},
                c={"$ref": "#/$defs/items_2"},
            ),
            "$defs": {"items": {"type": "string"}, "items_2": {"type": "integer"}},
        },
        {
            "type": "object",
            "properties": {
                "a": {"type": "array", "items": {"type": "string"}},
                "b": {"type": "string"},
                "c": {"type": "integer"},
            },
            "required": ["a", "b", "c"],
        },
        {
            **obj(
                a={"type": "array", "items": {"type": "string"}},
                b={"$ref": "#/$defs/items"},
                c={"$ref": "#/$defs/items_2"},
            ),
            "$defs": {"items": {"type": "string"}, "items_2": {"type": "integer"}},
        },
    ),
    "only null": Case(
        {"type": ["null"]}, wrapped({"type": "null"}), {"type": "null"}, wrapped({"type": "null"})
    ),
    "mutual": Case(
        {
            "$ref": "#/$defs/A",
            "$defs": {
                "A": {
                    "type": "object",
                    "properties": {"b": {"$ref": "#/$defs/B"}, "c": {"$ref": "#/$defs/C"}},
                },
                "B": {
                    "type": "object",
                    "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/B"}},
                },
                "C": {"type": "string"},
            },
        },
        {
            **obj(
                b={"anyOf": [{"$ref": "#/$defs/B"}, {"type": "null"}]},
                c={"anyOf": [{"$ref": "#/$defs/C"}, {"type": "null"}]},
            ),
            "$defs": {
                "B": obj(
                    a={"anyOf": [{"$ref": "#/$defs/A"}, {"type": "null"}]},
                    b={"anyOf": [{"$ref": "#/$defs/B"}, {"type": "null"}]},
                ),
                "A": obj(
                    b={"anyOf": [{"$ref": "#/$defs/B"}, {"type": "null"}]},
                    c={"anyOf": [{"$ref": "#/$defs/C"}, {"type": "null"}]},
                ),
                "C": {"type": "string"},
            },
        },
        "$.properties.b: B contains itself, which this dialect cannot say",
        "$.properties.b: B contains itself, which this dialect cannot say",
    ),
    "unused defs": Case(
        {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
            "$defs": {"X": {"type": "integer"}},
        },
        obj(a={"type": "string"}),
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        obj(a={"type": "string"}),
    ),
    "meta": Case(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "x",
            "$comment": "c",
            "title": "T",
            "description": "D.",
            "examples": ["a"],
            "deprecated": True,
            "type": "string",
            "readOnly": True,
        },
        wrapped({"title": "T", "description": 'D. Examples: "a"; deprecated.', "type": "string"}),
        {"title": "T", "description": 'D. Examples: "a"; deprecated.', "type": "string"},
        wrapped({"title": "T", "description": 'D. Examples: "a"; deprecated.', "type": "string"}),
    ),
}
