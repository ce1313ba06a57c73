"""Refusals of the house in German and in Leichte Sprache, under the English sentences that stand in its rules."""

from __future__ import annotations

from collections.abc import Mapping

from services.kit.sentences import Sentence

WHY = "Bitte schreiben Sie: Warum?"
LATE = "Sie sind zu spät."

IN_GENERAL: Mapping[str, Sentence] = {
    "{field} is from 1 to {most}.": Sentence("{field} liegt zwischen 1 und {most}.", "{field}: von 1 bis {most}."),
    "{field} is from {least} to {most}.": Sentence(
        "{field} liegt zwischen {least} und {most}.", "{field}: von {least} bis {most}."
    ),
    "{field} is from 0 to {most}.": Sentence("{field} liegt zwischen 0 und {most}.", "{field}: von 0 bis {most}."),
    "{field} cannot be {value}.": Sentence("{field} kann nicht {value} sein.", "{field}: {value} geht hier nicht."),
    "{field} is no Regionalschlüssel (ARS) of twelve digits.": Sentence(
        "{field} ist kein Regionalschlüssel (ARS) mit zwölf Ziffern.", "{field}: Diesen Ort kennen wir nicht."
    ),
    "The programme has ended; it stays readable.": Sentence(
        "Das Programm ist beendet; es bleibt lesbar.", "Das Programm ist zu Ende. Sie können alles noch lesen."
    ),
    "One could apply until {until}.": Sentence("Das war bis {until} möglich.", f"{LATE} Es ging bis {{until}}."),
    "This offer is {state}; it would have to be open.": Sentence(
        "Dieses Angebot ist {state}; es müsste „offen“ sein.", "Das geht jetzt nicht."
    ),
}

CONSULTATION: Mapping[str, Sentence] = {
    "This is for a person: log in as a member.": Sentence(
        "Das ist etwas für Personen: Bitte melden Sie sich als Mitglied an.", "Bitte melden Sie sich an."
    ),
    "You must act for the organisation.": Sentence(
        "Sie müssen für die Organisation handeln dürfen.", "Sie dürfen nicht für diese Gruppe sprechen."
    ),
    "This appointment has begun.": Sentence("Dieser Termin hat schon begonnen.", f"{LATE} Der Termin ist schon da."),
    "At most {most} appointments can lie before you.": Sentence(
        "Sie können höchstens {most} Termine vor sich haben.", "Sie haben schon {most} Termine. Mehr geht nicht."
    ),
    "This appointment is taken; choose another one.": Sentence(
        "Dieser Termin ist vergeben; bitte wählen Sie einen anderen.",
        "Diesen Termin hat schon jemand. Bitte nehmen Sie einen anderen.",
    ),
    "It could be cancelled until {until}; please write to the data lab.": Sentence(
        "Absagen konnten Sie bis {until}; bitte schreiben Sie dem Civic Data Lab.",
        f"{LATE} Es ging bis {{until}}. Bitte schreiben Sie uns.",
    ),
    "This appointment begins at {begin}.": Sentence(
        "Dieser Termin beginnt erst: {begin}.", "Der Termin kommt erst noch: {begin}."
    ),
    "{field} is for a sketch as outcome only.": Sentence(
        "{field} gehört nur zum Ergebnis „Skizze“.", "{field}: Das passt hier nicht."
    ),
    "{field} lies in the future, two years ahead at most.": Sentence(
        "{field} liegt in der Zukunft, höchstens zwei Jahre voraus.", "{field}: Dieser Tag geht nicht."
    ),
    "{field} lie over other appointments: {times}.": Sentence(
        "{field} überschneiden sich mit anderen Terminen: {times}.", "Zu dieser Zeit ist schon ein Termin: {times}."
    ),
}

PROJECTS: Mapping[str, Sentence] = {
    "A sketch has a person who hands it in: log in as a member.": Sentence(
        "Eine Skizze wird von einer Person eingereicht: Bitte melden Sie sich als Mitglied an.",
        "Bitte melden Sie sich an.",
    ),
    "Apply for yourself, or for an organisation that you act for.": Sentence(
        "Bewerben Sie sich selbst oder für eine Organisation, für die Sie handeln dürfen.",
        "Sie dürfen nicht für diese Gruppe sprechen.",
    ),
    "{field} is of the public administration, a municipality or a business; those cannot apply themselves.": Sentence(
        "{field} gehört zur öffentlichen Verwaltung, zu einer Kommune oder Firma; diese können sich nicht selbst "
        "bewerben.",
        "Ämter und Firmen dürfen hier nicht mitmachen.",
    ),
    "Read the newest privacy text and send its version: {version}.": Sentence(
        "Bitte lesen Sie den neuesten Datenschutzhinweis und senden Sie seine Fassung mit: {version}.",
        "Bitte lesen Sie zuerst den Text zum Datenschutz: {version}.",
    ),
    "{field} says why: the applicant reads it.": Sentence(
        "{field} sagt, warum: Die Antragstellenden lesen es.", f"{{field}}: {WHY}"
    ),
    "All {number} places of the call are taken.": Sentence(
        "Alle {number} Plätze des Aufrufs sind vergeben.", "Alle {number} Plätze sind weg."
    ),
    "{field} or a published data set must be there before a project is published.": Sentence(
        "{field} oder ein veröffentlichter Datensatz muss da sein, bevor ein Vorhaben veröffentlicht wird.",
        "{field}: Bitte schreiben Sie zuerst: Was haben Sie gelernt?",
    ),
    "{field} is below the {number} that projects have already.": Sentence(
        "{field} ist weniger als die {number}, die Vorhaben schon haben.", "{number} Plätze sind schon weg."
    ),
    "{field} of a new offer is one of {values}.": Sentence(
        "{field} eines neuen Angebots ist {values}.", "{field}: Hier geht nur {values}."
    ),
    "This offer has ended; make a new one.": Sentence(
        "Dieses Angebot ist beendet; bitte machen Sie ein neues.", "Dieses Angebot ist zu Ende."
    ),
}

DATASETS: Mapping[str, Sentence] = {
    "{field} are words of 1 to {most} characters.": Sentence(
        "{field} sind Wörter mit 1 bis {most} Zeichen.", "{field}: Bitte schreiben Sie kurze Wörter."
    ),
    "{field} is before the first day.": Sentence(
        "{field} liegt vor dem ersten Tag.", "{field}: Der letzte Tag ist vor dem ersten Tag."
    ),
    "{field} is a media type, such as {example}.": Sentence(
        "{field} ist ein Medientyp, zum Beispiel {example}.", "{field}: Schreiben Sie zum Beispiel {example}."
    ),
    "{field} is one of the EU's frequencies, such as {example}.": Sentence(
        "{field} ist eine Häufigkeit der EU, etwa {example}.", "{field}: Wie oft gibt es neue Daten? Etwa {example}."
    ),
    "{field} are never public: choose other access rights, or publish them anonymised.": Sentence(
        "{field}: Personenbezogene Daten sind nie „öffentlich“; wählen Sie andere Zugangsrechte oder "
        "veröffentlichen Sie anonym.",
        "In den Daten stehen Menschen. Diese Daten darf nicht jeder sehen.",
    ),
    "{field} is a number of bytes.": Sentence(
        "{field} ist eine Zahl von Bytes.", "{field}: Bitte eine Zahl schreiben."
    ),
    "{field} has 64 hexadecimal digits, small ones.": Sentence(
        "{field} hat 64 hexadezimale Ziffern, klein geschrieben.", "{field}: Das ist keine Prüf-Zahl."
    ),
    "{field} names no member and no organisation of the network.": Sentence(
        "{field} nennt kein Mitglied und keine Organisation des Netzwerks.", "{field}: Diese Gruppe kennen wir nicht."
    ),
    "{field} must say the legal ground of a public body, or why there is none.": Sentence(
        "{field} muss die Rechtsgrundlage einer öffentlichen Stelle nennen, oder warum es keine gibt.",
        "{field}: Welches Gesetz erlaubt das? Bitte schreiben Sie es auf.",
    ),
    "{field} names regions that the catalogue does not know: {values}.": Sentence(
        "{field} nennt Regionen, die der Katalog nicht kennt: {values}.", "Diese Orte kennen wir nicht: {values}."
    ),
    "{field} is none of the licences of the catalogue.": Sentence(
        "{field} ist keine Lizenz des Katalogs.", "{field}: Diese Lizenz kennen wir nicht."
    ),
    "Publish for yourself, or for an organisation that you act for.": Sentence(
        "Veröffentlichen Sie für sich selbst oder für eine Organisation, für die Sie handeln dürfen.",
        "Sie dürfen nicht für diese Gruppe sprechen.",
    ),
    "{field} says why: the publisher reads it.": Sentence(
        "{field} sagt, warum: Wer den Datensatz bereitstellt, liest es.", f"{{field}}: {WHY}"
    ),
    "{field} of a published data set are one at least, with a licence.": Sentence(
        "{field}: Ein veröffentlichter Datensatz hat mindestens eine, mit einer Lizenz.",
        "Wo kann man die Daten holen? Bitte schreiben Sie es auf.",
    ),
    "Only who takes part in the project may do this.": Sentence(
        "Das darf nur, wer am Vorhaben teilnimmt.", "Das dürfen nur die Menschen aus dem Projekt."
    ),
    "This data set is {state}; it would have to be published or deprecated.": Sentence(
        "Dieser Datensatz ist {state}; er müsste „veröffentlicht“ oder „veraltet“ sein.", "Das geht jetzt nicht."
    ),
}

LEARNING: Mapping[str, Sentence] = {
    "A person learns: log in as a member.": Sentence(
        "Lernen ist etwas für Personen: Bitte melden Sie sich als Mitglied an.", "Bitte melden Sie sich an."
    ),
    "{field} is below the {number} that are done already.": Sentence(
        "{field} ist weniger als die {number}, die schon geschafft sind.", "Sie haben schon {number} geschafft."
    ),
}

SENTENCES: Mapping[str, Sentence] = {**IN_GENERAL, **CONSULTATION, **PROJECTS, **DATASETS, **LEARNING}
