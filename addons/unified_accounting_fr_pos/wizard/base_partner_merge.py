# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _get_sealed(self, partners):
        # sudo: a yes or a no; whoever merges contacts need not see tickets
        rows = (
            self.env["pos.order"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "in", partners.ids),
                    ("l10n_fr_hash", "!=", False),
                    # Odoo before 17.4 sealed the customer with the ticket, and wrote no
                    # version on it; later tickets are sealed without their customer
                    ("pos_version", "=", False),
                ],
                ["partner_id"],
            )
        )
        named = partners.browse(partner.id for [partner] in rows)
        return super()._get_sealed(partners) | named
