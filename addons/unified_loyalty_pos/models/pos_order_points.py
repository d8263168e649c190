# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from math import isfinite

from odoo import fields, models
from odoo.tools import json_default

from odoo.addons.unified_loyalty.tools import get_source, with_source
from odoo.addons.unified_pos.models.cart_ticket import Problem, as_id, as_number

from .pos_order import PAID

PARTS = "unified_loyalty_pos_parts"
CENT = 0.01
# what Odoo's till may say of a card to be made
CARD_TERMS = ("barcode", "code", "expiration_date")


def as_points(value):
    """Return points sent by a browser, 0.0 when they make no sense."""
    points = as_number(value)
    return points if isfinite(points) else 0.0


class PosOrder(models.Model):
    """Points move in the transaction of the ticket, once, whatever the till repeats.

    The till says what a ticket wins, since it alone knows which rules the customer
    was told; the server bounds it. What a ticket spends is on its reward lines.
    """

    _inherit = "pos.order"

    points_answer = fields.Json(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="What the till was told when the points moved: told again, they do not "
        "move again.",
    )

    def confirm_coupon_programs(self, coupon_data):
        """Tell the till what became of the cards; move points that did not move yet.

        Core's own till calls it after the ticket and never again: the points moved
        with the ticket already, and the answer is the one given then.

        :raise AccessError: the user may not write the ticket
        """
        self.check_access("write")
        source = get_source(self.env)
        if source and source.document and source.document._name == self._name:
            return super().confirm_coupon_programs(coupon_data)
        if self.state in PAID:
            self._capture_points(self._read_coupon_data(coupon_data))
        return self._get_points_answer()

    # Capturing ------------------------------------------------------------------

    def _capture_points(self, sent):
        """Move the points of this paid ticket, once.

        :param sent: [{coupon_id, program_id, points won, line_codes, …}] by the till
        """
        self.ensure_one()
        order = self.sudo()  # sudo: the mark that it is done is nobody's to write
        if order.points_answer:
            return
        data, parts = self._prepare_coupon_data(sent)
        if not data:
            return
        document = self.with_context(**{PARTS: parts})
        key = f"{self._name},{self.uuid}"
        source = {"token": self._get_loyalty_token(), "key": key, "settled": True}
        answer = with_source(document, document, **source).confirm_coupon_programs(data)
        order.points_answer = json.loads(json.dumps(answer, default=json_default))

    def _get_loyalty_parts(self, card):
        """Return (won, spent) on a card by this ticket, both positive."""
        self.ensure_one()
        parts = self.env.context.get(PARTS)
        if parts is not None:
            of_program = parts.get(f"program {card.program_id.id}", (0.0, 0.0))
            return parts.get(card.id, of_program)
        moved = self.env["loyalty.movement"]._of(self, card)
        won = moved.filtered(lambda one: one.kind == "earn")
        spent = moved.filtered(lambda one: one.kind == "burn")
        return sum(won.mapped("points")), -sum(spent.mapped("points"))

    def _get_points_answer(self):
        """Return what core's till expects, with the balances of now."""
        order = self.sudo()  # sudo: see _capture_points
        answer = order.points_answer or {
            "coupon_updates": [],
            "program_updates": [],
            "new_coupon_info": [],
            "coupon_report": {},
        }
        cards = order.env["loyalty.card"]
        for update in answer["coupon_updates"]:
            update["points"] = cards.browse(update["id"]).exists().points
        return answer

    # Reading what the till says -------------------------------------------------

    def _read_coupon_data(self, coupon_data):
        """Return what core's till sends, points spent taken off, in our terms."""
        entries = []
        for key, values in dict(coupon_data or {}).items():
            if not isinstance(values, dict):
                continue
            card_id = as_id(values.get("coupon_id")) or int(key)
            entry = {**values, "coupon_id": card_id}
            lines = self._get_reward_lines_of(card_id, values.get("line_codes"))
            spent = sum(lines.mapped("points_cost"))
            entries.append({**entry, "points": as_points(entry.get("points")) + spent})
        return entries

    def _get_reward_lines_of(self, card_id, codes=None):
        codes = [code for code in codes or () if isinstance(code, str) and code]
        return self._get_till_rewards().filtered(
            lambda line: (
                line.reward_identifier_code in codes
                or (
                    line.coupon_id
                    # sudo: a card that was merged is followed, whoever sells
                    and card_id in (line.coupon_id.id, line._get_card().id)
                )
            )
        )

    def _get_till_rewards(self):
        """Return the reward lines of this ticket that no sales order pays for."""
        return self.lines.filtered(
            lambda line: (
                line.is_reward_line
                and line.reward_id
                and not line.sale_order_origin_id
                and line.qty > 0
            )
        )

    def _prepare_coupon_data(self, sent):
        """Return what core is told of this ticket, and (won, spent) of each card."""
        # sudo: programmes and cards are judged here, whatever the cashier may read
        programs = self.config_id.sudo()._get_till_programs()
        entries = [one for one in sent if isinstance(one, dict)]
        named = {as_id(one.get("coupon_id")) for one in entries}
        entries += [
            {"coupon_id": card.id, "program_id": card.program_id.id}
            for card in self._get_till_rewards().mapped(lambda line: line._get_card())
            if card.id not in named
        ]
        data, parts, limits = {}, {}, {}
        for entry in entries:
            program = programs.browse(as_id(entry.get("program_id"))).exists()
            card = self._get_sent_card(entry, program)
            refusal = self._get_points_refusal(program, card, programs)
            if refusal:
                self._report_points(program or entry.get("program_id"), refusal)
                continue
            spent = self._get_spent(entry, card)
            if program.applies_on == "current" and not spent["line_codes"]:
                continue
            if program not in limits:
                limits[program] = self._get_points_limit(program)
            won = self._get_won(entry, program, limits)
            key = card.id or -abs(as_id(entry.get("coupon_id")) or len(data) + 1)
            data[key] = {
                **{name: entry.get(name) or False for name in CARD_TERMS},
                "points": won - spent["points"],
                "program_id": program.id,
                "coupon_id": key,
                "line_codes": spent["line_codes"],
                **self._get_card_customer(program),
            }
            parts[card.id or f"program {program.id}"] = won, spent["points"]
        return data, parts

    def _get_card_customer(self, program):
        """Return whose a card of this programme becomes: the ticket's, nobody else."""
        named = program.is_nominative or program.program_type == "next_order_coupons"
        return {"partner_id": self.partner_id.id if named else False}

    def _get_sent_card(self, entry, program):
        """Return the card that the till means, as the one that took it over."""
        # sudo: see _prepare_coupon_data
        cards = self.env["loyalty.card"].sudo().with_context(active_test=False)
        card_id = as_id(entry.get("coupon_id")) or 0
        if card_id > 0:
            return cards.browse(card_id).exists()._get_successor_or_none()
        if program.is_nominative and self.partner_id:
            return cards.search(
                [
                    ("program_id", "=", program.id),
                    ("partner_id", "=", self.partner_id.id),
                    ("active", "=", True),
                ],
                limit=1,
            )
        return cards

    def _get_points_refusal(self, program, card, programs):
        """Return why points may not move as the till says, in words, or nothing."""
        _ = self.env._
        if not program:
            return _("the programme does not exist")
        # what a programme that ended meanwhile gave stands
        if program not in programs | self._get_till_rewards().reward_id.program_id:
            return _("the programme is not one of this till")
        if card and card.program_id != program:
            return _("the card is of another programme")
        if program.is_nominative:
            if not self.partner_id:
                return _("the ticket has no customer")
            if card and not card._is_usable_by(self.partner_id):
                return _("the card is somebody else's")
        return ""

    def _get_spent(self, entry, card):
        """Return what is spent on a card, {points, line_codes}."""
        lines = self._get_reward_lines_of(
            card.id or as_id(entry.get("coupon_id")), entry.get("line_codes")
        )
        lines = lines.filtered(
            lambda line: line.reward_id.program_id.id == as_id(entry.get("program_id"))
        )
        by_code = lines.grouped("reward_identifier_code")
        return {
            "points": sum(same._get_points_due() for same in by_code.values()),
            "line_codes": [code for code in by_code if code],
        }

    def _get_won(self, entry, program, limits):
        """Return what is won, no more than the server's rules can give."""
        won = max(as_points(entry.get("points")), 0.0)
        limit = limits[program]
        if won > limit + CENT:
            self._report_points(
                program,
                self.env._(
                    "the till counted %(till)s points, the server %(server)s at most",
                    till=f"{won:g}",
                    server=f"{limit:g}",
                ),
            )
            won = limit
        limits[program] = max(limit - won, 0.0)
        return won

    def _get_points_limit(self, program):
        """Hook: return how many points this ticket can win at most.

        Cheap and never too low; the nightly replay counts exactly.
        """
        lines = self.lines.filtered(lambda line: line._may_win_points())
        limit = 0.0
        valid = program._get_valid_products(lines.product_id)
        for rule, products in valid.items():
            mine = lines.filtered(
                lambda line, products=products: line.product_id in products
            )
            if not mine:
                continue
            if rule.reward_point_mode == "order":
                limit += rule.reward_point_amount
            elif rule.reward_point_mode == "money":
                paid = sum(mine.mapped("price_subtotal_incl"))
                limit += rule.reward_point_amount * paid
            else:
                limit += rule.reward_point_amount * sum(mine.mapped("qty"))
        factors = [one["factor"] for one in program._get_multiplier_rules()]
        return limit * max([1.0, *factors])

    def _report_points(self, program, reason):
        """Tell a person that a ticket moved points otherwise than its till said."""
        name = program.name if isinstance(program, models.BaseModel) else program
        self._report_ticket(
            "loyalty",
            Problem(
                f"till-points:{self.uuid}:{name}",
                self.env._(
                    "Ticket %(ticket)s, programme %(program)s: %(reason)s.",
                    ticket=self.pos_reference,
                    program=name or "?",
                    reason=reason,
                ),
                self.env._(
                    "The ticket stands; the card got what the server allows. Look at "
                    "the ticket with the cashier, and at who uses this till."
                ),
            ),
        )


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _get_card(self):
        """Return the card of a reward line, as the one that took it over."""
        # sudo: a cashier may not read cards that were put away
        return self.sudo().coupon_id._get_successor_or_none()

    def _may_win_points(self):
        """Say whether this ticket itself may count points for this line.

        Of what a ticket sends out of a cart, the sales order counts them.
        """
        # sudo: a yes or a no about an order that the cashier may not read
        order = self.sudo().sale_order_origin_id
        counted = not order or (order._is_made_by_ticket() and self._is_owed())
        return (
            counted
            and self.qty > 0
            and not self.is_reward_line
            and not self.refunded_orderline_id
        )

    def _get_points_due(self):
        """Return what the reward of these lines costs, never less than its price."""
        sent = sum(self.mapped("points_cost"))
        reward = self.reward_id
        if reward.program_id.program_type in ("gift_card", "ewallet"):
            return sent
        due = reward.required_points
        if reward.reward_type == "discount" and reward.discount_mode == "per_point":
            taken_off = -sum(self.mapped("price_subtotal_incl"))
            due = taken_off / reward.discount if reward.discount else due
        elif reward.reward_type == "product" and reward.reward_product_qty:
            given = sum(self.mapped("qty")) / reward.reward_product_qty
            due *= given if given > 1 else 1
        # the till may round the last cent the other way
        return sent if sent >= due * 0.99 - CENT else due
