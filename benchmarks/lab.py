# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases and Odoo processes of our own, for work that needs real processes.

The place of Odoo and of PostgreSQL comes from one Odoo configuration file, named
by ODOO_RC; everything made here is dropped or stopped by its maker.
"""

import configparser
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import psycopg2
import requests

ROOT = Path(__file__).resolve().parents[1]
RETRY = re.compile(
    r"tries left, try again in|maximum number of tries reached"
    # what the status page of a payment answers instead
    r"|^Exception: retry$",
    re.MULTILINE,
)
REQUEST = re.compile(r'"(?:GET|POST) (?!/web/|/websocket)\S+ HTTP/[\d.]+" \d+ - (\d+) ')
CALL = re.compile(r'"POST /web/dataset/\S+ HTTP/[\d.]+" \d+ - (\d+) ')
OUR_TROUBLE = re.compile(r" (WARNING|ERROR|CRITICAL) \S+ (\S+): (.*)")


class LabError(RuntimeError):
    """Something of the lab could not be made; the text says what to do."""


def _devkit():
    sys.path.append(str(ROOT / "scripts"))
    from devkit import testing

    return testing


def free_port():
    """Return a TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lab:
    """Where Odoo, its files and its PostgreSQL are."""

    def __init__(self, rc):
        self.rc = Path(rc)
        if not self.rc.is_file():
            raise LabError(
                f"no Odoo configuration at {rc}: run the set-up, or set ODOO_RC"
            )
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(self.rc, encoding="utf-8")
        self.options = dict(parser["options"])
        self.data_dir = Path(self.options["data_dir"])

    @classmethod
    def from_environment(cls):
        """The lab of ODOO_RC, which make sets; else that of this clone's set-up."""
        rc = os.environ.get("ODOO_RC")
        if not rc:
            _devkit().open_session()
            from devkit import config

            rc = config.path()
        return cls(rc)

    def template(self, kind):
        """Return the database to copy from: "bare" or "suite"."""
        named = os.environ.get(f"LAB_TEMPLATE_{kind.upper()}")
        return named or _devkit().template(kind)

    def connect(self, database="postgres", **options):
        """Return a psycopg2 connection to the database."""
        wanted = {
            "host": self.options.get("db_host"),
            "port": self.options.get("db_port"),
            "user": self.options.get("db_user"),
            "password": self.options.get("db_password"),
        }
        given = {k: v for k, v in wanted.items() if v and v != "False"}
        return psycopg2.connect(dbname=database, **given, **options)

    @contextlib.contextmanager
    def _maintenance(self):
        connection = self.connect()
        connection.autocommit = True
        try:
            with connection.cursor() as cr:
                yield cr
        finally:
            connection.close()

    def unique(self, name):
        """Return a database name that no other run uses."""
        return f"bench_{name}_{uuid.uuid4().hex[:6]}"

    def backends(self, database):
        """Return the process ids of the connections to a database, on this machine."""
        host = self.options.get("db_host") or "localhost"
        if host not in ("localhost", "127.0.0.1") and not host.startswith("/"):
            return []
        with self._maintenance() as cr:
            query = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
            cr.execute(query, (database,))
            return [pid for (pid,) in cr.fetchall()]

    def exists(self, name):
        with self._maintenance() as cr:
            cr.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            return bool(cr.fetchone())

    def drop(self, name):
        """Drop a database and its files, even with sleeping connections."""
        with self._maintenance() as cr:
            cr.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.data_dir / "filestore" / name, ignore_errors=True)

    def clone(self, template, name):
        """Make a database from another one, with hard links to its files."""
        self.drop(name)
        with self._maintenance() as cr:
            cr.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        source = self.data_dir / "filestore" / template
        if source.is_dir():
            target = self.data_dir / "filestore" / name
            shutil.copytree(source, target, copy_function=os.link)
        with self.connect(name) as connection, connection.cursor() as cr:
            cr.execute(
                "UPDATE ir_config_parameter SET value = gen_random_uuid()::text"
                " WHERE key IN ('database.uuid', 'database.secret')"
            )
        connection.close()
        return name

    def command(self, *arguments):
        return [sys.executable, str(ROOT / "scripts" / "odoo_server.py"), *arguments]

    def run(self, *arguments, timeout=900):
        """Run an Odoo command to its end and return its log."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            check=False,
        )
        if done.returncode:
            tail = "\n".join(done.stdout.splitlines()[-40:])
            raise LabError(f"odoo {' '.join(arguments)} failed:\n{tail}")
        return done.stdout

    def install(self, database, modules):
        """Install modules and return (seconds, log)."""
        start = time.monotonic()
        log = self.run(
            "module", "install", "-c", str(self.rc), "-d", database, *modules
        )
        return time.monotonic() - start, log

    def modules_on_disk(self):
        """Return the names of the suite's modules, as the template of the suite has.

        Without the demo retailer, nor bridges to apps that bare Odoo has not here.
        """
        _devkit()
        from devkit import modules

        return sorted(modules.suite_modules())

    def server(self, database, workers=0, **options):
        return Server(self, database, workers=workers, **options)

    def worker(self, database):
        return Worker(self, database)


class Server:
    """An Odoo server of one database, stopped by its own process group."""

    def __init__(self, lab, database, workers=0, port=None, log_dir=None, extra=()):
        self.lab = lab
        self.database = database
        self.workers = workers
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        folder = Path(log_dir or tempfile.mkdtemp(prefix="unified-lab-"))
        self.log_file = folder / f"{database}-{self.port}.log"
        self.extra = list(extra)
        self.process = None

    def start(self, timeout=120):
        arguments = [
            *("-c", str(self.lab.rc), "-d", self.database, "--no-database-list"),
            *("--http-interface", "127.0.0.1", "--http-port", str(self.port)),
            *("--gevent-port", str(free_port()), "--workers", str(self.workers)),
            *("--max-cron-threads", "0", "--limit-time-real", "600"),
            *("--limit-time-cpu", "600", "--limit-memory-soft", str(8 << 30)),
            *(
                "--limit-memory-hard",
                str(16 << 30),
                "--db-filter",
                f"^{self.database}$",
            ),
            *self.extra,
        ]
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                self.lab.command(*arguments),
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise LabError(f"the server stopped at start:\n{self.tail()}")
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.url}/web/health", timeout=5).ok:
                    requests.get(f"{self.url}/web/login", timeout=60)
                    return self
            time.sleep(0.1)
        self.kill()
        raise LabError(f"the server did not answer in {timeout} s:\n{self.tail()}")

    def tail(self, lines=30):
        return "\n".join(self.log().splitlines()[-lines:])

    def log(self, position=0):
        with self.log_file.open("rb") as handle:
            handle.seek(position)
            return handle.read().decode("utf-8", "replace")

    def log_position(self):
        return self.log_file.stat().st_size

    def retries(self, position=0):
        """Return how many transactions failed on another one since the position."""
        return len(RETRY.findall(self.log(position)))

    def queries(self, position=0):
        """Return how many SQL queries the pages and calls took since the position."""
        log = self.log(position)
        return sum(map(int, REQUEST.findall(log) + CALL.findall(log)))

    def our_trouble(self, position=0):
        """Return (logger, message) of warnings and errors by our own loggers."""
        found = (OUR_TROUBLE.search(line) for line in self.log(position).splitlines())
        return [m.group(2, 3) for m in found if m and ".unified_" in m.group(2)]

    def _signal(self, number):
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def kill(self):
        """Kill every process of the server at once, as a power cut would."""
        self._signal(signal.SIGKILL)
        if self.process:
            self.process.wait(timeout=30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=15)
        self.kill()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_exc):
        self.stop()


class Client:
    """One browser or one device: a session of its own, over HTTP."""

    def __init__(self, server, login=None, password=None):
        self.url = server.url
        self.database = server.database
        self.http = requests.Session()
        self.uid = None
        if login:
            self.sign_in(login, password or login)

    def call_route(self, route, timeout=600, **params):
        """Call a JSON-RPC route; a fault of the server is raised as RemoteError."""
        answer = self.http.post(
            self.url + route, json={"jsonrpc": "2.0", "params": params}, timeout=timeout
        )
        answer.raise_for_status()
        content = answer.json()
        if "error" in content:
            raise RemoteError(content["error"])
        return content.get("result")

    def sign_in(self, login, password):
        answer = self.call_route(
            "/web/session/authenticate",
            db=self.database,
            login=login,
            password=password,
        )
        self.uid = answer["uid"]
        return self

    def call(self, model, method, *args, **kwargs):
        return self.call_route(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=list(args),
            kwargs=kwargs,
        )

    def get(self, path, **options):
        answer = self.http.get(self.url + path, timeout=120, **options)
        answer.raise_for_status()
        return answer


class RemoteError(Exception):
    """An error that the server answered, with its Python class by name."""

    def __init__(self, error):
        data = error.get("data") or {}
        self.name = data.get("name", "")
        self.debug = data.get("debug", "")
        super().__init__(data.get("message") or error.get("message"))


class Worker:
    """A process with Odoo's registry loaded, that measures work inside Odoo."""

    def __init__(self, lab, database):
        self.database = database
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", str(lab.rc), database],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            start_new_session=True,
        )

    def ask(self, work, script="benchmarks.inside", **params):
        """Run a function of the script (name or file) and return its answer.

        It is called with the registry and the parameters; both travel as JSON.
        """
        order = {"work": work, "script": str(script), "params": params}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            self.errors.seek(0)
            tail = self.errors.read().decode("utf-8", "replace")[-4000:]
            raise LabError(f"the worker of {self.database} died:\n{tail}")
        answer = json.loads(line)
        if "error" in answer:
            raise LabError(f"{work} on {self.database}:\n{answer['error']}")
        return answer["result"]

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.errors.close()

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.close()
