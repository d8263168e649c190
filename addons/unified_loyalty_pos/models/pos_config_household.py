# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from odoo.addons.unified_loyalty.models.commerce_consent import HOUSEHOLD
from odoo.addons.unified_pos.models.cart_ticket import as_id


class PosConfig(models.Model):
    """Two customers who stand at the till share their points from now on."""

    _inherit = "pos.config"

    def unified_household(self, partner_id, member_id):
        """Return what the cashier reads before somebody joins a household.

        :param partner_id: customer of the ticket, who heads the household or begins one
        :param member_id: customer who is to join
        :return: {text, begins: whether the first one joins, too, points_display: what
            the new member has, '' for nothing}
        :raise UserError: why they cannot join
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        program, head, member = self._get_household_asked(partner_id, member_id)
        members = self.env["loyalty.card.member"]
        card = members._find_card(member, program)
        consents = self.env["commerce.consent"].with_company(self.company_id)
        return {
            "text": consents._get_text(HOUSEHOLD),
            "begins": not members._get_open(head, program),
            "points_display": card.points_display.strip() if card.points else "",
        }

    def unified_household_add(
        self, partner_id, member_id, bring=False, operator_id=None
    ):
        """Let a customer join the household of another one; both agreed at the till.

        :param bring: the new member's own points become the household's
        :return: {card id: points} of both cards, as the till shows them
        :raise UserError: why they cannot join
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        program, head, member = self._get_household_asked(partner_id, member_id)
        members = self.env["loyalty.card.member"].with_company(self.company_id)
        consent = {
            "how": "till",
            "place": self.name,
            "by": self._get_operator(operator_id).name or self.env.user.name,
        }
        card = self._get_or_make_card(program, head)
        household = card.household_card_id or members._found(card, **consent)
        joined = members._join_customer(household, member, bring is True, **consent)
        return {one.id: one.points for one in card | joined.card_id}

    def _get_household_asked(self, partner_id, member_id):
        """Return (programme, head, new member), or refuse what cannot be.

        :raise UserError: says why
        """
        head = self._get_till_customer(as_id(partner_id))
        member = self._get_till_customer(as_id(member_id))
        program = self._get_till_programs().filtered(
            lambda one: one._offers_household()
        )[:1]
        members = self.env["loyalty.card.member"]
        own = members._get_open(head, program)
        if not program:
            raise UserError(self.env._("This till has no household accounts."))
        if head == member:
            raise UserError(self.env._("Choose the customer who is to join."))
        if own and not own.is_head:
            raise UserError(
                self.env._("Only the head of a household adds members to it.")
            )
        members._check_may_join(program, member)
        if not own:
            members._check_may_join(program, head)
        return program, head, member
