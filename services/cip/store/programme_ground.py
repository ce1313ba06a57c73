"""What new rounds and calls ask of the programme before they are written."""

from __future__ import annotations

from datetime import datetime

from services.cip.rules.competition import faults_of_programme
from services.cip.store.connection import QUERIES
from services.cip.store.locked import LockedProgrammeRow
from services.kit.changing import RefusedError, refuse
from services.kit.database import Database
from services.kit.faults import not_found


async def lock_running_programme(inside: Database, at: datetime) -> str:
    """The slug of the programme, locked until the transaction ends; refused with PROGRAMME_ENDED when it has ended."""
    row = await inside.row(LockedProgrammeRow, QUERIES.lock_programme, at)
    if row is None:
        raise RefusedError([not_found("programme")])
    refuse(faults_of_programme(row.status))
    return row.slug
