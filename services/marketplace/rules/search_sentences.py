"""Refusals about saved searches in German and in Leichte Sprache."""

from __future__ import annotations

from collections.abc import Mapping

from services.kit.sentences import Sentence

SEARCHES: Mapping[str, Sentence] = {
    "{field} must not have the zero character.": Sentence(
        "{field} darf das Null-Zeichen nicht enthalten.", "{field}: Ein Zeichen geht nicht. Bitte schreiben Sie es neu."
    ),
    "You have {most} searches; delete one first.": Sentence(
        "Sie haben {most} Suchaufträge; bitte löschen Sie zuerst einen.",
        "Sie haben schon {most} Suchen. Bitte löschen Sie zuerst eine.",
    ),
    "There is no such search of yours.": Sentence(
        "Diesen Suchauftrag haben Sie nicht.", "Das haben wir nicht gefunden."
    ),
    "Register first.": Sentence("Bitte registrieren Sie sich zuerst.", "Bitte melden Sie sich zuerst an."),
}
