# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """What hangs on a cart follows its articles: points, rewards, codes, coupons."""

    _inherit = "sale.order"

    # Taken at the till ----------------------------------------------------------

    def _cart_after_take(self, order):
        result = super()._cart_after_take(order)
        self._move_loyalty_to(order)
        return result

    def _move_loyalty_to(self, order):
        """Give the order the points, codes and coupons of what it took.

        When all is taken, everything goes with it. When part is taken, only the
        rewards that were named go; the rest of the cart is worked out again. A
        coupon, a code for a fixed amount or points are never in both.
        """
        everything = not self._cart_items()
        if everything and self._should_rewards_follow():
            for line in self._get_reward_lines():
                line._cart_take_quantity(order, line.product_uom_qty)
        rewards = order._get_reward_lines().reward_id
        coupons = order._get_reward_lines().coupon_id
        if everything:
            coupons |= self.applied_coupon_ids | self.coupon_point_ids.coupon_id
        self._move_coupons_to(order, coupons)
        self._move_codes_to(order, rewards, everything)
        if not everything:
            self._work_out_rewards(rewards.filtered(lambda one: one._is_shareable()))

    def _should_rewards_follow(self):
        """Hook: say whether rewards follow the last article without being named."""
        return True

    def _get_reward_lines(self):
        return self.order_line.filtered("reward_id")

    def _move_coupons_to(self, order, coupons):
        """Move what the cart would give to, and take from, these cards."""
        # sudo: the lines of points belong to the program, whoever sells
        entries = self.coupon_point_ids.sudo()
        entries = entries.filtered(lambda entry: entry.coupon_id in coupons)
        entries.order_id = order
        # the rest of the cart may get an entry of the same card at once
        entries.flush_recordset(["order_id"])
        coupons.sudo().filtered(  # sudo: same reason
            lambda coupon: coupon.order_id == self
        ).order_id = order
        applied = self.applied_coupon_ids & coupons
        order.applied_coupon_ids |= applied
        self.applied_coupon_ids -= applied

    def _move_codes_to(self, order, rewards, everything):
        """Move the codes the customer typed, with the rewards they opened."""
        codes = self.code_enabled_rule_ids
        if not everything:
            codes = codes.filtered(lambda rule: rule.program_id in rewards.program_id)
        order.code_enabled_rule_ids |= codes
        self.code_enabled_rule_ids -= codes

    # Signing in -----------------------------------------------------------------

    def _cart_identify(self, partner):
        """The points of the cart go to the customer, not to who began it."""
        cart = super()._cart_identify(partner)
        # sudo: the lines of points belong to the program, whoever signs in
        stale = cart.coupon_point_ids.sudo().filtered(
            lambda entry: entry.coupon_id.partner_id not in (partner, partner.browse())
        )
        if stale:
            stale.unlink()
            cart._update_programs_and_rewards()
        return cart

    def _cart_merge_into(self, target):
        """The codes and coupons of a visitor are still there after signing in."""
        rewards = self._get_reward_lines().reward_id
        codes = self.code_enabled_rule_ids
        coupons = self.applied_coupon_ids.filtered(
            lambda card: (
                card.partner_id in (card.partner_id.browse(), target.partner_id)
            )
        )
        result = super()._cart_merge_into(target)
        if rewards or codes or coupons:
            holder = target._cart_current_holder()
            if holder:
                target = target.with_context(cart_holder_key=holder.key)
            target.applied_coupon_ids |= coupons
            target.code_enabled_rule_ids |= codes
            target._work_out_rewards(rewards)
        return result

    # Working out ----------------------------------------------------------------

    def _work_out_rewards(self, rewards):
        """Work out points and rewards again, then claim these rewards if still due."""
        self.ensure_one()
        self._update_programs_and_rewards()
        for reward in rewards - self.order_line.reward_id:
            coupon = self._find_coupon_for(reward)
            if not coupon:
                continue
            try:
                self._apply_program_reward(reward, coupon)
            except UserError:  # nothing left to discount
                continue

    def _find_coupon_for(self, reward):
        for coupon, claimable in self._get_claimable_rewards().items():
            if reward in claimable:
                return coupon
        if reward.program_id.is_nominative:
            return self.env["loyalty.card"]
        rules = reward.program_id.rule_ids.filtered("code")
        self.code_enabled_rule_ids |= rules
        applied = self._try_apply_program(reward.program_id)
        if "error" in applied:
            self.code_enabled_rule_ids -= rules
        return applied.get("coupon", self.env["loyalty.card"])[:1]
