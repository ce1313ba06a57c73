"""Notifications: which events make one, of which kind, in which words. Recipients are the event's actor ids. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from services.marketplace.rules.ideenwerkstatt_notifications import DERIVED, IDEENWERKSTATT
from services.marketplace.rules.reminders import DEADLINE_NEAR, REMINDERS
from services.marketplace.rules.wording import NotificationKind, Wording

Kind = NotificationKind
MARKETPLACE: Mapping[str, Wording] = {
    "idea.published": Wording(
        Kind.STATUS_CHANGE,
        "Eine Idee wurde veröffentlicht.",
        "An idea was published.",
        "Eine Idee ist jetzt für alle zu sehen.",
    ),
    "idea.updated": Wording(
        Kind.STATUS_CHANGE,
        "Der Text einer Idee Ihres Teams wurde geändert.",
        "The text of an idea of your team was changed.",
        "Der Text von Ihrer Idee ist neu.",
    ),
    "idea.status_changed": Wording(
        Kind.STATUS_CHANGE,
        "Der Stand einer Idee hat sich geändert.",
        "The state of an idea has changed.",
        "Bei einer Idee gibt es etwas Neues.",
    ),
    "idea.withdrawn": Wording(
        Kind.STATUS_CHANGE,
        "Eine Idee Ihres Teams wurde zurückgezogen.",
        "An idea of your team was withdrawn.",
        "Eine Idee von Ihrer Gruppe gibt es nicht mehr.",
    ),
    "idea.hidden": Wording(
        Kind.MODERATION,
        "Eine Idee Ihres Teams wurde von der Moderation ausgeblendet.",
        "An idea of your team was hidden by moderation.",
        "Eine Idee von Ihrer Gruppe ist nicht mehr zu sehen.",
    ),
    "moderation.hidden": Wording(
        Kind.MODERATION,
        "Ihr Inhalt wurde ausgeblendet. Im Fall stehen die Gründe; Sie können sechs Monate lang widersprechen.",
        "Something that you wrote was hidden. The case tells you why; you may appeal for six months.",
        "Ein Text von Ihnen ist nicht mehr zu sehen. Hier steht warum. 6 Monate lang können Sie Nein sagen.",
    ),
    "moderation.warned": Wording(
        Kind.MODERATION,
        "Sie wurden verwarnt. Im Fall stehen die Gründe; Sie können sechs Monate lang widersprechen.",
        "You were warned because of something that you wrote. The case tells you why; you may appeal for six months.",
        "Ein Text von Ihnen ist nicht in Ordnung. Hier steht warum. 6 Monate lang können Sie Nein sagen.",
    ),
    "moderation.appeal_upheld": Wording(
        Kind.MODERATION,
        "Ihr Widerspruch hatte Erfolg; der Inhalt ist wieder wie vorher.",
        "Your appeal was upheld; what you wrote is as it was before.",
        "Sie hatten recht. Ihr Text ist wieder da.",
    ),
    "moderation.appeal_rejected": Wording(
        Kind.MODERATION,
        "Ihr Widerspruch wurde geprüft; es bleibt bei der Entscheidung.",
        "Your appeal was looked at; the decision stands.",
        "Wir haben noch einmal geprüft. Es bleibt so.",
    ),
    "report.hidden": Wording(
        Kind.MODERATION,
        "Ihre Meldung wurde geprüft; der Inhalt ist ausgeblendet.",
        "Your report was looked at; the content is hidden.",
        "Danke für Ihre Meldung. Der Text ist nicht mehr zu sehen.",
    ),
    "report.warned": Wording(
        Kind.MODERATION,
        "Ihre Meldung wurde geprüft; wer den Inhalt geschrieben hat, wurde verwarnt.",
        "Your report was looked at; who wrote the content was warned.",
        "Danke für Ihre Meldung. Wir haben mit der Person gesprochen.",
    ),
    "report.kept": Wording(
        Kind.MODERATION,
        "Ihre Meldung wurde geprüft; der Inhalt bleibt, wie er ist.",
        "Your report was looked at; the content stays as it is.",
        "Danke für Ihre Meldung. Der Text darf bleiben.",
    ),
    "report.overturned": Wording(
        Kind.MODERATION,
        "Nach einem Widerspruch wurde anders entschieden; der Inhalt, den Sie gemeldet haben, ist wieder zu sehen.",
        "After an appeal it was decided otherwise; the content that you reported is shown again.",
        "Wir haben noch einmal geprüft. Der Text ist wieder da.",
    ),
    "event.moved": Wording(
        Kind.APPOINTMENT,
        "Eine Veranstaltung, die Sie sich gemerkt haben, wurde verlegt.",
        "An event that you keep in mind was moved.",
        "Eine Veranstaltung ist an einem anderen Tag oder zu einer anderen Zeit.",
    ),
    "event.ended": Wording(
        Kind.APPOINTMENT,
        "Eine Veranstaltung, die Sie sich gemerkt haben, findet nicht mehr statt.",
        "An event that you keep in mind does not take place any more.",
        "Eine Veranstaltung gibt es nicht mehr.",
    ),
    "idea.owner_left": Wording(
        Kind.STATUS_CHANGE,
        "Wer eine Idee Ihres Teams führte, hat das Konto gelöscht; jetzt führen Sie sie.",
        "Who led an idea of your team has erased the account; now you lead it.",
        "Eine Person ist gegangen. Jetzt leiten Sie die Idee.",
    ),
    "organisation.member_changed": Wording(
        Kind.ACCOUNT,
        "Was Sie für eine Organisation tun dürfen, hat sich geändert.",
        "What you may do for an organisation has changed.",
        "Bei Ihrem Verein dürfen Sie jetzt etwas anderes.",
    ),
    "data_export.ready": Wording(
        Kind.ACCOUNT,
        "Eine Auskunft über Ihre Daten wurde angefordert; Sie können sie vierzehn Tage lang lesen.",
        "A copy of your data was asked for; you can read it for fourteen days.",
        "Jemand hat nach Ihren Daten gefragt. Sie können alles 14 Tage lang lesen.",
    ),
    "member.erasure_requested": Wording(
        Kind.ACCOUNT,
        "Ihr Konto wird in vierzehn Tagen gelöscht; bis dahin können Sie das zurücknehmen.",
        "Your account will be erased in fourteen days; until then you can take that back.",
        "Ihr Konto wird in 14 Tagen gelöscht. So lange können Sie noch Nein sagen.",
    ),
    "member.erasure_cancelled": Wording(
        Kind.ACCOUNT,
        "Ihr Konto wird nicht gelöscht.",
        "Your account will not be erased.",
        "Ihr Konto bleibt.",
    ),
    "idea.forked": Wording(
        Kind.STATUS_CHANGE,
        "Jemand entwickelt eine Idee Ihres Teams weiter.",
        "Somebody develops an idea of your team further.",
        "Jemand macht mit Ihrer Idee weiter.",
    ),
    "amendment.proposed": Wording(
        Kind.AMENDMENT,
        "Zu Ihrer Idee gibt es einen Änderungsvorschlag.",
        "There is a proposed change to your idea.",
        "Jemand möchte Ihre Idee ändern.",
    ),
    "amendment.decided": Wording(
        Kind.AMENDMENT,
        "Über Ihren Änderungsvorschlag wurde entschieden.",
        "Your proposed change was decided.",
        "Es gibt eine Antwort auf Ihren Vorschlag.",
    ),
    "amendment.withdrawn": Wording(
        Kind.AMENDMENT,
        "Ein Änderungsvorschlag zu Ihrer Idee wurde zurückgezogen.",
        "A proposed change to your idea was withdrawn.",
        "Ein Vorschlag zu Ihrer Idee gilt nicht mehr.",
    ),
    "team_request.sent": Wording(
        Kind.TEAM_REQUEST,
        "Eine Anfrage zur Mitarbeit an einer Idee wartet auf Ihre Antwort.",
        "A request to join the team of an idea waits for your answer.",
        "Jemand möchte mit Ihnen an einer Idee arbeiten. Bitte antworten Sie.",
    ),
    "team_request.decided": Wording(
        Kind.TEAM_REQUEST,
        "Ihre Anfrage zur Mitarbeit an einer Idee wurde beantwortet.",
        "Your request about the team of an idea was answered.",
        "Es gibt eine Antwort auf Ihre Anfrage.",
    ),
    "team_request.withdrawn": Wording(
        Kind.TEAM_REQUEST,
        "Eine Anfrage zur Mitarbeit wurde zurückgezogen.",
        "A request about a team was withdrawn.",
        "Eine Anfrage gilt nicht mehr.",
    ),
    "team_request.expired": Wording(
        Kind.TEAM_REQUEST,
        "Eine Anfrage zur Mitarbeit ist abgelaufen.",
        "A request about a team has expired.",
        "Eine Anfrage ist zu alt. Sie gilt nicht mehr.",
    ),
    "team.left": Wording(
        Kind.STATUS_CHANGE,
        "Jemand hat das Team einer Idee verlassen.",
        "Somebody has left the team of an idea.",
        "Jemand arbeitet nicht mehr an einer Idee mit.",
    ),
    "comment.added": Wording(
        Kind.COMMENT,
        "Zu einer Idee gibt es einen neuen Kommentar.",
        "There is a new comment on an idea.",
        "Jemand hat etwas zu einer Idee geschrieben.",
    ),
    "contact_request.sent": Wording(
        Kind.CONTACT_REQUEST,
        "Jemand möchte mit Ihnen in Kontakt treten.",
        "Somebody would like to get in touch with you.",
        "Jemand möchte Ihnen schreiben. Bitte antworten Sie.",
    ),
    "contact_request.accepted": Wording(
        Kind.CONTACT_REQUEST,
        "Ihre Kontaktanfrage wurde angenommen.",
        "Your request for contact was accepted.",
        "Sie dürfen jetzt mit der Person schreiben.",
    ),
    "contact_request.expired": Wording(
        Kind.CONTACT_REQUEST,
        "Ihre Kontaktanfrage ist abgelaufen.",
        "Your request for contact has expired.",
        "Ihre Anfrage ist zu alt. Sie gilt nicht mehr.",
    ),
    "match.found": Wording(
        Kind.MATCH,
        "Es gibt etwas Neues, das zu Ihnen passt.",
        "There is something new that fits.",
        "Es gibt etwas Neues. Das passt zu Ihnen.",
    ),
    "message.sent": Wording(
        Kind.MESSAGE,
        "Sie haben eine neue Nachricht.",
        "You have a new message.",
        "Sie haben eine neue Nachricht.",
    ),
}
CIP: Mapping[str, Wording] = {
    "membership.linked": Wording(
        Kind.ACCOUNT,
        "Ihre frühere CIP-Mitgliedschaft gehört jetzt zu Ihrem Konto.",
        "Your former CIP membership now belongs to your account.",
        "Ihr altes CIP-Konto gehört jetzt zu Ihrem neuen Konto.",
    ),
    "round.phase_changed": Wording(
        Kind.STATUS_CHANGE,
        "Der Ideenwettbewerb ist in einer neuen Phase.",
        "The ideas competition is in a new phase.",
        "Beim Wettbewerb gibt es etwas Neues.",
    ),
    "competition_entry.submitted": Wording(
        Kind.STATUS_CHANGE,
        "Ihre Einreichung zum Ideenwettbewerb ist eingegangen.",
        "Your entry to the ideas competition has arrived.",
        "Ihre Idee macht beim Wettbewerb mit.",
    ),
    "competition_entry.withdrawn": Wording(
        Kind.STATUS_CHANGE,
        "Eine Einreichung Ihres Teams wurde zurückgezogen.",
        "An entry of your team was withdrawn.",
        "Ihre Idee macht beim Wettbewerb nicht mehr mit.",
    ),
    "competition_entry.kept": Wording(
        Kind.STATUS_CHANGE,
        "Die Idee hat sich geändert; Ihre Einreichung zum Ideenwettbewerb bleibt, wie sie eingereicht wurde.",
        "The idea has changed; your entry to the ideas competition stays as it was handed in.",
        "Ihre Idee ist neu. Beim Wettbewerb gilt weiter der alte Text.",
    ),
    "competition_entry.decided": Wording(
        Kind.STATUS_CHANGE,
        "Über Ihre Einreichung zum Ideenwettbewerb wurde entschieden.",
        "Your entry to the ideas competition was decided.",
        "Es gibt eine Antwort vom Wettbewerb.",
    ),
    "competition_entry.awarded": Wording(
        Kind.STATUS_CHANGE,
        "Ihre Einreichung wurde ausgezeichnet.",
        "Your entry won an award.",
        "Ihre Idee hat einen Preis gewonnen.",
    ),
    "funding_call.phase_changed": Wording(
        Kind.STATUS_CHANGE,
        "Ein Förderaufruf ist in einer neuen Phase.",
        "A funding call is in a new phase.",
        "Bei der Förderung gibt es etwas Neues.",
    ),
    "grant.partner_invited": Wording(
        Kind.STATUS_CHANGE,
        "Ihre Organisation ist als Partnerin eines Förderantrags angefragt.",
        "Your organisation is asked to be a partner of an application.",
        "Ihre Organisation soll bei einem Antrag mitmachen.",
    ),
    "grant.partner_answered": Wording(
        Kind.STATUS_CHANGE,
        "Eine Organisation hat auf Ihre Partneranfrage geantwortet.",
        "An organisation has answered your request to be a partner.",
        "Eine Organisation hat Ihnen geantwortet.",
    ),
    "grant.submitted": Wording(
        Kind.STATUS_CHANGE,
        "Ein Förderantrag Ihres Verbunds wurde eingereicht.",
        "An application of your consortium was submitted.",
        "Ihr Antrag ist abgeschickt.",
    ),
    "grant.withdrawn": Wording(
        Kind.STATUS_CHANGE,
        "Ein Förderantrag Ihres Verbunds wurde zurückgezogen.",
        "An application of your consortium was withdrawn.",
        "Ihr Antrag gilt nicht mehr.",
    ),
    "grant.decided": Wording(
        Kind.STATUS_CHANGE,
        "Über einen Förderantrag Ihres Verbunds wurde entschieden.",
        "An application of your consortium was decided.",
        "Es gibt eine Antwort auf Ihren Antrag.",
    ),
    "funded_project.changed": Wording(
        Kind.STATUS_CHANGE,
        "Der Stand Ihres geförderten Projekts hat sich geändert.",
        "The state of your funded project has changed.",
        "Bei Ihrem Projekt gibt es etwas Neues.",
    ),
}
CIVIC_DATA_LAB: Mapping[str, Wording] = {
    "consultation.booked": Wording(
        Kind.APPOINTMENT,
        "Ein Termin der Datensprechstunde ist für Ihre Organisation gebucht.",
        "An appointment of the data consultation is booked for your organisation.",
        "Ihre Gruppe hat einen Termin bei der Daten-Sprechstunde.",
    ),
    "consultation.cancelled": Wording(
        Kind.APPOINTMENT,
        "Ein Termin der Datensprechstunde wurde abgesagt.",
        "An appointment of the data consultation was cancelled.",
        "Ein Termin bei der Daten-Sprechstunde fällt aus.",
    ),
    "consultation.held": Wording(
        Kind.APPOINTMENT,
        "Das Ergebnis Ihrer Datensprechstunde ist eingetragen.",
        "The outcome of your data consultation was recorded.",
        "Das Ergebnis von Ihrem Termin ist da.",
    ),
    "data_project.stage_changed": Wording(
        Kind.STATUS_CHANGE,
        "Ein Datenvorhaben, an dem Sie beteiligt sind, ist einen Schritt weiter.",
        "A data project that you take part in has moved on.",
        "Bei Ihrem Daten-Projekt gibt es etwas Neues.",
    ),
    "dataset.published": Wording(
        Kind.STATUS_CHANGE,
        "Ihr Datensatz ist veröffentlicht.",
        "Your data set is published.",
        "Ihre Daten sind jetzt für alle zu sehen.",
    ),
    "dataset.returned": Wording(
        Kind.STATUS_CHANGE,
        "Ihr Datensatz kam mit einem Hinweis zurück.",
        "Your data set came back with a note.",
        "An Ihren Daten fehlt noch etwas. Bitte lesen Sie den Hinweis.",
    ),
    "dataset.used": Wording(
        Kind.STATUS_CHANGE,
        "Ein Vorhaben nutzt Ihren Datensatz.",
        "A project uses your data set.",
        "Ein Projekt arbeitet mit Ihren Daten.",
    ),
}
HOUSES: Mapping[str, Mapping[str, Wording]] = {
    "marketplace": {**MARKETPLACE, DEADLINE_NEAR: REMINDERS[DEADLINE_NEAR]},
    "cip": {**CIP, DEADLINE_NEAR: REMINDERS[DEADLINE_NEAR]},
    "ideenwerkstatt": IDEENWERKSTATT,
    "civic_data_lab": {**CIVIC_DATA_LAB, **REMINDERS},
}
WORDINGS: Mapping[str, Wording] = {**MARKETPLACE, **CIP, **IDEENWERKSTATT, **CIVIC_DATA_LAB, **REMINDERS, **DERIVED}
