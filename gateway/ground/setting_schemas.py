"""The forms of settings once more, for editors: what a YAML file may say, as JSON Schema (draft 2020-12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import Field
from typing import Any, TypeAlias

from gateway.ground.cache_control import CacheControl
from gateway.ground.cost_mode import CostMode
from gateway.ground.error_detail import ErrorDetail
from gateway.ground.unauthorised import Unauthorised

Schema: TypeAlias = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
TRUTH: Schema = {"type": "boolean"}
WORDS: Schema = {"anyOf": [{"type": "array", "items": TEXT}, TEXT]}
PAIRS: Schema = {"anyOf": [{"type": "object", "additionalProperties": TEXT}, TEXT]}
CALLERS = r"^(anonymous|authenticated|scope:.+)$"
ALLOWANCE: Schema = {"type": "string", "pattern": r"^\s*[1-9][0-9]{0,11}\s*/\s*[1-9][0-9]{0,6}\s*$"}


def one_of(words: Iterable[str], *, off: bool = False) -> Schema:
    """``off``: YAML 1.1 reads the word `off` as false."""
    return {"enum": [*words, *([False] if off else [])]}


def each(one: Schema, names: Schema | None = None) -> Schema:
    """One value for all, or a mapping; ``names``: its keys. Text stands for either, as in the environment."""
    named: Schema = {"type": "object", "additionalProperties": one}
    if names is not None:
        named["propertyNames"] = names
    return {"anyOf": [one, named, TEXT]}


SCHEMAS: Mapping[str, Schema] = {
    "str": TEXT,
    "int": WHOLE,
    "float": NUMBER,
    "bool": TRUTH,
    "tuple[str, ...]": WORDS,
    "Mapping[str, str]": PAIRS,
    "Path | None": TEXT,
    "BySubgraph[float]": each(NUMBER),
    "BySubgraph[int]": each(WHOLE),
    "BySubgraph[ErrorDetail]": each(one_of(ErrorDetail)),
    "BySubgraph[bool]": each(TRUTH),
    "CacheControl": one_of(CacheControl, off=True),
    "HeaderRules": {"anyOf": [{"type": "object"}, TEXT]},
    "CostMode": one_of(CostMode, off=True),
    "Unauthorised": one_of(Unauthorised),
    "tuple[TrustedIssuer, ...]": {"anyOf": [{"type": "array", "items": {"type": "object"}}, TEXT]},
    "ByCaller[int]": each(WHOLE, {"pattern": CALLERS}),
    "ByCaller[Allowance]": each(ALLOWANCE, {"pattern": CALLERS}),
}
"""For each form of ``setting_forms.READERS`` what it reads."""


def schema_of(settings: Iterable[Field[Any]]) -> Schema:
    """Of a whole file. What contradicts what is not in it: the start says that."""
    properties = {}
    for item in settings:
        schema = dict(SCHEMAS[str(item.type)])
        least = item.metadata["least"]
        if least is not None and schema.get("type") in ("integer", "number"):
            schema["minimum"] = least
        properties[item.name] = {"description": item.metadata["text"], **schema}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of the gateway",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
