"""The connections of a client in one event loop, or in one process."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from ....concurrency import async_ as cc, clock
from ....concurrency.sync import Lock
from ....http_rules.signals import PoolTimeout
from .wire import AsyncDialer

if TYPE_CHECKING:
    from ....concurrency.net.common import Approve
    from ....types.limits import Limits
    from .routes import AsyncRoute, AsyncRoutes
    from .wire import AsyncWire


class AsyncWaiter:
    """A request that waits for a connection, or for leave to make one.

    Attributes:
        turn: filled when its turn has come.
        wire: what it was given; None for leave.
        granted: whether its turn has come.
    """

    __slots__ = ("granted", "route", "turn", "wire")

    def __init__(self, route: AsyncRoute) -> None:
        self.route = route
        self.turn: cc.Slot[None] = cc.Slot()
        self.wire: AsyncWire | None = None
        self.granted = False


class AsyncPool:
    """Open connections: the one used last is used first, and the work for each is constant.

    Args:
        routes: the ways, each with its idle connections.
        limits: how many there may be, and for how long.
        approve: may refuse the addresses of a host.
    """

    def __init__(self, routes: AsyncRoutes, limits: Limits, approve: Approve | None) -> None:
        self.routes = routes
        self._limits = limits
        self._dialer = AsyncDialer(approve)
        self._lock = Lock()
        self._wires: set[AsyncWire] = set()
        self._count = 0  # connections, and leaves to make one
        self._waiters: deque[AsyncWaiter] = deque()
        self._swept = clock.now()
        self._closed = False

    async def take(
        self, route: AsyncRoute, timeouts: dict[str, Any], name: str | None, *, fresh: bool = False
    ) -> AsyncWire:
        """A connection for one request; `give` or `drop` it afterwards.

        Args:
            route: where to.
            timeouts: the limits of the request.
            name: what the certificate must be for, where that is not the host.
            fresh: not one that has served before.

        Raises:
            PoolTimeout: None came free in time.
            Exception: What `AsyncDialer.dial` raises, and the limits.
        """
        wire, dead = self._from_idle(route, fresh=fresh)
        for each in dead:
            await self.drop(each)
        if wire is None:
            waiter, spare = self._enter(route)
            if spare is not None:
                await self.drop(spare)
            if waiter is not None:
                wire = await self._wait(waiter, timeouts)
        return wire or await self._dial(route, timeouts, name)

    def _from_idle(
        self, route: AsyncRoute, *, fresh: bool
    ) -> tuple[AsyncWire | None, list[AsyncWire]]:
        """The latest idle connection that lives, and all that turned out not to."""
        now = clock.now()
        oldest = now - self._limits.keepalive_expiry
        with self._lock:
            dead = self._sweep(now, oldest)
            idle = route.idle
            while idle:
                wire = idle.pop()
                if not fresh and wire.idle_since > oldest and not wire.readable:
                    return wire, dead
                dead.append(wire)
        return None, dead

    def _sweep(self, now: float, oldest: float) -> list[AsyncWire]:
        """Now and then: what was kept long enough, of all routes."""
        if self._swept > oldest:
            return []
        self._swept = now
        dead: list[AsyncWire] = []
        for route in self.routes.all():
            dead += [wire for wire in route.idle if wire.idle_since <= oldest]
            route.idle = [wire for wire in route.idle if wire.idle_since > oldest]
        return dead

    def _enter(self, route: AsyncRoute) -> tuple[AsyncWaiter | None, AsyncWire | None]:
        """Leave to make a connection at once, or a place in the line.

        With the place may come an idle connection whose room will do: drop it.
        """
        most = self._limits.max_connections
        with self._lock:
            if most is None or self._count < most:
                self._count += 1
                return None, None
            waiter = AsyncWaiter(route)
            self._waiters.append(waiter)
            spare = next((each.idle.pop(0) for each in self.routes.all() if each.idle), None)
            return waiter, spare

    async def _wait(self, waiter: AsyncWaiter, timeouts: dict[str, Any]) -> AsyncWire | None:
        """A connection that another request gives back, or None: leave to make one."""
        try:
            limit = cc.Deadline(timeouts.get("pool"))
            cancel = getattr(timeouts.get("read"), "cancel", None)
            await waiter.turn.wait(deadline=limit, cancel=cancel)
        except BaseException as error:
            await self._leave_line(waiter)
            if isinstance(error, TimeoutError):
                raise PoolTimeout("no connection came free") from error
            raise
        return waiter.wire

    async def _leave_line(self, waiter: AsyncWaiter) -> None:
        """Give up waiting, and pass on what came at the last moment."""
        with self._lock:
            granted = waiter.granted
            if not granted:
                self._waiters.remove(waiter)
        if not granted:
            return
        if waiter.wire is not None:
            await self.give(waiter.wire)
        else:
            self._leave()

    async def _dial(
        self, route: AsyncRoute, timeouts: dict[str, Any], name: str | None
    ) -> AsyncWire:
        try:
            wire = await self._dialer.dial(
                route, timeouts.get("connect"), timeouts.get("read"), name
            )
        except BaseException:
            self._leave()
            raise
        with self._lock:
            self._wires.add(wire)
        return wire

    async def give(self, wire: AsyncWire) -> None:
        """Give back a connection that can take another request."""
        route = wire.route
        assert route is not None
        with self._lock:
            usable = not self._closed and not route.forgotten
            if usable and not self._waiters:
                wire.idle_since = clock.now()
                route.idle.append(wire)
                return
            # Looked at here, as `take` looks at idle ones: what came behind the last reply must not
            # be read as the next one.
            if usable and self._waiters[0].route is route and not wire.readable:
                self._grant(self._waiters.popleft(), wire)
                return
        await self.drop(wire)

    async def drop(self, wire: AsyncWire) -> None:
        """Close a connection, and let the next request make one."""
        with self._lock:
            known = wire in self._wires
            self._wires.discard(wire)
        await wire.aclose()
        if known:
            self._leave()

    def _leave(self) -> None:
        """One connection less: the next in line may make another."""
        with self._lock:
            if self._waiters:
                self._grant(self._waiters.popleft(), None)
            else:
                self._count -= 1

    def _grant(self, waiter: AsyncWaiter, wire: AsyncWire | None) -> None:
        waiter.wire, waiter.granted = wire, True
        waiter.turn.fill(None)

    async def aclose(self) -> None:
        """Close all connections, those in use too; who waits for one makes one yet."""
        with self._lock:
            self._closed = True
            wires, self._wires = self._wires, set()
            self._count += len(self._waiters) - len(wires)
            while self._waiters:
                self._grant(self._waiters.popleft(), None)
            for route in self.routes.all():
                route.idle.clear()
        for wire in wires:
            await wire.aclose()
