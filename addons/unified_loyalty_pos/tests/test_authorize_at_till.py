# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import LoyaltyTillCommon

UUID = "0b4f6f8e-7a55-4a3e-9d5f-5b8c3a6d1c11"


@tagged("post_install", "-at_install")
class TestAuthorizeAtTill(LoyaltyTillCommon):
    """Points are kept before the customer pays, and given back when they do not."""

    def setUp(self):
        super().setUp()
        self.account = self._card(150)
        self.holds = self.env["loyalty.hold"]

    def _authorize(self, *spending, till=None, uuid=UUID, partner=None):
        return self._till(till).unified_authorize_points(
            uuid, (partner or self.customer).id, list(spending)
        )

    def _held(self):
        return self.holds._read_held(self.account)[self.account.id]

    def test_what_one_ticket_keeps_is_not_left_for_another(self):
        self._open_till(self.till_2, self.other_cashier)
        answer = self._authorize([self.account.id, 100, 0])
        self.assertEqual(answer["status"], "held")
        self.assertEqual(answer["kept"], {self.account.id: 100})
        answer = self._authorize([self.account.id, 100, 0], uuid="another")
        self.assertEqual(answer["status"], "refused")
        self.assertEqual(answer["left"], {self.account.id: 50})
        self.assertIn("50", answer["message"])

    def test_asked_again_nothing_more_is_kept(self):
        for _time in range(3):
            self._authorize([self.account.id, 100, 0])
        self.assertEqual(self._held(), 100)

    def test_what_the_ticket_wins_pays_for_what_it_spends(self):
        self._authorize([self.account.id, 160, 20])
        self.assertEqual(self._held(), 140)

    def test_points_valid_later_pay_for_nothing_now(self):
        self.points.points_valid_after = 14
        answer = self._authorize([self.account.id, 160, 20])
        self.assertEqual(answer["status"], "refused")

    def test_reward_taken_off_gives_its_points_back(self):
        self._authorize([self.account.id, 100, 0])
        self._authorize()
        self.assertEqual(self._held(), 0)

    def test_ticket_given_up_gives_its_points_back(self):
        self._authorize([self.account.id, 100, 0])
        self._till().unified_release_points(UUID)
        self.assertEqual(self._held(), 0)

    def test_another_till_cannot_release_them(self):
        self._open_till(self.till_2, self.other_cashier)
        self._authorize([self.account.id, 100, 0])
        self._till(self.till_2).unified_release_points(UUID)
        self.assertEqual(self._held(), 100)

    def test_ticket_uses_up_what_it_had_kept(self):
        ticket = self._points_ticket(self.pen, won=3, spent=100)
        self._authorize([self.account.id, 100, 3], uuid=ticket["uuid"])
        order = self._send(ticket)
        self.assertEqual(self._held(), 0)
        self.assertEqual(self.account.points, 53)
        self.assertFalse(self._exceptions(order, "loyalty"))

    def test_card_of_somebody_else_pays_nothing(self):
        answer = self._authorize([self.account.id, 10, 0], partner=self.other_customer)
        self.assertEqual(answer["status"], "refused")
        self.assertEqual(self._held(), 0)

    def test_senseless_amounts_keep_nothing(self):
        for amount in (-5, float("nan"), "10", None):
            self._authorize([self.account.id, amount, 0])
        self._authorize([-1, 10, 0], [2**31 - 1, 10, 0])
        self.assertEqual(self._held(), 0)

    def test_money_on_cards_is_left_to_the_means_of_payment(self):
        program = self._create_program(
            "Carte cadeau", program_type="gift_card", applies_on="future"
        )
        gift = self.env["loyalty.card"].create({"program_id": program.id, "points": 50})
        answer = self._authorize([gift.id, 50, 0])
        self.assertEqual(answer["kept"], {})

    def test_only_the_staff_of_an_open_till_asks(self):
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        till = self._till(user=stranger)
        for method, args in (
            ("unified_authorize_points", (UUID, self.customer.id, [])),
            ("unified_set_points_aside", (UUID, self.customer.id)),
            ("unified_release_points", (UUID,)),
            ("unified_refund_rewards", (1, {})),
        ):
            with self.assertRaises(AccessError):
                getattr(till, method)(*args)
        with self.assertRaisesRegex(UserError, "Open till"):
            self._authorize(till=self.till_2)

    # Without network

    def _aside(self, uuid=UUID):
        return self._till().unified_set_points_aside(uuid, self.customer.id)["kept"]

    def test_enough_for_the_smallest_reward_is_set_aside(self):
        self.assertEqual(self._aside(), {self.account.id: 100})

    def test_card_with_less_sets_aside_what_it_has(self):
        self.holds._authorize("web", {self.account: 120}, minutes=5)
        self.assertEqual(self._aside(), {self.account.id: 30})

    def test_till_that_spends_none_without_network_sets_none_aside(self):
        self._aside()
        self.till_1.offline_points = 0
        self.assertEqual(self._aside(), {})
        self.assertEqual(self._held(), 0)

    def test_leaving_the_payment_keeps_no_more_than_the_envelope(self):
        self.till_1.offline_points = 30
        self._authorize([self.account.id, 150, 0])
        self.assertEqual(self._aside(), {self.account.id: 30})
        self.assertEqual(self._held(), 30)

    def test_blocked_card_sets_nothing_aside(self):
        self.account.blocked = True
        self.assertEqual(self._aside(), {})
