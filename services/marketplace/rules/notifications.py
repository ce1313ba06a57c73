"""Notifications: which events make one, of which kind, in which words. Recipients are the event's actor ids."""

from __future__ import annotations

from collections.abc import Mapping

from services.marketplace.rules.ideenwerkstatt_notifications import DERIVED, IDEENWERKSTATT
from services.marketplace.rules.reminders import DEADLINE_NEAR, REMINDERS
from services.marketplace.rules.wording import Wording, told_of

DEADLINE = {DEADLINE_NEAR: REMINDERS[DEADLINE_NEAR]}
HOUSES: Mapping[str, Mapping[str, Wording]] = {
    "marketplace": {**told_of("marketplace"), **DEADLINE},
    "cip": {**told_of("cip"), **DEADLINE},
    "ideenwerkstatt": IDEENWERKSTATT,
    "civic_data_lab": {**told_of("civic_data_lab"), **REMINDERS},
}
WORDINGS: Mapping[str, Wording] = {kind: said for each in (*HOUSES.values(), DERIVED) for kind, said in each.items()}
