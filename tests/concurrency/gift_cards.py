# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One gift card in the hands of several processes at once; run by lab workers."""

from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.service.model import retrying

from odoo.addons.unified_loyalty.exceptions import PointsRefusedError


def request(registry, work):
    """Run ``work(env)`` as a web request does: retried, committed, or rolled back."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        # every request has read something before: its snapshot is taken
        env.cr.execute("SELECT count(*) FROM loyalty_card")
        return retrying(partial(work, env), env)


def prepare(registry, code, amount):
    """Make a gift card with some money; return its id."""

    def work(env):
        programs = env["loyalty.program"]
        program = programs.search([("name", "=", "At once")]) or programs.create(
            {"name": "At once", "program_type": "gift_card", "applies_on": "future"}
        )
        return program._issue_card(amount, key=code).id

    return request(registry, work)


def _make_order(amount, env):
    product = env["product.product"].create(
        {
            "name": "Anything",
            "type": "service",
            "list_price": amount,
            "taxes_id": [Command.clear()],
        }
    )
    partner = env.ref("base.partner_admin")
    line = Command.create({"product_id": product.id, "price_unit": amount})
    return env["sale.order"].create({"partner_id": partner.id, "order_line": [line]}).id


def _keep(order_id, card_id, amount, env):
    """Keep the whole amount, as a customer who was told it is there expects."""
    order = env["sale.order"].browse(order_id)
    card = env["loyalty.card"].browse(card_id)
    try:
        card._authorize_money(
            order._get_card_token(card),
            amount,
            company=order.company_id,
            currency=order.currency_id,
            minutes=5,
            document=order,
        )
    except PointsRefusedError as refusal:
        return refusal.left[card_id]
    order._pay_by_card(card, amount)
    return None


def _confirm(order_id, env):
    env["sale.order"].browse(order_id).action_confirm()


def spend(registry, card, amount):
    """Pay an order by card: {"spent": amount}, or {"left": what could be paid}."""
    order_id = request(registry, partial(_make_order, amount))
    left = request(registry, partial(_keep, order_id, card, amount))
    if left is not None:
        return {"left": left}
    request(registry, partial(_confirm, order_id))
    return {"spent": amount}


def keep_and_begin_payment(registry, card, part, whole):
    """Let a card pay a part, a provider begin to take the rest; return the payment."""
    order_id = request(registry, partial(_make_order, whole))
    assert request(registry, partial(_keep, order_id, card, part)) is None

    def pay(env):
        order = env["sale.order"].browse(order_id)
        payment = env["payment.transaction"].create(
            {
                "provider_id": env["payment.provider"].search([], limit=1).id,
                "payment_method_id": env.ref("payment.payment_method_unknown").id,
                "reference": f"other-leg-{order_id}",
                "amount": order._get_amount_after_cards(),
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        payment._set_pending()
        return payment.id

    return request(registry, pay)


def refuse_payment(registry, payment):
    request(
        registry,
        lambda env: (
            env["payment.transaction"].browse(payment)._set_error("refused") and None
        ),
    )


def left(registry, card):
    return request(
        registry, lambda env: env["loyalty.card"].browse(card)._get_money_left()
    )
