# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestHouseholdAtTill(LoyaltyTillCommon):
    """Camille heads a household; Sacha stands at the till with points of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.points.household = True
        cls.sacha = cls.env["res.partner"].create({"name": "Sacha Petit"})

    def setUp(self):
        super().setUp()
        self.head_card = self._card(150)
        self.sacha_card = self._card_of(self.sacha, 50)

    def _add(self, bring=True, member=None):
        return self._till().unified_household_add(
            self.customer.id, (member or self.sacha).id, bring, self.amelie.id
        )

    def _household(self):
        self._add()
        return self.sacha_card.household_card_id

    def test_two_customers_at_the_till_share_and_both_agreed(self):
        asked = self._till().unified_household(self.customer.id, self.sacha.id)
        self.assertTrue(asked["begins"])
        self.assertIn("50", asked["points_display"])
        self.assertFalse(self.sacha_card.household_card_id)
        shown = self._add()
        self.assertEqual(shown, {self.head_card.id: 200, self.sacha_card.id: 200})
        consents = self.env["commerce.consent"].search(
            [("partner_id", "in", (self.customer | self.sacha).ids)]
        )
        self.assertEqual(consents.partner_id, self.customer | self.sacha)
        self.assertEqual(
            {(one.purpose, one.given_how, one.given_by) for one in consents},
            {("household", "till", "Amélie Roux")},
        )

    def test_points_stay_aside_unless_the_member_says_otherwise(self):
        self._add(bring="yes")
        self.assertTrue(self.sacha_card.points_aside)
        self.assertEqual(self.sacha_card.points, 150)

    def test_customer_without_card_gets_one(self):
        newcomer = self.env["res.partner"].create({"name": "Noa"})
        self._add(member=newcomer)
        self.assertEqual(self._cards_of(newcomer).points, 150)

    def test_points_kept_for_the_ticket_of_the_head_keep_nobody_out(self):
        self._household()
        self._till().unified_set_points_aside("uuid", self.customer.id)
        newcomer = self.env["res.partner"].create({"name": "Noa"})
        self._add(member=newcomer)
        self.assertEqual(self._cards_of(newcomer).points, 200)

    def _cards_of(self, partner):
        return self.env["loyalty.card"].search([("partner_id", "=", partner.id)])

    def test_what_cannot_be_is_told(self):
        till = self._till()
        with self.assertRaisesRegex(UserError, "who is to join"):
            till.unified_household(self.customer.id, self.customer.id)
        self._add()
        noa = self.env["res.partner"].create({"name": "Noa"})
        with self.assertRaisesRegex(UserError, "Only the head"):
            till.unified_household(self.sacha.id, noa.id)
        with self.assertRaisesRegex(UserError, "already"):
            till.unified_household_add(noa.id, self.sacha.id)
        self.points.household = False
        with self.assertRaisesRegex(UserError, "no household"):
            till.unified_household(self.customer.id, noa.id)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_the_staff_of_a_till_adds_members(self):
        shopper = self.env["res.users"].create(
            {
                "name": "Nosy",
                "login": "nosy_household",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        till = self._till().with_user(shopper)
        for ask in (till.unified_household, till.unified_household_add):
            with self.assertRaises(AccessError):
                ask(self.customer.id, self.sacha.id)

    # Tickets --------------------------------------------------------------------

    def test_ticket_of_a_member_wins_for_the_household(self):
        household = self._household()
        ticket = self._sell(
            self.shirt, won=20, card_id=self.sacha_card.id, partner_id=self.sacha.id
        )
        self.assertEqual(self.head_card.points, 220)
        movement = self._moved(ticket)
        self.assertEqual(movement.card_id, household)
        self.assertEqual(movement.via_partner_id, self.sacha)
        update = ticket.points_answer["coupon_updates"][0]
        self.assertEqual((update["id"], update["points"]), (self.sacha_card.id, 220))

    def test_ticket_of_a_member_spends_what_another_one_won(self):
        self._household()
        self._sell(
            self.shirt,
            won=15,
            spent=100,
            card_id=self.sacha_card.id,
            partner_id=self.sacha.id,
        )
        self.assertEqual(self.head_card.points, 115)

    def test_refund_of_a_members_ticket_is_taken_back_from_the_household(self):
        self._household()
        ticket = self._sell(
            self.shirt, won=20, card_id=self.sacha_card.id, partner_id=self.sacha.id
        )
        self._send(
            self._ticket(
                [self._line(self.shirt, -1, refunded_orderline_id=ticket.lines[0].id)],
                partner_id=self.sacha.id,
                is_refund=True,
                unified_points=[],
            )
        )
        self.assertEqual(self.head_card.points, 200)

    def test_same_ticket_sent_again_wins_nothing_more(self):
        self._household()
        values = self._points_ticket(
            self.shirt, won=20, card_id=self.sacha_card.id, partner_id=self.sacha.id
        )
        self._send(values)
        self._send(values)
        self.assertEqual(self.head_card.points, 220)

    def test_points_kept_for_one_till_are_not_there_for_another(self):
        self._household()
        till = self._till()
        kept = till.unified_authorize_points(
            "first", self.sacha.id, [[self.sacha_card.id, 150, 0]]
        )
        self.assertEqual(kept["kept"], {self.sacha_card.id: 150})
        refused = till.unified_authorize_points(
            "second", self.customer.id, [[self.head_card.id, 100, 0]]
        )
        self.assertEqual(refused["status"], "refused")
        self.assertEqual(refused["left"], {self.head_card.id: 50})

    def test_points_set_aside_for_a_member_come_off_the_household(self):
        household = self._household()
        self._till().unified_set_points_aside("uuid", self.sacha.id)
        held = self.env["loyalty.hold"]._read_held(household)[household.id]
        self.assertEqual(held, 100)
        self._till().unified_release_points("uuid")
        self.assertFalse(any(self.env["loyalty.hold"]._read_held(household).values()))

    def test_card_of_another_member_or_of_the_household_is_refused(self):
        household = self._household()
        for card in (household, self.head_card):
            ticket = self._sell(
                self.shirt, won=20, card_id=card.id, partner_id=self.sacha.id
            )
            self.assertFalse(self._moved(ticket))

    # What the cashier sees ------------------------------------------------------

    def test_cashier_sees_the_member_who_is_there_and_nobody_else(self):
        self._household()
        theirs = self._sell(self.shirt, won=20)
        summary = self._till().unified_customer_summary(self.sacha.id)
        self.assertEqual(summary["loyalty"]["points"], 220)
        self.assertTrue(summary["loyalty"]["cards"][0]["household"])
        for hidden in ("Camille", theirs.pos_reference):
            self.assertNotIn(hidden, str(summary["loyalty"]))
