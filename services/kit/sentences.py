"""Refusals in the language of the request: one table by code, and one by sentence where a sentence says more.

Rules write a refusal in English, with ``{places}`` for what changes. The English sentence is the key under which the
other languages stand: here, what all houses say; in a house's own ``rules/sentences.py``, what only that house says. A
sentence that no table has is told by its code, so that nobody is ever told something in a language not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.kit.clock import BERLIN
from services.kit.context import Language
from services.kit.field_names import name_of
from services.kit.german_words import in_english, in_german

PLACE = re.compile(r"\{(\w+)\}")
FIELD = "field"
"""The place that has a name of the API; people read what the field is called."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What an English sentence is in German and in Leichte Sprache, with the same places or fewer."""

    de: str
    simple: str


BY_CODE: Mapping[FaultCode, Sentence] = {
    FaultCode.INVALID: Sentence(
        "Eine Angabe ist nicht gültig. Bitte prüfen Sie Ihre Eingabe.",
        "Etwas stimmt nicht. Bitte prüfen Sie: Was haben Sie geschrieben?",
    ),
    FaultCode.NOT_FOUND: Sentence(
        "Das gibt es nicht, oder Sie dürfen es nicht sehen.",
        "Das haben wir nicht gefunden. Vielleicht dürfen Sie es nicht sehen.",
    ),
    FaultCode.FORBIDDEN: Sentence("Das dürfen Sie nicht.", "Das dürfen Sie nicht machen."),
    FaultCode.CONFLICT_VERSION: Sentence(
        "Das hat inzwischen jemand geändert. Bitte laden Sie es neu und wiederholen Sie Ihre Änderung.",
        "Eine andere Person hat das geändert. Bitte lesen Sie es neu. Dann versuchen Sie es noch einmal.",
    ),
    FaultCode.WRONG_STATE: Sentence("Das geht im jetzigen Zustand nicht.", "Das geht jetzt nicht."),
    FaultCode.ALREADY_EXISTS: Sentence("Das gibt es schon.", "Das gibt es schon."),
    FaultCode.DEADLINE_PASSED: Sentence("Die Frist ist abgelaufen.", "Sie sind zu spät. Das geht nicht mehr."),
    FaultCode.CAPACITY_FULL: Sentence("Es ist kein Platz mehr frei.", "Alle Plätze sind weg."),
    FaultCode.CONSENT_MISSING: Sentence(
        "Dafür fehlt Ihre Einwilligung.", "Sie müssen zuerst Ja sagen. Wir brauchen Ihre Erlaubnis."
    ),
    FaultCode.LIMIT_EXCEEDED: Sentence(
        "Das war zu oft oder zu viel. Bitte versuchen Sie es später noch einmal.",
        "Das war zu viel. Bitte warten Sie. Dann versuchen Sie es noch einmal.",
    ),
    FaultCode.PROGRAMME_ENDED: Sentence(
        "Das Programm ist beendet; es bleibt lesbar.", "Das Programm ist zu Ende. Sie können alles noch lesen."
    ),
    FaultCode.ASSURANCE_TOO_LOW: Sentence(
        "Ihre Anmeldung ist dafür nicht sicher genug.", "Bitte melden Sie sich mit Ihrem Ausweis an."
    ),
    FaultCode.UNAVAILABLE: Sentence(
        "Ein anderer Dienst antwortet gerade nicht; es wurde nichts geändert. Bitte versuchen Sie es später wieder.",
        "Das geht gerade nicht. Es ist nichts passiert. Bitte versuchen Sie es später noch einmal.",
    ),
}

COMMON: Mapping[str, Sentence] = {
    "A part of the network does not answer now; nothing was changed. Try again later.": BY_CODE[FaultCode.UNAVAILABLE],
    "There is no such {thing}, or you may not see it.": BY_CODE[FaultCode.NOT_FOUND],
    "You are not allowed to do this with this {thing}.": Sentence(
        "Sie sind nicht berechtigt, das zu tun.", "Das dürfen Sie nicht machen."
    ),
    "This {thing} is {state}; it would have to be {states}.": Sentence(
        "Das geht im jetzigen Zustand nicht: Er ist {state}, nötig wäre {states}.", "Das geht jetzt nicht."
    ),
    "The key of a request has 1 to {most} characters.": Sentence(
        "Der Schlüssel einer Anfrage hat 1 bis {most} Zeichen.", "Der Schlüssel darf {most} Zeichen haben."
    ),
    "This key was used for another request.": Sentence(
        "Dieser Schlüssel wurde schon für eine andere Anfrage benutzt.",
        "Diesen Schlüssel gibt es schon. Bitte nehmen Sie einen neuen.",
    ),
    "You are not registered yet. Register first, then do this again.": Sentence(
        "Sie sind noch nicht registriert. Registrieren Sie sich zuerst, und wiederholen Sie es dann.",
        "Sie sind noch kein Mitglied. Melden Sie sich zuerst an. Dann geht es.",
    ),
    "Only active members of the network may do this.": Sentence(
        "Das dürfen nur aktive Mitglieder des Netzwerks.", "Das dürfen nur Mitglieder. Bitte melden Sie sich zuerst an."
    ),
    "{field} has a character that no text can have.": Sentence(
        "{field} enthält ein Zeichen, das in keinem Text stehen kann.", "{field}: Ein Zeichen darin geht nicht."
    ),
    "{field} must not be empty.": Sentence("{field} darf nicht leer sein.", "Hier fehlt etwas: {field}."),
    "{field} may have {most} characters.": Sentence(
        "{field} darf höchstens {most} Zeichen haben.", "{field} ist zu lang. Es dürfen {most} Zeichen sein."
    ),
    "{field} may have {most} items.": Sentence(
        "{field} darf höchstens {most} Einträge haben.", "{field} ist zu viel. Es dürfen {most} Sachen sein."
    ),
    "{field} must be an address that begins with https://.": Sentence(
        "{field} muss eine Adresse sein, die mit https:// beginnt.", "{field}: Die Adresse beginnt mit https://."
    ),
    "{field} may have {least} to {most} items.": Sentence(
        "{field} darf {least} bis {most} Einträge haben.", "{field}: {least} bis {most} Sachen."
    ),
    "{field} names something twice.": Sentence("{field} nennt etwas doppelt.", "{field}: Etwas steht 2-mal da."),
    "{field} is no id.": Sentence("{field} ist keine Kennung.", "{field}: Das kennen wir nicht."),
    "{field} names nothing that is known here: {value}.": Sentence(
        "{field} nennt etwas, das hier nicht bekannt ist: {value}.", "{field}: Das kennen wir nicht: {value}."
    ),
    "{field} names no topic: {values}.": Sentence(
        "{field} nennt kein bekanntes Thema: {values}.", "{field}: Dieses Thema kennen wir nicht: {values}."
    ),
    "{field} names no region.": Sentence(
        "{field} nennt keine bekannte Region.", "{field}: Diesen Ort kennen wir nicht."
    ),
}


def in_language(fault: Fault, language: Language, own: Mapping[str, Sentence]) -> str:
    """What a person is told. ``own``: the house's sentences beside the common ones.

    >>> closed = Fault(FaultCode.INVALID, "{field} may have {most} items.", (), {"field": "sdgs", "most": 3})
    >>> in_language(closed, Language.DE, {}), in_language(closed, Language.EN, {})
    ('„Nachhaltigkeitsziele“ darf höchstens 3 Einträge haben.', '“development goals” may have 3 items.')
    """
    if language is Language.EN:
        return filled(fault.message, fault.places, language)
    sentence = own.get(fault.message) or COMMON.get(fault.message) or BY_CODE[fault.code]
    return filled(sentence.de if language is Language.DE else sentence.simple, fault.places, language)


def filled(sentence: str, places: Mapping[str, object], language: Language) -> str:
    """The sentence with its places filled; braces that name no place stay as they are (somebody may have typed them).

    >>> filled("{a} and {b}", {"a": ["x", "y"]}, Language.EN)
    'x, y and {b}'
    """
    return PLACE.sub(lambda found: _filling(found[0], found[1], places, language), sentence)


def as_of_file(fault: Fault) -> str:
    """The English sentence for whoever imports a file: there fields and states are called as the API calls them.

    >>> as_of_file(Fault(FaultCode.INVALID, "{field} may have {most} items.", (), {"field": "sdgs", "most": 3}))
    'sdgs may have 3 items.'
    """
    places = fault.places
    return PLACE.sub(lambda found: _as_of_file(places[found[1]]) if found[1] in places else found[0], fault.message)


def _as_of_file(value: object) -> str:
    return value if isinstance(value, str) else _word(value, Language.EN)


def _filling(as_it_is: str, place: str, places: Mapping[str, object], language: Language) -> str:
    if place not in places:
        return as_it_is
    value = places[place]
    if place == FIELD and isinstance(value, str):
        return name_of(value, in_english=language is Language.EN)
    return _word(value, language)


def _word(value: object, language: Language) -> str:
    match value:
        case Enum():
            return _word(value.value, language)
        case datetime():
            return _moment(value.astimezone(BERLIN), language)
        case Decimal():
            return f"{value:,.2f}" if language is Language.EN else f"{value:,.2f}".translate(GERMAN_NUMBER)
        case list() | tuple() | set() | frozenset():
            return ", ".join(_words(value, language))
        case str():
            return in_english(value) if language is Language.EN else in_german(value)
        case _:
            return str(value)


def _moment(there: datetime, language: Language) -> str:
    """A time in Berlin; in the hour that comes twice when the clocks go back, with the name of its time.

    >>> from datetime import UTC
    >>> _moment(datetime(2025, 10, 26, 0, 30, tzinfo=UTC).astimezone(BERLIN), Language.DE)
    '26.10.2025, 02:30 Uhr (MESZ)'
    >>> _moment(datetime(2025, 10, 26, 1, 30, tzinfo=UTC).astimezone(BERLIN), Language.EN)
    '2025-10-26 02:30 (CET)'
    """
    is_english = language is Language.EN
    said = there.strftime("%Y-%m-%d %H:%M" if is_english else "%d.%m.%Y, %H:%M Uhr")
    if there.replace(fold=0).utcoffset() == there.replace(fold=1).utcoffset():
        return said
    name = there.tzname() or ""
    return f"{said} ({name if is_english else IN_GERMAN.get(name, name)})"


IN_GERMAN = {"CET": "MEZ", "CEST": "MESZ"}
GERMAN_NUMBER = str.maketrans(",.", ".,")


def _words(values: Iterable[object], language: Language) -> Sequence[str]:
    words = [_word(each, language) for each in values]
    return sorted(words) if isinstance(values, set | frozenset) else words
