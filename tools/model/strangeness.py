"""Learns by what tokens one knows a question that is sought elsewhere: recipes, scores, prices, nonsense.

A logistic regression over the mean of a question's tokens: what the table says of them in all its dimensions, so that a
word which no question said counts as its neighbours do, and a number of each token's own, held small.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, embedding_bag

from tools.model.train import Bag

Floats = npt.NDArray[np.float32]
ON_DIRECTION, ON_TOKENS = 1.0, 0.05  # penalties on the squares
ROUNDS = 80


def token_odds(table: Floats, elsewhere: Bag, here: Bag) -> Floats:
    """For each token its log odds: their mean over a question's tokens is that it is sought elsewhere.

    Both kinds of questions weigh the same, however many there are of each. The same questions and table give the same.
    """
    bag = joined(elsewhere, here)
    truth = torch.cat([torch.ones(len(elsewhere)), torch.zeros(len(here))])
    weights = torch.where(truth == 1, len(truth) / (2 * len(elsewhere)), len(truth) / (2 * len(here)))
    rows = torch.from_numpy(table / np.sqrt((table**2).sum(1).mean()))
    ids, starts = torch.from_numpy(bag.ids), torch.from_numpy(bag.starts[:-1])
    means = embedding_bag(ids, rows, starts, mode="mean")
    direction, constant = torch.zeros(table.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    own = torch.zeros(len(table), 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([direction, constant, own], max_iter=ROUNDS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        odds = means @ direction + constant + embedding_bag(ids, own, starts, mode="mean")[:, 0]
        wrong = binary_cross_entropy_with_logits(odds, truth, weight=weights, reduction="sum")
        total = wrong + ON_DIRECTION * (direction**2).sum() / 2 + ON_TOKENS * (own**2).sum() / 2
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    with torch.no_grad():
        return np.asarray((rows @ direction + own[:, 0] + constant).numpy(), dtype=np.float32)


def joined(left: Bag, right: Bag) -> Bag:
    """Two bags as one, the left one's texts first."""
    return Bag(np.concatenate([left.ids, right.ids]), np.concatenate([left.starts, right.starts[1:] + left.starts[-1]]))
