"""What guards ask of an offer and of the programme before something is written."""

from __future__ import annotations

from datetime import datetime

from services.civic_data_lab.rules.offers import OfferNow, ended, faults_of_applying
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.locked import OfferNowRow, ProgrammeNowRow
from services.kit.changing import RefusedError, refuse
from services.kit.database import Database
from services.kit.faults import not_found


async def check_offer_takes(inside: Database, offer_id: str, at: datetime, path: str) -> None:
    """Refused where the offer takes nobody at the moment, and with NOT_FOUND at ``path`` where there is none."""
    row = await inside.row(OfferNowRow, QUERIES.offer_now, offer_id, at)
    if row is None:
        raise RefusedError([not_found("offer", path)])
    refuse(faults_of_applying(OfferNow(row.status, row.programme_status, row.apply_until), at))


async def running_programme(inside: Database, at: datetime) -> str:
    """The slug of the programme; refused with PROGRAMME_ENDED when it has ended."""
    row = await inside.row(ProgrammeNowRow, QUERIES.programme_now, at)
    if row is None:
        raise RefusedError([not_found("programme")])
    refuse([ended()] if row.status == "ENDED" else [])
    return row.slug
