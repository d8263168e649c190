# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Points won and spent by several processes at once; run inside Odoo by lab workers."""

import itertools
import os
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.service.model import retrying

COST = 100


def _in_transaction(registry, work):
    """Run ``work(env)`` as a request does: tried again when it met somebody.

    :return: (answer, how often it was tried)
    """
    tries = itertools.count(1)
    last = 0

    def once(env):
        nonlocal last
        last = next(tries)
        return work(env)

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        return retrying(partial(once, env), env), last


def _program(env):
    known = env["loyalty.program"].search([("name", "=", "Points at once")])
    return known or env["loyalty.program"].create(
        {
            "name": "Points at once",
            "program_type": "loyalty",
            "applies_on": "both",
            "trigger": "auto",
            "rule_ids": [
                Command.clear(),
                Command.create(
                    {
                        "reward_point_mode": "money",
                        "reward_point_amount": 1,
                        "minimum_qty": 0,
                    }
                ),
            ],
            "reward_ids": [
                Command.clear(),
                Command.create(
                    {
                        "reward_type": "discount",
                        "discount_mode": "per_order",
                        "discount": 5,
                        "discount_applicability": "order",
                        "required_points": COST,
                    }
                ),
            ],
        }
    )


def prepare(registry, orders, points, spend, price=10.0):
    """Make a customer with a card, and orders that are ready to be confirmed."""

    def make(env):
        env["loyalty.program"].search([("name", "!=", "Points at once")]).active = False
        program = _program(env)
        partner = env["res.partner"].create({"name": "Camille"})
        card = env["loyalty.card"].create(
            {"program_id": program.id, "partner_id": partner.id, "points": points}
        )
        service = env["product.product"].create(
            {"name": "Retouche", "type": "service", "list_price": price, "taxes_id": []}
        )
        ids = []
        for _number in range(orders):
            order = env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "order_line": [
                        Command.create({"product_id": service.id, "tax_ids": []})
                    ],
                }
            )
            order._update_programs_and_rewards()
            if spend:
                # each was promised the reward while the points were there
                assert not order._apply_program_reward(program.reward_ids, card)
            ids.append(order.id)
        return card.id, ids

    return _in_transaction(registry, make)[0]


def prepare_household(registry, points, most):
    """Make a household of two, and an order of each that spends all its points."""

    def make(env):
        env["loyalty.program"].search([("name", "!=", "Points at once")]).active = False
        program = _program(env)
        program.write({"household": True, "household_max": most})
        members = env["loyalty.card.member"]
        people = env["res.partner"].create([{"name": "Camille"}, {"name": "Sacha"}])
        cards = env["loyalty.card"].create(
            [
                {"program_id": program.id, "partner_id": one.id, "points": points / 2}
                for one in people
            ]
        )
        household = members._found(cards[0], how="office")
        members._join(household, cards[1], how="office")
        service = env["product.product"].create(
            {"name": "Retouche", "type": "service", "list_price": 10.0, "taxes_id": []}
        )
        orders = env["sale.order"].create(
            [
                {
                    "partner_id": one.id,
                    "order_line": [
                        Command.create({"product_id": service.id, "tax_ids": []})
                    ],
                }
                for one in people
            ]
        )
        for order, card in zip(orders, cards, strict=True):
            order._update_programs_and_rewards()
            assert not order._apply_program_reward(program.reward_ids, card)
        return cards.ids, orders.ids

    return _in_transaction(registry, make)[0]


def join_household(registry, card_id):
    """Let somebody new join; return "joined", or "full"."""

    def work(env):
        household = env["loyalty.card"].browse(card_id).household_card_id
        partner = env["res.partner"].create({"name": "Noa"})
        env["loyalty.card.member"]._join_customer(household, partner, how="office")
        return "joined"

    try:
        return _in_transaction(registry, work)[0]
    except UserError:
        return "full"


def confirm(registry, order_ids):
    """Confirm orders one by one; return [(outcome, tries)]."""
    answers = []
    for order_id in order_ids:

        def work(env, order_id=order_id):
            env["sale.order"].browse(order_id).action_confirm()
            return "confirmed"

        try:
            answers.append(_in_transaction(registry, work))
        except (UserError, ValidationError) as refusal:
            answers.append((str(refusal), 0))
    return answers


def open_till(registry):
    """Open a till; return its id."""

    def work(env):
        config = env["pos.config"].create({"name": "Points at once"})
        session = env["pos.session"].create(
            {"config_id": config.id, "user_id": env.uid}
        )
        session.state = "opened"
        return config.id

    return _in_transaction(registry, work)[0]


def buy_everywhere(registry, order_ids, card_id, config_id):
    """Spend the card at a till, on the web and in the back office by turns.

    :return: [(channel, whether it may spend)]
    """
    answers = []
    for order_id in order_ids:
        channel = ("till", "web", "office")[order_id % 3]

        def work(env, order_id=order_id, channel=channel):
            order = env["sale.order"].browse(order_id)
            if channel == "till":
                till = env["pos.config"].browse(config_id)
                spending = [[card_id, COST, 0]]
                answer = till.unified_authorize_points(
                    f"ticket-{order_id}", order.partner_id.id, spending
                )
                return answer["status"] == "held"
            if channel == "web":
                # before the provider is called, and in a request of its own
                order._authorize_points(15)
                return True
            order.action_confirm()
            return True

        try:
            may_spend = _in_transaction(registry, work)[0]
            if channel == "web":
                confirm(registry, [order_id])
        except (UserError, ValidationError):
            may_spend = False
        answers.append((channel, may_spend))
    return answers


def spend_parts(registry, card_id, token, points):
    """Authorise part of a card; return what is left when it is refused."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        card = env["loyalty.card"].browse(card_id)
        holds = env["loyalty.hold"]
        try:
            return holds._authorize(token, {card: points}, minutes=5).granted[card_id]
        except UserError as refusal:
            return -refusal.left[card_id]


def die_after_authorising(registry, order_id):
    """Authorise what an order spends, then go as a killed worker does."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["sale.order"].browse(order_id)._authorize_points(15)
        os._exit(1)


def reverse_all(registry, order_id):
    """Reverse all that an order moved, as a refund of everything does."""

    def work(env):
        order = env["sale.order"].browse(order_id)
        movements = env["loyalty.movement"]._of(order)
        return len(movements._reverse_to(1.0, order._prepare_loyalty_source(), True))

    return _in_transaction(registry, work)[0]


def left(registry, card_id):
    """Return (what the card shows, sum of its movements, what is kept of it)."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        card = env["loyalty.card"].browse(card_id)
        balance = env["loyalty.movement"]._get_balances(card)[card][0]
        return card.points, balance, env["loyalty.hold"]._read_held(card)[card_id]


def play(registry, card_id, order_ids, steps):
    """Do steps with the orders of a card; return (shown, sum) after each of them."""
    seen = []
    for step, number, amount in steps:

        def work(env, step=step, number=number, amount=amount):
            order = env["sale.order"].browse(order_ids[number % len(order_ids)])
            card = env["loyalty.card"].browse(card_id)
            _STEPS[step](order, card, amount)

        try:
            _in_transaction(registry, work)
        except (UserError, ValidationError):
            pass  # refused: nothing may have moved
        seen.append(left(registry, card_id)[:2])
    return seen


def finish(registry, order_ids):
    """Cancel all that is confirmed."""

    def work(env):
        orders = env["sale.order"].browse(order_ids)
        for order in orders.filtered(lambda one: one.state == "sale"):
            order._action_cancel()

    _in_transaction(registry, work)


def _confirm(order, _card, _amount):
    if order.state in ("draft", "sent"):
        order.action_confirm()


def _cancel(order, _card, _amount):
    if order.state == "sale":
        order._action_cancel()


def _reopen(order, _card, _amount):
    if order.state == "cancel":
        order.action_draft()
        order._update_programs_and_rewards()


def _refund(order, _card, amount):
    if order.state != "sale":
        return
    invoice = order.invoice_ids.filtered(lambda bill: bill.state == "posted")[:1]
    if not invoice:
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        invoice.action_post()
    credit = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
    for line in credit.invoice_line_ids:
        line.quantity = amount / 10
    credit.action_post()


def _authorize(order, _card, _amount):
    if order.state == "draft":
        order._authorize_points(5)


_STEPS = {
    "confirm": _confirm,
    "cancel": _cancel,
    "reopen": _reopen,
    "refund": _refund,
    "authorize": _authorize,
}
