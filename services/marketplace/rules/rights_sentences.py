"""Refusals of moderation, export, erasure, events in German and Leichte Sprache (``sentences.py`` has the others)."""

from __future__ import annotations

from collections.abc import Mapping

from services.kit.sentences import Sentence

RIGHTS: Mapping[str, Sentence] = {
    "{most} reports an hour are taken; try again later.": Sentence(
        "In einer Stunde werden {most} Meldungen angenommen; bitte versuchen Sie es später noch einmal.",
        "In einer Stunde kann man {most}-mal etwas melden. Bitte warten Sie.",
    ),
    "{field} or the ground in the terms of use must be said.": Sentence(
        "{field} oder die Grundlage in den Nutzungsbedingungen muss genannt sein.",
        "{field}: Welche Regel gilt? Bitte schreiben Sie das.",
    ),
    "There is nothing of this id to report, or you may not see it.": Sentence(
        "Unter dieser Kennung gibt es nichts zu melden, oder Sie dürfen es nicht sehen.",
        "Das haben wir nicht gefunden.",
    ),
    "There is no such case, or you may not see it.": Sentence(
        "Diesen Fall gibt es nicht, oder Sie dürfen ihn nicht sehen.", "Das haben wir nicht gefunden."
    ),
    "Cases are decided by persons; this login belongs to a machine.": Sentence(
        "Über Fälle entscheiden Menschen; diese Anmeldung gehört einer Maschine.", "Das darf nur ein Mensch."
    ),
    "There is an appeal already; it is decided once.": Sentence(
        "Es gibt schon einen Widerspruch; über ihn wird einmal entschieden.",
        "Sie haben schon Nein gesagt. Bitte warten Sie.",
    ),
    "An appeal was possible for six months.": Sentence(
        "Widersprechen konnte man sechs Monate lang.", "Sie sind zu spät. Das ging 6 Monate lang."
    ),
    "One export a day; the newest one can still be read.": Sentence(
        "Eine Auskunft am Tag; die letzte können Sie noch lesen.",
        "Das geht einmal am Tag. Bitte warten Sie bis morgen.",
    ),
    "Repeat the handle of your account to confirm this.": Sentence(
        "Bitte wiederholen Sie zur Bestätigung den Kurznamen Ihres Kontos.",
        "Bitte schreiben Sie Ihren kurzen Namen genau ab.",
    ),
    "The erasure is due; it can be cancelled no longer.": Sentence(
        "Die Löschung steht an; sie lässt sich nicht mehr zurücknehmen.", "Sie sind zu spät. Das Konto wird gelöscht."
    ),
    "{field} must be after the beginning, within {most} days.": Sentence(
        "{field} muss nach dem Beginn liegen, höchstens {most} Tage danach.", "{field}: Das Ende ist nach dem Anfang."
    ),
    "{field} must not be after the end.": Sentence(
        "{field} darf nicht nach dem Ende liegen.", "{field}: Das muss vor dem Ende sein."
    ),
    "{field} of a new event is announced.": Sentence(
        "{field} einer neuen Veranstaltung ist „angekündigt“.", "{field}: Am Anfang ist das „angekündigt“."
    ),
    "{field} is below the {taken} seats that are taken.": Sentence(
        "{field} liegt unter den {taken} vergebenen Plätzen.", "{field}: {taken} Plätze sind schon weg."
    ),
    "There is no such event.": Sentence("Diese Veranstaltung gibt es nicht.", "Das haben wir nicht gefunden."),
    "The programme has ended; it stays readable.": Sentence(
        "Das Programm ist beendet; es bleibt lesbar.", "Das Programm ist zu Ende. Sie können alles noch lesen."
    ),
    "No erasure was asked for.": Sentence("Es wurde keine Löschung beantragt.", "Ihr Konto wird nicht gelöscht."),
}
