"""What is shown of an offer or a programme, said a second time: the oracle of the kit's migration ``status``.

A date decides where there is one; where there is none, the stored word does: an offer that is ANNOUNCED without a day
of opening is ANNOUNCED until it gets one.
"""

from __future__ import annotations

from datetime import date, datetime

from services.kit.civic import ProgrammeStatus, SupportOfferStatus


def shown_offer_status(
    stored: str,
    opens_at: datetime | None,
    apply_until: datetime | None,
    ends_at: datetime | None,
    programme_status: ProgrammeStatus,
    now: datetime,
    takes_applications: bool,
) -> SupportOfferStatus:
    """The status of an offer at a moment; the first line that holds decides. Times have a time zone.

    ``stored``: ANNOUNCED, OPEN, CLOSED, PAUSED, ENDED or CANCELLED. ``apply_until`` and ``ends_at`` are the last
    moments that count. ``programme_status`` is the one that is shown at that moment.
    """
    is_late = apply_until is not None and apply_until < now
    if programme_status is ProgrammeStatus.ENDED or _is_over(stored, ends_at, now):
        return SupportOfferStatus.ENDED
    if stored == "PAUSED" or (programme_status is ProgrammeStatus.PAUSED and takes_applications):
        return SupportOfferStatus.PAUSED
    if (opens_at > now) if opens_at is not None else (stored == "ANNOUNCED" and not is_late):
        return SupportOfferStatus.ANNOUNCED
    return SupportOfferStatus.CLOSED if is_late or stored == "CLOSED" else SupportOfferStatus.OPEN


def _is_over(stored: str, ends_at: datetime | None, now: datetime) -> bool:
    # The graph has no word for a cancelled offer: there is nothing of it to be had any more, whatever its dates were.
    return stored == "CANCELLED" or (stored == "ENDED" if ends_at is None else ends_at < now)


def shown_programme_status(
    stored: str, runs_from: date | None, runs_until: date | None, today: date
) -> ProgrammeStatus:
    """The status of a programme on a day (in Berlin): the first and the last day of its run belong to it.

    >>> shown_programme_status("ENDED", date(2022, 11, 15), date(2025, 12, 4), date(2025, 12, 4)).value
    'ACTIVE'
    """
    if (runs_until < today) if runs_until is not None else stored == "ENDED":
        return ProgrammeStatus.ENDED
    if (runs_from > today) if runs_from is not None else stored == "PLANNED":
        return ProgrammeStatus.PLANNED
    return ProgrammeStatus.PAUSED if stored == "PAUSED" else ProgrammeStatus.ACTIVE
