# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestCustomerAtTill(TillCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier.group_ids += cls.env.ref("base.group_partner_manager")
        cls.customer.write(
            {
                "email": "camille@client.example",
                "phone": "+33 1 99 00 12 34",
                "city": "Lyon",
            }
        )

    def _save(self, **vals):
        """Save a new file as the form of the till does."""
        Partner = self.env["res.partner"].with_user(self.cashier)
        [saved] = Partner.with_context(unified_till_id=self.till_1.id).web_save(
            vals, {"name": {}}
        )
        return self.env["res.partner"].browse(saved["id"])

    def test_till_is_told_who_is_known_and_no_more_than_that(self):
        self.assertEqual(
            self._till().unified_find_customer("CAMILLE@client.example", False),
            [
                {
                    "id": self.customer.id,
                    "name": "Camille M.",
                    "email": "c•••@client.example",
                    "phone": "••• 34",
                    "city": "Lyon",
                    "same_email": True,
                    "archived": False,
                }
            ],
        )

    def test_known_number_is_told_as_such(self):
        [known] = self._till().unified_find_customer(
            "new@client.example", "+33199001234"
        )
        self.assertEqual((known["id"], known["same_email"]), (self.customer.id, False))

    def test_unknown_customer_is_nobody(self):
        self.assertEqual(
            self._till().unified_find_customer("new@client.example", "+33199009999"), []
        )

    def test_only_the_staff_of_an_open_till_may_ask(self):
        clerk = new_test_user(self.env, "desk_clerk", groups="base.group_user")
        with self.assertRaises(AccessError):
            self._till(user=clerk).unified_find_customer("camille@client.example")
        with self.assertRaises(UserError):
            self._till(self.till_2).unified_find_customer("camille@client.example")

    def test_known_address_saved_at_a_till_is_the_known_file(self):
        saved = self._save(name="C. Martin", email="Camille@Client.example")
        self.assertEqual(saved, self.customer)
        self.assertEqual(self.customer.name, "Camille Martin")

    def test_new_address_saved_at_a_till_is_a_new_file(self):
        saved = self._save(name="Zoé Lambert", email="zoe@client.example")
        self.assertEqual(
            (saved.name, saved.email), ("Zoé Lambert", "zoe@client.example")
        )

    def test_known_number_does_not_hinder_a_new_file(self):
        saved = self._save(name="Zoé Lambert", phone="+33 1 99 00 12 34")
        self.assertNotEqual(saved, self.customer)

    def test_office_makes_the_files_it_wants(self):
        twin = self.env["res.partner"].create(
            {"name": "C. Martin", "email": "camille@client.example"}
        )
        self.assertNotEqual(twin, self.customer)

    def test_customer_who_comes_back_is_in_use_again(self):
        self.customer.active = False
        [known] = self._till().unified_find_customer("camille@client.example")
        self.assertTrue(known["archived"])
        self._till().unified_use_customer(self.customer.id)
        self.assertTrue(self.customer.active)

    def test_customer_of_another_company_stays_unknown(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.customer.company_id = other
        self.assertEqual(
            self._till().unified_find_customer("camille@client.example"), []
        )
        saved = self._save(name="C. Martin", email="camille@client.example")
        self.assertNotEqual(saved, self.customer)


@tagged("post_install", "-at_install")
class TestMergedAtTill(TillCommon):
    def setUp(self):
        super().setUp()
        self.old_id = self.customer.id
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.customer | self.other_customer).ids, self.other_customer)

    def test_till_that_still_knows_the_merged_file_gets_the_one_that_is_kept(self):
        summary = self._till().unified_customer_summary(self.old_id)
        self.assertEqual(summary["partner_id"], self.other_customer.id)
        self.assertEqual(summary["cart"]["id"], self.cart.id)

    def test_ticket_of_the_merged_file_goes_to_the_one_that_is_kept(self):
        ticket = self._ticket([self._line(self.mug)], partner_id=self.old_id)
        self.assertEqual(self._send(ticket).partner_id, self.other_customer)

    def test_cart_in_hand_is_settled_after_the_merge(self):
        taken = self._till().unified_cart_take(self.old_id)
        self.assertEqual(taken["status"], "taken")
        order = self._send(self._cart_ticket(partner_id=self.old_id))
        self.assertEqual((order.partner_id, order.state), (self.other_customer, "paid"))

    def test_file_deleted_for_good_is_said_in_words(self):
        gone = self.env["res.partner"].create({"name": "Nobody"})
        gone_id = gone.id
        gone.unlink()
        with self.assertRaisesRegex(UserError, "does not exist any more"):
            self._till().unified_customer_summary(gone_id)
