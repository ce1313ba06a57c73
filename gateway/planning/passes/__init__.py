"""What is done to the steps of a plan, in this order. Each pass is one function in a file of its name."""

from gateway.planning.passes.batch_ready_together import batch_ready_together
from gateway.planning.passes.chain_mutations import chain_mutations
from gateway.planning.passes.drop_implied_waits import drop_implied_waits
from gateway.planning.passes.join_calls import join_calls
from gateway.planning.passes.let_leaves_ride import let_leaves_ride
from gateway.planning.steps import Pass

PASSES: tuple[Pass, ...] = (
    chain_mutations,
    batch_ready_together,
    let_leaves_ride,
    join_calls,
    drop_implied_waits,
)

__all__ = ["PASSES"]
