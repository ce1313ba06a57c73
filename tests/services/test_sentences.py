"""Every refusal of every house is told in the language of the request."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from services.cip.rules.sentences import SENTENCES as CIP
from services.civic_data_lab.rules.sentences import SENTENCES as CIVIC_DATA_LAB
from services.ideenwerkstatt.rules.sentences import SENTENCES as IDEENWERKSTATT
from services.kit.changing import FaultCode
from services.kit.sentences import BY_CODE, COMMON, PLACE, Sentence
from services.marketplace.rules.sentences import SENTENCES as MARKETPLACE
from tests.services.sentences import said_in

HOUSES: Mapping[str, Mapping[str, Sentence]] = {
    "kit": {},
    "cip": CIP,
    "marketplace": MARKETPLACE,
    "ideenwerkstatt": IDEENWERKSTATT,
    "civic_data_lab": CIVIC_DATA_LAB,
}
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


def test_every_code_has_words() -> None:
    assert set(BY_CODE) == set(FaultCode)


@pytest.mark.parametrize("english", ALL)
def test_no_language_has_a_place_that_the_english_has_not(english: str) -> None:
    known = set(PLACE.findall(english))
    for text in (ALL[english].de, ALL[english].simple):
        assert set(PLACE.findall(text)) <= known
        assert re.search(r"[.?!]$", text)
    assert set(PLACE.findall(ALL[english].de)) >= known - {"thing"}, "German says what the English says"
