"""A service that fails again and again is left alone for a while: it may recover, and nobody waits for it in vain."""

from __future__ import annotations

import logging
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from enum import IntEnum
from time import monotonic
from typing import TypeAlias

from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.observe.events import BreakerMoved, Observe, nobody_hears
from gateway.subgraphs.failures import ClosedError, UnreachableError
from gateway.subgraphs.lately import Lately
from gateway.subgraphs.send import Send

log = logging.getLogger("gateway.subgraphs")

Clock: TypeAlias = Callable[[], float]
WINDOW = 10
"""Seconds over which calls are counted."""
LONGEST_OPEN = 60.0
GOOD_PROBES = 3
"""So many good ones in a row close it."""
FIRST_WAIT, LONGEST_WAIT = 0.25, 1.0
"""Seconds between two questions whether it is back; each time twice as many."""


class Phase(IntEnum):
    """As the gauge `civic.gateway.breaker.state` has them."""

    CLOSED = 0
    HALF_OPEN = 1
    OPEN = 2


@dataclass(frozen=True, slots=True)
class Rules:
    """Opens when of at least ``calls`` in the window the part ``share`` failed; for ``pause`` seconds at first. A call
    that somebody gave up after ``slow`` seconds has failed, too.
    """

    calls: int = 20
    share: float = 0.5
    pause: float = 5.0
    slow: float = 5.0


@dataclass(slots=True)
class Breaker:
    """Of one subgraph in one worker. Without a clock: every moment is said."""

    rules: Rules
    phase: Phase = Phase.CLOSED
    until: float = 0.0
    pause: float = 0.0
    is_probed: bool = False
    good: int = 0
    opened: float = 0.0
    is_gone: bool = False
    """Nobody was there when it opened, or was when it was asked since."""
    ask_at: float = 0.0
    wait: float = 0.0
    lately: Lately = field(default_factory=lambda: Lately(WINDOW))

    def may_ask(self, now: float) -> bool:
        """Whether a call may be made now; one that may has to be told of by ``came`` or ``left``.

        It is a probe if the breaker is half open then, which has to be said, too: calls that began before it opened
        end while it is probed, late ones of a service that hangs above all.
        """
        if self.phase is Phase.CLOSED:
            return True
        if self.is_probed or now < self.until:
            return False
        self.phase, self.is_probed = Phase.HALF_OPEN, True
        return True

    def left(self, *, is_probe: bool) -> None:
        """A call was given up, for no fault of the service."""
        if is_probe:
            self.is_probed = False

    def came(self, now: float, *, has_failed: bool, is_probe: bool, is_gone: bool = False) -> None:
        """How a call ended. ``is_gone``: there was nobody to take it."""
        if is_probe:
            self.is_probed = False
            self._judge(now, has_failed)
        elif self.phase is Phase.CLOSED:
            self._count(now, has_failed, is_gone)

    def has_answered(self, now: float, seconds: float) -> bool:
        """Whether any call ended within the last ``seconds``, whatever came of it; looked at second by second."""
        return self.phase is Phase.CLOSED and self.lately.newest[0] >= int(now - seconds)

    def fell_silent(self, now: float) -> bool:
        """Nothing answers there: it need not be counted first. Whether that opened it; a probe that hangs is bad by
        its own end.
        """
        if self.phase is not Phase.CLOSED:
            return False
        self._open(now, self.rules.pause, is_gone=True)
        return True

    def may_be_asked(self, now: float) -> bool:
        """Whether it is time to ask if it is back, beside its readers; whoever may has the turn."""
        if self.phase is not Phase.OPEN or not self.ask_at <= now < self.until:
            return False
        self.wait = min(LONGEST_WAIT, 2 * self.wait) or FIRST_WAIT
        self.ask_at = now + self.wait
        return True

    def is_there(self, now: float) -> bool:
        """It answered. Whether that lets its readers in, one at a time as ever: only where it was gone. One that
        answers that all the time, and fails them, gets its rest.
        """
        if self.phase is not Phase.OPEN or not self.is_gone:
            return False
        self.until = now
        return True

    def is_not_there(self, now: float, patience: float) -> None:
        """It did not, so that no reader needs to find that out: until the next question has had its time, and once in
        ``LONGEST_OPEN`` all the same, for only the question may find no way.
        """
        if self.phase is Phase.OPEN:
            self.is_gone = True
            self.until = max(self.until, min(now + LONGEST_WAIT + patience, self.opened + LONGEST_OPEN))

    def _count(self, now: float, has_failed: bool, is_gone: bool) -> None:
        self.lately.count(now, has_failed)
        if not has_failed:
            return
        calls, failed = self.lately.of(now)
        if calls >= self.rules.calls and failed >= self.rules.share * calls:
            self._open(now, self.rules.pause, is_gone=is_gone)

    def _judge(self, now: float, has_failed: bool) -> None:
        if has_failed:
            self._open(now, min(LONGEST_OPEN, 2 * self.pause))
            return
        self.good += 1
        if self.good >= GOOD_PROBES:
            self.phase = Phase.CLOSED
            self.lately.clear()

    def _open(self, now: float, pause: float, *, is_gone: bool = False) -> None:
        if self.phase is Phase.CLOSED:
            self.wait = 0.0
        self.phase, self.until, self.pause, self.good = Phase.OPEN, now + pause, pause, 0
        self.opened, self.ask_at, self.is_gone = now, now + self.wait, is_gone


CLOSED = Phase.CLOSED
GONE = (UnreachableError, ClosedError)


def breaking(
    send: Send,
    rules: Rules,
    breakers: MutableMapping[str, Breaker],
    clock: Clock = monotonic,
    observe: Observe = nobody_hears,
) -> Send:
    """Asks only while the subgraph's breaker lets it. GraphQL errors are answers: they never count."""

    async def send_unless_open(request: SubgraphRequest, /) -> SubgraphAnswer:
        name = request.subgraph
        breaker = breakers.get(name)
        if breaker is None:
            breaker = breakers[name] = Breaker(rules)
            observe(BreakerMoved(name, breaker.phase))
        phase, began = breaker.phase, clock()
        if phase is not CLOSED:
            phase = _probed(name, breaker, began, observe)
        is_probe = phase is not CLOSED
        try:
            answer = await send(request)
        except SubgraphError as error:
            is_gone = isinstance(error, GONE)
            breaker.came(clock(), has_failed=is_outage(error), is_probe=is_probe, is_gone=is_gone)
            _tell(name, phase, breaker, observe)
            raise
        except BaseException:
            # The client's patience, or the request's time, was shorter than the call's. Where it was not short the
            # service is late; else whoever asks and leaves could take it from everybody.
            now = clock()
            if now - began < rules.slow:
                breaker.left(is_probe=is_probe)
            else:
                breaker.came(now, has_failed=True, is_probe=is_probe)
                _tell(name, phase, breaker, observe)
            raise
        if phase is CLOSED and breaker.phase is CLOSED:
            # Written out for the second that is counted already: every call comes by here.
            newest, now = breaker.lately.newest, clock()
            if newest[0] == int(now):
                newest[1] += 1
            else:
                breaker.lately.count(now, False)
            return answer
        breaker.came(clock(), has_failed=False, is_probe=is_probe)
        _tell(name, phase, breaker, observe)
        return answer

    return send_unless_open


def _probed(name: str, breaker: Breaker, now: float, observe: Observe) -> Phase:
    """The phase in which a call may be made all the same. Raises SubgraphError if none may."""
    before = breaker.phase
    if not breaker.may_ask(now):
        raise _open(name, breaker.until - now)
    if breaker.phase is not before:
        observe(BreakerMoved(name, breaker.phase))
    return breaker.phase


def is_outage(error: SubgraphError) -> bool:
    """Transport, timeouts, 5xx without GraphQL. What the service understood and refused is no outage."""
    if error.code is PublicCode.SUBREQUEST_OVERLOADED:
        return False
    status = error.extensions.get("http", {}).get("status")
    return status is None or status >= 500


def _open(name: str, left: float) -> SubgraphError:
    retry = max(0.0, round(left, 1))
    return SubgraphError(
        name,
        f"The service {name!r} failed too often and is not asked for the moment.",
        code=PublicCode.SUBREQUEST_CIRCUIT_OPEN,
        extensions={"retryAfter": retry},
    )


def _tell(name: str, before: Phase, breaker: Breaker, observe: Observe) -> None:
    if breaker.phase is not before:
        observe(BreakerMoved(name, breaker.phase))
        log.warning("breaker of subgraph %s: %s", name, breaker.phase.name.lower().replace("_", " "))
