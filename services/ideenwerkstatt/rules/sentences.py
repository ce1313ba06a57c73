"""Refusals of the house in German and in Leichte Sprache, under the English sentences that stand in its rules."""

from __future__ import annotations

from collections.abc import Mapping

from services.kit.sentences import Sentence

LATER = "Das geht jetzt nicht."
UNKNOWN = "{field}: Das kennen wir nicht: {values}."

IN_GENERAL: Mapping[str, Sentence] = {
    "{field} is from 1 to {most}.": Sentence("{field} liegt zwischen 1 und {most}.", "{field}: von 1 bis {most}."),
    "{field} is from 0 to {most}.": Sentence("{field} liegt zwischen 0 und {most}.", "{field}: von 0 bis {most}."),
    "{field} is from {least} to {most}.": Sentence(
        "{field} liegt zwischen {least} und {most}.", "{field}: von {least} bis {most}."
    ),
    "{field} cannot be {value}.": Sentence("{field} kann nicht {value} sein.", "{field}: {value} geht hier nicht."),
    "The programme has ended; it stays readable.": Sentence(
        "Das Programm ist beendet; es bleibt lesbar.", "Das Programm ist zu Ende. Sie können alles noch lesen."
    ),
    "This has a person who does it: log in as a member.": Sentence(
        "Das tut eine Person: Bitte melden Sie sich als Mitglied an.", "Bitte melden Sie sich an."
    ),
}

WORKSHOPS: Mapping[str, Sentence] = {
    "Registration was open until {until}.": Sentence(
        "Die Anmeldung war bis {until} möglich.", "Sie sind zu spät. Es ging bis {until}."
    ),
    "This workshop takes no registrations now; it is {state}.": Sentence(
        "Dieser Workshop nimmt jetzt keine Anmeldungen an; sein Stand ist {state}.", LATER
    ),
    "The workshop has begun at {at}.": Sentence(
        "Der Workshop hat am {at} begonnen.", "Der Workshop hat schon angefangen."
    ),
    "The workshop begins at {at}; who came is noted after that.": Sentence(
        "Der Workshop beginnt am {at}; wer da war, wird danach vermerkt.", "Der Workshop hat noch nicht angefangen."
    ),
    "There is a registration already.": Sentence("Es gibt schon eine Anmeldung.", "Sie sind schon angemeldet."),
    "Only who acts for the organisation registers it.": Sentence(
        "Nur wer für die Organisation handelt, meldet sie an.", "Sie dürfen diese Organisation nicht anmelden."
    ),
    "{field} must be after the beginning, within {most} days.": Sentence(
        "{field} muss nach dem Beginn liegen, höchstens {most} Tage später.",
        "{field}: Das Ende passt nicht zum Anfang.",
    ),
    "{field} must not be after the beginning.": Sentence(
        "{field} darf nicht nach dem Beginn liegen.", "{field}: Das ist nach dem Anfang."
    ),
    "{field} of a new workshop is announced; open it with a change.": Sentence(
        "{field} eines neuen Workshops ist „angekündigt“; geöffnet wird er mit einer Änderung.",
        "{field}: Ein neuer Workshop ist noch nicht offen.",
    ),
    "{field} cannot become announced again.": Sentence(
        "{field} kann nicht wieder „angekündigt“ werden.", "{field}: Das geht nicht zurück."
    ),
    "{field} is below the {number} seats that are taken.": Sentence(
        "{field} liegt unter den {number} vergebenen Plätzen.", "{field}: {number} Plätze sind schon weg."
    ),
    "{field} is the code of no region that this house knows.": Sentence(
        "{field} ist der Schlüssel keiner Region, die dieses Haus kennt.", "{field}: Diesen Ort kennen wir nicht."
    ),
    "{field} name no expert of the pool: {values}.": Sentence(
        "{field} nennt niemanden aus dem Pool der Expert*innen: {values}.", UNKNOWN
    ),
    "{field} name nobody of the network: {values}.": Sentence(
        "{field} nennt niemanden aus dem Netzwerk: {values}.", UNKNOWN
    ),
}

CONSULTATION: Mapping[str, Sentence] = {
    "This advice takes no bookings now; it is {state}.": Sentence(
        "Diese Sprechstunde nimmt jetzt keine Buchungen an; ihr Stand ist {state}.", LATER
    ),
    "The slot has begun at {at}.": Sentence("Der Termin hat am {at} begonnen.", "Der Termin hat schon angefangen."),
    "At most {most} bookings in the future are possible; give one back first.": Sentence(
        "Höchstens {most} künftige Termine sind möglich; geben Sie zuerst einen zurück.",
        "Sie haben schon {most} Termine. Bitte sagen Sie zuerst einen ab.",
    ),
    "This slot is taken; there may be others.": Sentence(
        "Dieser Termin ist vergeben; vielleicht gibt es andere.", "Der Termin ist weg. Vielleicht gibt es andere."
    ),
    "This slot is {state}; it would have to be free.": Sentence(
        "Dieser Termin ist {state}; er müsste „frei“ sein.", "Diesen Termin kann man nicht buchen."
    ),
    "It could be given back until {until}.": Sentence(
        "Der Termin konnte bis {until} zurückgegeben werden.", "Sie sind zu spät. Es ging bis {until}."
    ),
    "The slot begins at {at}; what came of it is noted after that.": Sentence(
        "Der Termin beginnt am {at}; das Ergebnis wird danach vermerkt.", "Der Termin hat noch nicht angefangen."
    ),
    "{field} must lie in the future.": Sentence("{field} muss in der Zukunft liegen.", "{field}: Das ist vorbei."),
    "{field} would have one at {wished} over another of the same expert, from {begin} to {end}.": Sentence(
        "{field}: Der Termin um {wished} läge über einem anderen derselben Person, von {begin} bis {end}.",
        "{field}: Um {wished} gibt es schon einen Termin.",
    ),
    "{field} name who gives no advice here: {values}.": Sentence(
        "{field} nennt Personen, die hier nicht beraten: {values}.", UNKNOWN
    ),
    "Only who acts for the organisation books for it.": Sentence(
        "Nur wer für die Organisation handelt, bucht für sie.", "Sie dürfen für diese Organisation nicht buchen."
    ),
}

PILOTS: Mapping[str, Sentence] = {
    "{field} is below the {number} that are given already.": Sentence(
        "{field} liegt unter den {number} schon vergebenen.", "{field}: {number} Plätze sind schon weg."
    ),
    "Stage one is open until {until}; stage two begins after that.": Sentence(
        "Stufe eins läuft bis {until}; Stufe zwei beginnt danach.", "Bis {until} kann man sich noch bewerben."
    ),
    "{number} applications are not decided yet.": Sentence(
        "Über {number} Bewerbungen ist noch nicht entschieden.", "{number} Bewerbungen haben noch keine Antwort."
    ),
    "Applications were taken until {until}.": Sentence(
        "Bewerbungen waren bis {until} möglich.", "Sie sind zu spät. Es ging bis {until}."
    ),
    "This call takes no applications now; its phase is {phase}, it is {state}.": Sentence(
        "Dieser Aufruf nimmt jetzt keine Bewerbungen an; seine Phase ist {phase}, sein Stand {state}.", LATER
    ),
    "{field} must be an organisation: non-profit organisations carry pilot projects, not persons.": Sentence(
        "{field} muss eine Organisation sein: Pilotprojekte tragen gemeinnützige Organisationen, keine Personen.",
        "{field}: Nur eine Organisation kann sich bewerben.",
    ),
    "Only who acts for the organisation applies for it.": Sentence(
        "Nur wer für die Organisation handelt, bewirbt sie.", "Sie dürfen diese Organisation nicht bewerben."
    ),
    "{field} must be a non-profit organisation (gemeinnützig).": Sentence(
        "{field} muss eine gemeinnützige Organisation sein.", "{field}: Die Organisation muss gemeinnützig sein."
    ),
    "{field} needs a topic of environment or climate.": Sentence(
        "{field} braucht ein Thema aus Umwelt oder Klima.", "{field}: Es muss um die Umwelt gehen."
    ),
    "The call is in {phase}; plans are handed in in the second stage.": Sentence(
        "Der Aufruf ist in der Phase {phase}; Pläne werden in der Phase „zweite Stufe“ eingereicht.", LATER
    ),
    "The call is in {phase}; this is decided in {phases}.": Sentence(
        "Der Aufruf ist in der Phase {phase}; das wird in {phases} entschieden.", LATER
    ),
    "{field} says why: the applicant reads it.": Sentence(
        "{field} nennt den Grund: Die Bewerbenden lesen ihn.", "Bitte schreiben Sie: Warum?"
    ),
    "This call has {number} places, and all are given.": Sentence(
        "Dieser Aufruf hat {number} Plätze, und alle sind vergeben.", "Alle {number} Plätze sind weg."
    ),
    "The organisation has an application in this call already.": Sentence(
        "Die Organisation hat in diesem Aufruf schon eine Bewerbung.", "Die Organisation hat sich schon beworben."
    ),
}

BUILDING: Mapping[str, Sentence] = {
    "{field} is needed before a prototype is handed over.": Sentence(
        "{field} wird gebraucht, bevor ein Prototyp übergeben wird.", "Hier fehlt etwas: {field}."
    ),
    "{field} cannot be discarded from the beginning.": Sentence(
        "{field} kann nicht von Anfang an „verworfen“ sein.", "{field}: Das geht am Anfang nicht."
    ),
    "This prototype is {state}; stages go forward, not back.": Sentence(
        "Dieser Prototyp ist auf der Stufe {state}; Stufen gehen vorwärts, nicht zurück.", "Das geht nicht zurück."
    ),
    "{field} is changed by the staff alone.": Sentence(
        "{field} ändern nur die Mitarbeitenden des Programms.", "{field}: Das dürfen Sie nicht ändern."
    ),
    "There is no data set {values}, or it is not public.": Sentence(
        "Den Datensatz {values} gibt es nicht, oder er ist nicht öffentlich.", "Diese Daten kennen wir nicht: {values}."
    ),
    "{field} is a number from 0.": Sentence("{field} ist eine Zahl ab 0.", "{field}: eine Zahl ab 0."),
    "{field} other than unknown needs at least one measured value.": Sentence(
        "{field} außer „unbekannt“ braucht mindestens einen gemessenen Wert.", "{field}: Es fehlt ein Messwert."
    ),
    "Only experts of the pool and the staff assess projects.": Sentence(
        "Nur Expert*innen des Pools und Mitarbeitende bewerten Projekte.", "Sie dürfen Projekte nicht bewerten."
    ),
}

SENTENCES: Mapping[str, Sentence] = {**IN_GENERAL, **WORKSHOPS, **CONSULTATION, **PILOTS, **BUILDING}
