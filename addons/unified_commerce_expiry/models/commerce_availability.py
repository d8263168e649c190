# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class CommerceAvailability(models.AbstractModel):
    _inherit = "commerce.availability"

    @api.model
    def _sellable_condition(self):
        """Goods to be removed from the shelf are promised to nobody.

        Odoo reserves a lot until its removal date, too. What was reserved before
        stays with who has it.
        """
        return SQL(
            "%s AND (quant.removal_date IS NULL"
            " OR quant.removal_date >= clock_timestamp() AT TIME ZONE 'UTC')",
            super()._sellable_condition(),
        )

    def _flush_what_is_counted(self):
        super()._flush_what_is_counted()
        self.env["stock.quant"].flush_model(["removal_date"])
