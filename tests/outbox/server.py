"""A real mail server on loopback that can be told to misbehave."""

import asyncio
import email
import logging
import socket
from contextlib import closing

from aiosmtpd.controller import Controller

logging.getLogger("mail.log").setLevel(logging.ERROR)


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class MailServer:
    """Begins stopped. `received` are the messages that it said OK to.

    Attributes:
        at_rcpt, at_data: what it answers there in place of OK.
        closes: closes the connection in place of answering to a message.
        seconds: how long it takes for each message.
    """

    def __init__(self):
        self.port = free_port()
        self.received: list[email.message.Message] = []
        self.at_rcpt = self.at_data = ""
        self.closes = False
        self.seconds = 0.0
        self._controller: Controller | None = None
        self._silent: socket.socket | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def hang(self) -> None:
        """Accept connections and say nothing."""
        self._silent = socket.create_server(("127.0.0.1", self.port), backlog=100)

    def stop(self) -> None:
        if self._silent:
            self._silent.close()
        if self._controller:
            self._controller.stop()
        self._silent = self._controller = None

    def recover(self) -> None:
        self.at_rcpt = self.at_data = ""
        self.closes = False
        if not self._controller:
            self.stop()
            self.start()

    @property
    def message_ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.received]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.at_rcpt:
            return self.at_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(self.seconds)
        if self.closes:
            server.transport.abort()
        if self.at_data or self.closes:
            return self.at_data or "451 closed"
        self.received.append(email.message_from_bytes(envelope.original_content))
        return "250 OK"
