"""The settings as a table for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from gateway.ground.by_caller import ByCaller
from gateway.ground.by_subgraph import ALL, BySubgraph
from gateway.ground.header_rules import HeaderRules
from gateway.settings.every import Settings


def table() -> str:
    """The settings as the rows of a Markdown table: name, default, what it is for."""
    rows = []
    for item in fields(Settings):
        default = getattr(Settings(), item.name)
        rows.append(f"| `{item.name}` | {_shown(default)} | {item.metadata['text']} |\n")
    return "".join(rows)


def _shown(default: Any) -> str:
    match default:
        case BySubgraph():
            return _shown(default.of(ALL))
        case ByCaller():
            return ", ".join(f"`{name}={value}`" for name, value in default.values.items())
        case bool():
            return f"`{str(default).lower()}`"
        case tuple():
            return ", ".join(f"`{word}`" for word in default)
        case None | "" | Mapping() | HeaderRules():
            return ""
        case _:
            return f"`{default}`"
