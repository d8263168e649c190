# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    incompatible_program_ids = fields.Many2many(
        "loyalty.program",
        relation="loyalty_program_incompatible_rel",
        column1="program_id",
        column2="other_id",
        string="Does Not Combine With",
        domain="[('id', '!=', id)]",
        help="Of two that do not combine, the one that takes off more is kept. It is "
        "enough to name one of them here.",
    )

    def _get_incompatible(self):
        """Return the programmes whose rewards do not combine with this one's."""
        self.ensure_one()
        # sudo: the rule holds for whoever sells
        program = self.sudo()
        naming = program.search([("incompatible_program_ids", "in", program.ids)])
        return self.browse((program.incompatible_program_ids | naming).ids)
