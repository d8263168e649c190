# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LoyaltyTier(models.Model):
    """A tier of a programme: what it takes to reach it, and what it brings."""

    _name = "loyalty.tier"
    _description = "Loyalty Tier"
    _order = "program_id, threshold, id"

    name = fields.Char(required=True, translate=True)
    program_id = fields.Many2one(
        "loyalty.program", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="program_id.company_id")
    threshold = fields.Float(
        required=True,
        help="Points won or money spent over the period of the programme.",
    )
    multiplier = fields.Float(
        default=1.0, help="Points of each purchase are multiplied by this."
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        help="Prices of the members of this tier, unless a customer has their own.",
    )
    reserved_program_id = fields.Many2one(
        "loyalty.program",
        string="Reserved Promotion",
        domain="[('program_type', 'in', ('promotion', 'promo_code', 'buy_x_get_y'))]",
        help="Only members of the tiers that name this promotion benefit from it.",
    )
    benefits = fields.Text(
        translate=True, help="Other benefits, as customers read them."
    )

    _threshold_uniq = models.UniqueIndex(
        "(program_id, threshold)", "Two tiers cannot begin at the same threshold."
    )

    @api.constrains("threshold", "multiplier")
    def _check_figures(self):
        for tier in self:
            if tier.threshold < 0 or tier.multiplier < 1:
                raise ValidationError(
                    self.env._(
                        "Tier %s: a threshold is not below zero, and a tier multiplies "
                        "points by one at least.",
                        tier.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        tiers = super().create(vals_list)
        self.env.registry.clear_cache()
        return tiers

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
