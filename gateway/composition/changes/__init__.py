"""What changes when subgraphs change: composition, the API, the paths between subgraphs, saved operations."""

from gateway.composition.changes.check import check
from gateway.composition.changes.markdown import markdown

__all__ = ["check", "markdown"]
