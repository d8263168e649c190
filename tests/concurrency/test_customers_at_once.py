# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two tills write down the same new customer in the same instant."""

from functools import partial

import pytest

from benchmarks.shop import meeting

TILLS = ("Lyon 1", "Paris 1")


@pytest.fixture(autouse=True)
def cashiers_write_customers_down(shop):
    shop.execute(
        """INSERT INTO res_groups_users_rel (gid, uid)
           SELECT data.res_id, users.id FROM ir_model_data data, res_users users
            WHERE data.module = 'base' AND data.name = 'group_partner_manager'
              AND users.login = 'bench_cashier' ON CONFLICT DO NOTHING"""
    )


def save(device, name, email):
    """Save a new customer file as the form of a till does."""
    context = {"unified_till_id": device.config_id}
    [saved] = device.client.call(
        *("res.partner", "web_save", [], {"name": name, "email": email}),
        specification={"name": {}},
        context=context,
    )
    return saved["id"]


def test_two_tills_that_save_one_customer_at_once_get_one_file(shop):
    first, second = (shop.till(shop.server, name) for name in TILLS)
    files = meeting(
        *(shop, "res_partner"),
        partial(save, first, "Zoé Lambert", "zoe@client.example"),
        partial(save, second, "Z. Lambert", " ZOE@client.example"),
    )
    assert [type(one) for one in files] == [int, int], files
    assert files[0] == files[1]
    stored = shop.rows(
        "SELECT id FROM res_partner WHERE email_normalized = %s", "zoe@client.example"
    )
    assert stored == [(files[0],)]


def test_two_tills_that_save_two_customers_at_once_get_two_files(shop):
    first, second = (shop.till(shop.server, name) for name in TILLS)
    files = meeting(
        *(shop, "res_partner"),
        partial(save, first, "Ana Roy", "ana@client.example"),
        partial(save, second, "Ida Roy", "ida@client.example"),
    )
    assert [type(one) for one in files] == [int, int], files
    assert files[0] != files[1]
