"""CIP's part of a member's data export."""

from __future__ import annotations

from strawberry import federation

from services.cip.store.rights import export_of
from services.kit.exporting import ExportForm, own_json


@federation.type(keys=["id"], authenticated=True, tags=["personal"])
class DataExport(ExportForm):
    cip_json = own_json("CIP", export_of)
