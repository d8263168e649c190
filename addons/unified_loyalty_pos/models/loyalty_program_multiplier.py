# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LoyaltyProgram(models.Model):
    """The till multiplies and combines as the server does, from the same rules."""

    _inherit = "loyalty.program"

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        programs = {program.id: program for program in records}
        for values in read_records:
            program = programs[values["id"]]
            values["_multipliers"] = program._get_multiplier_rules()
            values["_incompatible"] = program._get_incompatible().ids
            values["_reserved_tiers"] = program._get_reserved_tiers().ids
        return read_records


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    till_tier = fields.Integer(compute="_compute_till_tier")

    def _compute_till_tier(self):
        for card in self:
            # sudo: which tier the customer at the till has, no more
            card.till_tier = card.sudo().tier_id.id

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "till_tier"]
