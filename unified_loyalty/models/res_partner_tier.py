# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import format_amount, format_date


class ResPartner(models.Model):
    _inherit = "res.partner"

    loyalty_tier = fields.Char(
        compute="_compute_loyalty_tier",
        groups="sales_team.group_sale_salesman,unified_commerce_base.group_commerce_user",
        help="Tier of the customer in each programme.",
    )

    def _compute_loyalty_tier(self):
        cards = self.env["loyalty.card"].search(
            [("partner_id", "in", self.ids), ("tier_id", "!=", False)], order="id"
        )
        by_partner = cards.grouped("partner_id")
        for partner in self:
            tiers = by_partner.get(partner._origin, cards.browse()).tier_id
            partner.loyalty_tier = ", ".join(tiers.mapped("name"))

    def _get_loyalty_account(self, company, limit=10):
        """Add to each card ``tier`` and ``next_tier``, or False.

        ``tier``: {name, benefits, since, until}, ``until`` only when it is about to
        end. ``next_tier``: {name, benefits, missing, missing_display}.
        """
        account = super()._get_loyalty_account(company, limit)
        cards = self.env["loyalty.card"].browse(
            [values["id"] for values in account["cards"]]
        )
        for card, values in zip(cards, account["cards"], strict=True):
            values["tier"] = self._prepare_tier(card)
            values["next_tier"] = self._prepare_next_tier(card)
        return account

    def _prepare_tier(self, card):
        tier = card.tier_id
        return bool(tier) and {
            "name": tier.name,
            "benefits": tier.benefits or "",
            "since": format_date(self.env, card.tier_since),
            "until": format_date(self.env, card.tier_drops_on) or "",
        }

    def _prepare_next_tier(self, card):
        tier = card._get_next_tier()
        if not tier:
            return False
        program = card.program_id
        missing = max(tier.threshold - program._get_tier_figures(card)[card], 0.0)
        in_money = program.tier_basis == "money"
        return {
            "name": tier.name,
            "benefits": tier.benefits or "",
            "missing": missing,
            "missing_display": format_amount(self.env, missing, program.currency_id)
            if in_money
            else card._format_points(missing).strip(),
        }
