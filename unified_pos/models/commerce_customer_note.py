# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CommerceCustomerNote(models.Model):
    _inherit = "commerce.customer.note"

    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Who wrote the note at a till whose account several people share.",
    )

    def _is_by(self, employee):
        """Say whether an employee, or else the user, wrote this note."""
        self.ensure_one()
        if self.employee_id or employee:
            return bool(employee) and (
                self.employee_id == employee
                or (not self.employee_id and self.author_id == employee.user_id)
            )
        return self.author_id == self.env.user
