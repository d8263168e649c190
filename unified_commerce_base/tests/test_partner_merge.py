# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestPartnerMerge(UnifiedCommerceCommon):
    def _merge(self, partners, target):
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, target)

    def test_carts_of_one_person_become_one(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        self._make_cart(self.other_customer, lines=[(self.mug, 1), (self.shirt, 2)])
        self._merge(self.customer | self.other_customer, self.customer)
        self.assertEqual(
            self.env["sale.order"]._cart_find(self.customer, self.company), cart
        )
        self.assertEqual(self._content(cart), {self.mug: 2, self.shirt: 2})
        self.assertFalse(self.other_customer.exists())

    def test_cart_follows_the_file_that_is_kept(self):
        cart = self._make_cart(self.other_customer, lines=[(self.mug, 1)])
        self._merge(self.customer | self.other_customer, self.customer)
        self.assertEqual((cart.partner_id, cart.cart_state), (self.customer, "open"))

    def test_target_chosen_by_odoo_keeps_all_lines(self):
        self._make_cart(lines=[(self.mug, 1)])
        self._make_cart(self.other_customer, lines=[(self.shirt, 1)])
        self._merge(self.customer | self.other_customer, None)
        kept = (self.customer | self.other_customer).exists()
        cart = self.env["sale.order"]._cart_find(kept, self.company)
        self.assertEqual(self._content(cart), {self.mug: 1, self.shirt: 1})

    # What cannot be one ---------------------------------------------------------

    def _seal(self, partner):
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_line_ids": [
                    Command.create({"name": "Mug", "price_unit": 10, "tax_ids": []})
                ],
            }
        )
        move.journal_id.restrict_mode_hash_table = True
        move.action_post()
        if not move.inalterable_hash:
            move.button_hash()
        self.assertTrue(move.inalterable_hash)
        return move

    def test_customer_of_sealed_entries_is_kept(self):
        move = self._seal(self.other_customer)
        both = self.customer | self.other_customer
        with self.assertRaisesRegex(UserError, "keep this file as the destination"):
            self._merge(both, self.customer)
        self._merge(both, None)
        self.assertEqual(both.exists(), self.other_customer)
        self.assertEqual(move.line_ids.partner_id, self.other_customer)

    def test_two_customers_of_sealed_entries_stay_two(self):
        self._seal(self.customer)
        self._seal(self.other_customer)
        with self.assertRaisesRegex(UserError, "they stay files of their own"):
            self._merge(self.customer | self.other_customer, self.customer)

    def test_two_accounts_stay_two_and_it_is_said_which(self):
        for login, partner in (("cam", self.customer), ("dom", self.other_customer)):
            new_test_user(
                self.env, login, groups="base.group_portal", partner_id=partner.id
            )
        with self.assertRaisesRegex(UserError, r"cam, dom"):
            self._merge(self.customer | self.other_customer, self.customer)

    def test_account_decides_which_file_is_kept(self):
        new_test_user(
            self.env,
            "dom",
            groups="base.group_portal",
            partner_id=self.other_customer.id,
        )
        self._merge(self.customer | self.other_customer, None)
        self.assertTrue(self.other_customer.exists())

    def test_file_without_address_needs_no_administrator(self):
        clerk = new_test_user(
            self.env, "merge_clerk", groups="base.group_user,base.group_partner_manager"
        )
        self.customer.email = "camille@client.example"
        self.other_customer.email = False
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(clerk)
        wizard._merge((self.customer | self.other_customer).ids, self.customer)
        self.assertFalse(self.other_customer.exists())
        third = self.env["res.partner"].create({"name": "C", "email": "c@x.example"})
        with self.assertRaisesRegex(UserError, "c@x.example, camille@client.example"):
            wizard._merge((self.customer | third).ids, self.customer)

    # What goes along ------------------------------------------------------------

    def test_refusal_of_advertising_on_one_file_is_kept(self):
        self.customer.email = "camille@client.example"
        self.other_customer.email = "dominique@client.example"
        self.env["mail.blacklist"]._add("dominique@client.example")
        self._merge(self.customer | self.other_customer, self.customer)
        self.assertTrue(self.customer.is_blacklisted)

    def test_id_of_a_merged_file_answers_with_the_one_that_is_kept(self):
        third = self.env["res.partner"].create({"name": "Camille M."})
        old = self.other_customer.id
        self._merge(self.customer | self.other_customer, self.customer)
        Partner = self.env["res.partner"]
        self.assertEqual(Partner._follow_merged(old), self.customer)
        self._merge(self.customer | third, third)
        self.assertEqual(Partner._follow_merged(old), third)
        third.unlink()
        self.assertFalse(Partner._follow_merged(old))
