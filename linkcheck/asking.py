"""One request to another site: to a public address only, without cookies, and never for longer than ten seconds.

The standard library's client, because its `connect` is ours to write: the address that was looked at is the one that is
connected to, and whatever the other side does, the connection is cut when the time is over.
"""

import errno
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.utils.encoding import iri_to_uri

from linkcheck import conf
from linkcheck.models import Reason

PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[A-Za-z0-9._:-]{1,255}")
TRANSLATED, PUBLICLY_TRANSLATED = ipaddress.ip_network("64:ff9b::/32"), ipaddress.ip_network("64:ff9b::/96")
Resolve = Callable[[str, int], list[str]]


class UnansweredError(Exception):
    """There was no answer, or none may be asked for. `reason` says why."""

    def __init__(self, reason: Reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site said: its status, where else it sends us, when to come back, and the beginning of its text if it was read."""

    status: int
    location: str = ""
    retry_after: str = ""
    body: bytes = b""


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host.

    Raises:
        OSError: there are none, or the name servers do not answer.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def ask(
    url: str, method: str, headers: dict[str, str], *, resolve: Resolve = resolve, read: int = 0, seconds: float = 0
) -> Answer:
    """Ask once, following nothing.

    Args:
        read: how many bytes of the text are read; what comes after is left.
        seconds: for all of it, from the connection to the last byte.

    Raises:
        UnansweredError: there is no answer, or the address may not be asked.
    """
    parts, host, port = _taken_apart(url)
    connection = _Connection(
        host,
        port,
        is_safe=parts.scheme == "https",
        addresses=_public_addresses(host, port, resolve),
        seconds=seconds or conf.SECONDS_FOR_AN_ANSWER,
    )
    try:
        connection.request(method, _target(parts), headers=headers)
        with connection.getresponse() as response:
            body = response.read(read) if read else b""
            location, later = response.headers.get("Location", ""), response.headers.get("Retry-After", "")
            return Answer(response.status, location.strip(), later.strip(), body)
    except (OSError, HTTPException, ValueError) as error:
        raise UnansweredError(Reason.TOO_SLOW if connection.is_cut else _reason_of(error)) from error
    finally:
        connection.close()


def _taken_apart(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(iri_to_uri(url))
        host, port = (urlsplit(url).hostname or "").encode("idna").decode(), parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise UnansweredError(Reason.NO_SUCH_HOST) from error
    # A name and a password in an address are not ours to use.
    if parts.scheme not in PORTS or not host or "@" in parts.netloc:
        raise UnansweredError(Reason.NOT_PUBLIC)
    if not HOST.fullmatch(host):
        raise UnansweredError(Reason.NO_SUCH_HOST)
    return parts, host, port


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _public_addresses(host: str, port: int, resolve: Resolve) -> list[str]:
    """Return the addresses of a host. One that is not public is enough to refuse it: its name may be a trick."""
    try:
        found = [ipaddress.ip_address(address.partition("%")[0]) for address in resolve(host, port)]
    except (OSError, ValueError) as error:
        raise UnansweredError(_reason_of(error)) from error
    if not found:
        raise UnansweredError(Reason.NO_SUCH_HOST)
    if not (conf.allows_loopback() and all(address.is_loopback for address in found)) and not (
        port in PORTS.values() and all(is_public(address) for address in found)
    ):
        raise UnansweredError(Reason.NOT_PUBLIC)
    return [str(address) for address in sorted(found, key=lambda address: address.version)]


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Tell whether an address belongs to the public network, also when it is written as one of the newer sort."""
    if isinstance(address, ipaddress.IPv6Address):
        if inner := address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]:
            return is_public(inner)
        if address in TRANSLATED:  # what the last 32 bits say is what a translator reaches
            return address in PUBLICLY_TRANSLATED and is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


def _reason_of(error: Exception) -> Reason:
    match error:
        case ssl.SSLCertVerificationError():
            return Reason.CERTIFICATE
        case socket.gaierror(errno=socket.EAI_AGAIN):
            return Reason.NO_ANSWER
        case socket.gaierror() | UnicodeError():
            return Reason.NO_SUCH_HOST
        case TimeoutError():
            return Reason.TOO_SLOW
        case ConnectionRefusedError() | OSError(errno=errno.EHOSTUNREACH | errno.ENETUNREACH):
            return Reason.NO_ANSWER
        case _:
            return Reason.BROKEN_OFF


class _Connection(HTTPConnection):
    """Connects to addresses that were looked at before, and ends with its time."""

    def __init__(self, host: str, port: int, *, is_safe: bool, addresses: list[str], seconds: float):
        super().__init__(host, port)
        self.default_port = PORTS["https"] if is_safe else PORTS["http"]  # it is left out of the header "Host"
        self.is_cut = False
        self._is_safe = is_safe
        self._addresses = addresses
        self._ends_at = time.monotonic() + seconds
        self._guarded: socket.socket | None = None
        self._timer: Timer | None = None

    def connect(self) -> None:
        self.sock = self._first_that_answers()
        # A time-out of a socket counts from its last byte: a site that sends one every nine seconds would hold us for hours.
        self._guarded = self.sock.dup()
        self._timer = Timer(self._seconds_left(), self._cut)
        self._timer.daemon = True
        self._timer.start()
        if self._is_safe:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def close(self) -> None:
        super().close()
        if self._timer:
            self._timer.cancel()
            self._timer.join()
        if self._guarded:
            self._guarded.close()

    def _first_that_answers(self) -> socket.socket:
        problem: OSError = TimeoutError()
        for address in self._addresses:
            try:
                return socket.create_connection((address, self.port), self._seconds_left())
            except OSError as error:
                problem = error
        raise problem

    def _seconds_left(self) -> float:
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _cut(self) -> None:
        self.is_cut = True
        try:
            self._guarded.shutdown(socket.SHUT_RDWR)
        except OSError:
            self._guarded.close()  # it was over already
