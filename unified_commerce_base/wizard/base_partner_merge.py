# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        # Two open carts of one person, or two alerts on one article, would break
        # their index half-way.
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if len(partners) > 1:
            if not (dst_partner and dst_partner in partners):
                dst_partner = self._get_ordered_partner(partners.ids)[-1]
            self._merge_carts(partners - dst_partner, dst_partner)
            # sudo: whoever may merge contacts merges what they wait for
            self.env["commerce.stock.alert"].sudo()._merge_waiting(partners)
        return super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )

    def _merge_carts(self, sources, target):
        """Join the open carts of the people who turn out to be one."""
        # sudo: whoever may merge contacts merges their carts, sales rights or not
        carts = (
            self.env["sale.order"]
            .sudo()
            .search([("cart_state", "=", "open"), ("partner_id", "in", sources.ids)])
        )
        for cart in carts:
            cart._cart_identify(target)
