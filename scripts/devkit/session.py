# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything a command stands on: Odoo, Python packages, database server, options.

Each part checks what an earlier run left, so an interrupted set-up goes on where
it stopped.
"""

import os
import sys
from contextlib import contextmanager

from . import config, layout, odoo_source, postgres, procs, venv
from .console import CLOCK, say
from .databases import Databases
from .templates import Templates


class Session:
    def __init__(self, server):
        self.server = server
        self.databases = Databases(server)
        self.templates = Templates(self.databases)
        config.write(server)


def prepare(argv):
    """Set up what is missing, then go on inside the virtual environment."""
    if venv.inside():
        return
    say("Set-up")
    layout.folder(layout.data_dir())
    procs.run_id()
    with layout.lock("setup", message="waiting for another set-up of this clone"):
        venv.ensure(odoo_source.ensure())
    CLOCK.export()
    sys.stdout.flush()
    os.execve(
        venv.python(),
        [str(venv.python()), "-m", "devkit", *argv],
        {**venv.environment(), "UNIFIED_INSIDE": "1"},
    )


@contextmanager
def opened():
    """A session; the private database server stops with its last user."""
    procs.run_id()
    url = os.environ.get("DATABASE_URL")
    if url:
        session = Session(config.server_from_url(url))
        with session.databases.admin():
            yield session
        return
    cluster = postgres.Cluster()
    usage = postgres.Usage(cluster).enter()
    try:
        cluster.ensure()
        facts = cluster.facts
        yield Session(
            config.Server("127.0.0.1", facts["port"], postgres.OWNER, facts["password"])
        )
    finally:
        usage.leave()
