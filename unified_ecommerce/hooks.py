# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Give each website its channel, and take over the carts that are already there."""
    env["website"].search([])._ensure_channel()
    env["commerce.backfill"]._trigger()
