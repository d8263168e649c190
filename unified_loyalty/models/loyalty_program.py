# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    all_channels = fields.Boolean(
        string="Valid on all channels",
        compute="_compute_all_channels",
        inverse="_inverse_all_channels",
        help="The customer finds this programme in every store, on the web shop and on "
        "orders taken by telephone.",
    )

    @api.depends(lambda self: [*self._all_channel_values()])
    def _compute_all_channels(self):
        for program in self:
            program.all_channels = all(
                bool(program[name]) == bool(value)
                for name, value in self._all_channel_values().items()
            )

    def _inverse_all_channels(self):
        chosen = self.filtered("all_channels")
        if chosen:
            chosen.write(self._all_channel_values())

    @api.model
    def _all_channel_values(self):
        """Hook: return the settings that make a programme valid on all channels.

        A relational field stands for a limit: False removes it.
        """
        return {"sale_ok": True}
