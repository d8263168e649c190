# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Points that expire while others pay with them; run inside Odoo by lab workers."""

from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields

from odoo.addons.unified_loyalty.exceptions import PointsRefusedError


def prepare(registry, cards, points):
    """Make cards whose points were to be spent by yesterday; return their ids."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        program = env["loyalty.program"].create(
            {
                "name": "Points of the lab",
                "program_type": "loyalty",
                "applies_on": "both",
                "points_life": 12,
            }
        )
        made = env["loyalty.card"].create([{"program_id": program.id}] * cards)
        yesterday = fields.Date.context_today(program) - timedelta(days=1)
        env["loyalty.movement"]._record(
            [
                {
                    "card_id": card.id,
                    "kind": "earn",
                    "points": points,
                    "expires_on": yesterday,
                }
                for card in made
            ]
        )
        return made.ids


def pay(registry, card_ids, points, who):
    """Authorise and capture points of each card; return which cards paid."""
    paid = []
    for card_id in card_ids:
        token = f"{who}:{card_id}"
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            card = env["loyalty.card"].browse(card_id)
            try:
                env["loyalty.hold"]._authorize(token, {card: points}, minutes=5)
            except PointsRefusedError:
                continue
            burn = {"card_id": card_id, "kind": "burn", "points": -points}
            # as a sale: the balance on the card follows its commit
            env["loyalty.movement"]._record([{**burn, "token": token}], True)
        paid.append(card_id)
    return paid


def expire(registry, card_ids, rounds):
    """Let points expire, again and again; return how many movements were written."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        today = fields.Date.context_today(env["loyalty.movement"])
        return sum(
            env["loyalty.movement"]._expire(card_ids, today) for _round in range(rounds)
        )


def reach_tier(registry):
    """Win points with an order, and tell whether the tier came with its commit."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["loyalty.program"].search([]).active = False
        program = env["loyalty.program"].create(
            {
                "name": "Tiers of the lab",
                "program_type": "loyalty",
                "applies_on": "both",
                "trigger": "auto",
                "rule_ids": [(0, 0, {"reward_point_mode": "money", "minimum_qty": 0})],
                "tier_ids": [(0, 0, {"name": "Gold", "threshold": 50})],
            }
        )
        customer = env["res.partner"].create({"name": "Customer of the lab"})
        article = env["product.product"].create({"name": "Lamp", "list_price": 100})
        order = env["sale.order"].create(
            {
                "partner_id": customer.id,
                "order_line": [(0, 0, {"product_id": article.id})],
            }
        )
        order._update_programs_and_rewards()
        order.action_confirm()
        ids = program.id, customer.id
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        card = env["loyalty.card"].search(
            [("program_id", "=", ids[0]), ("partner_id", "=", ids[1])]
        )
        return card.tier_id.name
