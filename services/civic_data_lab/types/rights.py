"""A member's right to a copy: the house's part of a data export (domain_slice2 2.12)."""

from __future__ import annotations

from strawberry import federation

from services.civic_data_lab.store.erasing import export_of
from services.kit.exporting import ExportForm, own_json


@federation.type(keys=["id"], authenticated=True, tags=["personal"])
class DataExport(ExportForm):
    civic_data_lab_json = own_json("the Civic Data Lab", export_of)
