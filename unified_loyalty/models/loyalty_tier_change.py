# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LoyaltyTierChange(models.Model):
    """When a card went from one tier to another, and with what figure."""

    _name = "loyalty.tier.change"
    _description = "Change of Tier"
    _order = "date desc, id desc"
    _log_access = False
    _rec_name = "card_id"

    card_id = fields.Many2one(
        "loyalty.card", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="card_id.company_id")
    partner_id = fields.Many2one(related="card_id.partner_id", string="Customer")
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    old_tier_id = fields.Many2one(
        "loyalty.tier", string="From", readonly=True, ondelete="set null"
    )
    new_tier_id = fields.Many2one(
        "loyalty.tier", string="To", readonly=True, ondelete="set null"
    )
    figure = fields.Float(
        readonly=True, help="Points won or money spent over the period, that day."
    )
