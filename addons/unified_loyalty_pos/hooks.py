# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Let the tills there are take gift cards as a means of payment."""
    env["pos.payment.method"]._create_card_methods()
