# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Claims made by several processes at once; run inside Odoo by lab workers."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.service.model import retrying


def hits(registry, tries, limit, threads=4, seconds=3600):
    """Hit the limiter from several threads; return how many were allowed."""

    def one(_number):
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            allowed = env["commerce.rate.limit"]._hit(
                "lab", "one visitor", limit, seconds
            )
            # The try counts even when the request fails afterwards.
            cr.rollback()
            return allowed

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(one, range(tries)))


def claim(registry, key, fail=False):
    """Do the work of a key once, as a request does; return whether it was done here."""
    try:
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return retrying(partial(_work, env, key, fail), env)
    except ZeroDivisionError:
        return "failed"


def _work(env, key, fail):
    # Every Odoo request has read something before: its snapshot is taken.
    env.cr.execute("SELECT count(*) FROM commerce_idempotency")
    if not env["commerce.idempotency"]._claim("lab", key):
        return False
    env["res.partner"].create({"name": f"Work of {key}"})
    env.flush_all()
    if fail:
        raise ZeroDivisionError
    return True


def claims(registry, keys):
    return [claim(registry, key) for key in keys]
