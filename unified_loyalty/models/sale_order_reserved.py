# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    """A promotion reserved for tiers is for their members."""

    _inherit = "sale.order"

    def _program_check_compute_points(self, programs):
        result = super()._program_check_compute_points(programs)
        tiers = programs._get_reserved_tiers()
        if tiers:
            own = self._get_tiers()
            for program, members in tiers.grouped("reserved_program_id").items():
                if not members & own:
                    result[programs.browse(program.id)] = {
                        "error": self.env._(
                            "%(program)s is reserved for: %(tiers)s.",
                            program=program.name,
                            tiers=", ".join(members.mapped("name")),
                        )
                    }
        return result

    def _get_tiers(self):
        """Return the tiers of the customer of this order."""
        self.ensure_one()
        # sudo: whether the customer has the tier decides, not who looks
        cards = self.env["loyalty.card"].sudo()
        return cards.search(
            [("partner_id", "=", self.partner_id.id), ("tier_id", "!=", False)]
        ).tier_id
