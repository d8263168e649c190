# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A database and some processes of Odoo on it, without any web server."""

from functools import partial

from .lab import Lab
from .shop import at_once

PROCESSES = 3


class Processes:
    """Processes with a registry each, that work on one database at the same time."""

    def __init__(self, stack):
        self.lab = Lab.from_environment()
        self.database = self.lab.unique("claims")
        stack.callback(self.lab.drop, self.database)
        self.lab.clone(self.lab.template("suite"), self.database)
        self.workers = [
            stack.enter_context(self.lab.worker(self.database))
            for _number in range(PROCESSES)
        ]

    def rows(self, query, *params):
        connection = self.lab.connect(self.database)
        try:
            with connection.cursor() as cr:
                cr.execute(query, params)
                return cr.fetchall()
        finally:
            connection.close()

    def ask(self, work, script, **params):
        """Give the same work to each process, all at once; return the answers."""
        return at_once(
            *(partial(worker.ask, work, script, **params) for worker in self.workers)
        )
