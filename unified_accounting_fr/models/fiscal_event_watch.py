# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models
from odoo.modules.module import Manifest

from odoo.addons.unified_commerce_base.tools import own_cursor

from ..exceptions import CopiedDatabaseError

_logger = logging.getLogger(__name__)

# code of these counts, seals, prints or archives
MODULES = ("unified_accounting_fr", "unified_accounting_fr_pos")


class FiscalEvent(models.Model):
    """What the server sees happen, told to the log of each company that seals."""

    _inherit = "fiscal.event"

    @api.model
    def _get_watched_companies(self, companies=None):
        """Return the companies that seal; none in a copy, which may train only."""
        # sudo: whether a company seals, whoever acts
        found = self.env["res.company"].sudo()
        domain = [("fiscal_started_on", "!=", False)]
        if companies is not None:
            domain.append(("id", "in", companies.ids))
        return found.search(domain).filtered(lambda one: not one._is_fiscal_copy())

    @api.model
    def _tell(self, code, description, payload=None, companies=None):
        """Log an event of the back office, after the commit of what it is about."""
        for company in self._get_watched_companies(companies):
            self._log(company._get_fiscal_office(), code, description, payload)

    @api.model
    def _tell_now(self, code, description, payload=None, companies=None):
        """Log an event of the back office, whatever becomes of the request."""
        for company in self._get_watched_companies(companies):
            self._log_now(company._get_fiscal_office(), code, description, payload)

    # Versions -------------------------------------------------------------------

    def _register_hook(self):
        super()._register_hook()
        try:
            self._note_versions()
        except Exception:
            # the log may be late, the server must start
            _logger.exception("Late: the version of the software in the event log")

    @api.model
    def _get_versions(self):
        """Return {module: version of its code} of what the seals rest on."""
        modules = self.env["ir.module.module"].sudo()  # sudo: which are installed
        installed = modules.search(
            [("name", "in", MODULES), ("state", "in", ("installed", "to upgrade"))]
        )
        return {
            name: Manifest.for_addon(name).version
            for name in sorted(installed.mapped("name"))
        }

    @api.model
    def _note_versions(self):
        """Log, once for all servers, a software that is not the one of the last log."""
        versions = self._get_versions()
        for company in self._get_watched_companies():
            if self._get_noted_versions(company) == versions:
                continue
            with own_cursor(self.env, durable=True) as cr:
                # sudo: the program notes its own version
                events = self.env(cr=cr, su=True)["fiscal.event"]
                try:
                    events._note_versions_of(company.id, versions)
                except CopiedDatabaseError:
                    continue

    @api.model
    def _note_versions_of(self, company_id, versions):
        company = self.env["res.company"].browse(company_id)
        office = company._get_fiscal_office()
        office._get_chain("event")._lock()
        before = self._get_noted_versions(company)
        if before == versions:
            return
        changes = ", ".join(
            f"{name} {before.get(name, '–')} → {versions.get(name, '–')}"
            for name in sorted({*before, *versions})
            if before.get(name) != versions.get(name)
        )
        self._write_event(
            office.id,
            False,
            "250",
            f"Version du logiciel : {changes}.",
            {"before": before, "versions": versions},
            self._get_operator(),
        )

    @api.model
    def _get_noted_versions(self, company):
        # sudo: whoever starts the server
        last = self.sudo().search(
            [("company_id", "=", company.id), ("code", "=", "250")], limit=1
        )
        return last.document_id._get_content()["versions"] if last else {}
