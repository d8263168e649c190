# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..multipliers import multiply_points


class SaleOrder(models.Model):
    """What an order wins is multiplied by the rules of the programme."""

    _inherit = "sale.order"

    def _program_check_compute_points(self, programs):
        result = super()._program_check_compute_points(programs)
        for program, status in result.items():
            if any(status.get("points") or ()):
                rules = program._get_multiplier_rules()
                if rules:
                    status["points"] = self._multiply_points(
                        program, status["points"], rules
                    )
        return result

    def _multiply_points(self, program, points, rules):
        lines = self._prepare_multiplied_lines(program)
        day = self._get_points_day()
        tiers = self._get_tiers().ids
        channel = self.channel_id.id
        return [
            multiply_points(one, lines, rules, day, channel, tiers) for one in points
        ]

    def _prepare_multiplied_lines(self, program):
        """Return the lines that win points in this programme."""
        lines = self._get_not_rewarded_order_lines().filtered(
            lambda line: not line.combo_item_id
        )
        valid = program._get_valid_products(lines.product_id)
        products = self.env["product.product"].union(*valid.values())
        return [
            {
                "product": line.product_id.id,
                "categories": line.product_id.categ_id._get_path_ids(),
                "amount": self._get_order_line_price(line, "price_total"),
            }
            for line in lines
            if line.product_id in products
        ]

    def _get_points_day(self):
        """Return the day of the sale where it is made."""
        self.ensure_one()
        zone = self.company_id.partner_id.tz or self.env.user.tz
        moment = self.date_order if self.state == "sale" else fields.Datetime.now()
        return fields.Date.context_today(self.with_context(tz=zone), moment)


class ProductCategory(models.Model):
    _inherit = "product.category"

    def _get_path_ids(self):
        """Return the ids of this category and of those above it."""
        return [int(step) for step in (self.parent_path or "").split("/") if step]
