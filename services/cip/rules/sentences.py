"""Refusals of the house in German and in Leichte Sprache, under the English sentences that stand in its rules."""

from __future__ import annotations

from collections.abc import Mapping

from services.kit.sentences import Sentence

LATER = "Das geht jetzt nicht."
NO_CHANGE = "Das kann man nicht mehr ändern."
WHY = "Bitte schreiben Sie: Warum?"
AMOUNT = "{field}: Bitte schreiben Sie einen Betrag in Euro."

IN_GENERAL: Mapping[str, Sentence] = {
    "{field} is from 1 to {most}.": Sentence("{field} liegt zwischen 1 und {most}.", "{field}: von 1 bis {most}."),
    "{field} cannot be {value}.": Sentence("{field} kann nicht {value} sein.", "{field}: {value} geht hier nicht."),
    "{field} is an amount in EUR above 0, with two decimals at most.": Sentence(
        "{field} ist ein Betrag in EUR über 0, mit höchstens zwei Stellen nach dem Komma.", AMOUNT
    ),
    "Log in with a level of assurance of at least substantial (BundID with the online ID card).": Sentence(
        "Bitte melden Sie sich mindestens mit dem Vertrauensniveau «substanziell» an (BundID mit Online-Ausweis) und "
        "wiederholen Sie das.",
        "Bitte melden Sie sich mit Ihrem Online-Ausweis an. Dann versuchen Sie es noch einmal.",
    ),
}

COMPETITION: Mapping[str, Sentence] = {
    "{field} names each phase once, and never the cancellation.": Sentence(
        "{field} nennt jede Phase einmal und nie „abgesagt“.", "{field}: Jede Phase steht nur 1-mal da."
    ),
    "{field} needs the first day of the submission.": Sentence(
        "{field} braucht den ersten Tag der Einreichung.", "{field}: Hier fehlt der Beginn vom Wettbewerb."
    ),
    "{field} has a phase that begins before the one before it.": Sentence(
        "{field} hat eine Phase, die vor der vorigen beginnt.", "{field}: Die Reihen-Folge stimmt nicht."
    ),
    "{field} must lie between the first days of submission and screening.": Sentence(
        "{field} muss zwischen dem ersten Tag der Einreichung und dem der Sichtung liegen.",
        "{field}: Dieser Tag passt nicht zu den anderen Tagen.",
    ),
    "Entries are taken until {until}; screening begins after that.": Sentence(
        "Einreichungen sind bis {until} möglich; die Sichtung beginnt danach.", "Bis {until} kann man noch mitmachen."
    ),
    "{number} entries are not decided yet.": Sentence(
        "Über {number} Einreichungen ist noch nicht entschieden.", "{number} Ideen haben noch keine Antwort."
    ),
    "The programme has ended; it stays readable.": Sentence(
        "Das Programm ist beendet; es bleibt lesbar.", "Das Programm ist zu Ende. Sie können alles noch lesen."
    ),
    "Entries were taken until {until}.": Sentence(
        "Einreichungen waren bis {until} möglich.", "Sie sind zu spät. Es ging bis {until}."
    ),
    "This round takes no entries now; its phase is {phase}.": Sentence(
        "Diese Runde nimmt jetzt keine Einreichungen an; sie ist in der Phase {phase}.",
        "Beim Wettbewerb kann man jetzt nicht mitmachen.",
    ),
    "Entries could be withdrawn until {until}.": Sentence(
        "Einreichungen konnten bis {until} zurückgezogen werden.", "Sie sind zu spät. Es ging bis {until}."
    ),
    "{field} cannot be {value}; a prize is given in a step of its own.": Sentence(
        "{field} kann nicht {value} sein; ein Preis wird in einem eigenen Schritt vergeben.",
        "{field}: {value} geht hier nicht.",
    ),
    "The round is in {phase}; this is decided in {phases}.": Sentence(
        "Die Runde ist in der Phase {phase}; darüber wird in {phases} entschieden.", LATER
    ),
    "{field} says why: its team reads it.": Sentence("{field} nennt den Grund; das Team liest ihn.", WHY),
    "{field} is for an invitation only.": Sentence(
        "{field} gehört nur zu einer Einladung.", "{field}: Das braucht man hier nicht."
    ),
    "{field} says when the pitch is, in the future.": Sentence(
        "{field} sagt, wann der Pitch ist: in der Zukunft.", "{field}: Bitte schreiben Sie einen neuen Tag."
    ),
    "The round is in {phase}; prizes are given while the jury deliberates.": Sentence(
        "Die Runde ist in der Phase {phase}; Preise werden in der Phase „Beratung der Jury“ vergeben.", LATER
    ),
    "{field} is at most {most} EUR in this round.": Sentence(
        "{field} beträgt in dieser Runde höchstens {most} EUR.", "{field}: höchstens {most} Euro."
    ),
    "This round has {most} prizes, and all are given.": Sentence(
        "Diese Runde hat {most} Preise, und alle sind vergeben.", "Es gibt {most} Preise. Alle Preise sind weg."
    ),
    "Only owners and co-authors enter an idea.": Sentence(
        "Nur wem die Idee gehört oder wer mitschreibt, reicht sie ein.", "Das dürfen nur die Chefs von der Idee."
    ),
    "The idea is {state}; it would have to be one of {states}.": Sentence(
        "Die Idee ist {state}; nötig wäre eines von {states}.", "Die Idee ist noch nicht so weit."
    ),
    "The idea is at version {version}, not {expected}: read it again.": Sentence(
        "Die Idee ist bei Version {version}, nicht {expected}: Bitte lesen Sie sie neu.",
        "Die Idee hat sich geändert. Bitte lesen Sie die Idee noch einmal.",
    ),
    "{field} names who is not on the team: {values}.": Sentence(
        "{field} nennt, wer nicht im Team ist: {values}.", "{field}: Nicht alle sind in Ihrer Gruppe."
    ),
    "You must act for one of the organisations that you name.": Sentence(
        "Sie müssen für eine der genannten Organisationen handeln dürfen.",
        "Sie dürfen das nicht für den Verein machen.",
    ),
    "{field} and the team are of {number} sector; {least} are needed.": Sentence(
        "{field} und Team kommen aus {number} gesellschaftlichen Bereich; nötig sind {least}.",
        "Ihre Gruppe ist zu gleich. Sie brauchen Partner aus {least} Bereichen.",
    ),
    "{field} fits no topic of the idea, and no other one would.": Sentence(
        "{field} passt zu keinem Thema der Idee, und auch keine andere Kategorie passt.",
        "Die Idee passt nicht zum Wettbewerb.",
    ),
    "{field} fits no topic of the idea; fitting: {values}.": Sentence(
        "{field} passt zu keinem Thema der Idee; passend: {values}.", "{field}: Das passt nicht. Besser: {values}."
    ),
    "An entry has a person who hands it in: log in as a member.": Sentence(
        "Eine Einreichung gibt eine Person ab: Bitte melden Sie sich als Mitglied an.",
        "Bitte melden Sie sich als Mitglied an.",
    ),
    "This idea is in the round already.": Sentence("Diese Idee ist schon in der Runde.", "Die Idee macht schon mit."),
    "This entry has a prize already.": Sentence("Diese Einreichung hat schon einen Preis.", "Den Preis gibt es schon."),
    "A round in {phase} is not changed any more.": Sentence(
        "Eine Runde in der Phase {phase} wird nicht mehr geändert.", NO_CHANGE
    ),
    "{field} is below the prizes that are given already.": Sentence(
        "{field} liegt unter der Zahl der Preise, die schon vergeben sind.", "{field}: Es gibt schon mehr Preise."
    ),
}

FUNDING: Mapping[str, Sentence] = {
    "{field} must be after the last day of the expressions of interest.": Sentence(
        "{field} muss nach dem letzten Tag der Interessenbekundungen liegen.", "{field}: Dieser Tag ist zu früh."
    ),
    "{number} applications are not decided yet.": Sentence(
        "Über {number} Anträge ist noch nicht entschieden.", "{number} Anträge haben noch keine Antwort."
    ),
    "{field} needs exactly one coordinator.": Sentence(
        "{field} braucht genau eine koordinierende Organisation.",
        "{field}: Genau ein Verein ist der Chef.",
    ),
    "{field} ask for amounts in EUR of 0 or more, with two decimals at most.": Sentence(
        "{field} beantragen Beträge in EUR ab 0, mit höchstens zwei Stellen nach dem Komma.", AMOUNT
    ),
    "The call is in {phase}; applications begin before, with an expression of interest.": Sentence(
        "Der Aufruf ist in der Phase {phase}; Anträge beginnen davor, mit einer Interessenbekundung.", LATER
    ),
    "This was possible until {until}.": Sentence(
        "Das war bis {until} möglich.", "Sie sind zu spät. Es ging bis {until}."
    ),
    "Exactly one organisation coordinates.": Sentence(
        "Es braucht genau eine koordinierende Organisation.", "Genau ein Verein ist der Chef."
    ),
    "These partners have not confirmed: {values}.": Sentence(
        "Diese Partner haben nicht zugesagt: {values}.", "Diese Partner haben noch nicht Ja gesagt: {values}."
    ),
    "At least {least} partners are needed.": Sentence(
        "Es braucht mindestens {least} Partner.", "Sie brauchen {least} Partner oder mehr."
    ),
    "Partners of {least} sectors are needed.": Sentence(
        "Es braucht {least} gesellschaftliche Bereiche.", "Sie brauchen Partner aus {least} Bereichen."
    ),
    "Up to {most} EUR can be asked for.": Sentence(
        "Beantragt werden können bis zu {most} EUR.", "Sie können bis {most} Euro bekommen."
    ),
    "The call is in {phase}; this step is for {needed}.": Sentence(
        "Der Aufruf ist in der Phase {phase}; dieser Schritt gehört in die Phase {needed}.", LATER
    ),
    "The application is {state}; partners answer before it is submitted.": Sentence(
        "Der Antrag ist {state}; Partner antworten, bevor er eingereicht ist.", "Dafür ist es zu spät."
    ),
    "The coordinator does not leave; withdraw the application instead.": Sentence(
        "Die koordinierende Organisation tritt nicht aus; ziehen Sie stattdessen den Antrag zurück.",
        "Der Chef vom Antrag bleibt. Sie können den Antrag zurück-nehmen.",
    ),
    "{field} says why: its partners read it.": Sentence("{field} nennt den Grund; die Partner lesen ihn.", WHY),
    "{field} is for a grant only.": Sentence(
        "{field} gehört nur zu einer Bewilligung.", "{field}: Das braucht man hier nicht."
    ),
    "{field} says how much, in EUR with two decimals at most.": Sentence(
        "{field} sagt, wie viel: in EUR, mit höchstens zwei Stellen nach dem Komma.", AMOUNT
    ),
    "{field} is at most what was asked for: {most} EUR.": Sentence(
        "{field} ist höchstens so viel wie beantragt: {most} EUR.", "{field}: höchstens {most} Euro."
    ),
    "An application has a person who writes it: log in as a member.": Sentence(
        "Einen Antrag schreibt eine Person: Bitte melden Sie sich als Mitglied an.",
        "Bitte melden Sie sich als Mitglied an.",
    ),
    "{field} name no organisation: {values}.": Sentence(
        "{field} nennen keine Organisation: {values}.", "{field}: Diesen Verein kennen wir nicht: {values}."
    ),
    "You must act for the organisation that coordinates.": Sentence(
        "Sie müssen für die koordinierende Organisation handeln dürfen.", "Sie dürfen das nicht für den Verein machen."
    ),
    "{field} cannot be another one than before.": Sentence(
        "{field} kann kein anderer werden.", "{field}: Das kann man nicht ändern."
    ),
    "An application in {state} is not changed any more.": Sentence(
        "Ein Antrag im Zustand {state} wird nicht mehr geändert.", NO_CHANGE
    ),
    "The application is at version {version}, not {expected}: read it again and repeat the change.": Sentence(
        "Der Antrag ist bei Version {version}, nicht {expected}: Bitte lesen und ändern Sie ihn noch einmal.",
        "Der Antrag hat sich geändert. Bitte lesen Sie den Antrag noch einmal.",
    ),
    "Only who acts for the coordinator does this.": Sentence(
        "Das tut nur, wer für die koordinierende Organisation handelt.", "Das darf nur der Chef vom Antrag."
    ),
    "A call in {phase} is not changed any more.": Sentence(
        "Ein Aufruf in der Phase {phase} wird nicht mehr geändert.", NO_CHANGE
    ),
}

SENTENCES: Mapping[str, Sentence] = {**IN_GENERAL, **COMPETITION, **FUNDING}
