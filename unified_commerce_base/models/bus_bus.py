# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models, sql_db
from odoo.tools import SQL
from odoo.tools.misc import OrderedSet

from odoo.addons.bus.models.bus import ODOO_NOTIFY_FUNCTION, get_notify_payloads

CHANNELS = "bus.bus.channels"


class BusBus(models.Model):
    """The websockets are woken over a connection that stays open.

    Odoo opens and closes one for each transaction that tells something. A cart or a
    ticket always does, and it costs a tenth of the whole request: here the connection
    goes back to the pool of the process, as every other one.
    """

    _inherit = "bus.bus"

    def _ensure_hooks(self):
        postcommit = self.env.cr.postcommit
        if CHANNELS not in postcommit.data:
            postcommit.data[CHANNELS] = OrderedSet()
            postcommit.add(lambda: self._wake(postcommit.data.pop(CHANNELS)))
        super()._ensure_hooks()

    @staticmethod
    def _wake(channels):
        with _waking_cursor() as cr:
            for payload in get_notify_payloads(list(channels)):
                cr.execute(
                    SQL(
                        "SELECT %s('imbus', %s)",
                        SQL.identifier(ODOO_NOTIFY_FUNCTION),
                        payload,
                    )
                )


def _waking_cursor():
    """Open a cursor on the database where Odoo's websockets listen.

    Under a name of its own: by its real name the pool would not keep the connection.
    """
    _name, address = sql_db.connection_info_for("postgres")
    return sql_db.Connection(sql_db._Pool, "imbus", address).cursor()
