"""What states and other words of enums are called in German: nobody who is refused has to know the API's words.

One word has one name in all houses, in quotation marks, so that it stands in any sentence. In English it is the API's
own word, as people write it.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "ACCEPTED": "angenommen",
    "ACTIVE": "aktiv",
    "ADMIN": "Verwaltung",
    "ADMINISTRATION_AND_DEMOCRACY": "Verwaltung und Demokratie",
    "ANNOUNCED": "angekündigt",
    "APPLICATION": "Antrag",
    "APPLICATION_SUBMITTED": "Antrag eingereicht",
    "ARCHIVED": "archiviert",
    "ASSESSMENT": "Begutachtung",
    "ASSOCIATED": "assoziiert",
    "ATTENDED": "teilgenommen",
    "AWARDED": "ausgezeichnet",
    "BOOKED": "gebucht",
    "CANCELLED": "abgesagt",
    "CAPACITY_CHECK": "Kapazitätsprüfung",
    "CLOSED": "geschlossen",
    "COMPLETED": "abgeschlossen",
    "CONDITION_MET": "Bedingung erfüllt",
    "CONFIRMED": "bestätigt",
    "CONTACTED": "angeschrieben",
    "CONTACTS": "für Kontakte",
    "CONTRIBUTOR": "Mitwirkung",
    "COORDINATOR": "Koordination",
    "CO_AUTHOR": "Mitautorenschaft",
    "DECLINED": "abgelehnt",
    "DEPRECATED": "veraltet",
    "DISCARDED": "verworfen",
    "DISCONTINUED": "eingestellt",
    "DISMISSED": "verworfen",
    "DONE": "erledigt",
    "DRAFT": "Entwurf",
    "ELIGIBLE": "zugelassen",
    "ENDED": "beendet",
    "ENROLLED": "eingeschrieben",
    "EOI_NEGATIVE": "Interessenbekundung abgelehnt",
    "EOI_SUBMITTED": "Interessenbekundung eingereicht",
    "EXPRESSION_OF_INTEREST": "Interessenbekundung",
    "FIELD_TEST": "Feldtest",
    "FORFEITED": "verfallen",
    "FORMALLY_REJECTED": "formal abgelehnt",
    "FREE": "frei",
    "GHOST": "gelöscht",
    "GRANTED": "bewilligt",
    "HANDED_OVER": "übergeben",
    "HELD": "durchgeführt",
    "HELD_BACK": "zurückgehalten",
    "HIDDEN_BY_MODERATION": "von der Moderation verborgen",
    "IMPLEMENTATION": "Umsetzung",
    "IMPLEMENTATION_ELSEWHERE": "Umsetzung an anderer Stelle",
    "INCLUSION_AND_DIVERSITY": "Inklusion und Vielfalt",
    "INVITED": "eingeladen",
    "INVITED_TO_APPLY": "zum Antrag eingeladen",
    "INVITED_TO_PITCH": "zum Pitch eingeladen",
    "IN_ASSESSMENT": "in Begutachtung",
    "IN_IMPLEMENTATION": "in Umsetzung",
    "IN_PROGRESS": "begonnen",
    "IN_REVIEW": "in Prüfung",
    "JURY_DELIBERATION": "Beratung der Jury",
    "KICKOFF": "Auftakt",
    "KNOWLEDGE_AND_LEARNING": "Wissen und Lernen",
    "MEMBER": "Mitglied",
    "MEMBERS": "für Mitglieder",
    "MENTOR": "Mentoring",
    "MOCKUP": "Modell",
    "NETWORKING": "Vernetzung",
    "NONE": "nichts davon",
    "NOT_CONTINUED": "nicht fortgesetzt",
    "NOT_ELIGIBLE": "nicht zugelassen",
    "NOT_SELECTED": "nicht ausgewählt",
    "NO_SHOW": "nicht erschienen",
    "OPEN": "offen",
    "OWNER": "Verantwortung",
    "PAID": "ausgezahlt",
    "PARTNER": "Partner",
    "PAUSED": "ruht",
    "PITCH": "Pitch",
    "PLANNED": "geplant",
    "PRIVATE": "privat",
    "PROOF_OF_CONCEPT": "Machbarkeitsnachweis",
    "PROTOTYPE": "Prototyp",
    "PUBLIC": "öffentlich",
    "PUBLISHED": "veröffentlicht",
    "REJECTED": "abgelehnt",
    "REPRESENTATIVE": "Vertretung",
    "REQUESTED": "angefragt",
    "RESERVE": "auf der Warteliste",
    "RUNNING": "läuft",
    "SCOPING": "Eingrenzung",
    "SCREENING": "Sichtung",
    "SEEN": "gesehen",
    "SELECTED": "ausgewählt",
    "SELECTION": "Auswahl",
    "SKETCH": "Skizze",
    "STAGE_ONE": "erste Stufe",
    "STAGE_ONE_PASSED": "erste Stufe bestanden",
    "STAGE_TWO": "zweite Stufe",
    "STAGE_TWO_SUBMITTED": "zweite Stufe eingereicht",
    "SUBMISSION": "Einreichung",
    "SUBMITTED": "eingereicht",
    "SUGGESTED": "vorgeschlagen",
    "SUPPORT": "Förderung",
    "TENDER": "Vergabe",
    "TESTING": "Erprobung",
    "TRAINING": "Schulung",
    "UNCLAIMED": "noch nicht übernommen",
    "UNKNOWN": "unbekannt",
    "WAITLISTED": "auf der Warteliste",
    "WITHDRAWN": "zurückgezogen",
    "WORK_AND_PARTICIPATION": "Arbeit und Teilhabe",
}


def in_german(word: str) -> str:
    """The name of an enum's word; anything else stays as it is.

    >>> in_german("IN_REVIEW"), in_german("Halle")
    ('„in Prüfung“', 'Halle')
    """
    found = WORDS.get(word)
    return word if found is None else f"„{found}“"


def in_english(word: str) -> str:
    """The same in English.

    >>> in_english("IN_REVIEW"), in_english("Halle")
    ('“in review”', 'Halle')
    """
    return f"“{word.replace('_', ' ').lower()}”" if word in WORDS else word
