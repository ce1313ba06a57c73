"""Notifications: which events make one, of which kind, in which words. Recipients are the event's actor ids. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class NotificationKind(Enum):
    MATCH = "MATCH"
    COMMENT = "COMMENT"
    AMENDMENT = "AMENDMENT"
    TEAM_REQUEST = "TEAM_REQUEST"
    CONTACT_REQUEST = "CONTACT_REQUEST"
    MESSAGE = "MESSAGE"
    OFFER_DEADLINE = "OFFER_DEADLINE"
    APPOINTMENT = "APPOINTMENT"
    STATUS_CHANGE = "STATUS_CHANGE"
    MODERATION = "MODERATION"
    ACCOUNT = "ACCOUNT"


@dataclass(frozen=True, slots=True)
class Wording:
    """What an event is told as."""

    kind: NotificationKind
    de: str
    en: str
    simple: str


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
HOUSES: Mapping[str, Mapping[str, Wording]] = {
    "marketplace": MARKETPLACE,
    "cip": CIP,
    "ideenwerkstatt": {},
    "civic_data_lab": {},
}
WORDINGS: Mapping[str, Wording] = {**MARKETPLACE, **CIP}
