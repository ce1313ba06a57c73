"""Every refusal of every house is told in the language of the request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from typing import Any

import pytest

from services.cip.rules.sentences import SENTENCES as CIP
from services.cip.rules.vocabulary import RoundPhase
from services.civic_data_lab.rules.sentences import SENTENCES as CIVIC_DATA_LAB
from services.ideenwerkstatt.rules.sentences import SENTENCES as IDEENWERKSTATT
from services.kit.changing import FaultCode
from services.kit.context import Language
from services.kit.german_words import WORDS
from services.kit.sentences import BY_CODE, COMMON, PLACE, Sentence, in_language
from services.kit.transitions import LifeCycle, deeds
from services.marketplace.rules.sentences import SENTENCES as MARKETPLACE
from tests.services.sentences import said_in

HOUSES: Mapping[str, Mapping[str, Sentence]] = {
    "kit": {},
    "cip": CIP,
    "marketplace": MARKETPLACE,
    "ideenwerkstatt": IDEENWERKSTATT,
    "civic_data_lab": CIVIC_DATA_LAB,
}
CODE_WORD = re.compile(r"\b[A-Z][A-Z_]+\b")
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
def test_no_german_speaks_in_words_of_the_api(english: str) -> None:
    spoken = [word for text in (ALL[english].de, ALL[english].simple) for word in CODE_WORD.findall(text)]
    assert set(spoken) <= {"ARS", "EU", "EUR", "KI", "NUL"}


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
    assert in_language(refused, Language.EN, {}).startswith("This round is PITCH; it would have to be ANNOUNCED, ")


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
