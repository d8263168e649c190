# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from .demo_clock import current


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _prepare_confirmation_values(self):
        values = super()._prepare_confirmation_values()
        clock = current(self.env)
        if clock:
            values["date_order"] = clock.moment
        return values

    def _send_order_notification_mail(self, mail_template, allow_deferred_sending=True):
        """Nobody is told of a sale of last month."""
        if current(self.env):
            return None
        return super()._send_order_notification_mail(
            mail_template, allow_deferred_sending=allow_deferred_sending
        )
