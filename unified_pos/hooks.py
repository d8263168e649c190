# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Give earlier tickets the channel of their till, in the background."""
    env["commerce.backfill"]._trigger()
    # the tills cache their settings: the new fields reach them at the next start
    env["pos.config"].search([])._compute_local_data_integrity()
