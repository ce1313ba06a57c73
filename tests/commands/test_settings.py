"""The JSON Schema of the settings says of a file what the gateway says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from gateway.ground.errors import ConfigurationError
from gateway.ground.setting_forms import READERS
from gateway.ground.setting_schemas import SCHEMAS
from gateway.settings import Settings, read_settings


@pytest.fixture
def schema(run: Any) -> Any:
    ended = run("settings", "--format", "json-schema")
    assert ended.code == 0
    found = json.loads(ended.out)
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def test_every_form_and_every_setting_is_in_it(schema: Any) -> None:
    assert SCHEMAS.keys() == READERS.keys()
    assert set(schema.schema["properties"]) == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("", True),
        ("port: 5000", True),
        ("port: -1", False),
        ("port: [1]", False),
        ("prot: 5000", False),
        ("subgraph_deadline: {all: 30, marketplace: 5}", True),
        ("subgraph_deadline: 7.5", True),
        ("subgraph_deadline: [7]", False),
        ("cost: off", True),
        ("cost: enforce", True),
        ("cost: sometimes", False),
        ("cache_control: off", True),
        ("error_detail: {all: code, cip: message}", True),
        ("error_detail: {cip: 7}", False),
        ("rate: {anonymous: 20000/60}", True),
        ("rate: {nobody: 20000/60}", False),
        ("rate: {anonymous: 20000}", False),
        ("cors_origins: [https://a.example]", True),
        ("cors_origins: 7", False),
        ("policies: {analyst: 'a:b'}", True),
        ("policies: {analyst: 7}", False),
        ("breaker: true", True),
        ("breaker: [true]", False),
    ],
)
def test_it_agrees_with_the_gateway(schema: Any, tmp_path: Path, text: str, is_good: bool) -> None:
    assert schema.is_valid(yaml.safe_load(text) or {}) is is_good
    file = tmp_path / "gateway.yaml"
    file.write_text(text)
    try:
        read_settings({}, file)
        is_read = True
    except ConfigurationError:
        is_read = False
    assert is_read is is_good


def test_people_read_a_table(run: Any) -> None:
    ended = run("settings")
    assert ended.code == 0
    assert "| `breaker_slow` | `5.0` |" in ended.out
