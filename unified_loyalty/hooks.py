# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Open the ledger of the cards there are; the rest waits for a free server."""
    open_ledger(env)
    convert_cards(env)
    env["commerce.backfill"]._trigger()


def uninstall_hook(env):
    """Let points count once in what Odoo keeps: heads have those of households."""
    members = env["loyalty.card.member"].search([("ended_at", "=", False)])
    for member in members.sorted("is_head"):
        member._leave("office", check=False)


def open_ledger(env):
    """Give each card that has no movement one with what it shows today.

    At once and in one statement: a card whose ledger is empty can pay nothing. Cards
    below zero stay there, and are told to the owner by a back-fill.
    """
    env["loyalty.card"].flush_model(["points"])
    env.cr.execute(
        """
        INSERT INTO loyalty_movement (card_id, kind, points, date)
        SELECT card.id, 'opening', round(card.points::numeric, 4),
               now() AT TIME ZONE 'UTC'
          FROM loyalty_card card
         WHERE round(card.points::numeric, 4) <> 0
           AND NOT EXISTS (
               SELECT 1 FROM loyalty_movement WHERE card_id = card.id)
        """
    )


def convert_cards(env):
    """Make means of payment of the gift cards and e-wallets there are.

    Balances, codes and cards stay as they are. A programme whose cards were sold with
    VAT goes on as a single-purpose voucher. Open orders that a card was to pay by a
    negative line are told so.
    """
    programs = env["loyalty.program"].with_context(active_test=False)
    for program in programs.search([("program_type", "in", ("gift_card", "ewallet"))]):
        if program.rule_ids.product_ids.taxes_id:
            program.voucher_purpose = "single"
    lines = env["sale.order.line"].search(
        [
            ("reward_id.program_id.is_means_of_payment", "=", True),
            ("order_id.state", "in", ("draft", "sent")),
        ]
    )
    lines.order_id._drop_card_rewards()
