# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

ADVISER_GROUP = "unified_commerce_base.group_clienteling"


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    is_sales_adviser = fields.Boolean(
        string="Sales adviser",
        groups="hr.group_hr_user",
        help="Opens, at the tills, the file of customers who agreed to be advised, "
        "after typing the PIN. For somebody who shares an account with others; "
        "somebody with an own account gets the right on the user.",
    )

    def _is_adviser(self):
        """Say whether this employee may open the adviser's part of a file."""
        self.ensure_one()
        employee = self.sudo()  # sudo: a cashier does not read rights of others
        return employee.is_sales_adviser or bool(
            employee.user_id and employee.user_id._has_group(ADVISER_GROUP)
        )
