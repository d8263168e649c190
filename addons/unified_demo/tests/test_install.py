# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..hooks import PARKED_MODULE, post_init_hook, uninstall_hook
from .common import DemoCase

COUNTED = (
    "product.product",
    "res.partner",
    "res.users",
    "hr.employee",
    "stock.warehouse",
    "pos.config",
    "stock.move",
    "account.journal",
    "account.account",
    "loyalty.program",
    "delivery.carrier",
    "unified.demo.step",
)


@tagged("post_install", "-at_install")
class TestInstall(DemoCase):
    def _counts(self):
        return {
            model: self.env[model].with_context(active_test=False).search_count([])
            for model in COUNTED
        }

    def test_installing_twice_changes_nothing(self):
        before = self._counts()
        self.demo._install()
        self.assertEqual(self._counts(), before)

    def test_what_people_changed_is_kept(self):
        mug, owner = self.ref("product_golden_mug"), self.ref("user_owner")
        mug.lst_price = 12.5
        owner.password = "another one"
        self.ref("till_lyo_1").use_fast_payment = False
        self.demo._install()
        self.assertEqual(mug.lst_price, 12.5)
        self.assertFalse(self.ref("till_lyo_1").use_fast_payment)

    def test_a_company_of_another_country_is_refused_in_clear(self):
        other = self.env["res.company"].create(
            {"name": "Elsewhere", "country_id": self.env.ref("base.be").id}
        )
        with self.assertRaisesRegex(UserError, "Elsewhere"):
            self.demo.with_company(other)._install()

    def test_uninstalling_leaves_the_shop_in_place(self):
        mug, company = self.ref("product_golden_mug"), self.company
        uninstall_hook(self.env)
        left = self.env["ir.model.data"].search([("module", "=", "unified_demo")])
        self.assertFalse(
            set(left.mapped("model")) & {"product.product", "res.partner", "res.users"}
        )
        self.assertTrue(mug.exists() and company.exists())
        self.assertEqual(self.env.ref(f"{PARKED_MODULE}.product_golden_mug"), mug)

    def test_installing_again_finds_the_shop_where_it_was(self):
        mug, before = self.ref("product_golden_mug"), self._counts()
        uninstall_hook(self.env)
        post_init_hook(self.env)
        self.assertEqual(self.ref("product_golden_mug"), mug)
        self.assertEqual(self._counts(), before)
