# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

# distance sales in France: Code de la consommation, L221-18
WITHDRAWAL_DAYS = 14
BATCH = 100


class SaleOrder(models.Model):
    """The first order of a friend rewards both, once nobody can send it back."""

    _inherit = "sale.order"

    referral_card_id = fields.Many2one(
        "loyalty.card",
        string="Referred By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    referral_state = fields.Selection(
        [("pending", "Waiting"), ("given", "Rewarded"), ("refused", "Not rewarded")],
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def _set_referral(self, code):
        """Remember who sent the customer of this cart, when the code is known."""
        self.ensure_one()
        # sudo: a visitor knows the code, nothing else of the card
        card = self.env["loyalty.card"].sudo()._find_by_referral_code(code)
        if card and self.state in ("draft", "sent"):
            # sudo: as above
            self.sudo().referral_card_id = card
        return bool(card)

    def action_confirm(self):
        result = super().action_confirm()
        # sudo: whoever confirms, the card is the referrer's
        for order in self.sudo().filtered("referral_card_id"):
            if not order.referral_state and order.state == "sale":
                first = order._is_first_order_of_a_friend()
                order.referral_state = "pending" if first else "refused"
        return result

    def _is_first_order_of_a_friend(self):
        """Say whether the customer is somebody else, who never bought before."""
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        if customer == self.referral_card_id.partner_id.commercial_partner_id:
            return False
        return not self._get_earlier_purchases(customer)

    def _get_earlier_purchases(self, customer):
        """Hook: return how many purchases the customer had made before this one."""
        return self.search_count(
            [
                ("partner_id", "child_of", customer.id),
                ("state", "=", "sale"),
                ("id", "!=", self.id),
            ],
            limit=1,
        )

    @api.model
    def _cron_reward_referrals(self):
        """Reward those whose friend has paid and can no longer send anything back."""
        cron = self.env["ir.cron"]
        orders = self.search(
            [
                ("referral_state", "=", "pending"),
                ("date_order", "<=", fields.Datetime.now() - timedelta(days=1)),
            ],
            order="id",
        )
        cron._commit_progress(remaining=len(orders))
        for start in range(0, len(orders), BATCH):
            batch = orders[start : start + BATCH]
            for order in batch:
                order._reward_referral()
            if not cron._commit_progress(len(batch)):
                return

    def _reward_referral(self):
        self.ensure_one()
        card = self.referral_card_id._get_successor()
        if self.state == "cancel" or self._get_refunded_share() or not card.active:
            self.referral_state = "refused"
            return
        days = card.program_id.points_valid_after or WITHDRAWAL_DAYS
        over = self.date_order + timedelta(days=days) < fields.Datetime.now()
        if not (over and self._is_paid_for()):
            return
        program = card.program_id
        key, reason = f"referral:{self.id}", self.env._("A friend you sent us")
        card._give_bonus(program.bonus_referrer, key, reason)
        self._get_card_of_friend(program)._give_bonus(
            program.bonus_referred, key, self.env._("Sent by a friend"), self
        )
        self.referral_state = "given"

    def _get_card_of_friend(self, program):
        cards = self.env["loyalty.card"]
        terms = {"program_id": program.id, "partner_id": self.partner_id.id}
        domain = [(name, "=", value) for name, value in terms.items()]
        return cards.search(domain, order="id", limit=1) or cards.create(
            {**terms, "points": 0}
        )

    def _is_paid_for(self):
        """Hook: say whether the whole order was paid, online or on its invoices."""
        self.ensure_one()
        if self.currency_id.compare_amounts(self.amount_paid, self.amount_total) >= 0:
            return True
        invoices = self.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice"
        )
        return self.invoice_status == "invoiced" and all(
            move.payment_state in ("paid", "in_payment") for move in invoices
        )
