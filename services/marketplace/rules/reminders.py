"""What time brings near, told alike for every house. Of a deadline those hear who bookmarked the offer. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from services.marketplace.rules.wording import NotificationKind, Wording

Kind = NotificationKind
DEADLINE_NEAR = "offer.deadline_near"
REMINDERS: Mapping[str, Wording] = {
    "appointment.due": Wording(
        Kind.APPOINTMENT,
        "Sie haben innerhalb der nächsten 24 Stunden einen Termin.",
        "You have an appointment within the next 24 hours.",
        "Morgen haben Sie einen Termin.",
    ),
    DEADLINE_NEAR: Wording(
        Kind.OFFER_DEADLINE,
        "Ein Angebot, das Sie sich gemerkt haben, endet bald.",
        "An offer that you have bookmarked ends soon.",
        "Sie haben sich ein Angebot gemerkt. Es ist bald zu Ende.",
    ),
}
