# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain
from odoo.http import request

from .sale_order_line import KEEP_ENDED

FROM_ALERT = "unified_stock_alert"


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _is_promise_limited(self):
        return super()._is_promise_limited() and not self._is_sold_without_limit()

    def _is_sold_without_limit(self):
        """Say whether the shop sells this article whatever is in stock."""
        self.ensure_one()
        return self.allow_out_of_stock_order and self.promise_policy == "stock"

    def write(self, vals):
        """Let who is put on the shop's list of who waits ask the service, too.

        An article that ends stays in the baskets of customers, who are told.
        """
        if "active" in vals and not vals["active"]:
            self = self.with_context(**{KEEP_ENDED: True})
        if "stock_notification_partner_ids" not in vals or self.env.context.get(
            FROM_ALERT
        ):
            return super().write(vals)
        before = {one: one.stock_notification_partner_ids for one in self}
        result = super().write(vals)
        for product, partners in before.items():
            now = product.stock_notification_partner_ids
            product._ask_stock_alerts(now - partners)
            product._stop_stock_alerts(partners - now)
        return result

    def _ask_stock_alerts(self, partners):
        website = self.env["website"].get_current_website()
        in_shop = request and getattr(request, "is_frontend", False)
        for partner in partners:
            self.env["commerce.stock.alert"]._ask(
                partner,
                self,
                website.channel_id,
                lang=self.env.lang if in_shop else None,
            )

    def _stop_stock_alerts(self, partners):
        # sudo: who changes the list need not see the alerts
        self.env["commerce.stock.alert"].sudo().search(
            [
                ("state", "=", "waiting"),
                ("product_id", "in", self.ids),
                ("partner_id", "in", partners.ids),
                ("warehouse_id", "=", False),
            ]
        )._close("cancelled", "customer")

    def _adopt_stock_alerts(self):
        """Make alerts of who is on core's list already; the others leave it.

        :return: how many cannot be told
        """
        self.ensure_one()
        listed = self.with_context(active_test=False).stock_notification_partner_ids
        website = self._get_website_of_list()
        company = website.company_id
        waiting = self.env["commerce.stock.alert"].search(
            [
                ("state", "=", "waiting"),
                ("product_id", "=", self.id),
                ("company_id", "=", company.id),
                ("warehouse_id", "=", False),
            ]
        )
        missing = listed - waiting.partner_id
        adopted = missing.filtered(
            lambda one: (
                website
                and self.active
                and self.is_storable
                and one.active
                and one.email_normalized
                and one.company_id in (company, company.browse())
            )
        )
        waiting.create(
            [
                {
                    "partner_id": partner.id,
                    "product_id": self.id,
                    "channel_id": website.channel_id.id,
                    "company_id": company.id,
                }
                for partner in adopted
            ]
        )
        lost = missing - adopted
        self.with_context(**{FROM_ALERT: True}).stock_notification_partner_ids -= lost
        return len(lost)

    def _get_website_of_list(self):
        """Return the website core's list speaks of; core does not write it down."""
        own_company = Domain("company_id", "=", self.company_id.id)
        return self.website_id or self.env["website"].search(
            own_company if self.company_id else Domain.TRUE, limit=1
        )

    def _send_availability_email(self):
        # core would ask one website for all, and mail everybody a second time
        self.env["commerce.stock.alert"]._wake()
