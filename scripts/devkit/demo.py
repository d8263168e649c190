# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make run`: the demo retailer, its addresses and logins, the filling of its past."""

import json
import os
import sys
import time
import urllib.error
import urllib.request

from . import layout, modules, procs, server, templates
from .console import CLOCK, Fail, say, step

DATABASE = "demo"
ROLES = [
    ("owner", "/odoo", "back office, everything of the company"),
    ("accountant", "/odoo", "books, VAT, closings"),
    ("manager", "/odoo", "store manager in Lyon; PIN 1234 at the till"),
    ("seller", "/odoo", "sales and customers"),
    ("cashier", "/odoo", "till in Lyon; Amélie's PIN 1111, Bilal's 2222"),
    ("shopper", "/shop", "Camille Martin, a customer of the web shop"),
]


def run(session, database=None, port=8069, host="127.0.0.1"):
    """Serve until Ctrl-C. Data of an earlier run is kept."""
    check_port(port, host)
    name = database or DATABASE
    if database and not session.databases.exists(database):
        raise Fail(f"there is no database {database}", f"make db NAME={database}")
    if not database:
        ensure_database(session)
    with step("server") as current:
        running = server.launch(
            name,
            port=port,
            host=host,
            options=["--max-cron-threads=1"],
            log=layout.logs_dir() / "run.log",
        )
        mark(running)
        try:
            server.wait(running)
            warm(running, "/web/login")
            warm(running, "/shop")
            current.result = f"ready on port {port}"
        except BaseException:
            running.stop()
            raise
    try:
        say(welcome(name, running.url, host))
        follow(running, name)
    except KeyboardInterrupt:
        say("\nStopping")
    finally:
        with step("server"):
            running.stop()
        run_file().unlink(missing_ok=True)


def ensure_database(session):
    """The demo database: copied from its template once, then kept and upgraded."""
    databases = session.databases
    template = session.templates.ensure("demo")
    wanted = databases.facts(template)
    if not databases.exists(DATABASE):
        with step("demo database"):
            databases.copy(template, DATABASE)
            databases.remember(DATABASE, wanted)
        return DATABASE
    known = databases.facts(DATABASE).get("modules", {})
    new, changed, _gone = templates.difference(known, wanted.get("modules", {}))
    if new or changed:
        title = f"demo database, data kept: {templates.describe(new, changed)}"
        with step(title):
            templates.update(DATABASE, new, changed)
            databases.remember(DATABASE, wanted)
    else:
        with step("demo database") as current:
            current.result = "kept from last time"
    return DATABASE


def check_port(port, host="127.0.0.1"):
    if procs.port_is_free(port, host):
        return
    try:
        ours = json.loads(run_file().read_text())
    except (OSError, ValueError):
        ours = {}
    if ours.get("port") == port and procs.group_alive(ours.get("group", 0)):
        raise Fail(
            f"the suite already runs at http://localhost:{port}",
            f"stop it in its terminal (Ctrl-C), or with: kill -- -{ours['group']}",
        )
    raise Fail(
        f"port {port} is taken by another program",
        f"stop that program, or choose another port: make run PORT={port + 1}",
    )


def run_file():
    return layout.data_dir() / "run.json"


def mark(running):
    facts = {"port": running.port, "group": running.process.pid}
    run_file().write_text(json.dumps(facts))


def warm(running, path):
    """Load a page once, so that the first person does not wait for it."""
    try:
        urllib.request.urlopen(running.url + path, timeout=120).read()
    except (urllib.error.URLError, OSError):
        return


def welcome(database, url, host):
    address = url.replace("127.0.0.1", "localhost")
    demo = database == DATABASE and modules.DEMO_MODULE in modules.all_modules()
    roles = ROLES if demo else [("admin", "/odoo", "administrator")]
    lines = ["", CLOCK.summary(), ""]
    lines += [f"  Shop         {address}/shop", f"  Back office  {address}/odoo"]
    lines += [f"  Till         {address}/odoo/point-of-sale", ""]
    lines += ["  Login       Opens   What for (the password is the login)"]
    lines += [f"  {login:11} {page:7} {text}" for login, page, text in roles]
    if host not in ("127.0.0.1", "localhost", "::1"):
        lines += ["", f"  Open to the network on {host}: these passwords are public."]
    lines += [
        "",
        "  For demonstration: fast rather than safe, keep no real data in it.",
        f"  Log: {layout.logs_dir() / 'run.log'}",
        "  Ctrl-C stops everything; make run starts again with the same data.",
        "",
    ]
    return "\n".join(lines)


def follow(running, database):
    """Tell the progress of the history until it is complete, then just wait."""
    client = Client(running.url, database)
    told = -1
    while running.process.poll() is None:
        progress = client.progress() if client else None
        if progress:
            done, total = progress
            share = 100 * done // total if total else 100
            if share // 5 > told or sys.stdout.isatty():
                told = share // 5
                show(f"  History of past sales: {done} of {total} ({share} %)")
            if done >= total:
                show("  History of past sales: complete\n")
                client = None
        elif client and client.hopeless:
            client = None
        time.sleep(5)
    raise Fail(
        f"the server ended ({server.last_error(running.log_text())})",
        f"see {running.log}",
    )


def show(text):
    end = "" if sys.stdout.isatty() and not text.endswith("\n") else "\n"
    start = "\r" if sys.stdout.isatty() else ""
    print(f"{start}{text.rstrip()}", end=end, flush=True)


class Client:
    """Asks the demo module how far its history is; silent when it cannot say."""

    def __init__(self, url, database, login="owner"):
        self.url, self.database, self.login = url, database, login
        self.cookie = None
        self.failures = 0

    @property
    def hopeless(self):
        return self.failures >= 3

    def progress(self):
        """(done, total), or None."""
        try:
            if not self.cookie:
                self._sign_in()
            answer = self._call(
                "/web/dataset/call_kw/unified.demo/progress",
                {
                    "model": "unified.demo",
                    "method": "progress",
                    "args": [],
                    "kwargs": {},
                },
            )
            return int(answer["done"]), int(answer["total"])
        except (OSError, ValueError, KeyError, TypeError):
            self.failures += 1
            return None

    def _sign_in(self):
        self._call(
            "/web/session/authenticate",
            {"db": self.database, "login": self.login, "password": self.login},
        )

    def _call(self, route, params):
        headers = {"Content-Type": "application/json"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        request = urllib.request.Request(
            self.url + route,
            json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
            headers,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            cookie = answer.headers.get("Set-Cookie")
            if cookie:
                self.cookie = cookie.split(";")[0]
            content = json.load(answer)
        if "error" in content:
            raise ValueError(content["error"].get("message"))
        return content["result"]


def port_from_environment():
    text = os.environ.get("PORT") or "8069"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Fail(f"PORT={text} is not a port", "give a number, as in PORT=8070")
    return int(text)
