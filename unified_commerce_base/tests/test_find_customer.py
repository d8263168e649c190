# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestFindCustomer(UnifiedCommerceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"]
        cls.company.country_id = cls.env.ref("base.fr")
        cls.customer.write(
            {
                "email": "Camille.Martin@Client.example",
                "phone": "01 99 00 12 34",
                "country_id": cls.env.ref("base.fr").id,
            }
        )

    def test_address_is_the_same_however_it_is_typed(self):
        for typed in (
            " camille.martin@client.example ",
            "CAMILLE.MARTIN@CLIENT.EXAMPLE",
        ):
            with self.subTest(typed):
                self.assertEqual(self.Partner._find_customer(typed), self.customer)

    def test_number_is_the_same_however_it_is_typed(self):
        for typed in ("0199001234", "+33 1 99 00 12 34", "01.99.00.12.34"):
            with self.subTest(typed):
                found = self.Partner._find_customer(phone=typed)
                self.assertEqual(found, self.customer)

    def test_nothing_to_look_for_finds_nobody(self):
        self.other_customer.write({"email": False, "phone": False})
        for email, phone in ((None, None), ("", ""), ("nonsense", "12"), (False, 7)):
            with self.subTest(f"{email} {phone}"):
                self.assertFalse(self.Partner._find_customers(email, phone))

    def test_contact_is_found_and_never_the_company_behind(self):
        company = self.Partner.create({"name": "Atelier SARL", "is_company": True})
        self.customer.parent_id = company
        self.Partner.create(
            {
                "name": "Entrepôt",
                "type": "delivery",
                "parent_id": company.id,
                "email": "livraison@client.example",
            }
        )
        self.assertEqual(
            self.Partner._find_customer("camille.martin@client.example"), self.customer
        )
        self.assertFalse(self.Partner._find_customer("livraison@client.example"))

    def test_file_with_an_account_comes_first_then_the_oldest(self):
        twins = self.Partner.create(
            [{"name": f"Camille {n}", "email": self.customer.email} for n in range(3)]
        )
        email = self.customer.email
        self.assertEqual(self.Partner._find_customer(email), self.customer)
        new_test_user(
            self.env, "camille_2", groups="base.group_portal", partner_id=twins[1].id
        )
        twins[1].email = email
        self.assertEqual(
            self.Partner._find_customers(email),
            twins[1] | self.customer | twins[0] | twins[2],
        )

    def test_address_counts_more_than_number(self):
        self.other_customer.write({"phone": self.customer.phone})
        found = self.Partner._find_customers(
            "camille.martin@client.example", "0199001234"
        )
        self.assertEqual(found, self.customer | self.other_customer)

    def test_archived_file_is_found_after_those_in_use(self):
        self.customer.active = False
        email = self.customer.email
        self.assertEqual(self.Partner._find_customer(email), self.customer)
        self.other_customer.email = email
        self.assertEqual(self.Partner._find_customer(email), self.other_customer)

    def test_file_of_another_company_is_not_found(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.customer.company_id = other
        self.assertFalse(self.Partner._find_customer(self.customer.email))
        self.assertEqual(
            self.Partner._find_customer(self.customer.email, company=other),
            self.customer,
        )

    def test_visitor_finds_nobody(self):
        public = self.env.ref("base.public_user")
        self.assertFalse(
            self.Partner.with_user(public)._find_customer(self.customer.email)
        )

    def test_lookup_costs_the_same_whatever_is_found(self):
        self.Partner.create(
            [{"name": f"Camille {n}", "email": self.customer.email} for n in range(9)]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            self.Partner._find_customers(self.customer.email, self.customer.phone)

    def test_customer_is_recognised_by_themselves_only(self):
        self.customer.city = "Lyon"
        self.assertEqual(
            self.customer._get_masked(),
            {
                "name": "Camille M.",
                "email": "c•••@client.example",
                "phone": "••• 34",
                "city": "Lyon",
            },
        )

    def test_address_that_is_free_may_be_taken(self):
        self.assertFalse(self.Partner._find_or_claim("new@client.example"))
        self.assertEqual(
            self.Partner._find_or_claim("camille.martin@client.example"), self.customer
        )
