"""The story through the saved operations: each step is one that there is, asked as somebody who is there."""

from __future__ import annotations

import json

from graphql import (
    OperationDefinitionNode,
    build_schema,
    get_named_type,
    is_input_object_type,
    is_non_null_type,
    parse,
    type_from_ast,
)

from tools.judge_operations.asking import NOBODY, all_saved, failures
from tools.judge_operations.story import STORY
from tools.run.settings import ROOT

PERSONAS = {each["id"] for each in json.loads((ROOT / "demo" / "personas.json").read_text(encoding="utf-8"))}


def test_each_saved_operation_names_a_demo_person() -> None:
    assert {each.person for each in all_saved().values()} - PERSONAS - {NOBODY} == set()


def test_the_story_is_of_saved_operations_and_demo_persons() -> None:
    assert {step.number for step in STORY} - set(all_saved()) == set()
    assert {step.person for step in STORY} - PERSONAS - {""} == set()


def test_what_counts_as_gone_wrong() -> None:
    assert failures({"data": {"idea": {"title": "Weg"}}}) == []
    assert failures({"data": {"createIdea": {"idea": None, "errors": []}}}) == []
    assert failures({"data": {"idea": None}}) == ["idea is null"]
    assert failures({"errors": [{"message": "No.", "path": ["idea"]}], "data": {"idea": None}}) == ["No. ['idea']"]
    refused = {"code": "FORBIDDEN", "message": "Nein.", "path": []}
    assert failures({"data": {"createIdea": {"idea": None, "errors": [refused]}}}) == ["FORBIDDEN: Nein. []"]
    assert failures({"data": None}) == ["no data"]


def test_what_an_operation_must_be_given_as_an_object_it_shows_by_an_example() -> None:
    """GraphiQL opens it so; an empty form with twenty fields helps nobody."""
    schema = build_schema((ROOT / "schema" / "api.graphql").read_text(encoding="utf-8"))
    bare = []
    for number, each in all_saved().items():
        for definition in parse(each.text).definitions:
            assert isinstance(definition, OperationDefinitionNode)
            for variable in definition.variable_definitions or ():
                kind = type_from_ast(schema, variable.type)
                if is_non_null_type(kind) and is_input_object_type(get_named_type(kind)) and not variable.default_value:
                    bare.append((number, variable.variable.name.value))
    assert bare == []
