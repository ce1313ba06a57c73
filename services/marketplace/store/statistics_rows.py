"""The rows of statistics: the kit's, under which the statements know them."""

from services.kit.statistics.statement import FactRow, TreeRow

__all__ = ["FactRow", "TreeRow"]
