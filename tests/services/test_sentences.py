"""Every refusal of every house is told in the language of the request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from typing import Any

import pytest
from graphql import InputObjectTypeDefinitionNode, TypeDefinitionNode, parse

from services.cip.rules.sentences import SENTENCES as CIP
from services.cip.rules.vocabulary import RoundPhase
from services.civic_data_lab.rules.sentences import SENTENCES as CIVIC_DATA_LAB
from services.ideenwerkstatt.rules.sentences import SENTENCES as IDEENWERKSTATT
from services.kit.changing import Fault, FaultCode
from services.kit.context import Language
from services.kit.field_names import GERMAN, LANGUAGES, name_of
from services.kit.german_words import WORDS
from services.kit.sentences import BY_CODE, COMMON, PLACE, Sentence, in_language
from services.kit.transitions import LifeCycle, deeds
from services.marketplace.rules.sentences import SENTENCES as MARKETPLACE
from tests.services.sentences import said_in
from tools.run.settings import ROOT

HOUSES: Mapping[str, Mapping[str, Sentence]] = {
    "kit": {},
    "cip": CIP,
    "marketplace": MARKETPLACE,
    "ideenwerkstatt": IDEENWERKSTATT,
    "civic_data_lab": CIVIC_DATA_LAB,
}
CODE_WORD = re.compile(r"\b[A-Z][A-Z_]+\b")
HUMPED = re.compile(r"\b[A-Za-z]+[a-z0-9][A-Z]\w*")
ALL = {**COMMON, **CIP, **CIVIC_DATA_LAB, **IDEENWERKSTATT, **MARKETPLACE}


@pytest.mark.parametrize("house", HOUSES)
def test_every_refusal_is_in_a_table(house: str) -> None:
    said = said_in(house)
    assert [each.where for each in said if each.sentence is None] == []
    lacking = {each.sentence: each.where for each in said if each.sentence not in {**COMMON, **HOUSES[house]}}
    assert lacking == {}


def test_every_sentence_of_a_table_is_said() -> None:
    said = {house: {each.sentence for each in said_in(house)} for house in HOUSES}
    assert set(COMMON) <= set().union(*said.values())
    assert {house: set(own) - said[house] for house, own in HOUSES.items()} == {house: set() for house in HOUSES}
    assert {house: set(own) & set(COMMON) for house, own in HOUSES.items()} == {house: set() for house in HOUSES}


@pytest.mark.parametrize("english", ALL)
def test_no_sentence_speaks_in_words_of_the_api(english: str) -> None:
    texts = [PLACE.sub("", text) for text in (english, ALL[english].de, ALL[english].simple)]
    spoken = {word for text in texts for word in (*CODE_WORD.findall(text), *HUMPED.findall(text))}
    assert spoken <= {"ARS", "EU", "EUR", "ID", "KI", "BundID"}


def test_every_field_that_a_refusal_may_name_is_named_for_people() -> None:
    api = parse((ROOT / "schema" / "api.graphql").read_text(encoding="utf-8"))
    types = {each.name.value: each for each in api.definitions if isinstance(each, TypeDefinitionNode)}
    given = {arg.name.value for verb in fields_of(types["Mutation"]) for arg in verb.arguments or ()}
    inputs = [each for each in types.values() if isinstance(each, InputObjectTypeDefinitionNode)]
    given |= {each.name.value for kind in inputs if kind.name.value.endswith("Input") for each in fields_of(kind)}
    assert given - {*GERMAN} - {*LANGUAGES} == set()
    for name in (*GERMAN, *LANGUAGES):
        for said in (name_of(name, in_english=True), name_of(name, in_english=False)):
            assert not HUMPED.search(said), (name, said)


def test_a_field_is_told_by_its_name_in_the_language_of_the_request() -> None:
    fault = Fault(FaultCode.INVALID, "{field} must not be empty.", ("input", "displayName"), {"field": "displayName"})
    assert [in_language(fault, each, {}) for each in (Language.DE, Language.DE_SIMPLE, Language.EN)] == [
        "„Anzeigename“ darf nicht leer sein.",
        "Hier fehlt etwas: „Anzeigename“.",
        "“display name” must not be empty.",
    ]


def fields_of(kind: Any) -> Any:
    return kind.fields or ()


def test_every_state_has_a_german_name() -> None:
    lacking = {f"{kind.__name__}.{each.value}" for kind in states() for each in kind if each.value not in WORDS}
    assert lacking == set()
    assert len(list(states())) > 20


def states() -> Iterator[type[Enum]]:
    """The enums whose words refusals speak of."""
    for name in ("kit.civic", *(f"{house}.rules.vocabulary" for house in HOUSES if house != "kit")):
        for kind in vars(import_module(f"services.{name}")).values():
            is_enum = isinstance(kind, type) and issubclass(kind, Enum)
            if is_enum and re.search(r"(Status|Phase|Stage|State|Role|Category|Outcome|Visibility)$", kind.__name__):
                yield kind


def test_a_state_is_told_by_its_german_name() -> None:
    refused = moving.refusal("edit", RoundPhase.PITCH, ["staff"])
    assert refused is not None
    said = in_language(refused, Language.DE, {})
    assert said == "Das geht im jetzigen Zustand nicht: Er ist „Pitch“, nötig wäre „Einreichung“, „angekündigt“."
    assert in_language(refused, Language.EN, {}).startswith("This round is “pitch”; it would have to be “announced”, ")


moving: LifeCycle[Any, Any] = LifeCycle(
    "round", (), deeds(("edit", [RoundPhase.SUBMISSION, RoundPhase.ANNOUNCED], ["staff"]))
)


def test_every_code_has_words() -> None:
    assert set(BY_CODE) == set(FaultCode)


@pytest.mark.parametrize("english", ALL)
def test_no_language_has_a_place_that_the_english_has_not(english: str) -> None:
    known = set(PLACE.findall(english))
    for text in (ALL[english].de, ALL[english].simple):
        assert set(PLACE.findall(text)) <= known
        assert re.search(r"[.?!]$", text)
    assert set(PLACE.findall(ALL[english].de)) >= known - {"thing"}, "German says what the English says"
