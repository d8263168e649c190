# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import keys


class FiscalEnrol(models.TransientModel):
    """Let this database seal: after a restore, with a lost key, or with a new one."""

    _name = "fiscal.enrol"
    _description = "Enrol the Database"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    situation = fields.Selection(
        [
            ("copy", "This database is a copy: it only trains for now."),
            ("lost", "The key cannot be read: documents are chained, not signed."),
            ("fine", "This database seals. A new key can replace the present one."),
        ],
        compute="_compute_situation",
    )
    reason = fields.Char(required=True, help="Kept, and written in the event log.")
    new_key = fields.Boolean(
        help="Make a new key though the present one can be read: when somebody else "
        "may have read it, or each year."
    )

    @api.depends("company_id")
    def _compute_situation(self):
        for wizard in self:
            company = wizard.company_id.sudo()  # sudo: the key is read by the program
            key = self.env["fiscal.key"]._get_current(company)
            wizard.situation = "fine"
            if company._is_fiscal_copy():
                wizard.situation = "copy"
            elif key:
                try:
                    keys.load(key.fingerprint)
                except keys.KeyUnreadableError:
                    wizard.situation = "lost"

    def action_enrol(self):
        """Enrol this database; copies of it can no longer seal.

        :raise UserError: sealing has not begun, or this is a test copy
        """
        self.ensure_one()
        if not self.env.user.has_group("account.group_account_manager"):
            raise AccessError(
                self.env._("Ask an accounting manager to enrol the database.")
            )
        company = self.company_id.sudo()  # sudo: the right is checked above
        if not company._is_sealed():
            raise UserError(
                self.env._("Sealing has not begun yet: use the assistant first.")
            )
        if self.env["fiscal.key"]._is_neutralized():
            raise UserError(
                self.env._(
                    "This database is neutralised: it is a test copy, which only "
                    "trains. Enrol the real one."
                )
            )
        # sudo: the right is checked above
        self.env["fiscal.key"].sudo()._enrol(
            company, self.reason, self.new_key and self.situation == "fine"
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("This database seals. Back its key up now."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
