# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.http import request
from odoo.tools.misc import format_date

from odoo.addons.website_sale_loyalty.controllers.portal import CustomerPortalLoyalty

MOVEMENTS = 5


class CustomerPortal(CustomerPortalLoyalty):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if not counters:
            values["loyalty_account"] = self._prepare_loyalty_account()
            # loyalty cards have a block of their own on the page
            values["cards_per_programs"] = {
                program: cards
                for program, cards in values.get("cards_per_programs", {}).items()
                if program.program_type != "loyalty"
            }
        return values

    def _prepare_loyalty_account(self):
        """Return the account of who is signed in, with dates and places in words."""
        # sudo: named fields of the shopper's own account
        partner = request.env.user.partner_id.sudo()
        account = partner._get_loyalty_account(request.website.company_id, MOVEMENTS)
        for movement in account["movements"]:
            movement["day"] = self._format_day(movement["date"])
            movement["place"] = self._get_place(movement)
        for card in account["cards"]:
            card["progress"] = self._get_progress(card)
        return account

    def _format_day(self, date):
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
