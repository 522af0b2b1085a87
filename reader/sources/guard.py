"""Which network addresses are connected to, and for how long.

The check is made on the address that is connected to, after the name was resolved, so neither a
redirect nor a name that resolves differently the second time gets around it.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore

_CARRIERS = (ip_network("64:ff9b::/96"), ip_network("::/96"))
"""IPv6 addresses whose last 32 bits are an IPv4 one (RFC 6052, RFC 4291 section 2.5.5.1)."""


def public(address: str) -> bool:
    """Whether `address`, in numbers, is one of the public internet.

    Private, loopback, link-local, multicast, shared and reserved ones are not (the registries of
    RFC 6890). An IPv6 address that carries an IPv4 one is as public as that.
    """
    number = ip_address(address.partition("%")[0])
    carried = _carried(number) if isinstance(number, IPv6Address) else None
    if carried is not None:
        return public(str(carried))
    local = isinstance(number, IPv6Address) and number.is_site_local
    return number.is_global and not (number.is_multicast or number.is_reserved or local)


def _carried(number: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv6 one: mapped, 6to4, Teredo, NAT64 or compatible."""
    if number.teredo:
        return number.teredo[1]
    if any(number in network for network in _CARRIERS):
        return IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour


class Forbidden(Exception):
    """The address is not to be connected to. Its text says why."""


class Clock(threading.local):
    """The time that is left for the fetch in this thread. It runs only while it is asked to."""

    left = float("inf")
    """Seconds."""
    _deadline = float("inf")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let the time pass."""
        began = time.monotonic()
        self._deadline = began + self.left
        try:
            yield
        finally:
            self.left -= time.monotonic() - began

    def allow(self, timeout: float | None) -> float:
        """`timeout`, or the time that is left if that is less. Raises `httpcore.ReadTimeout`."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("it took too long")
        return left if timeout is None else min(timeout, left)


class Guard(httpcore.NetworkBackend):
    """Connects to public addresses only, unless `allow_private`, and never past the clock."""

    def __init__(self, clock: Clock, *, allow_private: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._clock = clock
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that may be, and can be.

        Raises `Forbidden` when none may be, else what httpcore raises.
        """
        resolved = self._resolve(host, port)
        allowed = [address for address in resolved if self._allow_private or public(address)]
        if not allowed:
            raise Forbidden(f"{host} is not on the public internet")
        for index, address in enumerate(allowed):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._clock.allow(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if index + 1 == len(allowed):
                    raise
            else:
                return _Timed(stream, self._clock)
        raise AssertionError("unreachable")

    def _resolve(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"there is no host {host}") from error
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Timed(httpcore.NetworkStream):
    """A connection whose every wait ends with the clock."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.allow(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.allow(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._clock.allow(timeout))
        return _Timed(secured, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
