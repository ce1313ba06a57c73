"""A run that follows an earlier one for as long as the subgraphs answer the same.

An execution is a function of its program, the variables and what the subgraphs answered; it has no other input. Equal
answers (status and every byte) therefore lead to equal requests, and in the end to an equal answer for the client. All
requests are still sent, with the headers of who asks now: no answer comes from memory, only what follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic

from gateway.execution.program import Program
from gateway.execution.relay import R, Received, Relay
from gateway.execution.run import Call
from gateway.execution.schedule import Schedule
from gateway.model.exchange import SubgraphAnswer

OBJECTS = 1000
"""Bytes that a fetch takes besides its texts."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What one run sent and got, by fetch (one that had nothing to ask is in neither), and the ``body`` made of it."""

    calls: Mapping[int, Call]
    answers: Mapping[int, SubgraphAnswer]
    body: bytes
    cost: int | None = None
    """Points that it took, where they are counted."""

    @property
    def size(self) -> int:
        """In bytes, nearly."""
        sent = sum(len(call.body) + OBJECTS for call in self.calls.values())
        return sent + sum(len(answer.body) for answer in self.answers.values()) + len(self.body)


class RepeatableRun(Generic[R]):
    """The interface of Run. ``start`` makes the run that works when there is no recording, or none any more."""

    __slots__ = ("_calls", "_now", "_start", "came")

    def __init__(self, program: Program, start: Callable[[], R], recording: Recording | None = None) -> None:
        self._start = start
        self._calls: dict[int, Call] = {}
        self.came: dict[int, Received] = {}
        """What was received, by fetch."""
        self._now: Relay[R] | _Following = _Following(program, recording) if recording else Relay(start(), (), ())

    @property
    def run(self) -> R | None:
        """What did the work; None as long as there was nothing new in what came."""
        return self._now.run if isinstance(self._now, Relay) else None

    def ready(self) -> list[Call]:
        """As Run.ready."""
        calls = self._now.ready()
        for call in calls:
            self._calls[call.fetch] = call
        return calls

    def receive(self, number: int, answer: Received) -> None:
        """As Run.receive."""
        self.came[number] = answer
        if isinstance(self._now, Relay):
            self._now.receive(number, answer)
        elif not self._now.follows(number, answer):
            self._now = Relay(self._start(), frozenset(self._calls), self.came.items())

    def missing(self) -> list[Call]:
        """The requests that were given out and not answered yet, with those that can be sent now."""
        calls = self._calls.items()
        return [call for number, call in calls if number not in self.came] + self.ready()

    def exchanged(self) -> list[tuple[Call, Received]]:
        """What was asked and what came, in the order of the plan."""
        return [(self._calls[number], self.came[number]) for number in sorted(self.came)]

    def record(self, body: bytes, cost: int | None = None) -> Recording | None:
        """This run for others to follow, when all is received; None if something did not come at all."""
        answers = {number: answer for number, answer in self.came.items() if isinstance(answer, SubgraphAnswer)}
        return Recording(self._calls, answers, body, cost) if len(answers) == len(self.came) else None


class _Following:
    """How far a recording is followed."""

    __slots__ = ("_answers", "_calls", "_schedule")

    def __init__(self, program: Program, recording: Recording) -> None:
        self._calls = recording.calls
        self._answers = recording.answers
        self._schedule = Schedule(program)

    def ready(self) -> list[Call]:
        calls: list[Call] = []
        while self._schedule.startable:
            for number in self._schedule.ready():
                call = self._calls.get(number)
                if call is None:
                    self._schedule.done(number)
                else:
                    calls.append(call)
        return calls

    def follows(self, number: int, answer: Received) -> bool:
        """Whether it is the same as then; it goes on from there."""
        known = self._answers[number]
        if isinstance(answer, SubgraphAnswer) and answer.status == known.status and answer.body == known.body:
            self._schedule.done(number)
            return True
        return False
