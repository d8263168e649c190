# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Orders of a shop that are paid at once; run by lab workers."""

import os
import tempfile
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.service.model import retrying


def request(registry, work):
    """Run ``work(env)`` as a web request does: retried, committed, or rolled back."""
    # keys of a test: the same folder for all processes on this database
    os.environ["UNIFIED_FISCAL_KEY_DIR"] = os.path.join(
        tempfile.gettempdir(), f"keys-{registry.db_name}"
    )
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env.cr.execute("SELECT count(*) FROM sale_order")
        return retrying(partial(work, env), env)


def _prepare(count, env):
    company = env.company
    company.company_registry = "732829320"
    company._start_sealing("Essai")
    product = env["product.product"].create(
        {"name": "Carte de visite", "type": "service", "list_price": 12.0}
    )
    provider = env["payment.provider"].create(
        {"name": "Essai", "code": "none", "state": "test", "company_id": company.id}
    )
    ids = []
    for number in range(count):
        partner = env["res.partner"].create({"name": f"Acheteur {number}"})
        order = env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        payment = env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": env.ref("payment.payment_method_card").id,
                "reference": f"at-once-{number}",
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": partner.id,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        ids.append(payment.id)
    return ids


def prepare(registry, count):
    """Begin to seal, and make orders that wait for their payment; return these."""
    return request(registry, partial(_prepare, count))


def pay(registry, payments):
    """Let the provider say that these are done; return how often each was tried."""
    tries = []
    for payment in payments:
        count = []

        def work(env, payment=payment, count=count):
            count.append(1)
            env["payment.transaction"].browse(payment)._set_done()

        request(registry, work)
        tries.append(len(count))
    return tries


def seal(registry):
    """Seal what waits, as the scheduled action does; return how many were taken."""
    return request(registry, lambda env: env["fiscal.pending"]._seal_waiting())
