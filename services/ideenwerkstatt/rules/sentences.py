"""Refusals of the house in German and in Leichte Sprache, under the English sentences that stand in its rules."""

from __future__ import annotations

from collections.abc import Mapping

from services.kit.sentences import Sentence

LATER = "Das geht jetzt nicht."
LATE = "Sie sind zu spät."
NOT_FOR_THEM = "Sie dürfen das nicht für den Verein machen."

IN_GENERAL: Mapping[str, Sentence] = {
    "{field} is from 1 to {most}.": Sentence("{field} liegt zwischen 1 und {most}.", "{field}: von 1 bis {most}."),
    "{field} is from 0 to {most}.": Sentence("{field} liegt zwischen 0 und {most}.", "{field}: von 0 bis {most}."),
    "{field} is from {least} to {most}.": Sentence(
        "{field} liegt zwischen {least} und {most}.", "{field}: von {least} bis {most}."
    ),
    "{field} is a number from 0.": Sentence("{field} ist eine Zahl ab 0.", "{field}: 0 oder mehr."),
    "{field} cannot be {value}.": Sentence("{field} kann nicht {value} sein.", "{field}: {value} geht hier nicht."),
    "{field} must be an address that begins with https://.": Sentence(
        "{field} muss eine Adresse sein, die mit https:// beginnt.", "{field}: Die Adresse beginnt mit https://."
    ),
    "{field} may have {least} to {most} items.": Sentence(
        "{field} darf {least} bis {most} Einträge haben.", "{field}: {least} bis {most} Sachen."
    ),
    "{field} names something twice.": Sentence("{field} nennt etwas doppelt.", "{field}: Etwas steht 2-mal da."),
    "{field} is changed by the staff alone.": Sentence(
        "{field} ändert nur das Team der Ideenwerkstatt.", "{field}: Das können Sie nicht selbst ändern."
    ),
    "The programme has ended; it stays readable.": Sentence(
        "Das Programm ist beendet; es bleibt lesbar.", "Das Programm ist zu Ende. Sie können alles noch lesen."
    ),
    "This has a person who does it: log in as a member.": Sentence(
        "Das tut eine Person: Bitte melden Sie sich als Mitglied an.", "Bitte melden Sie sich als Mitglied an."
    ),
}

PILOTS: Mapping[str, Sentence] = {
    "{field} is below the {number} that are given already.": Sentence(
        "{field} liegt unter den {number}, die schon vergeben sind.", "{field}: {number} Plätze sind schon weg."
    ),
    "Stage one is open until {until}; stage two begins after that.": Sentence(
        "Stufe eins ist bis {until} offen; Stufe zwei beginnt danach.", "Bis {until} kann man noch mitmachen."
    ),
    "{number} applications are not decided yet.": Sentence(
        "Über {number} Bewerbungen ist noch nicht entschieden.", "{number} Bewerbungen haben noch keine Antwort."
    ),
    "Applications were taken until {until}.": Sentence(
        "Bewerbungen waren bis {until} möglich.", f"{LATE} Es ging bis {{until}}."
    ),
    "This call takes no applications now; its phase is {phase}, it is {state}.": Sentence(
        "Dieser Aufruf nimmt jetzt keine Bewerbungen an; er ist in der Phase {phase} und {state}.",
        "Man kann sich jetzt nicht bewerben.",
    ),
    "{field} must be an organisation: pilot projects are carried by non-profits, not by persons.": Sentence(
        "{field} muss eine Organisation sein: Pilotprojekte tragen gemeinnützige Organisationen, keine Personen.",
        "{field}: Das kann nur ein Verein machen.",
    ),
    "{field} must be a non-profit organisation (gemeinnützig).": Sentence(
        "{field} muss eine gemeinnützige Organisation sein.", "{field}: Der Verein muss für alle da sein."
    ),
    "Only who acts for the organisation applies for it.": Sentence(
        "Für eine Organisation bewirbt sich, wer für sie handelt.", NOT_FOR_THEM
    ),
    "{field} needs a topic of environment or climate.": Sentence(
        "{field} braucht ein Thema aus Umwelt oder Klima.", "{field}: Es muss um Umwelt oder Klima gehen."
    ),
    "The call is in {phase}; plans are handed in in STAGE_TWO.": Sentence(
        "Der Aufruf ist in der Phase {phase}; Pläne werden in STAGE_TWO eingereicht.", LATER
    ),
    "The call is in {phase}; this is decided in {phases}.": Sentence(
        "Der Aufruf ist in der Phase {phase}; darüber wird in {phases} entschieden.", LATER
    ),
    "{field} says why: the applicant reads it.": Sentence(
        "{field} nennt den Grund; wer sich beworben hat, liest ihn.", "Bitte schreiben Sie: Warum?"
    ),
    "This call has {most} places, and all are given.": Sentence(
        "Dieser Aufruf hat {most} Plätze, und alle sind vergeben.", "Es gibt {most} Plätze. Alle sind weg."
    ),
    "The organisation has an application in this call already.": Sentence(
        "Die Organisation hat sich in diesem Aufruf schon beworben.", "Ihr Verein hat sich schon beworben."
    ),
}

CONSULTATIONS: Mapping[str, Sentence] = {
    "This advice takes no bookings now; it is {state}.": Sentence(
        "Diese Sprechstunde nimmt jetzt keine Buchungen an; sie ist {state}.", "Sie können jetzt keinen Termin buchen."
    ),
    "The slot has begun at {at}.": Sentence("Der Termin hat am {at} begonnen.", f"{LATE} Der Termin war am {{at}}."),
    "At most {most} bookings in the future are possible; give one back first.": Sentence(
        "Es sind höchstens {most} künftige Buchungen möglich; geben Sie vorher eine zurück.",
        "Sie haben schon {most} Termine. Bitte geben Sie zuerst einen zurück.",
    ),
    "This slot is taken; there may be others.": Sentence(
        "Dieser Termin ist vergeben; vielleicht gibt es andere.", "Der Termin ist weg. Bitte suchen Sie einen anderen."
    ),
    "This slot is {state}; it would have to be FREE.": Sentence(
        "Dieser Termin ist {state}; er müsste FREE sein.", "Diesen Termin kann man nicht buchen."
    ),
    "It could be given back until {until}.": Sentence(
        "Er konnte bis {until} zurückgegeben werden.", f"{LATE} Es ging bis {{until}}."
    ),
    "The slot begins at {at}; what came of it is noted after that.": Sentence(
        "Der Termin beginnt am {at}; das Ergebnis wird danach festgehalten.", "Der Termin war noch nicht."
    ),
    "{field} must lie in the future.": Sentence(
        "{field} muss in der Zukunft liegen.", "{field}: Das ist schon vorbei."
    ),
    "{field} would have one at {at} over another from {begin} to {end} of the same expert.": Sentence(
        "{field}: Der Termin am {at} läge über einem anderen derselben Person, von {begin} bis {end}.",
        "{field}: Die Person hat am {at} schon einen Termin.",
    ),
    "{field} name who gives no advice here: {values}.": Sentence(
        "{field} nennen, wer hier nicht berät: {values}.", "{field}: Diese Person berät hier nicht: {values}."
    ),
    "Only who acts for the organisation books for it.": Sentence(
        "Für eine Organisation bucht, wer für sie handelt.", NOT_FOR_THEM
    ),
}

WORKSHOPS: Mapping[str, Sentence] = {
    "{field} must be after startsAt, within {most} days.": Sentence(
        "{field} muss nach startsAt liegen, innerhalb von {most} Tagen.", "{field}: Dieser Tag passt nicht."
    ),
    "{field} must not be after startsAt.": Sentence(
        "{field} darf nicht nach startsAt liegen.", "{field}: Dieser Tag ist zu spät."
    ),
    "{field} of a new workshop is ANNOUNCED; open it with a change.": Sentence(
        "{field} eines neuen Workshops ist ANNOUNCED; öffnen Sie ihn mit einer Änderung.",
        "Bitte speichern Sie zuerst. Dann können Sie den Workshop öffnen.",
    ),
    "{field} cannot become ANNOUNCED again.": Sentence(
        "{field} kann nicht wieder ANNOUNCED werden.", "{field}: Das geht nicht mehr."
    ),
    "{field} is below the {number} seats that are taken.": Sentence(
        "{field} liegt unter den {number} Plätzen, die vergeben sind.", "{field}: {number} Plätze sind schon weg."
    ),
    "Registration was open until {until}.": Sentence(
        "Anmeldungen waren bis {until} möglich.", f"{LATE} Es ging bis {{until}}."
    ),
    "This workshop takes no registrations now; it is {state}.": Sentence(
        "Dieser Workshop nimmt jetzt keine Anmeldungen an; er ist {state}.", "Sie können sich jetzt nicht anmelden."
    ),
    "The workshop has begun at {at}.": Sentence(
        "Der Workshop hat am {at} begonnen.", f"{LATE} Der Workshop war am {{at}}."
    ),
    "The workshop begins at {at}; who came is noted after that.": Sentence(
        "Der Workshop beginnt am {at}; wer da war, wird danach festgehalten.", "Der Workshop war noch nicht."
    ),
    "Only who acts for the organisation registers it.": Sentence(
        "Eine Organisation meldet an, wer für sie handelt.", NOT_FOR_THEM
    ),
    "There is a registration already.": Sentence("Es gibt schon eine Anmeldung.", "Sie sind schon angemeldet."),
    "{field} is the code of no region that this house knows.": Sentence(
        "{field} ist der Schlüssel keiner Region, die hier bekannt ist.", "{field}: Diesen Ort kennen wir nicht."
    ),
    "{field} name no expert of the pool: {values}.": Sentence(
        "{field} nennen niemanden aus dem Pool: {values}.", "{field}: Diese Person kennen wir nicht: {values}."
    ),
    "{field} name nobody of the network: {values}.": Sentence(
        "{field} nennen niemanden aus dem Netzwerk: {values}.", "{field}: Das kennen wir nicht: {values}."
    ),
}

PROTOTYPES: Mapping[str, Sentence] = {
    "{field} is needed before a prototype is handed over.": Sentence(
        "{field} ist nötig, bevor ein Prototyp übergeben wird.", "Hier fehlt etwas: {field}."
    ),
    "{field} cannot be DISCARDED from the beginning.": Sentence(
        "{field} kann nicht von Anfang an DISCARDED sein.", "{field}: Das geht nicht am Anfang."
    ),
    "This prototype is {state}; stages go forward, not back.": Sentence(
        "Dieser Prototyp ist {state}; es geht vorwärts, nicht zurück.", "Man kann nicht zurück-gehen."
    ),
    "There is no data set {values}, or it is not public.": Sentence(
        "Den Datensatz {values} gibt es nicht, oder er ist nicht öffentlich.", "Diese Daten kennen wir nicht: {values}."
    ),
    "{field} other than UNKNOWN needs at least one measured value.": Sentence(
        "{field} außer UNKNOWN braucht mindestens einen gemessenen Wert.", "{field}: Hier fehlt eine Zahl."
    ),
    "Only experts of the pool and the staff assess projects.": Sentence(
        "Nur wer zum Pool oder zum Team gehört, bewertet Vorhaben.", "Das dürfen nur Fach-Leute."
    ),
}

SENTENCES: Mapping[str, Sentence] = {**IN_GENERAL, **PILOTS, **CONSULTATIONS, **WORKSHOPS, **PROTOTYPES}
