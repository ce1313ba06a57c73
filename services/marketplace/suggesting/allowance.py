"""How much matching one request may ask for: each question ranks a hundred documents, whatever it gives out."""

from __future__ import annotations

from services.kit.errors import LimitError

MOST = 3_000  # a page of 100 ideas with 20 matches of each is 2,500
QUESTION = 5  # of ranking, beside each thing that is wanted of it


class Allowance:
    """What is left of it in one request."""

    __slots__ = ("left",)

    def __init__(self, most: int = MOST) -> None:
        self.left = most

    def question(self, first: int) -> None:
        """One question with ``first`` answers; ``LimitError`` when this request has asked enough, for its field."""
        self.take(QUESTION + first)

    def take(self, cost: int) -> None:
        if cost > self.left:
            raise LimitError(
                f"This request asks for too much matching: each question costs {QUESTION} and one for each thing wanted"
                f" of it, {MOST} in all. Ask for fewer at a time."
            )
        self.left -= cost
