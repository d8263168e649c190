# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What journeys run inside Odoo, in a process beside the server."""

from odoo import SUPERUSER_ID, api


def run(registry, code):
    """Run code as Odoo's shell does and return what it leaves in ``result``.

    Nothing is kept but what the code commits.
    """
    registry = registry.check_signaling()
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        names = {"env": env(context=env["res.users"].context_get())}
        exec(code, names)  # noqa: S102 - code of the journeys themselves
        cr.rollback()
    registry.signal_changes()
    return names["result"]
