"""The site as `make serve` runs it, on a port of its own."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
OK = 200


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    first_byte: float  # seconds from the question to the first byte of the body


class Visitor:
    """Somebody who asks one thing after the other through one connection, as a browser does."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, address: str, *, compressed: bool = True) -> Answer:
        began = time.perf_counter()
        headers = {"Host": "localhost", "Accept-Encoding": "gzip" if compressed else "identity"}
        self.connection.request("GET", address, headers=headers)
        response = self.connection.getresponse()
        first = response.read(1)
        first_byte = time.perf_counter() - began
        return Answer(response.status, first + response.read(), first_byte)

    def must(self, address: str, *, compressed: bool = True) -> Answer:
        """Raises RuntimeError when the answer is no page."""
        answer = self.get(address, compressed=compressed)
        if answer.status != OK:
            raise RuntimeError(f"{address} answered {answer.status}")
        return answer


@contextlib.contextmanager
def running_server(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve the folder's site with the project's own configuration and yield the port and gunicorn's process number."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "BENCH_CATCH_UP": "background"}
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
    with (folder / "gunicorn.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(port, process, folder)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def worker_memory(pid: int, kind: str = "VmRSS") -> float:
    """Return the memory of gunicorn's largest worker in megabytes: what it holds, or with "VmHWM" the most it ever held."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    sizes = []
    for child in children:
        lines = Path(f"/proc/{child}/status").read_text().splitlines()
        sizes += [int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{kind}:")]
    return max(sizes, default=0.0)


def _wait(port: int, process: subprocess.Popen, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if Visitor(port).get("/readyz/").status == OK:
                return
        time.sleep(0.2)
    raise RuntimeError((folder / "gunicorn.log").read_text()[-2_000:])
