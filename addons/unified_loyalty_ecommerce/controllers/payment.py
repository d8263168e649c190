# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.errors import LockNotAvailable

from odoo.exceptions import UserError, ValidationError
from odoo.http import request, route
from odoo.tools import SQL

from odoo.addons.unified_ecommerce.controllers.payment import PaymentPortal
from odoo.addons.website_sale.controllers.main import WebsiteSale


class CardPaymentPortal(PaymentPortal):
    """The rest, after the cards, is what a provider is asked for."""

    @route()
    def shop_payment_transaction(self, order_id, access_token, **kwargs):
        # sudo: what the cards leave; core checks who asks before anything is done
        order = request.env["sale.order"].sudo().browse(order_id).exists()
        if order.card_payment_ids:
            asked = kwargs.get("amount")
            rest = order._fit_card_payments()
            if asked and order.currency_id.compare_amounts(asked, rest):
                raise ValidationError(
                    request.env._("The cart has been updated. Please refresh the page.")
                )
            # core compares with the whole; the transaction is for the rest
            kwargs["amount"] = order.amount_total
        return super().shop_payment_transaction(order_id, access_token, **kwargs)

    def _create_transaction(self, *args, sale_order_id=None, amount=None, **kwargs):
        # sudo: see shop_payment_transaction
        order = request.env["sale.order"].sudo().browse(sale_order_id or [])
        if order.card_payment_ids:
            order._renew_card_payments()
            amount = order._get_amount_after_cards()
            if order.currency_id.compare_amounts(amount, 0.0) <= 0:
                raise UserError(
                    request.env._("Cards pay the whole order: confirm it instead.")
                )
        return super()._create_transaction(
            *args, sale_order_id=sale_order_id, amount=amount, **kwargs
        )


class CardShop(WebsiteSale):
    """The payment page: cards first, then the rest."""

    def _get_shop_payment_values(self, order, **kwargs):
        refusal = order._refresh_card_payments() if order else ""
        values = super()._get_shop_payment_values(order, **kwargs)
        if not order:
            return values
        rest = order._get_amount_after_cards()
        if order.sudo().card_payment_ids:  # sudo: the shopper's own cart
            values["amount"] = rest
        return {
            **values,
            "card_parts": order.sudo().card_payment_ids,  # sudo: see above
            "card_rest": rest,
            "own_cards": order._get_own_cards(request.env.user),
            "card_message": request.session.pop("unified_card_message", "") or refusal,
            "paid_by_cards": bool(order.amount_by_card) and rest <= 0,
        }

    @route(
        "/shop/payment/card",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def shop_payment_card(self, code="", card_id=None, **_post):
        """Let a card pay its part of the cart: by its code, or one's own."""
        order = request.cart
        if not order:
            return request.redirect("/shop/cart")
        try:
            self._lock_order(order)
            order._pay_by_card(self._find_paying_card(order, code, card_id))
        except UserError as refusal:
            request.session["unified_card_message"] = str(refusal)
        return request.redirect("/shop/payment")

    def _find_paying_card(self, order, code, card_id):
        if card_id and str(card_id).isdecimal():
            own = order._get_own_cards(request.env.user)
            if int(card_id) in own.ids:
                return own.browse(int(card_id))
        return request.env["loyalty.card"]._find_card_for_shopper(
            code,
            order.company_id,
            order.currency_id,
            order.partner_id,
            request.httprequest.remote_addr,
        )

    @route(
        "/shop/payment/card/remove",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def shop_payment_card_remove(self, part_id=0, **_post):
        """Take a card off the cart; its money is free at once."""
        order = request.cart
        if order and not order._has_card_payment_locked():
            parts = order.sudo().card_payment_ids  # sudo: the shopper's own cart
            parts.filtered(lambda part: str(part.id) == str(part_id))._release()
        return request.redirect("/shop/payment")

    @route(
        "/shop/payment/card/confirm",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def shop_payment_card_confirm(self, **_post):
        """Confirm a cart that cards pay whole."""
        order = request.cart
        if not order:
            return request.redirect("/shop/cart")
        try:
            self._lock_order(order)
            order._check_cart_is_ready_to_be_paid()
            if order._fit_card_payments() > 0 or not order.amount_by_card:
                raise UserError(
                    request.env._("The cart has been updated: pay what is left.")
                )
            order._renew_card_payments()
            order._validate_order()
        except UserError as refusal:
            request.env.cr.rollback()
            request.session["unified_card_message"] = str(refusal)
            return request.redirect("/shop/payment")
        request.website.sale_reset()
        request.session["sale_last_order_id"] = order.id
        return request.redirect("/shop/confirmation")

    def _lock_order(self, order):
        """Let one request at a time pay this order, as core does.

        :raise UserError: it is being paid
        """
        try:
            with request.env.cr.savepoint():
                request.env.cr.execute(
                    SQL(
                        "SELECT 1 FROM sale_order WHERE id = %s"
                        " FOR NO KEY UPDATE NOWAIT",
                        order.id,
                    )
                )
        except LockNotAvailable as busy:
            raise UserError(
                request.env._("Payment is already being processed.")
            ) from busy

    # Balance --------------------------------------------------------------------

    @route(
        "/shop/card",
        type="http",
        auth="public",
        website=True,
        sitemap=True,
        methods=["GET", "POST"],
        readonly=False,
    )
    def shop_card(self, code="", **_post):
        """Say what is left on a card, to whoever knows its code."""
        values = {"code": "", "card": None, "message": ""}
        if request.httprequest.method == "POST":
            website = request.website
            try:
                card = request.env["loyalty.card"]._find_card_for_shopper(
                    code,
                    website.company_id,
                    website.currency_id,
                    None,
                    request.httprequest.remote_addr,
                )
                values["card"] = card._get_money_summary()
                values["expires"] = card.expiration_date
            except UserError as refusal:
                values["message"] = str(refusal)
        return request.render("unified_loyalty_ecommerce.card_balance", values)
