# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Command
from odoo.tools import hmac

from .product_product import FROM_ALERT


class CommerceStockAlert(models.Model):
    """The shop's own list of who waits follows the alerts that name no place."""

    _inherit = "commerce.stock.alert"

    @api.model_create_multi
    def create(self, vals_list):
        alerts = super().create(vals_list)
        alerts._update_list_of_shop()
        return alerts

    def _close(self, state, reason=False):
        super()._close(state, reason)
        self._update_list_of_shop()

    def _update_list_of_shop(self):
        """Write on the articles which of these people wait for them, in any company."""
        # sudo: who writes an alert down need not change articles
        alerts = self.sudo().with_context(active_test=False)
        general = alerts.filtered(lambda alert: not alert.warehouse_id)
        for product, alerts in general.grouped("product_id").items():
            waiting = alerts.search(
                [
                    ("state", "=", "waiting"),
                    ("product_id", "=", product.id),
                    ("partner_id", "in", alerts.partner_id.ids),
                    ("warehouse_id", "=", False),
                ]
            ).partner_id
            listed = product.stock_notification_partner_ids & alerts.partner_id
            commands = [Command.link(one.id) for one in waiting - listed]
            commands += [Command.unlink(one.id) for one in listed - waiting]
            if commands:
                product.with_context(**{FROM_ALERT: True}).write(
                    {"stock_notification_partner_ids": commands}
                )

    # What the mail says ---------------------------------------------------------

    def _get_mail_website(self):
        """Return the website that the mail leads to: of the channel or the company."""
        self.ensure_one()
        return self.channel_id._get_website() or self.env["website"].search(
            [("company_id", "=", self.company_id.id)], limit=1
        )

    def _get_product_url(self):
        website = self._get_mail_website()
        if not website or not website._is_page_shown(self.product_id):
            return super()._get_product_url()
        product = self.product_id.with_context(lang=self.lang, website_id=website.id)
        return website.get_base_url() + product.website_url

    def _get_stop_url(self):
        website = self._get_mail_website()
        if not website:
            return super()._get_stop_url()
        path = f"/shop/stock_alert/{self.id}/{self._get_stop_token(self.id)}"
        return website.get_base_url() + path

    @api.model
    def _get_stop_token(self, alert_id):
        # sudo: the secret of the database signs the link
        return hmac(self.env(su=True), "commerce.stock.alert", str(alert_id))

    def _get_all_of_address(self):
        """Return what still waits for a mail to the same address."""
        return self.search(
            [
                ("state", "=", "waiting"),
                ("email", "=", self.email),
                ("company_id", "=", self.company_id.id),
            ]
        )
