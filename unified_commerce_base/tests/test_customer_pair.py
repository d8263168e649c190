# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import UnifiedCommerceCommon

FIND = "odoo.addons.unified_commerce_base.models.commerce_customer_pair_find"


@tagged("post_install", "-at_install")
class TestCustomerPair(UnifiedCommerceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Pair = cls.env["commerce.customer.pair"]
        cls.manager = new_test_user(
            cls.env,
            "pair_manager",
            groups="unified_commerce_base.group_commerce_user,base.group_partner_manager",
        )

    def _make(self, *values):
        return self.env["res.partner"].create(
            [{"name": name, **dict(rest)} for name, rest in values]
        )

    def _find(self, trigram=True):
        self.env.flush_all()
        partners = self.env["res.partner"].search([])
        return self.Pair._find(partners.ids, trigram)

    def _night(self):
        self.env.flush_all()
        self.env.ref(
            "unified_commerce_base.ir_cron_customer_pairs"
        ).method_direct_trigger()
        self.env.invalidate_all()

    def _pairs(self, partners):
        return self.Pair.search([("partner_id", "in", partners.ids)])

    def test_two_files_with_one_address_are_proposed(self):
        twins = self._make(
            ("Zoé Lambert", {"email": "zoe@client.example"}),
            ("Z. L.", {"email": "ZOE@client.example"}),
        )
        self._find()
        self.assertRecordValues(
            self._pairs(twins),
            [
                {
                    "partner_id": twins[0].id,
                    "other_id": twins[1].id,
                    "reason": "email",
                    "state": "open",
                }
            ],
        )

    def test_names_alike_in_one_town_are_proposed(self):
        twins = self._make(
            ("Élodie Lachaud", {"zip": "69001"}), ("elodie lachaud", {"zip": "69001"})
        )
        self._make(("Élodie Lachaud", {"zip": "75011"}))
        self._find()
        self.assertEqual(self._pairs(twins).mapped("reason"), ["place"])

    def test_one_address_is_decided_before_names_alike(self):
        alike = self._make(
            ("Élodie Lachaud", {"zip": "69001"}), ("elodie lachaud", {"zip": "69001"})
        )
        sure = self._make(
            ("Zoé Lambert", {"email": "zoe@client.example"}),
            ("Z. L.", {"email": "ZOE@client.example"}),
        )
        self._find()
        pairs = self._pairs(alike | sure)
        self.assertEqual(pairs.mapped("reason"), ["email", "place"])

    def test_address_typed_wrong_is_proposed(self):
        twins = self._make(
            ("Yann Kerbrat", {"email": "yann.kerbrat@client.example"}),
            ("Yann Kerbrat", {"email": "yan.kerbrat@client.example"}),
        )
        self._find()
        self.assertEqual(self._pairs(twins).mapped("reason"), ["near_email"])

    def test_household_with_one_number_is_two_people(self):
        phone = {"phone": "+33 1 99 00 55 66"}
        family = self._make(("Ugo Vasseur", phone), ("Mathilde Pons", phone))
        self._find()
        self.assertFalse(self._pairs(family))
        twin = self._make(("Vasseur Hugo", phone))
        self._find()
        self.assertRecordValues(
            self._pairs(family[0]), [{"other_id": twin.id, "reason": "phone"}]
        )

    def test_namesakes_with_addresses_and_numbers_of_their_own_are_two_people(self):
        namesakes = self._make(
            (
                "Marie Dubosc",
                {"zip": "69001", "email": "m1@a.example", "phone": "+33199005501"},
            ),
            (
                "Marie Dubosc",
                {"zip": "69001", "email": "zz@b.example", "phone": "+33199005502"},
            ),
        )
        self._find()
        self.assertFalse(self._pairs(namesakes))

    def test_address_of_a_customer_and_staff_are_no_customers(self):
        parent, twin = self._make(
            ("Paul Girod", {"zip": "69001"}), ("Paule Giraud", {"zip": "33000"})
        )
        twin.write({"name": "Paul Girod", "zip": "69001", "parent_id": parent.id})
        employee = new_test_user(self.env, "girod", groups="base.group_user")
        employee.partner_id.write({"name": "Paul Girod", "zip": "69001"})
        self._find()
        self.assertFalse(self._pairs(parent | twin | employee.partner_id))

    def test_files_of_two_companies_are_not_proposed(self):
        other = self.env["res.company"].create({"name": "Other"})
        email = {"email": "zoe@client.example"}
        self._make(
            ("Zoé Lambert", {**email, "company_id": self.company.id}),
            ("Zoé Lambert", {**email, "company_id": other.id}),
        )
        self._find()
        self.assertFalse(
            self.Pair.search([("partner_id.email", "=", "zoe@client.example")])
        )

    def test_what_was_said_is_not_asked_again(self):
        email = {"email": "zoe@client.example"}
        twins = self._make(("Zoé Lambert", email), ("Noé Lambert", email))
        self._find()
        pair = self._pairs(twins)
        pair.with_user(self.manager).action_keep_apart()
        self._find()
        self.assertEqual(self._pairs(twins), pair)
        self.assertEqual(pair.state, "different")

    def test_address_that_was_corrected_is_not_proposed_any_more(self):
        email = {"email": "zoe@client.example"}
        twins = self._make(("Zoé Lambert", email), ("Rémi Salon", email))
        self._find()
        self.assertTrue(self._pairs(twins))
        twins[1].email = "remi@client.example"
        self._find()
        self.assertFalse(self._pairs(twins))

    def test_night_looks_at_what_has_changed_only(self):
        self._night()
        email = {"email": "zoe@client.example"}
        twins = self._make(("Zoé Lambert", email), ("Rémi Salon", email))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = write_date - interval '1 year'"
            " WHERE id IN %s",
            [tuple(twins.ids)],
        )
        self._night()
        self.assertFalse(self._pairs(twins))
        twins[0].city = "Lyon"
        self.env.flush_all()
        self._night()
        self.assertTrue(self._pairs(twins))

    def test_all_changed_files_are_looked_at_whatever_the_batch(self):
        couples = [
            self._make(
                (f"Zoé {n}", {"email": f"zoe{n}@client.example"}),
                (f"Rémi {n}", {"email": f"zoe{n}@client.example"}),
            )
            for n in "abcdefg"
        ]
        self.env.flush_all()
        with patch(f"{FIND}.AT_ONCE", 3):
            self._night()
        for couple in couples:
            self.assertEqual(len(self._pairs(couple)), 1)

    def test_without_trigrams_identical_names_are_proposed_and_it_is_said(self):
        twins = self._make(
            ("Élodie Lachaud", {"zip": "69001"}), ("elodie lachaud", {"zip": "69001"})
        )
        self._make(("Elodi Lachaux", {"zip": "69001"}))
        with patch(f"{FIND}.has_trigram", return_value=False):
            self._night()
        self.assertEqual(len(self._pairs(twins)), 1)
        said = self.env["commerce.exception"].search(
            [("key", "=", "customer-pairs:pg_trgm")]
        )
        self.assertIn("pg_trgm", said.advice)

    def test_merge_opens_the_wizard_with_both_files(self):
        email = {"email": "zoe@client.example"}
        twins = self._make(("Zoé Lambert", email), ("Zoé Lambert", email))
        self._find()
        action = self._pairs(twins).with_user(self.manager).action_merge()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.manager)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(wizard.partner_ids, twins)
        wizard.action_merge()
        self.assertEqual(twins.exists(), twins[0])
        self.assertFalse(self._pairs(twins[0]))

    def test_answer_about_a_merged_file_counts_for_the_one_that_is_kept(self):
        email = {"email": "zoe@client.example"}
        twins = self._make(
            ("Zoé Lambert", email), ("Zoé Lambert", email), ("Noé Lambert", email)
        )
        self._find()
        self.Pair.search(
            [("partner_id", "=", twins[1].id), ("other_id", "=", twins[2].id)]
        ).action_keep_apart()
        self.Pair.search(
            [("partner_id", "=", twins[0].id), ("other_id", "=", twins[2].id)]
        ).unlink()
        self.env["base.partner.merge.automatic.wizard"]._merge(twins[:2].ids, twins[0])
        self._find()
        self.assertRecordValues(
            self._pairs(twins[0]), [{"other_id": twins[2].id, "state": "different"}]
        )

    def test_list_costs_the_same_whatever_its_length(self):
        for n in range(6):
            email = {"email": f"zoe{n}@client.example"}
            self._make((f"Zoé {n}", email), (f"Rémi {n}", email))
        self._find()
        pairs = self.Pair.search([], limit=6)
        self._cost(pairs)  # what is remembered of the registry
        self.assertEqual(self._cost(pairs), self._cost(pairs[:2]))

    def _cost(self, pairs):
        """Return how many queries it takes to show these pairs."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        pairs.read(["details", "other_details", "refusal"])
        return self.env.cr.sql_log_count - before

    def test_employee_without_the_role_decides_nothing(self):
        clerk = new_test_user(self.env, "pair_clerk", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.Pair.with_user(clerk).search([]).mapped("reason")
        with self.assertRaises(AccessError):
            self.Pair.with_user(clerk).new({}).action_keep_apart()
