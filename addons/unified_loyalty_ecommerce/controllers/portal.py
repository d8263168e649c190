# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.http import request, route
from odoo.tools.misc import format_date

from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.addons.unified_loyalty.controllers.card import make_pdf_response
from odoo.addons.website_sale_loyalty.controllers.portal import CustomerPortalLoyalty

MOVEMENTS = 5
PER_PAGE = 20


class CustomerPortal(CustomerPortalLoyalty):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if not counters:
            values["loyalty_account"] = self._prepare_loyalty_account(MOVEMENTS)
            # loyalty cards have a block of their own on the page
            values["cards_per_programs"] = {
                program: cards
                for program, cards in values.get("cards_per_programs", {}).items()
                if program.program_type != "loyalty"
            }
        return values

    @route(
        ["/my/points/<int:card_id>", "/my/points/<int:card_id>/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def my_points(self, card_id, page=1, **_kwargs):
        """The card of who is signed in, as tills scan it, and all its movements."""
        card = self._get_own_card(card_id)
        # what they may see, even of a card that several people share
        partner = self._get_shopper()
        domain = partner._get_loyalty_lines_domain(card)
        total = card.movement_ids.search_count(domain)
        pager = portal_pager(
            url=f"/my/points/{card.id}", total=total, page=page, step=PER_PAGE
        )
        lines = partner._get_loyalty_lines(card, PER_PAGE, pager["offset"])
        account = self._prepare_loyalty_account(0)
        barcode, qr_code = card._get_code_images()
        values = {
            "page_name": "my_points",
            "card": next(one for one in account["cards"] if one["id"] == card.id),
            "code": not card.blocked and card.code,
            "barcode": barcode,
            "qr_code": qr_code,
            "movements": self._prepare_movements(lines._get_movements()),
            "pager": pager,
            "has_earlier": self._has_earlier(card),
        }
        response = request.render("unified_loyalty_ecommerce.my_points", values)
        response.headers["Cache-Control"] = "no-store"
        return response

    @route("/my/points/<int:card_id>/card.pdf", type="http", auth="user", readonly=True)
    def my_card(self, card_id):
        """The card of who is signed in, to print or to keep."""
        card = self._get_own_card(card_id)
        if card.blocked:
            raise NotFound
        content = card._render_card_pdf()
        return make_pdf_response(content, card._get_print_name(), "attachment")

    def _get_own_card(self, card_id):
        """Return a card of points of who is signed in, never one of somebody else.

        :raise NotFound: there is none of this number
        """
        cards = self._get_shopper()._get_loyalty_cards(self._get_company())
        card = cards.filtered(lambda one: one.id == card_id)
        if not card:
            raise NotFound
        return card

    def _get_shopper(self):
        # sudo: shoppers read their own account, as its service shows it
        return request.env.user.partner_id.sudo()

    def _get_company(self):
        return request.env["website"].get_current_website().company_id

    def _prepare_loyalty_account(self, movements):
        """Return the account of who is signed in, with dates and places in words."""
        account = self._get_shopper()._get_loyalty_account(
            self._get_company(), movements
        )
        self._prepare_movements(account["movements"])
        for card in account["cards"]:
            card["progress"] = self._get_progress(card)
        return account

    def _prepare_movements(self, movements):
        for movement in movements:
            movement["day"] = self._format_day(movement["date"])
            movement["valid_day"] = self._format_day(movement["valid_from"])
            movement["place"] = self._get_place(movement)
        return movements

    def _format_day(self, date):
        if not date:
            return ""
        moment = fields.Datetime.context_timestamp(
            request.env.user, fields.Datetime.to_datetime(date)
        )
        return format_date(request.env, moment.date())

    def _get_place(self, movement):
        if movement["channel_type"] == "web":
            return request.env._("Web shop")
        return movement["channel"]

    def _get_progress(self, card):
        """Return how far the next reward is, in percent."""
        if not card["next_reward"]:
            return 100
        wanted = card["points"] + card["next_reward"]["missing"]
        return max(0, min(100, round(100 * card["points"] / wanted)))

    def _has_earlier(self, card):
        """Say whether Odoo's own history tells of before the opening balance."""
        opening = card.movement_ids.search(
            [("card_id", "=", card.id), ("kind", "=", "opening")], limit=1, order="id"
        )
        return bool(opening) and bool(
            card.history_ids.search_count(
                [("card_id", "=", card.id), ("create_date", "<", opening.date)],
                limit=1,
            )
        )
