"""What the events of the KI-Ideenwerkstatt are told as. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from services.marketplace.rules.reminders import REMINDERS
from services.marketplace.rules.wording import NotificationKind, Wording

Kind = NotificationKind
HANDED_OVER = "prototype.handed_over"
"""No event of its own: what ``prototype.stage_changed`` is told as to the team of the prototype's idea."""
IDEENWERKSTATT: Mapping[str, Wording] = {
    **REMINDERS,
    "registration.confirmed": Wording(
        Kind.APPOINTMENT,
        "Für Ihre Organisation ist ein Platz in einem Workshop gebucht.",
        "A seat in a workshop is booked for your organisation.",
        "Ihre Organisation hat einen Platz in einem Workshop.",
    ),
    "registration.waitlisted": Wording(
        Kind.APPOINTMENT,
        "Ihre Organisation steht auf der Warteliste eines Workshops.",
        "Your organisation is on the waiting list of a workshop.",
        "Der Workshop ist voll. Ihre Organisation steht auf einer Liste und wartet.",
    ),
    "registration.moved_up": Wording(
        Kind.APPOINTMENT,
        "Sie sind nachgerückt: Sie haben einen Platz im Workshop.",
        "You have moved up: you have a seat in the workshop.",
        "Es ist ein Platz frei geworden. Sie können beim Workshop mitmachen.",
    ),
    "registration.cancelled": Wording(
        Kind.APPOINTMENT,
        "Ihre Anmeldung zu einem Workshop wurde abgesagt.",
        "Your registration for a workshop was cancelled.",
        "Ihre Anmeldung zum Workshop gilt nicht mehr.",
    ),
    "workshop.moved": Wording(
        Kind.APPOINTMENT,
        "Ein Workshop, zu dem Sie angemeldet sind, beginnt zu einer anderen Zeit.",
        "A workshop that you are registered for begins at another time.",
        "Ihr Workshop ist zu einer anderen Zeit. Bitte sehen Sie nach.",
    ),
    "workshop.ended": Wording(
        Kind.APPOINTMENT,
        "Ein Workshop, zu dem Sie angemeldet sind, findet nicht statt.",
        "A workshop that you are registered for does not take place.",
        "Ihr Workshop fällt aus.",
    ),
    "slot.booked": Wording(
        Kind.APPOINTMENT,
        "Ein Termin der KI-Sprechstunde wurde gebucht.",
        "A slot of the AI consultation was booked.",
        "Jemand hat einen Termin zur Beratung gebucht.",
    ),
    "slot.cancelled": Wording(
        Kind.APPOINTMENT,
        "Ein Termin der KI-Sprechstunde wurde abgesagt.",
        "A slot of the AI consultation was cancelled.",
        "Ein Termin zur Beratung fällt aus.",
    ),
    "slot.held": Wording(
        Kind.APPOINTMENT,
        "Das Ergebnis Ihrer KI-Sprechstunde liegt vor.",
        "The outcome of your AI consultation is there.",
        "Sie können lesen, was bei Ihrer Beratung herausgekommen ist.",
    ),
    "pilot_call.phase_changed": Wording(
        Kind.STATUS_CHANGE,
        "Ein Aufruf für Pilotprojekte ist in einer neuen Phase.",
        "A call for pilot projects is in a new phase.",
        "Bei den Pilot-Projekten gibt es etwas Neues.",
    ),
    "pilot_call.moved": Wording(
        Kind.STATUS_CHANGE,
        "Die Frist eines Aufrufs für Pilotprojekte hat sich geändert.",
        "The deadline of a call for pilot projects has changed.",
        "Sie haben jetzt bis zu einem anderen Tag Zeit.",
    ),
    "pilot_application.submitted": Wording(
        Kind.STATUS_CHANGE,
        "Eine Bewerbung Ihrer Organisation als Pilotprojekt wurde eingereicht.",
        "An application of your organisation as a pilot project was submitted.",
        "Ihre Organisation hat sich beworben.",
    ),
    "pilot_application.withdrawn": Wording(
        Kind.STATUS_CHANGE,
        "Eine Bewerbung Ihrer Organisation als Pilotprojekt wurde zurückgezogen.",
        "An application of your organisation as a pilot project was withdrawn.",
        "Die Bewerbung von Ihrer Organisation gilt nicht mehr.",
    ),
    "pilot_application.decided": Wording(
        Kind.STATUS_CHANGE,
        "Über die Bewerbung Ihrer Organisation als Pilotprojekt wurde entschieden.",
        "The application of your organisation as a pilot project was decided.",
        "Es gibt eine Antwort auf Ihre Bewerbung.",
    ),
    "prototype.stage_changed": Wording(
        Kind.STATUS_CHANGE,
        "Ein Prototyp Ihres Projekts ist auf einer neuen Stufe.",
        "A prototype of your project is at a new stage.",
        "Ihr Projekt ist einen Schritt weiter.",
    ),
    "project.assessed": Wording(
        Kind.STATUS_CHANGE,
        "Für Ihr Projekt gibt es eine neue Nachhaltigkeitsbewertung.",
        "There is a new sustainability assessment of your project.",
        "Jemand hat gemessen, wie viel Strom Ihr Projekt braucht.",
    ),
}
DERIVED: Mapping[str, Wording] = {
    HANDED_OVER: Wording(
        Kind.STATUS_CHANGE,
        "Ein Prototyp zu Ihrer Idee wurde übergeben. Sie können den Reifegrad der Idee auf „im Einsatz“ setzen.",
        "A prototype of your idea was handed over. You may set the maturity of the idea to “in use”.",
        "Ihre Idee ist fertig gebaut. Sie können das bei Ihrer Idee eintragen.",
    ),
}
