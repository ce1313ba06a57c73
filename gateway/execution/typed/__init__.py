"""The second back end: the answer itself as typed structs, decoded, completed and encoded without a projection.

For plans whose objects all have one known type and are made by one fetch each. Anything irregular at run time (an
error, a missing entity, a value of the wrong type) hands the execution over to the first back end, which sees the same
answers.
"""

from gateway.execution.typed.program import TypedProgram, compile_typed
from gateway.execution.typed.run import TypedRun

__all__ = ["TypedProgram", "TypedRun", "compile_typed"]
