# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestEnrolment(LoyaltyTillCommon):
    """A customer joins in two fields; what they agreed to is written down."""

    def _join(self, *args, **terms):
        return self._till().unified_enrol(*args, operator_id=self.amelie.id, **terms)

    def _consents(self, partner):
        return self.env["commerce.consent"].search([("partner_id", "=", partner.id)])

    def test_name_and_number_make_a_file_a_card_and_a_consent(self):
        joined = self._join("Nadia", "06 12 34 56 78")
        partner = self.env["res.partner"].browse(joined["partner_id"])
        self.assertEqual((partner.name, partner.email), ("Nadia", False))
        card = self.env["loyalty.card"].browse(joined["card_id"])
        self.assertRecordValues(
            card,
            [{"partner_id": partner.id, "program_id": self.points.id, "points": 0}],
        )
        self.assertRecordValues(
            self._consents(partner),
            [
                {
                    "purpose": "loyalty",
                    "given_how": "till",
                    "given_place": self.till_1.name,
                    "given_by": "Amélie Roux",
                }
            ],
        )

    def test_address_for_the_card_is_no_consent_to_marketing(self):
        joined = self._join("Nadia", "nadia@shop.example")
        partner = self.env["res.partner"].browse(joined["partner_id"])
        self.assertEqual(partner.email, "nadia@shop.example")
        self.assertEqual(self._consents(partner).mapped("purpose"), ["loyalty"])

    def test_marketing_is_agreed_to_by_itself(self):
        joined = self._join("Nadia", "nadia@shop.example", marketing=True)
        partner = self.env["res.partner"].browse(joined["partner_id"])
        self.assertEqual(
            set(self._consents(partner).mapped("purpose")), {"loyalty", "marketing"}
        )

    def test_leaving_the_advice_is_not_leaving_the_programme(self):
        self._join(partner_id=self.customer.id)
        consents = self.env["commerce.consent"]
        company = self.company
        consents._give(self.customer, company, ["clienteling"], "till")
        consents._withdraw(self.customer, company, "account")
        self.assertEqual(
            consents._get_open_purposes(self.customer, company), {"loyalty"}
        )
        consents._withdraw(self.customer, company, "account", purposes=["loyalty"])
        self.assertFalse(consents._get_open_purposes(self.customer, company))

    def test_joining_twice_makes_one_card_and_one_consent(self):
        first, second = (self._join("Nadia", "nadia@shop.example") for _time in "ab")
        self.assertEqual(first, second)
        partner = self.env["res.partner"].browse(first["partner_id"])
        self.assertEqual(len(self._consents(partner)), 1)

    def test_known_customer_keeps_their_file_and_card(self):
        card = self._card(50)
        joined = self._join(partner_id=self.customer.id)
        self.assertEqual(
            joined,
            {
                "partner_id": self.customer.id,
                "card_id": card.id,
                "code": card.code,
            },
        )
        self.assertEqual(card.points, 50)

    def test_what_cannot_be_reached_is_not_a_member(self):
        for name, contact in (
            ("", "06 12 34 56 78"),
            ("Nadia", ""),
            ("Nadia", "12"),
            ("Nadia", "nadia@"),
            (None, None),
            ({}, []),
        ):
            with self.assertRaisesRegex(UserError, "needed"):
                self._join(name, contact)

    def test_till_without_programme_says_so(self):
        self.points.active = False
        self.assertFalse(self._till().unified_enrolment())
        with self.assertRaisesRegex(UserError, "no loyalty programme"):
            self._join("Nadia", "06 12 34 56 78")

    def test_words_that_are_read_out_are_the_ones_kept(self):
        read_out = self._till().unified_enrolment()
        joined = self._join("Nadia", "06 12 34 56 78")
        partner = self.env["res.partner"].browse(joined["partner_id"])
        self.assertEqual(self._consents(partner).text, read_out["text"])

    def test_stranger_makes_nobody_a_member(self):
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        till = self._till(user=stranger)
        with self.assertRaises(AccessError):
            till.unified_enrol("Nadia", "06 12 34 56 78")
        with self.assertRaises(AccessError):
            till.unified_enrolment()

    # The card

    def test_scanned_card_says_whose_it_is(self):
        card = self._card(50)
        cards = self.env["loyalty.card"].with_user(self.cashier)
        self.assertEqual(
            cards.get_loyalty_card_partner_by_code(card.code), self.customer
        )

    def test_lost_or_unknown_card_names_nobody(self):
        card = self._card(50)
        card.blocked = True
        cards = self.env["loyalty.card"].with_user(self.cashier)
        self.assertFalse(cards.get_loyalty_card_partner_by_code(card.code))
        self.assertFalse(cards.get_loyalty_card_partner_by_code("044-unknown"))
