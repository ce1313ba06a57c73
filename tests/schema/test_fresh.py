"""schema/ is what the services export and what our composition makes of it; the containers use the same subgraphs."""

from __future__ import annotations

import re

import yaml
from graphql import build_schema, parse, validate

from gateway.web.pages.operations import read_operations
from tools.run.settings import ROOT
from tools.schema import fresh


def test_schema_is_fresh() -> None:
    stale = [str(path.relative_to(ROOT)) for path, text in fresh().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, f"Run `make schema` and read the diff: {stale}"


def test_the_containers_compose_the_same_subgraphs() -> None:
    here = yaml.safe_load((ROOT / "schema/supergraph.yaml").read_text(encoding="utf-8"))
    there = yaml.safe_load((ROOT / "tools/compose/supergraph.yaml").read_text(encoding="utf-8"))
    for name, entry in here["subgraphs"].items():
        other = there["subgraphs"][name]
        assert other.pop("routing_url") == f"http://{name}:8080/graphql"
        entry.pop("routing_url")
        assert other == entry
    assert here["subgraphs"].keys() == there["subgraphs"].keys()


def test_the_changelog_names_the_saved_queries_that_are_not_served() -> None:
    api = build_schema((ROOT / "schema" / "api.graphql").read_text(encoding="utf-8"))
    unserved = [
        file.name[:2]
        for file in sorted((ROOT / "schema" / "operations").glob("*.graphql"))
        if validate(api, parse(file.read_text(encoding="utf-8")))
    ]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    said = re.findall(r"saved queries ((?:\d\d(?:, | and )?)+)\s+ask\s+for", changes)
    assert [number for each in said for number in re.findall(r"\d\d", each)] == unserved


def test_each_saved_query_stands_in_a_group_that_the_readme_names() -> None:
    """A list of all of them is no help to somebody who wants one thing; a group that is misspelt would be a new one."""
    _, _, section = (
        (ROOT / "schema" / "README.md").read_text(encoding="utf-8").partition("## Groups of saved queries\n")
    )
    named = re.findall(r"^- (.+)$", section.partition("\n## ")[0], re.MULTILINE)
    saved = read_operations(ROOT / "schema" / "operations")
    assert {each.id: each.group for each in saved if each.group not in named} == {}
    assert list(dict.fromkeys(each.group for each in saved)) == named, "in the order in which the page shows them"
