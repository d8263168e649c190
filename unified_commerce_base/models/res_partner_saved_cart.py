# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

KEPT = ("saved", "waiting", "aside")


class ResPartner(models.Model):
    _inherit = "res.partner"

    saved_cart_count = fields.Integer(
        compute="_compute_saved_cart_count", groups="sales_team.group_sale_salesman"
    )

    def _compute_saved_cart_count(self):
        counts = dict(
            self.env["sale.order"]._read_group(
                [("partner_id", "in", self.ids), ("cart_state", "in", KEPT)],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.saved_cart_count = counts.get(partner, 0)

    def action_view_saved_carts(self):
        """Open the baskets of this customer that are not the open cart."""
        self.ensure_one()
        mine = Domain("partner_id", "=", self.id)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Saved Carts"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": list(mine & Domain("cart_state", "in", KEPT)),
            "context": {"create": False},
        }
