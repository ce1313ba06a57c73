"""The comparison itself: it must find every kind of difference, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.sdl_compare import differences, main

SDL = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag"])
"A thing."
type Thing implements Named & Aged @key(fields: "id") @tag(name: "a") {
  id: ID!
  "Its name."
  name(short: Boolean = false): String
}
interface Named { id: ID! }
interface Aged { id: ID! }
enum Size { BIG SMALL }
union Any = Thing
input Wish { size: Size = BIG }
scalar Date
"""
SAME = """
scalar Date
scalar _Any
union _Entity = Thing
schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag"]) { query: Query }
input Wish { size: Size = BIG }
union Any = Thing
enum Size { SMALL BIG }
interface Aged { id: ID! }
interface Named { id: ID! }
\"\"\"
A thing.
\"\"\"
type Thing implements Aged & Named @tag(name: "a") @key(resolvable: true, fields: "id") {
  \"\"\"Its name.\"\"\"
  name(short: Boolean = false): String
  id: ID!
}
"""
CHANGES = [
    ('id: ID!\n  "Its', 'id: ID\n  "Its', "~ Thing.id"),
    ("A thing.", "One thing.", "~ Thing"),
    ("Its name.", "The name.", "~ Thing.name"),
    (" = false", "", "~ Thing.name(short:)"),
    (" & Aged", "", "- Thing implements Aged"),
    ('@tag(name: "a")', '@tag(name: "b")', "~ Thing"),
    ("BIG SMALL", "BIG SMALL TINY", "+ Size.TINY"),
    ("= Thing", "= Thing | Other", "+ Any = Other"),
    ("Size = BIG", "Size!", "~ Wish.size"),
    ("scalar Date", "", "- Date"),
    ("v2.9", "v2.8", "+ @link"),
]


def test_order_and_machinery_do_not_count() -> None:
    assert differences(SDL, SAME) == differences(SAME, SDL) == []


@pytest.mark.parametrize(("before", "after", "line"), CHANGES)
def test_every_difference_is_named(before: str, after: str, line: str) -> None:
    assert before in SDL
    found = differences(SDL.replace(before, after), SDL)
    assert any(one.startswith(line) for one in found), found


def test_the_command_tells_by_its_exit_code(tmp_path: Path) -> None:
    ours, contract = tmp_path / "ours.graphql", tmp_path / "contract.graphql"
    ours.write_text(SDL)
    contract.write_text(SAME)
    lines: list[str] = []
    assert main([str(ours), str(contract)], lines.append) == 0
    contract.write_text(SAME.replace("scalar Date", ""))
    assert main([str(ours), str(contract)], lines.append) == 1
    assert lines == ["+ Date: scalar_type_definition (not in the contract)"]
    assert main([], lines.append) == 2
