# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.unified_pos.models.cart_ticket import as_id


class PosConfig(models.Model):
    _inherit = "pos.config"

    fiscal_close_day = fields.Boolean(
        string="Z when the till closes",
        default=True,
        help="Closing the session closes the business day: what is sold after it is in "
        "the Z of the next day. Untick for a till with several sessions a day: its Z "
        "is made in the night.",
    )

    def log_fiscal_operator(self, employee_id=False):
        """Tell the event log who takes over at this till.

        :param employee_id: of the company; none: the user
        :raise AccessError: not the staff of an open till
        """
        session = self._check_till(states=("opened", "opening_control"))
        if not self.company_id._is_sealed():
            return False
        # sudo: whether the employee is one of this company, no more
        employee = self.env["hr.employee"].sudo().browse(as_id(employee_id)).exists()
        if employee and employee.company_id != self.company_id:
            raise UserError(self.env._("This employee works in another company."))
        operator = f"E{employee.id}" if employee else f"U{self.env.uid}"
        session._log_terminal("80", f"Prise de caisse par {operator}.")
        return True
