# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo server processes: start one, wait until it answers, stop it whole."""

import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from . import config, layout, procs, venv
from .console import Fail

EVERYWHERE = ("0.0.0.0", "::", "")


class Server:
    """A running server: `url`, `log` (path), `port`, `database`, `process`."""

    def __init__(self, database, port, log, process, host="127.0.0.1"):
        self.database = database
        self.port = port
        self.url = f"http://{'127.0.0.1' if host in EVERYWHERE else host}:{port}"
        self.log = Path(log)
        self.process = process

    def stop(self):
        procs.stop(self.process)

    def log_text(self):
        return self.log.read_text(errors="replace")


def command(database, port, workers=0, options=()):
    program = layout.ROOT / "scripts" / "odoo_server.py"
    line = [venv.python(), program, "server", "-c", config.path()]
    line += ["-d", database, f"--db-filter=^{database}$", f"--http-port={port}"]
    line += [f"--workers={workers}", f"--gevent-port={procs.free_port()}"]
    return [*line, *options]


def launch(
    database,
    port=None,
    workers=0,
    options=(),
    log=None,
    environment=None,
    host="127.0.0.1",
):
    """Start a server on a copy or database of ours; does not wait for it."""
    port = port or procs.free_port()
    log = log or layout.logs_dir() / f"server-{database}-{port}.log"
    process = procs.start(
        command(database, port, workers, [f"--http-interface={host}", *options]),
        log,
        env={**venv.environment(), **(environment or {})},
        cwd=layout.data_dir(),
    )
    return Server(database, port, log, process, host)


def wait(server, patience=120):
    """Return when the server answers; fail as soon as it has died."""
    deadline = time.time() + patience
    while time.time() < deadline:
        if server.process.poll() is not None:
            raise Fail(
                f"the server of {server.database} ended at once "
                f"({last_error(server.log_text())})",
                f"see {server.log}",
            )
        try:
            with urllib.request.urlopen(
                f"{server.url}/web/health", timeout=5
            ) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise Fail(
        f"the server of {server.database} did not answer in {patience} s",
        f"see {server.log}",
    )


def last_error(log):
    marks = ("ERROR", "CRITICAL", "Error:", "Exception:")
    lines = [line for line in log.splitlines() if any(mark in line for mark in marks)]
    return lines[-1].strip()[:200] if lines else "no message"


@contextmanager
def running(database, workers=0, port=None, options=(), environment=None):
    server = launch(database, port, workers, options, environment=environment)
    try:
        wait(server)
        yield server
    finally:
        server.stop()
