# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.http import request

AUDITOR = "unified_accounting_fr.group_fiscal_auditor"
SEEN = "unified_fiscal_audit"


class FiscalAudited(models.AbstractModel):
    """What a tax inspector looks at: the log says so, once a screen and session."""

    _name = "fiscal.audited"
    _description = "Looked at by a Tax Inspector"

    @api.model
    def web_search_read(self, *args, **kwargs):
        self._log_audit(self._get_audited_label())
        return super().web_search_read(*args, **kwargs)

    def web_read(self, *args, **kwargs):
        self._log_audit(self._get_audited_label())
        return super().web_read(*args, **kwargs)

    @api.model
    def _get_audited_label(self):
        # the log is in French, whatever the language of who looks
        model = self.env["ir.model"]._get(self._name).with_context(lang="fr_FR")
        return f"consultation de « {model.name} »"

    @api.model
    def _log_audit(self, what):
        """Log what a tax inspector does (code 280); of anybody else, nothing."""
        user, company = self.env.user, self.env.company
        if self.env.su or not user.has_group(AUDITOR) or not company._is_sealed():
            return
        if request:
            seen = request.session.get(SEEN, [])
            if what in seen:
                return
            request.session[SEEN] = [*seen, what]
        if company._is_fiscal_copy():
            return
        self.env["fiscal.event"]._log(
            company._get_fiscal_office(), "280", f"Contrôle fiscal : {what}."
        )


class FiscalTill(models.Model):
    _name = "fiscal.till"
    _inherit = ["fiscal.till", "fiscal.audited"]


class FiscalDevice(models.Model):
    _name = "fiscal.device"
    _inherit = ["fiscal.device", "fiscal.audited"]


class FiscalDocument(models.Model):
    _name = "fiscal.document"
    _inherit = ["fiscal.document", "fiscal.audited"]


class FiscalEvent(models.Model):
    _name = "fiscal.event"
    _inherit = ["fiscal.event", "fiscal.audited"]


class FiscalKey(models.Model):
    _name = "fiscal.key"
    _inherit = ["fiscal.key", "fiscal.audited"]


class FiscalArchive(models.Model):
    _name = "fiscal.archive"
    _inherit = ["fiscal.archive", "fiscal.audited"]


class FiscalProof(models.Model):
    _name = "fiscal.proof"
    _inherit = ["fiscal.proof", "fiscal.audited"]


class FiscalClosing(models.Model):
    _name = "fiscal.closing"
    _inherit = ["fiscal.closing", "fiscal.audited"]
