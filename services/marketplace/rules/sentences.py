"""Refusals of the house in German and in Leichte Sprache, under the English sentences that stand in its rules."""

from __future__ import annotations

from collections.abc import Mapping

from services.kit.sentences import Sentence
from services.marketplace.rules.rights_sentences import RIGHTS
from services.marketplace.rules.search_sentences import SEARCHES

NOT_FOUND = "Das haben wir nicht gefunden."
TOO_MUCH = "Das war zu viel. Bitte warten Sie. Dann versuchen Sie es noch einmal."
READ_AGAIN = "Die Idee hat sich geändert. Bitte lesen Sie die Idee noch einmal."
ADMINISTRATORS = "Das dürfen nur die Chefs vom Verein."

TOGETHER: Mapping[str, Sentence] = {
    "{field} was changed by the amendment and by the team since, differently.": Sentence(
        "{field} wurde vom Vorschlag und inzwischen auch vom Team geändert, auf verschiedene Weise.",
        "{field}: Ihre Gruppe hat das auch geändert. Beides passt nicht zusammen.",
    ),
    "There is no such comment, or you may not see it.": Sentence(
        "Diesen Kommentar gibt es nicht, oder Sie dürfen ihn nicht sehen.", NOT_FOUND
    ),
    "A comment is a text; without one it is deleted.": Sentence(
        "Ein Kommentar ist ein Text; ohne Text wird er gelöscht.", "Bitte schreiben Sie einen Text."
    ),
    "You may write {most} comments an hour; try again later.": Sentence(
        "Sie dürfen in einer Stunde {most} Kommentare schreiben; bitte versuchen Sie es später noch einmal.",
        "In einer Stunde dürfen Sie {most}-mal schreiben. Bitte warten Sie.",
    ),
    "Only its author changes a comment.": Sentence(
        "Einen Kommentar ändert nur, wer ihn geschrieben hat.", "Das darf nur die Person, die es geschrieben hat."
    ),
    "This comment was deleted or hidden.": Sentence(
        "Dieser Kommentar wurde gelöscht oder verborgen.", "Diesen Text gibt es nicht mehr."
    ),
    "A comment may be changed for 24 hours.": Sentence(
        "Ein Kommentar kann 24 Stunden lang geändert werden.", "Sie sind zu spät. Das ging 24 Stunden lang."
    ),
    "An answer is not answered: there is one level of them.": Sentence(
        "Auf eine Antwort wird nicht geantwortet: Es gibt eine Ebene von Antworten.",
        "Auf eine Antwort kann man nicht antworten.",
    ),
    "This changes nothing.": Sentence("Das ändert nichts.", "Sie haben nichts geändert."),
    "At most {most} of your amendments may wait at one idea.": Sentence(
        "An einer Idee dürfen höchstens {most} Ihrer Vorschläge warten.", "Sie haben schon {most} Vorschläge gemacht."
    ),
    "There is no such version of the idea.": Sentence("Diese Version der Idee gibt es nicht.", NOT_FOUND),
    "Only owners invite owners and co-authors.": Sentence(
        "Nur wem die Idee gehört, lädt zur Verantwortung oder Mitautorenschaft ein.",
        "Das dürfen nur die Chefs von der Idee.",
    ),
    "A request of these two is open already.": Sentence(
        "Zwischen beiden ist schon eine Anfrage offen.", "Diese Frage gibt es schon. Bitte warten Sie."
    ),
    "An idea has at most {most} open requests.": Sentence(
        "Eine Idee hat höchstens {most} offene Anfragen.", "Es gibt schon {most} Fragen. Bitte warten Sie."
    ),
    "{field} is none of the idea's open roles, or stands there twice.": Sentence(
        "{field} ist keine offene Rolle der Idee oder steht doppelt da.", "{field}: Diese Aufgabe gibt es hier nicht."
    ),
    "{field} needs 1 to {most} characters.": Sentence(
        "{field} braucht 1 bis {most} Zeichen.", "{field}: 1 bis {most} Zeichen."
    ),
    "{field} is 1 to {most}.": Sentence("{field} liegt zwischen 1 und {most}.", "{field}: von 1 bis {most}."),
    "Already on the team, as {role}.": Sentence("Schon im Team, als {role}.", "Die Person ist schon in der Gruppe."),
    "Only a verified administrator asks for an organisation.": Sentence(
        "Für eine Organisation fragt nur, wer sie bestätigt verwaltet.", ADMINISTRATORS
    ),
    "The idea has no such open role.": Sentence("Diese offene Rolle hat die Idee nicht.", NOT_FOUND),
    "This role is filled.": Sentence("Diese Rolle ist besetzt.", "Diese Aufgabe hat schon jemand."),
    "There is no such request, or you may not see it.": Sentence(
        "Diese Anfrage gibt es nicht, oder Sie dürfen sie nicht sehen.", NOT_FOUND
    ),
    "Nobody joins an idea in this state.": Sentence(
        "In diesem Zustand tritt niemand dem Team bei.", "Bei dieser Idee kann man jetzt nicht mitmachen."
    ),
    "Who sent the invitation may no longer ask for this role.": Sentence(
        "Wer eingeladen hat, darf diese Rolle nicht mehr vergeben.", "Die Einladung gilt nicht mehr."
    ),
    "Only oneself or an owner ends a membership of the team.": Sentence(
        "Eine Mitarbeit beendet nur man selbst oder wem die Idee gehört.", "Das dürfen Sie nicht machen."
    ),
    "The last owner hands the idea on before leaving.": Sentence(
        "Wem die Idee zuletzt gehört, gibt sie vor dem Gehen weiter.",
        "Sie sind der letzte Chef von der Idee. Bitte finden Sie zuerst einen neuen Chef.",
    ),
}

IDEAS: Mapping[str, Sentence] = {
    "The idea is at version {version}, not {expected}: read it again and repeat the change.": Sentence(
        "Die Idee ist bei Version {version}, nicht {expected}: Bitte lesen und ändern Sie sie noch einmal.",
        READ_AGAIN,
    ),
    "{state} is no state that an owner chooses.": Sentence(
        "{state} ist kein Zustand, den man selbst wählt.", "Das kann man nicht selbst wählen."
    ),
    "The idea is {state}, not {expected}: read it again.": Sentence(
        "Die Idee ist {state}, nicht {expected}: Bitte lesen Sie sie neu.", READ_AGAIN
    ),
    "There is no such idea, or you may not see it.": Sentence(
        "Diese Idee gibt es nicht, oder Sie dürfen sie nicht sehen.", NOT_FOUND
    ),
    "{field} need 1 to {most} characters each.": Sentence(
        "{field} brauchen je 1 bis {most} Zeichen.", "{field}: jeweils 1 bis {most} Zeichen."
    ),
    "{field} are the goals 1 to 17.": Sentence("{field} sind die Ziele 1 bis 17.", "{field}: von 1 bis 17."),
    "{field} must not be negative.": Sentence("{field} darf nicht negativ sein.", "{field}: 0 oder mehr."),
    "{field} needs at least one topic.": Sentence(
        "{field} braucht mindestens ein Thema.", "{field}: Bitte wählen Sie ein Thema."
    ),
}

PEOPLE: Mapping[str, Sentence] = {
    "Registration is for people: this login belongs to a machine or an account that is closed.": Sentence(
        "Registrieren können sich Personen: Diese Anmeldung gehört zu einer Maschine oder einem geschlossenen Konto.",
        "Mit diesem Konto kann man nicht Mitglied werden.",
    ),
    "{field} must begin with https:// or http://.": Sentence(
        "{field} muss mit https:// oder http:// beginnen.", "{field}: Die Adresse beginnt mit https://."
    ),
    "{field} of an organisation is not that of a private person.": Sentence(
        "{field} einer Organisation ist nicht „Privatperson“.", "{field}: Ein Verein ist keine Person."
    ),
    "{field} has 3 to 40 characters: small letters from a to z, digits and hyphens.": Sentence(
        "{field} hat 3 bis 40 Zeichen: Kleinbuchstaben von a bis z, Ziffern und Bindestriche.",
        "{field}: 3 bis 40 Zeichen. Nur kleine Buchstaben, Zahlen und Binde-Striche.",
    ),
    "The terms of use are needed in their newest version, {version}: read it, then agree.": Sentence(
        "Die Nutzungsbedingungen sind in der neuesten Fassung nötig, {version}: Bitte lesen Sie sie, und stimmen zu.",
        "Bitte lesen Sie zuerst die Regeln. Dann sagen Sie Ja.",
    ),
    "The newest wording is {version}; read it before you answer.": Sentence(
        "Die neueste Fassung ist {version}; bitte lesen Sie sie, bevor Sie antworten.",
        "Es gibt einen neuen Text. Bitte lesen Sie ihn zuerst.",
    ),
    "Nobody takes part without the terms of use: leave the network by erasing your account.": Sentence(
        "Ohne die Nutzungsbedingungen nimmt niemand teil: Verlassen Sie das Netzwerk, indem Sie Ihr Konto löschen.",
        "Ohne die Regeln kann man nicht mitmachen. Sie können Ihr Konto löschen.",
    ),
    "There is a newer wording of {purposes}: answer it, then go on.": Sentence(
        "Es gibt eine neuere Fassung von {purposes}: Bitte antworten Sie darauf, dann geht es weiter.",
        "Es gibt einen neuen Text. Bitte sagen Sie zuerst Ja oder Nein dazu.",
    ),
    "The last verified administrator cannot go; make somebody else administrator before.": Sentence(
        "Die letzte bestätigte Verwaltung kann nicht gehen; machen Sie vorher jemand anderen dazu.",
        "Sie sind der letzte Chef. Bitte finden Sie zuerst einen neuen Chef.",
    ),
    "There is no such {thing}.": Sentence("Das gibt es hier nicht.", NOT_FOUND),
    "An organisation is registered by a member.": Sentence(
        "Eine Organisation meldet ein Mitglied an.", "Das dürfen nur Mitglieder."
    ),
    "Who belongs to an organisation is said by its verified administrators.": Sentence(
        "Wer zu einer Organisation gehört, sagt ihre bestätigte Verwaltung.", ADMINISTRATORS
    ),
    "This handle is taken.": Sentence(
        "Dieser Kurzname ist vergeben.", "Den Namen hat schon jemand. Bitte ändern Sie ihn."
    ),
    "There is nothing of this id to follow.": Sentence("Dem kann man nicht folgen: Es gibt es nicht.", NOT_FOUND),
    "There is no support offer of this id.": Sentence("Dieses Unterstützungsangebot gibt es nicht.", NOT_FOUND),
    "There is no open invitation of this token.": Sentence(
        "Zu diesem Code gibt es keine offene Einladung.", "Diese Einladung gilt nicht."
    ),
    "No former member has this number.": Sentence("Diese Nummer hat kein früheres Mitglied.", NOT_FOUND),
    "The membership of this number is not open any more.": Sentence(
        "Die Mitgliedschaft dieser Nummer ist nicht mehr offen.", "Diese Nummer ist schon vergeben."
    ),
    "Too many wrong tokens; try again in an hour.": Sentence(
        "Zu viele falsche Codes; bitte versuchen Sie es in einer Stunde noch einmal.",
        "Der Code war zu oft falsch. Bitte warten Sie eine Stunde.",
    ),
    "This account has claimed a membership before.": Sentence(
        "Dieses Konto hat schon eine Mitgliedschaft übernommen.", "Das haben Sie schon gemacht."
    ),
    "Log in as a person to decline.": Sentence(
        "Zum Ablehnen melden Sie sich bitte als Person an.", "Bitte melden Sie sich zuerst an."
    ),
}

CONTACT: Mapping[str, Sentence] = {
    "There is no such member or organisation here.": Sentence(
        "Dieses Mitglied oder diese Organisation gibt es hier nicht.", NOT_FOUND
    ),
    "You are on both sides of this request.": Sentence(
        "Sie stehen auf beiden Seiten dieser Anfrage.", "Sie können sich nicht selbst fragen."
    ),
    "There is no such thing to write about.": Sentence("Das, worüber Sie schreiben, gibt es nicht.", NOT_FOUND),
    "A request between you two is open already.": Sentence(
        "Zwischen Ihnen beiden ist schon eine Anfrage offen.", "Sie haben schon gefragt. Bitte warten Sie."
    ),
    "You may have {most} open requests.": Sentence("Sie dürfen {most} offene Anfragen haben.", TOO_MUCH),
    "You may send {most} requests in 24 hours.": Sentence("Sie dürfen in 24 Stunden {most} Anfragen senden.", TOO_MUCH),
    "In this conversation nobody can write any more.": Sentence(
        "In diesem Gespräch kann niemand mehr schreiben.", "Hier kann man nicht mehr schreiben."
    ),
    "The other side has left the network.": Sentence(
        "Die andere Seite hat das Netzwerk verlassen.", "Die andere Person ist nicht mehr dabei."
    ),
    "You may send {most} messages in an hour.": Sentence(
        "Sie dürfen in einer Stunde {most} Nachrichten senden.", TOO_MUCH
    ),
    "There is no such request for you.": Sentence("Diese Anfrage gibt es für Sie nicht.", NOT_FOUND),
    "There is no such conversation of yours.": Sentence("Dieses Gespräch führen Sie nicht.", NOT_FOUND),
    "Nobody blocks themselves.": Sentence("Niemand sperrt sich selbst.", "Sie können sich nicht selbst sperren."),
    "{field} is from 0 to {most}.": Sentence("{field} liegt zwischen 0 und {most}.", "{field}: von 0 bis {most}."),
    "This profile is {state}; from there it does not get {to}.": Sentence(
        "Dieses Profil ist {state}; von dort wird es nicht {to}.", "Das geht mit diesem Profil jetzt nicht."
    ),
    "A private profile is not published; save it with another visibility.": Sentence(
        "Ein Profil, das „privat“ ist, wird nicht veröffentlicht; speichern Sie es mit anderer Sichtbarkeit.",
        "Nur Sie sehen dieses Profil. Bitte wählen Sie zuerst: Wer darf es sehen?",
    ),
    "A profile that others see needs your consent to a public profile.": Sentence(
        "Ein Profil, das andere sehen, braucht die Einwilligung „Profil öffentlich“.",
        "Andere sollen Ihr Profil sehen? Dann müssen Sie zuerst Ja sagen.",
    ),
    "A profile that others see needs your consent to a public profile; without it, save it as private.": Sentence(
        "Ein Profil, das andere sehen, braucht die Einwilligung „Profil öffentlich“; ohne sie speichern Sie es als "
        "„privat“.",
        "Andere sollen Ihr Profil sehen? Dann müssen Sie zuerst Ja sagen.",
    ),
    "An archived profile is not changed any more.": Sentence(
        "Ein archiviertes Profil wird nicht mehr geändert.", "Das Profil ist alt. Man kann es nicht mehr ändern."
    ),
    "A profile is written by its owner or by a verified administrator of the organisation.": Sentence(
        "Ein Profil schreibt, wem es gehört, oder die bestätigte Verwaltung der Organisation.", ADMINISTRATORS
    ),
    "There is no such profile of yours.": Sentence("Dieses Profil haben Sie nicht.", NOT_FOUND),
    "By hand a match is seen or dismissed; requests for contact do the rest.": Sentence(
        "Von Hand wird ein Match „gesehen“ oder „verworfen“; den Rest tun Kontaktanfragen.",
        "Das kann man nicht selbst wählen.",
    ),
    "Give exactly one of them: an idea or a profile.": Sentence(
        "Bitte geben Sie genau eines an: eine Idee oder ein Profil.", "Bitte wählen Sie: eine Idee oder ein Profil."
    ),
    "There is no such idea or profile of yours.": Sentence("Diese Idee oder dieses Profil haben Sie nicht.", NOT_FOUND),
    "There is nothing to suggest by this id.": Sentence("Unter dieser Kennung ist nichts vorzuschlagen.", NOT_FOUND),
}

SENTENCES: Mapping[str, Sentence] = {**IDEAS, **TOGETHER, **PEOPLE, **CONTACT, **RIGHTS, **SEARCHES}
