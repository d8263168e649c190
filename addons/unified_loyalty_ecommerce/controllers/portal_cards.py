# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal


class CardPortal(CustomerPortal):
    @route("/my/cards", type="http", auth="user", website=True, sitemap=False)
    def my_cards(self, **_post):
        """Show the cards of who is signed in and what is left on each."""
        return request.render(
            "unified_loyalty_ecommerce.my_cards",
            {
                "page_name": "cards",
                "cards": self._get_own_card_summaries(),
                **self._prepare_portal_layout_values(),
            },
        )

    def _get_own_card_summaries(self):
        # sudo: the shopper's own cards, named fields
        cards = request.env["loyalty.card"].sudo()
        own = cards.search(
            [
                ("partner_id", "=", request.env.user.partner_id.id),
                ("program_id.is_means_of_payment", "=", True),
                ("program_id.company_id", "in", [False, request.website.company_id.id]),
                ("blocked", "=", False),
            ],
            order="id desc",
        )
        return [
            {**card._get_money_summary(), "expires_on": card.expiration_date}
            for card in own
        ]
