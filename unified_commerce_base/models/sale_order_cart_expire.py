# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

BATCH = 100
PAYMENT_STATES = ("pending", "authorized", "done")


class SaleOrder(models.Model):
    """Carts that nobody changes any more end, and customers lose nothing."""

    _inherit = "sale.order"

    _old_carts = models.Index("(id) WHERE cart_state IN ('open', 'guest', 'waiting')")

    @api.model
    def _cron_expire_carts(self, batch=BATCH):
        """Cancel old carts of visitors, make old carts of customers saved lists.

        In batches, each committed. A cart that cannot end is left for the next time
        and hinders no other.
        """
        cron = self.env["ir.cron"]
        domain = self._cart_expired_domain()
        cron._commit_progress(remaining=self.search_count(domain))
        last_id = 0
        while carts := self.search(
            Domain("id", ">", last_id) & domain, order="id", limit=batch
        ):
            last_id = carts[-1].id
            for cart in carts.try_lock_for_update():
                cart._cart_try_to_expire()
            if not cron._commit_progress(len(carts)):
                return

    @api.model
    def _cart_expired_domain(self):
        channels = self.env["commerce.channel"].with_context(active_test=False)
        old = Domain.FALSE
        for states, field in (
            (("guest",), "cart_guest_days"),
            (("open", "waiting"), "cart_open_days"),
        ):
            # channels with the same setting share a condition
            for days, alike in channels.search([]).grouped(field).items():
                if days:
                    old |= (
                        Domain("cart_state", "in", states)
                        & Domain("channel_id", "in", alike.ids)
                        & self._cart_untouched_domain(timedelta(days=days))
                    )
        return old

    def _cart_untouched_domain(self, time):
        """Carts that nobody has changed for this time.

        Those from before the suite have only the date of their last writing.
        """
        limit = self._cart_now() - time
        return Domain("cart_touched_at", "<", limit) | (
            Domain("cart_touched_at", "=", False) & Domain("write_date", "<", limit)
        )

    def _cart_try_to_expire(self):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                if self._cart_may_expire():
                    self._cart_expire()
        except Exception:
            _logger.exception("Cart %s could not end", self.id)

    def _cart_may_expire(self):
        """Hook: say whether a cart that nobody has changed for long may end.

        Not while somebody edits or pays it, or its goods are held.
        """
        self.ensure_one()
        if self._cart_current_holder() or self.hold_until:
            return False
        # sudo: the cron asks; payments are read, never shown
        payments = self.sudo().transaction_ids
        recently = fields.Datetime.now() - timedelta(days=1)
        return not payments.filtered(
            lambda one: (
                one.state in PAYMENT_STATES
                or one.state == "draft"
                and one.create_date > recently
            )
        )

    def _cart_expire(self):
        """A visitor's cart is cancelled, a customer's becomes a saved list."""
        self.ensure_one()
        if self.cart_state == "guest" or not self._cart_items():
            self._action_cancel()
        else:
            self._cart_save()
