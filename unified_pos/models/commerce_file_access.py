# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

REASONS = [
    ("present", "The customer is here"),
    ("phone", "The customer is on the phone"),
    ("appointment", "An appointment is prepared"),
]
KEPT_DAYS = 365


class CommerceFileAccess(models.Model):
    """Who opened the file of a customer, when, where and why. Lines are only added.

    The number of the customer stays when the contact is merged or deleted.
    """

    _name = "commerce.file.access"
    _description = "Opening of a Customer's File"
    _order = "date desc, id desc"
    _rec_name = "person"

    date = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    partner_ref = fields.Integer(string="Customer number", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    employee_id = fields.Many2one(
        "hr.employee", readonly=True, ondelete="set null", index="btree_not_null"
    )
    person = fields.Char(string="Opened by", required=True, readonly=True)
    config_id = fields.Many2one(
        "pos.config",
        string="Till",
        readonly=True,
        ondelete="set null",
        help="Empty: opened in the back office.",
    )
    reason = fields.Selection(REASONS, required=True, readonly=True)
    part = fields.Selection(
        [("summary", "Cart and points"), ("file", "Adviser's part")],
        required=True,
        readonly=True,
    )
    on_ticket = fields.Boolean(
        readonly=True, help="The till said that its ticket was this customer's."
    )

    @api.model
    def _record(self, partner, company, reason, part, config=None, **values):
        """Add one line; there is no other way to write in this log."""
        employee = values.get("employee") or self.env["hr.employee"]
        # sudo: whoever opens a file is recorded, nobody holds the right to write here
        return self.sudo().create(
            {
                "company_id": company.id,
                "partner_id": partner.id,
                "partner_ref": partner.id,
                "user_id": self.env.user.id,
                "employee_id": employee.id,
                "person": employee.name or self.env.user.name,
                "config_id": config.id if config else False,
                "reason": reason,
                "part": part,
                "on_ticket": bool(values.get("on_ticket")),
            }
        )

    def write(self, vals):
        raise UserError(
            self.env._("The log of opened files cannot be changed, only added to.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            raise UserError(
                self.env._("The log of opened files cannot be deleted by hand.")
            )

    @api.autovacuum
    def _gc_old(self):
        """Forget what is older than a year: long enough to look into an abuse."""
        self.env.cr.execute(
            """DELETE FROM commerce_file_access
                WHERE date < clock_timestamp() AT TIME ZONE 'UTC'
                             - %s * interval '1 day'""",
            [KEPT_DAYS],
        )
