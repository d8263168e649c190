# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CommerceChannel(models.Model):
    _inherit = "commerce.channel"

    def _get_website(self):
        """Return the website of a web channel, none for the other channels."""
        self.ensure_one()
        # sudo: who is told what is there need not see the set-up of the websites
        return (
            self.env["website"].sudo().search([("channel_id", "=", self.id)], limit=1)
        )

    def _get_served_places(self):
        website = self._get_website()
        if website:
            return website._get_shop_warehouses()
        return super()._get_served_places()

    def _offers(self, product):
        website = self._get_website()
        return super()._offers(product) and (
            not website or website._is_page_shown(product)
        )
