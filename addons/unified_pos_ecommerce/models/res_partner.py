# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.unified_commerce_base.models.commerce_consent import BROWSING

SHOWN_WISHES = 30
SHOWN_VIEWED = 12


class ResPartner(models.Model):
    """What the shop adds to the customer's file of the tills."""

    _inherit = "res.partner"

    def _get_file_sections(self, company, purposes):
        return {
            **super()._get_file_sections(company, purposes),
            "wishes": self._get_wishes(company),
            "viewed": self._get_viewed(company) if BROWSING in purposes else [],
        }

    def _get_wishes(self, company):
        """Return the wish list of the shops of a company, newest first."""
        if "product.wishlist" not in self.env:
            # Odoo installs it with the shop; a retailer may have taken it off
            return []
        wishes = self.env["product.wishlist"].search_fetch(
            [
                ("partner_id", "=", self.id),
                ("website_id.company_id", "=", company.id),
                ("product_id.active", "=", True),
            ],
            ["product_id", "create_date"],
            limit=SHOWN_WISHES,
            order="create_date DESC, id DESC",
        )
        return [
            {
                "product_id": wish.product_id.id,
                "date": fields.Datetime.to_string(wish.create_date),
            }
            for wish in wishes
        ]

    def _get_viewed(self, company):
        """Return the articles this customer looked at while signed in, newest first.

        Odoo keeps them as long as it keeps its visitors. They are shown under a
        consent of their own: a wish list is meant to be shown, a glance is not.
        """
        rows = self.env["website.track"]._read_group(
            Domain("visitor_id.partner_id", "=", self.id)
            & Domain("visitor_id.website_id.company_id", "=", company.id)
            & Domain("product_id.active", "=", True),
            ["product_id"],
            ["visit_datetime:max"],
            order="visit_datetime:max DESC",
            limit=SHOWN_VIEWED,
        )
        return [
            {"product_id": product.id, "date": fields.Datetime.to_string(date)}
            for product, date in rows
        ]
