# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sealed tickets of several tills at once; run inside Odoo by lab workers."""

import itertools
from functools import partial
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.service.model import retrying

from odoo.addons.unified_accounting_fr.verifier import fiscal_verify

from benchmarks import till

PRICE = 12.0


def request(registry, work, tries=None):
    """Run ``work(env)`` as a web request does: retried, committed, or rolled back."""

    def counted(env):
        if tries is not None:
            next(tries)
        return work(env)

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        # Odoo lets no program open a till: a person does
        env = env(user=env.ref("base.user_admin"), su=False)
        # every request has read something before: its snapshot is taken
        env.cr.execute("SELECT count(*) FROM fiscal_chain")
        return retrying(partial(counted, env), env)


def prepare(registry, tills):
    """Begin to seal, and open tills; return what each needs to sell."""

    def work(env):
        company = env.company
        company.write(
            {
                "company_registry": "732829320",
                "country_id": env.ref("base.fr").id,
                "point_of_sale_update_stock_quantities": "real",
            }
        )
        company._start_sealing("Concurrency")
        journals = env["account.journal"]
        tax = env["account.tax"].create(
            {
                "name": "20 % in the price",
                "amount": 20.0,
                "price_include_override": "tax_included",
            }
        )
        facts = []
        for number in range(tills):
            journal = journals.create(
                {"name": f"Card {number}", "code": f"SC{number}", "type": "bank"}
            )
            method = env["pos.payment.method"].create(
                {"name": f"Card {number}", "journal_id": journal.id}
            )
            config = env["pos.config"].create(
                {
                    "name": f"Till {number}",
                    "payment_method_ids": [Command.set(method.ids)],
                }
            )
            product = env["product.product"].create(
                {
                    "name": f"Service {number}",
                    "type": "service",
                    "list_price": PRICE,
                    "taxes_id": [Command.set(tax.ids)],
                }
            )
            config.open_ui()
            session = config.current_session_id
            session.set_opening_control(0, "")
            device = config._get_fiscal_device(f"browser-{number}")
            facts.append(
                {
                    "session": session.id,
                    "user": env.uid,
                    "method": method.id,
                    "product": product.id,
                    "tax": tax.id,
                    "device": f"browser-{number}",
                    "chain": device.till_id._get_chain("ticket", device).id,
                }
            )
        return facts

    return request(registry, work)


def sell(registry, fact, tickets, sendings=1):
    """Sell one ticket after the other; return {number: how often it was tried}."""
    numbers = {}
    for _ticket in range(tickets):
        net = round(PRICE / 1.2, 2)
        line = till.line(fact["product"], 1, PRICE, [fact["tax"]])
        line.update(price_subtotal=net, price_subtotal_incl=PRICE)
        message = till.ticket(fact["session"], fact["user"], [line], fact["method"])
        message["unified_fiscal"] = {"device": fact["device"]}
        for _sending in range(sendings):
            tries = itertools.count()
            answer = request(
                registry,
                lambda env, sent=message: env["pos.order"].sync_from_ui([sent]),
                tries,
            )
        numbers[answer["pos.order"][0]["fiscal_number"]] = next(tries)
    return numbers


def append_hashes(registry):
    return request(registry, lambda env: env["pos.order"]._cron_append_hashes())


def check_hashes(registry):
    """Return what Odoo's own report of integrity finds, and how many have no hash."""

    def work(env):
        report = env.company._check_pos_hash_integrity()
        orders = env["pos.order"].search([("state", "in", ("paid", "done"))])
        return report["corrupted_orders"], len(
            orders.filtered(lambda order: not order.l10n_fr_hash)
        )

    return request(registry, work)


def verify(registry, chain):
    """Return the ranks of a chain whose documents prove themselves, in order."""

    def work(env):
        key = env["fiscal.key"]._get_current(env.company)
        public = fiscal_verify.load_public_key(key.public_key)
        ranks, previous = [], ""
        for one in env["fiscal.document"].search(
            [("chain_id", "=", chain)], order="seq"
        ):
            content = one._get_content()
            text = fiscal_verify.sign_input("ticket", content, previous)
            if text == one.sign_input and fiscal_verify.is_signed_by(
                text, one.signature, public
            ):
                ranks.append(one.seq)
            previous = one.signature
        return ranks

    return request(registry, work)


def close(registry, chain):
    """Close the day of the till of a chain, though its session is open."""

    def work(env):
        closings = env["fiscal.closing"]
        owner = env["fiscal.chain"].browse(chain).till_id
        day = env.company._get_business_date(fields.Datetime.now())
        with patch.object(type(closings), "_may_close_today", lambda *_: True):
            return closings._close(env.company, owner, "day", day)

    return request(registry, work)
