# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

HOLD_MINUTES = 20


class LoyaltyPayment(models.Model):
    """The part of an order that a card pays.

    Kept on the card while the rest is being paid, spent when the order is confirmed,
    given back when the order is cancelled. It takes nothing off the order: what is
    sold, and its VAT, stay whole.
    """

    _name = "loyalty.payment"
    _description = "Part of an Order Paid by a Card"
    _order = "id"
    _rec_name = "name"

    order_id = fields.Many2one(
        "sale.order", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    card_id = fields.Many2one(
        "loyalty.card", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char(string="Card Number", compute="_compute_name", compute_sudo=True)
    amount = fields.Monetary(required=True, readonly=True)
    amount_back = fields.Monetary(
        string="Given Back",
        compute="_compute_amount_back",
        compute_sudo=True,
        help="Refunded to the card so far.",
    )
    state = fields.Selection(
        [("kept", "Kept on the card"), ("paid", "Paid"), ("back", "Given back")],
        default="kept",
        required=True,
        readonly=True,
    )

    _order_card_uniq = models.UniqueIndex(
        "(order_id, card_id) WHERE state <> 'back'",
        "A card pays one part of an order.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A card pays an amount above zero."
    )

    def _compute_name(self):
        for part in self:
            part.name = part.card_id._get_masked_code()

    def _compute_amount_back(self):
        for part in self:
            part.amount_back = sum(part._get_movements("reverse").mapped("points"))

    def _get_movements(self, kind):
        moved = self.env["loyalty.movement"]._of(self.order_id)
        cards = self.card_id | self.card_id._get_successor()
        return moved.filtered(lambda one: one.kind == kind and one.card_id in cards)

    def _get_token(self):
        """Return the key under which the card keeps this part.

        The same in every try, since a request that is run again has other ids.
        """
        self.ensure_one()
        return self.order_id._get_card_token(self.card_id)

    def _renew(self, minutes=HOLD_MINUTES):
        """Keep these parts on their cards for some time more, or refuse.

        :raise PointsRefusedError: a card cannot pay its part any more
        """
        for part in self:
            part.card_id._authorize_money(
                part._get_token(),
                part.amount,
                company=part.company_id,
                currency=part.currency_id,
                partner=part.order_id.partner_id,
                minutes=minutes,
                document=part.order_id,
            )

    def _release(self):
        """Give these parts back to their cards at once and forget them."""
        kept = self.filtered(lambda part: part.state == "kept")
        self.env["loyalty.hold"]._release([part._get_token() for part in kept])
        kept.unlink()

    def _capture(self, settled):
        """Spend these parts. Repeated, nothing more is spent.

        :param settled: the rest of the price was paid: never refuse
        """
        for part in self.filtered(lambda part: part.state == "kept"):
            token = part._get_token()
            part.card_id._capture_money(
                part.amount,
                token=token,
                key=token,
                document=part.order_id,
                settled=settled,
            )
            part.state = "paid"
            part._tell_order(part.amount, token)

    def _tell_order(self, amount, key):
        self.ensure_one()
        program = self.card_id.program_id
        self.order_id._after_paid_by_card(
            program._get_means_mode(), amount, key, not program.is_store_credit
        )

    def _give_back(self, amount=None, reason=""):
        """Refund to the card what it paid, or a part of it.

        :param amount: in the currency of the order; None: all that is not back yet
        :raise UserError: more than the card paid
        """
        for part in self.filtered(lambda part: part.state == "paid"):
            currency = part.currency_id
            part.invalidate_recordset(["amount_back"])
            due = currency.round(part.amount - part.amount_back)
            back = due if amount is None else amount
            if currency.compare_amounts(back, due) > 0:
                raise UserError(
                    self.env._(
                        "%(card)s paid %(amount)s of this order that are not given "
                        "back yet.",
                        card=part.name,
                        amount=currency.format(due),
                    )
                )
            if not currency.is_zero(back):
                # what came back before is in the key: a repetition adds nothing
                key = f"{part._get_token()}:back:{part.amount_back}"
                part.card_id._put_money(
                    back,
                    key=key,
                    document=part.order_id,
                    kind="reverse",
                    reason=reason,
                )
                part._tell_order(-back, key)
            if currency.is_zero(due - back):
                part.state = "back"

    def action_open_give_back(self):
        """Ask how much goes back to the card, and why."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give back to the card"),
            "res_model": "sale.order.pay.by.card",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_order_id": self.order_id.id,
                "default_part_id": self.id,
            },
        }
