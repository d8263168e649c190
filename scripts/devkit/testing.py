# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What tests/ and benchmarks/ build on: databases, servers, scripts, connections.

    from devkit.testing import connection, database, odoo_shell, server

    with database("two_tills") as name, server(name, workers=2) as running:
        odoo_shell(name, "env['res.partner'].create({'name': 'x'}); env.cr.commit()")
        requests.get(running.url + "/shop")

They need a session: `make test`, `make bench` and the fixtures of tests/conftest.py
open one.
"""

import json
import os
import re
import uuid
from contextlib import closing, contextmanager

from . import modules, procs, serverlog, session, templates
from . import server as servers
from .databases import NAME

_current = None


def open_session():
    """The session of this process, opened once and closed with the process."""
    global _current
    if _current is None:
        import atexit

        manager = session.opened()
        _current = manager.__enter__()
        atexit.register(manager.__exit__, None, None, None)
    return _current


def template(kind):
    """Name of the up-to-date template: "bare", "suite", "apart" or "demo".

    The runner brings templates up to date before it starts the tests.
    """
    if kind in os.environ.get("UNIFIED_TEMPLATES_READY", "").split(","):
        name = templates.NAMES[kind]
        if open_session().databases.exists(name):
            return name
    return open_session().templates.ensure(kind)


@contextmanager
def database(name="test", template="suite", keep=False):
    """A copy of a template of its own; dropped afterwards. Yields its name.

    `template` is "bare", "suite", "apart", "demo" or the name of any database that
    nobody uses.
    The name given is completed so that tests in parallel never meet.
    """
    databases = open_session().databases
    source = _source(template)
    clean = re.sub(r"[^a-z0-9_]", "_", name.lower())[:40]
    full = f"t_{clean}_{uuid.uuid4().hex[:6]}"
    assert NAME.match(full)
    databases.copy(source, full)
    try:
        yield full
    finally:
        if not keep:
            databases.drop(full)


def _source(kind):
    return template(kind) if kind in templates.NAMES else kind


@contextmanager
def server(database, workers=0, options=(), environment=None, port=None, allow_log=()):
    """A server process on the database: yields an object with .url, .log, .port.

    `options` are further options of Odoo's command line. Crons do not run unless
    asked for ("--max-cron-threads=1"). A warning or error of our own modules in
    its log fails the test at the end, unless an expression of `allow_log` matches.
    """
    open_session()
    with servers.running(
        database, workers=workers, options=options, environment=environment, port=port
    ) as running:
        yield running
    found = [
        line
        for line in serverlog.defects(running.log_text(), only_ours=True)
        if not any(re.search(rule, line) for rule in allow_log)
    ]
    assert not found, "our modules logged:\n" + "\n".join(found)


def odoo_shell(database, code):
    """Run code in an Odoo shell as superuser; returns what it printed.

    Commit in the code what must stay: `env.cr.commit()`.
    """
    open_session()
    return templates.shell(database, code)


def odoo_shell_json(database, code):
    """Like `odoo_shell`, for code that prints one JSON document as its last line."""
    return json.loads(odoo_shell(database, code).strip().splitlines()[-1])


@contextmanager
def connection(database):
    """A psycopg2 connection (not in autocommit), closed afterwards."""
    with closing(open_session().databases.connect(database)) as connected:
        yield connected


def install(database, *names):
    """Install modules in a database nobody uses; fails on any error in the log."""
    open_session()
    templates.update(database, list(names), [], warm=False)


def upgrade(database, *names):
    open_session()
    templates.update(database, [], list(names), warm=False)


our_modules = modules.all_modules
free_port = procs.free_port
