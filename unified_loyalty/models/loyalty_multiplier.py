# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

# a rule without conditions
ANY = {
    "products": [],
    "categories": [],
    "weekdays": [],
    "date_from": "",
    "date_to": "",
    "channels": [],
    "tiers": [],
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class LoyaltyMultiplier(models.Model):
    """When and for what a purchase wins more points."""

    _name = "loyalty.multiplier"
    _description = "Multiplier of Points"
    _order = "program_id, date_from, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    program_id = fields.Many2one(
        "loyalty.program", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="program_id.company_id")
    factor = fields.Float(default=2.0, required=True, help="2: twice the points.")
    product_ids = fields.Many2many("product.product", string="Articles")
    category_ids = fields.Many2many("product.category", string="Categories")
    mon = fields.Boolean(string="Monday")
    tue = fields.Boolean(string="Tuesday")
    wed = fields.Boolean(string="Wednesday")
    thu = fields.Boolean(string="Thursday")
    fri = fields.Boolean(string="Friday")
    sat = fields.Boolean(string="Saturday")
    sun = fields.Boolean(string="Sunday")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until")
    channel_ids = fields.Many2many("commerce.channel", string="Channels")
    tier_ids = fields.Many2many(
        "loyalty.tier", string="Tiers", domain="[('program_id', '=', program_id)]"
    )

    @api.constrains("factor", "date_from", "date_to")
    def _check_multiplier(self):
        for one in self:
            if one.factor <= 0:
                raise ValidationError(
                    self.env._("%s: points are multiplied by more than 0.", one.name)
                )
            if one.date_from and one.date_to and one.date_from > one.date_to:
                raise ValidationError(self.env._("%s ends before it begins.", one.name))

    def _prepare_rule(self):
        """Return the rule as ``multiply_points`` reads it, here and at the till."""
        self.ensure_one()
        return {
            "factor": self.factor,
            "products": self.product_ids.ids,
            "categories": self.category_ids.ids,
            "weekdays": [
                number for number, day in enumerate(DAYS, start=1) if self[day]
            ],
            "date_from": fields.Date.to_string(self.date_from) or "",
            "date_to": fields.Date.to_string(self.date_to) or "",
            "channels": self.channel_ids.ids,
            "tiers": self.tier_ids.ids,
        }


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    multiplier_ids = fields.One2many("loyalty.multiplier", "program_id")

    def _get_multiplier_rules(self):
        """Return the rules of this programme, those of its tiers included."""
        self.ensure_one()
        if self.program_type != "loyalty":
            return []
        # sudo: the rules are the programme's, whoever sells
        program = self.sudo()
        rules = [one._prepare_rule() for one in program.multiplier_ids]
        return rules + [
            {**ANY, "factor": tier.multiplier, "tiers": tier.ids}
            for tier in program.tier_ids
            if tier.multiplier > 1
        ]
