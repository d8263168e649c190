# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import format_date


class CommerceControl(models.Model):
    _inherit = "commerce.control"

    def _control_late_promise(self):
        """No customer waits beyond the day they were promised."""
        late = self.env["sale.order.line"].search(
            [
                ("promised_date", "<", fields.Date.today()),
                ("state", "=", "sale"),
                ("move_ids.state", "in", ("confirmed", "partially_available")),
            ]
        )
        return [
            (
                order,
                self.env._(
                    "%(order)s was promised for %(day)s and is not there: "
                    "%(products)s.",
                    order=order.name,
                    day=format_date(self.env, min(lines.mapped("promised_date"))),
                    products=", ".join(lines.product_id.mapped("display_name")),
                ),
                self.env._(
                    "Ask the supplier for a day, and tell the customer, who may cancel."
                ),
            )
            for order, lines in late.grouped("order_id").items()
        ]
