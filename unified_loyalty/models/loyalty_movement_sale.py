# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .loyalty_movement import DIGITS, round_points


class LoyaltyMovement(models.Model):
    """What the sale brought in that points were won with, for deferred income.

    It is written once, with the points: a later change of the order does not change
    what was owed on an earlier day.
    """

    _inherit = "loyalty.movement"

    sale_amount = fields.Float(
        string="Sale (Excl. VAT)",
        readonly=True,
        digits=DIGITS,
        help="Value of the sale that won these points, in the currency of the "
        "programme.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("kind") == "earn" and "sale_amount" not in vals:
                vals.update(self._prepare_sale_amount(vals))
        return super().create(vals_list)

    @api.model
    def _prepare_sale_amount(self, vals):
        """Return the value of the sale of a movement, nothing where there is none."""
        model = self.env.get(vals.get("res_model") or "")
        if not hasattr(model, "_get_loyalty_sale_amount"):
            return {}
        document = model.browse(vals["res_id"]).exists()
        if not document:
            return {}
        card = self.env["loyalty.card"].browse(vals["card_id"])
        amount = document.currency_id._convert(
            document._get_loyalty_sale_amount(),
            card.program_id.currency_id,
            document.company_id,
            document.date_order,
            round=False,
        )
        return {"sale_amount": round_points(amount)}
