# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo import fields
from odoo.tests import tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestExpiry(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.points.points_life = 12
        cls.movements = cls.env["loyalty.movement"]
        cls.holds = cls.env["loyalty.hold"]
        cls.today = fields.Date.context_today(cls.points)
        cls.yesterday = cls.today - timedelta(days=1)
        cls.soon = cls.today + timedelta(days=10)
        cls.far = cls.today + timedelta(days=300)

    def _move(self, card, points, expires_on=None, kind=None, **values):
        return self.movements._record(
            [
                {
                    "card_id": card.id,
                    "kind": kind or ("earn" if points > 0 else "burn"),
                    "points": points,
                    "expires_on": expires_on,
                    **values,
                }
            ]
        )

    def _expire(self):
        self.env.ref("unified_loyalty.ir_cron_loyalty_expire").method_direct_trigger()
        self.env.invalidate_all()

    def _left(self, card):
        return [lot.points for lot in self.movements._get_lots(card)[card]]

    # Lots

    def test_points_are_spent_first_in_first_out(self):
        card = self._card()
        for points in (100, 50, 30):
            self._move(card, points, self.far)
        self._move(card, -120)
        self.assertEqual(self._left(card), [30, 30])

    def test_points_taken_back_come_out_of_their_own_lot(self):
        card = self._card()
        first = self._move(card, 100, self.far)
        last = self._move(card, 50, self.far)
        self._move(card, -30)
        self._move(card, -50, kind="reverse", lot_id=last.id, reversed_id=last.id)
        self.assertEqual(self._left(card), [70])
        self._move(card, -100, kind="reverse", lot_id=first.id, reversed_id=first.id)
        self.assertEqual(self._left(card), [])
        self.assertEqual(card.points, -30)

    def test_points_that_are_not_valid_yet_are_spent_last(self):
        card = self._card()
        later = fields.Datetime.now() + timedelta(days=14)
        self._move(card, 100, self.far, valid_from=later)
        self._move(card, 50, self.far)
        self._move(card, -20)
        self.assertEqual(self._left(card), [30, 100])

    # Expiry

    def test_what_nobody_spent_in_time_expires(self):
        card = self._card()
        old = self._move(card, 100, self.yesterday)
        self._move(card, 50, self.today)
        self._move(card, -70)
        self._expire()
        self.assertEqual(card.points, 50)
        expired = card.movement_ids.filtered(lambda one: one.kind == "expire")
        self.assertEqual((expired.points, expired.lot_id), (-30, old))
        self.assertEqual(self._left(card), [50])

    def test_a_run_again_writes_nothing(self):
        card = self._card()
        self._move(card, 100, self.yesterday)
        self._expire()
        self.assertEqual(self.points.expired_until, self.today)
        self.points.expired_until = False
        self._expire()
        self.assertEqual(self.movements._expire(card.ids, self.today), 0)
        self.assertEqual(len(card.movement_ids), 1 + 1)
        self.assertEqual(card.points, 0)

    def test_points_that_somebody_pays_with_expire_at_a_later_run(self):
        card = self._card()
        self._move(card, 100, self.yesterday)
        self.holds._authorize("till", {card: 60}, minutes=60)
        self._expire()
        self.assertEqual(card.points, 60)
        self.holds._release(["till"])
        tomorrow = self.today + timedelta(days=1)
        found = self.movements._get_cards_to_expire(self.points, tomorrow)
        self.assertEqual(found, card.ids)
        self.movements._expire(found, tomorrow)
        self.assertEqual(card.points, 0)

    def test_a_run_that_was_stopped_goes_on_where_it_was(self):
        cards = self._card() | self._card()
        for card in cards:
            self._move(card, 100, self.yesterday)
        self.points.expired_up_to_card = cards[0].id
        self._expire()
        self.assertEqual(cards.mapped("points"), [100, 0])
        self.assertEqual(self.points.expired_up_to_card, 0)

    def test_points_spent_meanwhile_do_not_expire(self):
        card = self._card()
        self._move(card, 100, self.yesterday)
        self.holds._authorize("till", {card: 60}, minutes=60)
        self._expire()
        self._move(card, -60, token="till")
        self.movements._expire(card.ids, self.today + timedelta(days=1))
        self.assertEqual(card.points, 0)
        self.assertEqual(self._left(card), [])

    def test_a_programme_without_life_lets_nothing_expire(self):
        card = self._card()
        self._move(card, 100, self.yesterday)
        self.points.points_life = 0
        self._expire()
        self.assertEqual(card.points, 100)

    def test_a_sale_sent_back_takes_back_only_what_has_not_expired(self):
        card = self._card()
        old = self._move(card, 100, self.yesterday)
        self._move(card, 500, self.far)
        self._move(card, -60)
        self._expire()
        self.assertEqual(card.points, 500)
        old._reverse_to(1.0, {})
        self.assertEqual(card.points, 440)
        old._reverse_to(0.0, {})
        self.assertEqual(card.points, 500)

    def test_one_statement_lets_many_cards_expire(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Client {number}"} for number in range(500)]
        )
        cards = self.env["loyalty.card"].create(
            [{"program_id": self.points.id, "partner_id": one.id} for one in partners]
        )
        self.movements._record(
            [
                {"card_id": card.id, "kind": "earn", "points": 10, "expires_on": day}
                for card in cards
                for day in (date(2020, 1, 1), self.yesterday, self.far)
            ]
        )
        ids = self.movements._get_cards_to_expire(self.points, self.today)
        self.assertEqual(ids, cards.ids)
        self.env.flush_all()
        # the locks, the movements, the balances (two)
        with self.assertQueryCount(4):
            written = self.movements._expire(ids, self.today)
        self.assertEqual(written, 1000)
        self.assertEqual(set(cards.mapped("points")), {10})

    # Notice

    def _notify(self):
        before = self.env["mail.mail"].search([])
        cron = self.env.ref("unified_loyalty.ir_cron_loyalty_expiry_notice")
        cron.method_direct_trigger()
        self.env.invalidate_all()
        return self.env["mail.mail"].search([]) - before

    def test_customer_is_told_once_of_all_that_expires_soon(self):
        self.customer.email = "camille@example.com"
        card = self._card()
        self._move(card, 100, self.soon)
        self._move(card, 20, self.soon + timedelta(days=1))
        self._move(card, 500, self.far)
        mail = self._notify()
        self.assertEqual(len(mail), 1)
        self.assertIn("120", mail.body_html)
        self.assertFalse(self._notify())

    def test_customer_is_not_told_of_points_already_spent(self):
        self.customer.email = "camille@example.com"
        card = self._card()
        self._move(card, 100, self.soon)
        self._move(card, -100)
        self.assertFalse(self._notify())

    # Account

    def test_account_says_what_expires_soon_and_what_is_to_come(self):
        self.points.points_valid_after = 14
        card = self._card()
        self._move(card, 100, self.soon)
        self._move(card, 500, self.far)
        later = fields.Datetime.now() + timedelta(days=14)
        self._move(card, 30, self.far, valid_from=later)
        [shown] = self.customer._get_loyalty_account(self.company)["cards"]
        self.assertEqual(shown["points"], 600)
        self.assertEqual(shown["expiring"]["points"], 100)
        self.assertEqual(shown["pending"]["points"], 30)
        self._move(card, -100)
        [shown] = self.customer._get_loyalty_account(self.company)["cards"]
        self.assertFalse(shown["expiring"])

    # Merge

    def _twin_card(self, twin, points):
        return self.env["loyalty.card"].create(
            {"program_id": self.points.id, "partner_id": twin.id, "points": points}
        )

    def test_merged_points_keep_their_dates(self):
        twin = self.env["res.partner"].create({"name": "Camille M."})
        kept = self._card()
        other = self._twin_card(twin, 0)
        later = fields.Datetime.now() + timedelta(days=14)
        self._move(kept, 10, self.far)
        self._move(other, 100, self.soon)
        self._move(other, 40, self.far, valid_from=later)
        self._move(other, -30)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | twin).ids, self.customer
        )
        self.env.invalidate_all()
        self.assertEqual((kept.points, kept.points_pending), (80, 40))
        lots = self.movements._get_lots(kept)[kept]
        self.assertEqual(
            sorted((lot.points, lot.expires_on) for lot in lots),
            [(10, self.far), (40, self.far), (70, self.soon)],
        )
        self.assertEqual((other.points, other.points_pending), (0, 0))
        self.assertEqual(self._left(other), [])

    def test_merged_debt_is_handed_over(self):
        twin = self.env["res.partner"].create({"name": "Camille M."})
        kept = self._card(100)
        other = self._twin_card(twin, -30)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | twin).ids, self.customer
        )
        self.env.invalidate_all()
        self.assertEqual((kept.points, other.points), (70, 0))
