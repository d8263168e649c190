# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError


class FiscalDevice(models.Model):
    _inherit = "fiscal.device"

    def action_revoke(self):
        """Trust no signature of this device any more: stolen, lost, replaced.

        What it signed before stays as it is.
        """
        if not self.env.user.has_group("account.group_account_manager"):
            raise AccessError(self.env._("Ask an accounting manager to revoke it."))
        for device in self.filtered(lambda one: not one.revoked_on):
            # sudo: the right is checked above; devices are written by the program
            device.sudo().revoked_on = fields.Datetime.now()
            self.env["fiscal.event"]._log(
                device.till_id,
                "270",
                f"Appareil {device.code} révoqué.",
                {"device": device.code, "key": device.key_fpr or ""},
            )


class FiscalChain(models.Model):
    _inherit = "fiscal.chain"

    total_alg = fields.Float(
        compute="_compute_totals", digits=(16, 2), string="Perpetual total (€)"
    )
    total_abs = fields.Float(
        compute="_compute_totals", digits=(16, 2), string="Absolute total (€)"
    )

    def _compute_totals(self):
        for chain in self:
            chain.total_alg = chain.gt_alg / 100
            chain.total_abs = chain.gt_abs / 100
