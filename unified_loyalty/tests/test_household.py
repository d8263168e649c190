# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..hooks import uninstall_hook
from .common import LoyaltyCase

CONSENT = {"how": "till", "place": "Lyon", "by": "Amélie"}


class HouseholdCase(LoyaltyCase):
    """Camille heads a household; Sacha has a card of 50 points."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.points.household = True
        cls.members = cls.env["loyalty.card.member"]
        cls.sacha, cls.noa = cls.env["res.partner"].create(
            [{"name": "Sacha Martin"}, {"name": "Noa Martin"}]
        )
        with freeze_time(fields.Datetime.now() - timedelta(days=1)):
            cls.head_card, cls.sacha_card = cls.env["loyalty.card"].create(
                [
                    {
                        "program_id": cls.points.id,
                        "partner_id": one.id,
                        "points": points,
                    }
                    for one, points in ((cls.customer, 150), (cls.sacha, 50))
                ]
            )

    def _household(self, bring=True):
        household = self.members._found(self.head_card, **CONSENT)
        self.members._join(household, self.sacha_card, bring, **CONSENT)
        return household

    def _order(self, partner, *products):
        order = self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [(0, 0, {"product_id": one.id}) for one in products],
            }
        )
        order._update_programs_and_rewards()
        return order

    def _buy(self, partner, *products):
        order = self._order(partner, *products)
        order.action_confirm()
        return order

    def _member(self, partner):
        return self.members._get_open(partner)

    def _head(self, household):
        return household.household_member_ids._get_head().partner_id

    def _purposes(self):
        consents = self.env["commerce.consent"]
        return consents._get_open_purposes(self.sacha, self.company)

    def _ledger(self, card):
        return self.env["loyalty.movement"]._get_balances(card)[card][0]

    def _invoice_and_refund(self, order):
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        invoice.action_post()
        invoice._reverse_moves(cancel=True)


@tagged("post_install", "-at_install")
class TestHousehold(HouseholdCase):
    def test_members_share_one_balance(self):
        household = self._household()
        cards = household | self.head_card | self.sacha_card
        self.assertEqual(cards.mapped("points"), [200.0] * 3)
        self.assertEqual(household.household_size, 2)
        self.assertEqual(self._ledger(household), 200)
        self.assertFalse(self._ledger(self.head_card))
        self.assertFalse(self._ledger(self.sacha_card))

    def test_what_a_member_buys_wins_points_for_all(self):
        household = self._household()
        order = self._buy(self.sacha, self.lamp)
        self.assertEqual(self.head_card.points, 300)
        movement = self.env["loyalty.movement"]._of(order)
        self.assertEqual(movement.card_id, household)
        self.assertEqual(movement.via_partner_id, self.sacha)
        self.assertFalse(order.coupon_point_ids.coupon_id - self.sacha_card)

    def test_member_spends_what_another_one_won(self):
        self._household()
        order = self._order(self.sacha, self.lamp)
        line = self._claim(order, self.reward)
        self.assertEqual(line.coupon_id, self.sacha_card)
        order.action_confirm()
        # 200 spent, 100 won
        self.assertEqual(self.head_card.points, self.sacha_card.points)
        self.assertEqual(self.head_card.points, 100)

    def test_what_is_kept_for_one_member_is_not_there_for_another(self):
        household = self._household()
        holds = self.env["loyalty.hold"]
        grant = holds._authorize("one", {self.sacha_card: 150}, minutes=5)
        self.assertEqual(grant.granted, {self.sacha_card.id: 150})
        with self.assertRaises(UserError) as refused:
            holds._authorize("two", {self.head_card: 100}, minutes=5)
        self.assertEqual(refused.exception.left, {self.head_card.id: 50})
        held = holds._read_held(self.head_card | household)
        self.assertEqual(held, {self.head_card.id: 150, household.id: 150})

    def test_card_of_the_household_itself_pays_nothing(self):
        household = self._household()
        with self.assertRaisesRegex(UserError, "their own card"):
            self.env["loyalty.hold"]._authorize("x", {household: 10}, minutes=5)
        order = self._order(self.noa, self.lamp)
        self.assertIn("error", order._try_apply_code(household.code))

    def test_blocked_card_of_a_member_pays_nothing_and_the_others_go_on(self):
        self._household()
        self.sacha_card.blocked = True
        holds = self.env["loyalty.hold"]
        with self.assertRaisesRegex(UserError, "blocked"):
            holds._authorize("lost", {self.sacha_card: 10}, minutes=5)
        holds._authorize("other", {self.head_card: 10}, minutes=5)

    def test_cancelled_order_of_a_member_leaves_the_household_as_it_was(self):
        self._household()
        order = self._order(self.sacha, self.lamp)
        self._claim(order, self.reward)
        order.action_confirm()
        order._action_cancel()
        self.assertEqual(self.head_card.points, 200)
        self.assertEqual(self.sacha_card.points, 200)

    def test_refund_of_a_member_is_taken_back_from_the_household(self):
        household = self._household()
        order = self._buy(self.sacha, self.lamp)
        self._invoice_and_refund(order)
        self.assertEqual(household.points, 200)
        back = household.movement_ids.filtered(lambda one: one.kind == "reverse")
        self.assertEqual(back.via_card_id, self.sacha_card)

    def test_refund_after_leaving_is_taken_back_from_the_household(self):
        household = self._household()
        order = self._buy(self.sacha, self.lamp)
        self._member(self.sacha)._leave()
        self._invoice_and_refund(order)
        self.assertEqual(household.points, 200)
        self.assertFalse(self.sacha_card.points)

    def test_refund_of_a_purchase_of_before_goes_where_its_points_went(self):
        order = self._buy(self.sacha, self.lamp)
        household = self._household()
        self.assertEqual(household.points, 300)
        self._invoice_and_refund(order)
        self.assertEqual(household.points, 200)
        self.assertFalse(self._ledger(self.sacha_card))

    def test_points_kept_aside_are_the_members_again_on_leaving(self):
        order = self._buy(self.sacha, self.lamp)
        household = self._household(bring=False)
        self.assertEqual(self.sacha_card.points, 150)
        self.assertEqual(self._ledger(self.sacha_card), 150)
        self._invoice_and_refund(order)
        self.assertEqual(self._ledger(self.sacha_card), 50)
        self.assertEqual(household.points, 150)
        self._member(self.sacha)._leave()
        self.assertEqual(self.sacha_card.points, 50)

    def test_points_kept_aside_can_be_brought_in_later(self):
        household = self._household(bring=False)
        self.sacha_card._bring_points()
        self.assertEqual(household.points, 200)
        self.assertFalse(self.sacha_card.points_aside)

    def test_points_stay_with_the_household_when_a_member_leaves(self):
        household = self._household()
        self._member(self.sacha)._leave()
        self.assertEqual((household.points, self.sacha_card.points), (200, 0))
        self._buy(self.sacha, self.lamp)
        self.assertEqual((household.points, self.sacha_card.points), (200, 100))

    def test_member_of_longest_standing_heads_the_household_when_the_head_goes(self):
        household = self._household()
        self.members._join_customer(household, self.noa, **CONSENT)
        self._member(self.customer)._leave()
        self.assertEqual(self._head(household), self.sacha)
        self.assertEqual((household.points, self.head_card.points), (200, 0))
        self.assertEqual(self.sacha_card.points, 200)

    def test_last_member_takes_the_points_along(self):
        household = self._household()
        order = self._buy(self.customer, self.lamp)
        self._member(self.customer)._leave()
        self._member(self.sacha)._leave()
        self.assertFalse(household.active)
        self.assertEqual(self.sacha_card.points, 300)
        self._invoice_and_refund(order)
        self.assertEqual(self.sacha_card.points, 200)
        self.assertFalse(self.head_card.points)

    def test_closed_or_erased_file_is_in_no_household(self):
        household = self._household()
        self.customer.active = False
        self.assertEqual(self._head(household), self.sacha)
        self.members._join_customer(household, self.noa, **CONSENT)
        self.noa.unlink()
        self.assertEqual(household.household_size, 1)

    def test_household_has_no_more_members_than_its_programme_says(self):
        self.points.household_max = 2
        household = self._household()
        with self.assertRaisesRegex(UserError, "full"):
            self.members._join_customer(household, self.noa, **CONSENT)
        self._member(self.sacha)._leave()
        self.members._join_customer(household, self.noa, **CONSENT)

    def test_customer_is_in_one_household_of_a_programme(self):
        self._household()
        card = self.members._find_card(self.noa, self.points) or self.env[
            "loyalty.card"
        ].create({"program_id": self.points.id, "partner_id": self.noa.id})
        other = self.members._found(card, **CONSENT)
        with self.assertRaisesRegex(UserError, "already"):
            self.members._join(other, self.sacha_card, **CONSENT)

    def test_households_of_two_programmes_are_apart(self):
        self._household()
        club = self._create_program(
            "Club", program_type="loyalty", applies_on="both", household=True
        )
        card = self.env["loyalty.card"].create(
            {"program_id": club.id, "partner_id": self.sacha.id, "points": 7}
        )
        other = self.members._found(card, **CONSENT)
        with self.assertRaisesRegex(UserError, "another programme"):
            self.members._join(
                other,
                self.env["loyalty.card"].create(
                    {"program_id": self.points.id, "partner_id": self.noa.id}
                ),
                **CONSENT,
            )
        self.assertEqual((card.points, self.sacha_card.points), (7, 200))
        self.members._get_open(self.sacha, club)._leave()
        self.assertIn("household", self._purposes())

    def test_consent_is_kept_and_ends_with_the_membership(self):
        self._household()
        consents = self.env["commerce.consent"]
        self.assertIn(
            "household", consents._get_open_purposes(self.sacha, self.company)
        )
        self._member(self.sacha)._leave(how="account")
        self.assertNotIn(
            "household", consents._get_open_purposes(self.sacha, self.company)
        )

    def test_programme_without_households_has_none(self):
        self.points.household = False
        with self.assertRaisesRegex(UserError, "no household"):
            self.members._found(self.head_card, **CONSENT)

    def test_nobody_joins_or_leaves_while_points_are_being_paid_with(self):
        household = self._household()
        self.env["loyalty.hold"]._authorize("x", {self.sacha_card: 10}, minutes=5)
        with self.assertRaisesRegex(UserError, "paying"):
            self._member(self.sacha)._leave()
        self.env["loyalty.hold"]._release(["x"])
        self._member(self.sacha)._leave()
        self.assertEqual(household.household_size, 1)

    def test_cards_are_not_torn_from_their_household(self):
        household = self._household()
        for card, vals in (
            (self.sacha_card, {"active": False}),
            (self.sacha_card, {"partner_id": self.noa.id}),
            (household, {"active": False}),
        ):
            with self.assertRaisesRegex(UserError, "household"):
                card.write(vals)
        self.sacha_card.partner_id = self.sacha

    # Others do not see ----------------------------------------------------------

    def test_member_sees_their_own_movements_and_a_sum_of_the_others(self):
        self._household()
        mine = self._buy(self.sacha, self.chair)
        theirs = self._buy(self.customer, self.lamp)
        account = self.sacha._get_loyalty_account(self.company)
        self.assertEqual(account["points"], 360)
        self.assertTrue(account["cards"][0]["household"])
        documents = [one["document"] for one in account["movements"]]
        self.assertIn(mine.name, documents)
        self.assertNotIn(theirs.name, str(account))
        # 150 that the head brought, 100 for the lamp
        shown = self.sacha._get_household(self.sacha_card)
        self.assertEqual(shown["others"], 250)
        self.assertNotIn(theirs.name, str(shown))

    def test_head_sees_no_purchase_of_a_member_even_after_they_left(self):
        self._household()
        theirs = self._buy(self.sacha, self.lamp)
        for _moment in ("member", "alone"):
            account = self.customer._get_loyalty_account(self.company, 50)
            self.assertNotIn(theirs.name, str(account["movements"]))
            self._member(self.sacha)._leave()
        self._member(self.customer)._leave()
        self._invoice_and_refund(theirs)
        account = self.customer._get_loyalty_account(self.company, 50)
        self.assertNotIn(theirs.name, str(account["movements"]))
        self.assertFalse([one for one in account["movements"] if one["points"] == -100])

    # What goes by card goes by household --------------------------------------------

    def test_welcome_is_given_once_to_a_household(self):
        self.points.bonus_welcome = 30
        household = self._household()
        self.members._join_customer(household, self.noa, **CONSENT)
        self.assertEqual(household.points, 200)

    def test_one_birthday_a_year_brings_a_bonus(self):
        self.points.bonus_birthday = 25
        household = self._household()
        today = fields.Date.today()
        born = {"birthday_day": str(today.day), "birthday_month": str(today.month)}
        (self.customer | self.sacha).write(born)
        cards = self.env["loyalty.card"]._get_birthday_cards(today)
        cards._give_birthday()
        self.assertEqual(household.points, 225)
        self.assertFalse(self.env["loyalty.card"]._get_birthday_cards(today))

    def test_members_have_the_tier_that_they_reach_together(self):
        gold = self.env["loyalty.tier"].create(
            {"program_id": self.points.id, "name": "Or", "threshold": 150}
        )
        self._buy(self.customer, self.lamp)
        household = self._household()
        self._buy(self.sacha, self.chair)
        household._set_tiers()
        self.assertEqual(household.tier_id, gold)
        household.household_card_ids._set_tiers()
        self.assertEqual(self.sacha_card.tier_id, gold)

    def test_tier_is_set_for_all_members_whoever_bought(self):
        household = self._household()
        shopper = new_test_user(self.env, "tiered", groups="base.group_portal")
        cards = household | self.head_card | self.sacha_card
        for card in cards:
            self.assertEqual(card.with_user(shopper)._with_household(), cards)

    def test_points_to_expire_are_those_of_the_household(self):
        self.points.write({"points_life": 1, "expiry_notice_days": 60})
        self._household()
        self._buy(self.sacha, self.lamp)
        expiring = (self.head_card | self.sacha_card)._get_expiring()
        self.assertEqual([one[0] for one in expiring.values()], [100, 100])
        self.sacha.email = "sacha@client.example"
        self.env.flush_all()
        today = fields.Date.today()
        told = self.env["loyalty.card"]._get_cards_to_notify(today)
        self.assertEqual(told, self.sacha_card.ids)

    # Merging --------------------------------------------------------------------

    def _merge(self, source, target):
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (source | target).ids, target
        )

    @mute_logger("odoo.models.unlink")
    def test_merged_customer_stays_a_member_and_keeps_what_was_theirs_aside(self):
        household = self._household()
        order = self._buy(self.sacha, self.lamp)
        noa_card = self.env["loyalty.card"].create(
            {"program_id": self.points.id, "partner_id": self.noa.id, "points": 9}
        )
        self._merge(self.sacha, self.noa)
        member = self._member(self.noa)
        self.assertEqual((member.household_id, member.card_id), (household, noa_card))
        self.assertEqual(noa_card.points, 300)
        self.assertEqual(self._ledger(noa_card), 9)
        account = self.noa._get_loyalty_account(self.company)
        self.assertIn(order.name, str(account["movements"]))
        self._member(self.noa)._leave()
        self.assertEqual((noa_card.points, household.points), (9, 300))

    @mute_logger("odoo.models.unlink")
    def test_two_members_who_are_one_person_are_one_member(self):
        household = self._household()
        self._merge(self.customer, self.sacha)
        self.assertEqual(household.household_size, 1)
        self.assertEqual(self._member(self.sacha).household_id, household)
        self.assertTrue(self._member(self.sacha).is_head)
        self.assertEqual(self._cards_of(self.sacha).points, 200)

    def _cards_of(self, partner):
        return self.env["loyalty.card"].search([("partner_id", "=", partner.id)])

    # Staff ----------------------------------------------------------------------

    def test_agent_adds_a_member_who_agrees(self):
        agent = new_test_user(
            self.env, "household_agent", groups="sales_team.group_sale_salesman"
        )
        card = self.head_card.with_user(agent)
        wizard = (
            self.env["loyalty.household.add"]
            .with_user(agent)
            .create({"card_id": card.id, "partner_id": self.sacha.id})
        )
        with self.assertRaisesRegex(UserError, "agree"):
            wizard.action_add()
        wizard.agreed = True
        wizard.action_add()
        self.assertEqual(self.sacha_card.points, 200)
        member = self._member(self.sacha).with_user(agent)
        member.action_take_out()
        self.assertEqual(member.ended_how, "office")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_memberships_are_not_for_customers_to_read_or_end(self):
        self._household()
        shopper = new_test_user(self.env, "nosy", groups="base.group_portal")
        rows = self._member(self.sacha).with_user(shopper)
        for ask in (
            lambda: rows.read(["partner_id"]),
            lambda: rows.search([]),
            lambda: rows.action_take_out(),
            lambda: self.env["loyalty.household.add"].with_user(shopper).create({}),
            lambda: self.head_card.with_user(shopper).action_add_to_household(),
            lambda: self.head_card.with_user(shopper).action_open_household(),
        ):
            with self.assertRaises(AccessError):
                ask()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_staff_of_another_company_sees_no_household(self):
        self.points.company_id = self.company
        self._household()
        other = self.env["res.company"].create({"name": "Autre"})
        agent = new_test_user(
            self.env,
            "elsewhere",
            groups="sales_team.group_sale_salesman",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        rows = self._member(self.sacha).with_user(agent)
        with self.assertRaises(AccessError):
            rows.action_take_out()
        self.assertFalse(self.members.with_user(agent).search([]))

    def test_controls_are_green_with_households(self):
        self._household(bring=False)
        self._buy(self.sacha, self.lamp)
        controls = self.env["commerce.control"]
        self.assertFalse(controls._control_loyalty_ledger())
        self.assertFalse(controls._control_loyalty_statement())

    def test_uninstalling_leaves_points_that_count_once(self):
        self._household(bring=False)
        self._buy(self.sacha, self.lamp)
        uninstall_hook(self.env)
        self.env.flush_all()
        cards = self.env["loyalty.card"].search([("program_id", "=", self.points.id)])
        self.assertEqual(
            {card.partner_id: card.points for card in cards},
            {self.customer: 250, self.sacha: 50},
        )

    def test_limit_of_points_by_hand_holds_whichever_card_is_opened(self):
        self.points.gesture_limit_seller = 30
        self._household()
        agent = new_test_user(
            self.env, "giver", groups="sales_team.group_sale_salesman"
        )
        for card, points in ((self.head_card, 20), (self.sacha_card, 20)):
            card = card.with_user(agent)
            if card == self.head_card:
                card.points += points
            else:
                with self.assertRaisesRegex(AccessError, "10"):
                    card.points += points

    def test_company_is_no_member(self):
        household = self._household()
        firm = self.env["res.partner"].create({"name": "Firme", "is_company": True})
        with self.assertRaisesRegex(UserError, "person"):
            self.members._join_customer(household, firm, **CONSENT)

    def test_points_won_by_a_sale_under_way_follow_the_new_member(self):
        household = self._household()
        late = {"card_id": self.sacha_card.id, "kind": "earn", "points": 10}
        # as a transaction does that began before the customer joined
        self.env["loyalty.movement"].sudo().create(
            [{**late, "date": self.env.cr.now()}]
        )
        self.env["loyalty.card"]._settle_late_points()
        self.assertEqual((household.points, self._ledger(self.sacha_card)), (210, 0))
