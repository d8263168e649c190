# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

TILL = "point_of_sale.group_pos_user"
WIDER = ("point_of_sale.group_pos_manager", "sales_team.group_sale_salesman")


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    @api.model
    def _may_change_points(self):
        """A cashier sells; core gives the group more than selling needs."""
        user = self.env.user
        is_cashier = user.has_group(TILL) and not any(map(user.has_group, WIDER))
        return super()._may_change_points() and not is_cashier

    @api.model
    def _may_print_cards(self):
        """A manager of the till prints cards for the people in front of them."""
        is_manager = self.env.user.has_group("point_of_sale.group_pos_manager")
        return super()._may_print_cards() or is_manager
