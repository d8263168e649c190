# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import closing

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# the till rounds half a hundredth of a point up, the server down
TOLERANCE = 0.0101


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
        return (
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
                        Command.create(
                            {
                                "product_id": line.product_id.id,
                                "product_uom_qty": line.qty,
                                "price_unit": line.price_unit,
                                "discount": line.discount,
                                "tax_ids": [
                                    Command.set(line.tax_ids_after_fiscal_position.ids)
                                ],
                            }
                        )
                        for line in lines
                    ],
                }
            )
        )

    def _replay_rewards_on(self, order):
        self.ensure_one()
        gaps = []
        rewards = self._replay_rewards().grouped("reward_id")
        for reward, lines in rewards.items():
            given = sum(lines.mapped("price_subtotal_incl"))
            server, detail = order._replay_reward(reward, lines.coupon_id[:1])
            if self.currency_id.compare_amounts(given, server):
                gaps.append(
                    {
                        **self._prepare_replay_gap(),
                        "product_id": lines.product_id[:1].id,
                        "quantity": sum(lines.mapped("qty")),
                        "subject": "total",
                        "till_amount": given,
                        "server_amount": server,
                        "cause": "promotion",
                        "detail": detail or reward.program_id.name,
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


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _replay_reward(self, reward, card):
        """Put a reward on this order, which will be undone.

        Points are not asked for: they have been spent since.

        :return: what it takes off, taxes included, and why not when it takes nothing
        """
        self.ensure_one()
        program = reward.program_id
        if program.trigger == "auto" and not program.is_nominative:
            verdict = self._program_check_compute_points(program)[program]
            if "error" in verdict:
                return 0.0, f"{program.name}: {verdict['error']}"
        known = self.order_line
        try:
            values = self._get_reward_line_values(reward, card)
        except UserError as refusal:
            return 0.0, f"{program.name}: {refusal}"
        self._write_vals_from_reward_vals(values, self.env["sale.order.line"])
        return sum((self.order_line - known).mapped("price_total")), False


class CommerceReplayGap(models.Model):
    _inherit = "commerce.replay.gap"

    # both amounts are points then
    subject = fields.Selection(
        selection_add=[("points", "Points")], ondelete={"points": "cascade"}
    )
