"""The house's part of a member's data export."""

from __future__ import annotations

from strawberry import federation

from services.ideenwerkstatt.store.erasing import export_of
from services.kit.exporting import ExportForm, own_json


@federation.type(keys=["id"], authenticated=True, tags=["personal"])
class DataExport(ExportForm):
    ideenwerkstatt_json = own_json("the KI-Ideenwerkstatt", export_of)
