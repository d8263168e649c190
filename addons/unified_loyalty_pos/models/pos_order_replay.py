# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import closing
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_round

# the till rounds half a hundredth of a point up, the server down
TOLERANCE = 0.0101


class Offer(NamedTuple):
    """What the server's programme takes off: in prices of lines, and taxes included."""

    price: float = 0.0
    total: float = 0.0
    refusal: str | None = None


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _replay_promotions(self):
        """Ask the server's programmes for the rewards and the points of the till.

        On sales orders that are undone at once: the programmes work on stored orders
        only. Rewards of a cart were the server's own and are left out.
        """
        gaps = super()._replay_promotions()
        moved = self.env["loyalty.movement"]._of(self)
        won = moved.filtered(lambda one: one.kind == "earn").grouped("res_id")
        replayed = self.filtered(
            lambda ticket: ticket.id in won or ticket._replay_rewards()
        )
        if not replayed:
            return gaps
        # closed, the savepoint takes back all that was written
        with closing(self.env.cr.savepoint()):
            for ticket in replayed:
                order = ticket._create_replay_order(ticket._replay_goods())
                gaps += ticket._replay_rewards_on(order)
                gaps += ticket._replay_points_on(order, won.get(ticket.id, moved[:0]))
        return gaps

    def _replay_goods(self):
        return self.lines.filtered(lambda line: not line.is_reward_line)

    def _replay_rewards(self):
        return self.lines.filtered(
            lambda line: line.is_reward_line and not line.sale_order_origin_id
        )

    def _create_replay_order(self, lines):
        """Create a sales order of lines of the ticket, at their prices."""
        self.ensure_one()
        order = (
            self.env["sale.order"]
            .with_company(self.company_id)
            .with_context(tracking_disable=True)
            .create(
                {
                    # a name of its own: no number of an order is used up
                    "name": self.name,
                    "company_id": self.company_id.id,
                    "partner_id": (self.partner_id or self.company_id.partner_id).id,
                    "pricelist_id": self.pricelist_id.id,
                    "fiscal_position_id": self.fiscal_position_id.id,
                    "date_order": self.date_order,
                    "order_line": [
                        Command.create(line._prepare_replay_rewarded_line())
                        for line in lines
                    ],
                }
            )
        )
        made = dict(zip(lines, order.order_line, strict=True))
        for line in lines.filtered("combo_item_id"):
            combo = line.combo_parent_id
            # a programme sees a combination as one article; a part may be of it no more
            offered = combo.product_id.combo_ids.combo_item_ids
            if combo in made and line.combo_item_id in offered:
                made[line].write(
                    {
                        "linked_line_id": made[combo].id,
                        "combo_item_id": line.combo_item_id.id,
                    }
                )
        return order

    def _replay_rewards_on(self, order):
        self.ensure_one()
        gaps = []
        # what is given free is not bought: a discount counts without it
        rewards = self._replay_rewards().sorted(
            lambda line: line.reward_id.reward_type != "product"
        )
        for reward, lines in rewards.grouped("reward_id").items():
            given = sum(line.qty * line.price_unit for line in lines)
            if reward.reward_type == "product":
                offer = order._replay_free_product(lines)
            else:
                offer = order._replay_reward(reward, lines.coupon_id[:1])
            # before it is rounded with its taxes: the sum of the ticket is compared too
            if self.currency_id.compare_amounts(given, offer.price):
                gaps.append(
                    {
                        **self._prepare_replay_gap(),
                        "product_id": lines.product_id[:1].id,
                        "quantity": sum(lines.mapped("qty")),
                        "subject": "total",
                        "till_amount": sum(lines.mapped("price_subtotal_incl")),
                        "server_amount": offer.total,
                        "cause": "promotion",
                        "detail": offer.refusal or reward.program_id.name,
                    }
                )
        return gaps

    def _replay_points_on(self, order, movements):
        """Compare what the ticket won with what the server's rules give for it."""
        self.ensure_one()
        goods = self._replay_goods()
        counted = goods.filtered(lambda line: line._won_points())
        if counted != goods:
            # what a sales order counts, and what came back, wins nothing here
            order = self._create_replay_order(counted)
        gaps = []
        for program, same in movements.grouped("program_id").items():
            won = sum(same.mapped("points"))
            verdict = order._program_check_compute_points(program)[program]
            server = sum(verdict.get("points", ()))
            if abs(won - server) > TOLERANCE:
                gaps.append(
                    {
                        **self._prepare_replay_gap(),
                        "subject": "points",
                        "till_amount": won,
                        "server_amount": server,
                        "cause": "promotion",
                        "detail": verdict.get("error") or program.name,
                    }
                )
        return gaps


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _replay_is_promotion(self):
        return super()._replay_is_promotion() or self.is_reward_line

    def _prepare_replay_rewarded_line(self):
        self.ensure_one()
        taxes = self.tax_ids_after_fiscal_position
        return {
            "product_id": self.product_id.id,
            "product_uom_qty": self.qty,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "tax_ids": [Command.set(taxes.ids)],
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _replay_reward(self, reward, card):
        """Put a reward on this order, which will be undone.

        Points are not asked for: they have been spent since.

        """
        self.ensure_one()
        program = reward.program_id
        _points, refusal = self._replay_points(program)
        if refusal:
            return Offer(refusal=f"{program.name}: {refusal}")
        known = self.order_line
        try:
            values = self._get_reward_line_values(reward, card)
        except UserError as refusal:
            return Offer(refusal=f"{program.name}: {refusal}")
        self._write_vals_from_reward_vals(values, self.env["sale.order.line"])
        made = self.order_line - known
        return Offer(
            price=sum(line.product_uom_qty * line.price_unit for line in made),
            total=sum(made.mapped("price_total")),
        )

    def _replay_points(self, program):
        """Return the points that this order gives, and why the programme refuses it.

        None when the points of a card were spent, which nobody can count again.
        """
        if program.trigger != "auto" or program.is_nominative:
            return None, False
        verdict = self._program_check_compute_points(program)[program]
        return sum(verdict.get("points", ())), verdict.get("error", False)

    def _replay_free_product(self, rewards):
        """Say what articles given free by a till are worth on this order.

        A till gives one of those in the basket, an order adds it: what was given is not
        bought, and is worth what the others cost.
        """
        self.ensure_one()
        reward = rewards.reward_id
        given = sum(rewards.mapped("qty"))
        bought = self.order_line.filtered(
            lambda line: (
                line.product_id in reward.reward_product_ids
                and line.product_uom_qty > 0
            )
        )[:1]
        if not bought:
            return Offer()
        price = bought.price_unit * (1 - bought.discount / 100)
        total = bought.price_total / bought.product_uom_qty
        bought.product_uom_qty -= given
        points, refusal = self._replay_points(reward.program_id)
        if refusal:
            return Offer(refusal=f"{reward.program_id.name}: {refusal}")
        if points is not None:
            times = float_round(
                points / reward.required_points,
                precision_digits=0,
                rounding_method="DOWN",
            )
            given = min(given, times * reward.reward_product_qty)
        return Offer(price=-given * price, total=-self.currency_id.round(given * total))


class CommerceReplayGap(models.Model):
    _inherit = "commerce.replay.gap"

    # both amounts are points then
    subject = fields.Selection(
        selection_add=[("points", "Points")], ondelete={"points": "cascade"}
    )
