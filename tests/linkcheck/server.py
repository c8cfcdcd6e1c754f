"""A real web server on loopback that can be told to misbehave."""

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class WebServer:
    """`pages` are answers by path: a status, or status and headers, or a function that is given the handler.

    `asked` are the requests that came, as "METHOD host path".
    """

    def __init__(self):
        self.pages = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self):
                server.answer(self)

            def do_GET(self):
                server.answer(self)

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        host = handler.headers["Host"].partition(":")[0]
        self.asked.append(f"{handler.command} {host} {handler.path}")
        self.headers.append(dict(handler.headers))
        page = self.pages.get(f"{handler.command} {handler.path}", self.pages.get(handler.path, 404))
        if callable(page):
            page(handler)
            return
        status, headers, body = page if isinstance(page, tuple) else (page, {}, b"")
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command == "GET":
            handler.wfile.write(body)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def breaks_off(handler):
    handler.connection.close()


def drips(handler):
    """Answers a byte at a time, each soon enough for a time-out that begins anew with every byte."""
    for mark in b"HTTP/1.1 200 OK\r\n" + b"X-Wait: yes\r\n" * 50:
        try:
            handler.wfile.write(bytes([mark]))
        except OSError:
            return
        time.sleep(0.05)


def pours(handler):
    """Sends without an end."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"a" * 65_536)
    except OSError:
        return
