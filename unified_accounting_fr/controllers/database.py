# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import SUPERUSER_ID, api
from odoo.http import route
from odoo.modules.registry import Registry

from odoo.addons.web.controllers.database import Database

_logger = logging.getLogger(__name__)


class FiscalDatabase(Database):
    @route()
    def backup(self, master_pwd, name, backup_format="zip", filestore=True):
        """Tell the technical event log of a database that it was asked for."""
        response = super().backup(master_pwd, name, backup_format, filestore)
        if response.mimetype == "application/octet-stream":
            self._tell_backup(name, backup_format)
        return response

    def _tell_backup(self, name, backup_format):
        try:
            with Registry(name).cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                if "fiscal.event" in env:
                    env["fiscal.event"]._tell_now(
                        "110",
                        "Sauvegarde de la base de données téléchargée.",
                        {"format": backup_format},
                    )
        except Exception:
            # who takes a backup gets it
            _logger.exception("Late: a backup in the event log of %s", name)
