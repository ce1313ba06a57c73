"""From the result tree to what the client sees."""

from gateway.projection.careful import complete
from gateway.projection.compiled import write_projection
from gateway.projection.project import Projection, compile_answer, is_whole, project, written
from gateway.projection.shaping import build_shape

__all__ = [
    "Projection",
    "build_shape",
    "compile_answer",
    "complete",
    "is_whole",
    "project",
    "write_projection",
    "written",
]
