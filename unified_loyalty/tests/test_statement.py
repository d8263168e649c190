# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..report.loyalty_statement import DAY_KEY, SINCE_KEY
from .common_statement import END_2026, END_2027, StatementCase


@tagged("post_install", "-at_install")
class TestStatement(StatementCase):
    """What is owed on points and cards at the end of a day."""

    def _golden_card(self):
        """The gift card of the specification: 50.00 sold, 35.00 used."""
        card = self._empty_card(self.gift)
        self._move(card, "earn", 50, "2026-10-01 13:30:00")
        self._move(card, "burn", -35, "2026-10-01 14:45:00")
        return card

    # Gift cards

    def test_gift_card_owes_what_is_left_on_it(self):
        self._golden_card()
        line = self._statement(date(2026, 10, 1))
        self.assertRecordValues(
            line,
            [
                {
                    "program_type": "gift_card",
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "issued": 50,
                    "used": 35,
                    "balance": 15,
                    "amount_owed": 15,
                    "provision": 0,
                    "deferral": 0,
                    "valued": True,
                }
            ],
        )

    def test_expiry_is_breakage_and_nothing_is_owed_any_more(self):
        self._move(self._golden_card(), "expire", -15, "2027-10-02 02:00:00")
        before = self._lines(END_2026)[self.gift, "owed"]
        after = self._lines(END_2027, since=END_2026)[self.gift, "owed"]
        self.assertEqual((before["amount"], before["amount_expired"]), (15.0, 0.0))
        self.assertEqual((after["amount"], after["amount_expired"]), (0.0, 15.0))
        self.assertEqual(after["change"], -15.0)
        self.assertEqual((after["issued"], after["used"]), (0.0, 0.0))

    def test_refund_to_the_card_is_owed_again(self):
        card = self._golden_card()
        self._move(card, "reverse", 10, "2026-10-03 10:00:00")
        line = self._statement(date(2026, 10, 3), since=date(2026, 10, 2))
        self.assertRecordValues(
            line,
            [
                {
                    "points_start": 15,
                    "issued": 0,
                    "used": 0,
                    "given_back": 10,
                    "balance": 25,
                    "amount_owed": 25,
                }
            ],
        )

    def test_code_of_a_gift_card_is_not_shown(self):
        card = self._golden_card()
        card.code = "CADEAU-SECRET-1234"
        shown = self._statement(date(2026, 10, 1)).card_ref
        self.assertNotIn("SECRET", shown)
        self.assertEqual(shown, f"#{card.id} …1234")

    def test_other_currency_is_owed_in_that_of_the_company(self):
        dollar = self.env.ref("base.USD")
        if self.company.currency_id == dollar:
            dollar = self.env.ref("base.EUR")
        dollar.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", dollar.id)]).unlink()
        for day, rate in (("2026-01-01", 1.25), ("2026-12-01", 2.0)):
            self.env["res.currency.rate"].create(
                {"currency_id": dollar.id, "name": day, "rate": rate}
            )
        program = self._money_program(
            "Dollars", "gift_card", company_id=False, currency_id=dollar.id
        )
        card = self._empty_card(program)
        self._move(card, "earn", 50, "2026-06-01 10:00:00", channel_id=self.store.id)
        amounts = [
            self._lines(day)[program, "owed"]["amount"]
            for day in (date(2026, 6, 30), END_2026)
        ]
        self.assertEqual(amounts, [40.0, 25.0])

    # Days

    def test_past_day_says_later_what_it_said_then(self):
        card = self._golden_card()
        self._move(card, "burn", -15, "2026-11-05 09:00:00")
        october = self._statement(date(2026, 10, 31))
        november = self._statement(date(2026, 11, 30))
        self.assertEqual(october, november)
        # the same line in one transaction: each day has its own figures
        self.assertEqual((october.balance, november.balance), (15, 0))
        self.assertEqual(october.balance, 15)

    def test_day_ends_at_midnight_where_the_company_is(self):
        card = self._empty_card(self.gift)
        # 00:30 on the first of January in Paris
        self._move(card, "earn", 20, "2026-12-31 23:30:00")
        self.assertFalse(self._statement(END_2026))
        self.company.partner_id.tz = "UTC"
        self.assertEqual(self._statement(END_2026).balance, 20)

    def test_day_does_not_depend_on_who_asks(self):
        self.company.partner_id.write({"tz": False})
        self.company.country_id = self.env.ref("base.fr")
        self._move(self._empty_card(self.gift), "earn", 20, "2026-12-31 23:30:00")
        for zone in ("UTC", "America/New_York"):
            self.env.user.tz = zone
            self.assertFalse(self._statement(END_2026))

    def test_each_company_ends_its_day_at_home(self):
        other = self.env["res.company"].create({"name": "Réunion"})
        other.partner_id.tz = "Indian/Reunion"
        theirs = self._money_program("Réunion", "gift_card", company_id=other.id)
        for program in (self.gift, theirs):
            # 21:30 in Paris, 00:30 in Saint-Denis
            self._move(self._empty_card(program), "earn", 20, "2026-12-31 20:30:00")
        lines = self.env["loyalty.statement"]._get_subledger_lines(
            END_2026, companies=self.company + other
        )
        programs = {line["program"] for line in lines}
        self.assertIn(self.gift, programs)
        self.assertNotIn(theirs, programs)

    def test_columns_add_up_whatever_moved(self):
        card = self._empty_card()
        for number, (kind, points) in enumerate(
            (
                ("opening", 30),
                ("earn", 100),
                ("burn", -40),
                ("reverse", 20),
                ("reverse", -50),
                ("expire", -5),
                ("adjust", 7),
                ("transfer", -12),
            )
        ):
            self._move(card, kind, points, f"2026-03-0{number + 1} 10:00:00")
        for since in (None, date(2026, 3, 4)):
            line = self._statement(END_2026, since)
            self.assertEqual(
                line.points_start
                + line.opening
                + line.issued
                - line.used
                + line.given_back
                - line.taken_back
                - line.expired
                + line.corrected,
                line.balance,
            )
        self.assertEqual(line.points_start, 90)

    def test_points_valid_later_are_owed_already(self):
        card = self._empty_card()
        self._move(
            card, "earn", 80, "2026-12-25 10:00:00", valid_from="2027-01-08 10:00:00"
        )
        self.assertRecordValues(
            self._statement(END_2026), [{"balance": 80, "pending": 80}]
        )
        self.assertEqual(self._statement(END_2027).pending, 0)

    # Points

    def test_provision_of_the_specification(self):
        # LOY-1: 12,000 × 0.05 × 60 % × 55 % = 198.00, then 150.00: 48.00 is reversed
        self._terms("2026-01-01", 0.05, 0.60, 0.55)
        cards = [self._empty_card(), self._empty_card()]
        self._move(cards[0], "earn", 7_000, "2026-05-01 10:00:00")
        self._move(cards[1], "earn", 5_000, "2026-06-01 10:00:00")
        first = self._lines(END_2026)[self.points, "provision"]
        self.assertEqual((first["amount"], first["balance"]), (198.0, 12_000.0))
        used = 12_000 - 150 / (0.05 * 0.60 * 0.55)
        self._move(cards[0], "burn", -used, "2027-05-01 10:00:00")
        second = self._lines(END_2027, since=END_2026)[self.points, "provision"]
        self.assertEqual((second["amount"], second["change"]), (150.0, -48.0))

    def test_deferred_income_of_the_specification(self):
        # LOY-2: a sale of 100.00 gives a right of 5.00, used at 80 %: 3.85
        self._terms("2026-01-01", 0.05, 0.80, method="deferral")
        card = self._empty_card()
        self._move(card, "earn", 100, "2026-05-01 10:00:00", sale_amount=100)
        line = self._lines(END_2026)[self.points, "deferral"]
        self.assertEqual(line["amount"], 3.85)
        self.assertAlmostEqual(self._statement(END_2026).deferral, 100 * 4 / 104)

    def test_deferred_income_falls_with_the_points(self):
        self._terms("2026-01-01", 0.05, 0.80, method="deferral")
        card = self._empty_card()
        won = self._move(card, "earn", 100, "2026-05-01 10:00:00", sale_amount=100)
        self._move(card, "reverse", -50, "2026-05-03 10:00:00", reversed_id=won.id)
        self.assertAlmostEqual(self._statement(END_2026).deferral, 50 * 4 / 104)

    def test_points_without_a_sale_are_deferred_whole(self):
        self._terms("2026-01-01", 0.05, 0.80, method="deferral")
        self._move(self._empty_card(), "opening", 100, "2026-05-01 10:00:00")
        self.assertAlmostEqual(self._statement(END_2026).deferral, 4.0)

    def test_card_below_zero_lowers_no_provision(self):
        self._terms("2026-01-01", 0.05)
        self._move(self._empty_card(), "earn", 100, "2026-05-01 10:00:00")
        self._move(self._empty_card(), "reverse", -100, "2026-05-01 10:00:00")
        line = self._lines(END_2026)[self.points, "provision"]
        self.assertEqual((line["balance"], line["amount"]), (0.0, 5.0))

    def test_terms_of_later_change_no_earlier_day(self):
        self._terms("2026-01-01", 0.05, 0.60, 0.55)
        self._terms("2027-01-01", 0.10, 0.90, method="deferral")
        self._move(self._empty_card(), "earn", 12_000, "2026-05-01 10:00:00")
        self.assertEqual(self._lines(END_2026)[self.points, "provision"]["amount"], 198)
        later = self._lines(END_2027, since=END_2026)
        # the provision is taken back whole, what is deferred is new
        provision = later[self.points, "provision"]
        self.assertEqual((provision["amount"], provision["change"]), (0.0, -198.0))
        deferral = later[self.points, "deferral"]
        self.assertEqual((deferral["amount"], deferral["change"]), (1080.0, 1080.0))

    def test_points_that_nobody_valued_say_so(self):
        self._move(self._empty_card(), "earn", 100, "2026-05-01 10:00:00")
        self.assertRecordValues(
            self._statement(END_2026),
            [{"balance": 100, "provision": 0, "deferral": 0, "valued": False}],
        )
        self.assertFalse(self._lines(END_2026))

    def test_cards_are_rounded_once_together(self):
        self._terms("2026-01-01", 0.001)
        for _card in range(3):
            self._move(self._empty_card(), "earn", 4, "2026-05-01 10:00:00")
        # 3 × 0.004 = 0.012, where each card alone is nothing
        line = self._lines(END_2026)[self.points, "provision"]
        self.assertEqual(line["amount"], 0.01)

    # Sales

    def test_order_says_with_what_sale_points_were_won(self):
        order = self._cart(self.lamp, self.chair)
        order.action_confirm()
        won = self.env["loyalty.movement"]._of(order)
        self.assertRecordValues(
            won, [{"kind": "earn", "points": 160, "sale_amount": 160}]
        )

    # Accounts and companies

    def test_accounts_are_those_of_the_company(self):
        account = self.env["account.account"].create(
            {
                "name": "Cartes cadeaux",
                "code": "419110",
                "account_type": "liability_current",
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        self._golden_card()
        line = self._lines(END_2026)[self.gift, "owed"]
        self.assertFalse(line["account"])
        self.gift.liability_account_id = account
        line = self._lines(END_2026)[self.gift, "owed"]
        self.assertEqual(line["account"], account)
        self.assertFalse(line["breakage_account"])

    def test_card_of_a_shared_programme_is_owed_where_it_moved(self):
        other = self.env["res.company"].create(
            {"name": "Deux", "currency_id": self.company.currency_id.id}
        )
        shared = self._money_program(
            "Groupe",
            "gift_card",
            company_id=False,
            currency_id=self.company.currency_id.id,
        )
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        card = self._empty_card(shared)
        self._move(
            card, "earn", 50, "2026-05-01 10:00:00", warehouse_id=self.warehouse.id
        )
        self._move(card, "burn", -35, "2026-05-02 10:00:00", warehouse_id=place.id)
        lines = self.env["loyalty.statement"]._get_subledger_lines(
            END_2026, companies=self.company + other
        )
        amounts = {
            line["company"]: line["amount"]
            for line in lines
            if line["program"] == shared
        }
        self.assertEqual(amounts, {self.company: 50.0, other: -35.0})

    def test_accountant_reads_own_companies_and_changes_nothing(self):
        other = self.env["res.company"].create({"name": "Deux"})
        theirs = self._money_program("Deux", "gift_card", company_id=other.id)
        self._move(self._empty_card(theirs), "earn", 50, "2026-05-01 10:00:00")
        self._golden_card()
        accountant = self.env["res.users"].create(
            {
                "name": "Comptable",
                "login": "comptable-cartes",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [
                    Command.link(self.env.ref("account.group_account_user").id)
                ],
            }
        )
        statement = (
            self.env["loyalty.statement"]
            .with_user(accountant)
            .with_context(**{DAY_KEY: END_2026})
        )
        rows = statement.formatted_read_group(
            [], ["program_id", "company_id"], ["amount_owed:sum"]
        )
        owed = {row["program_id"][0]: row["amount_owed:sum"] for row in rows}
        self.assertEqual(owed.get(self.gift.id), 15)
        self.assertNotIn(theirs.id, owed)
        with self.assertRaises(AccessError):
            self.gift.with_user(accountant).write({"name": "X"})
        terms = self._terms("2026-01-01", 0.05).with_user(accountant)
        terms.usage_probability = 0.5
        self.assertEqual(terms.usage_probability, 0.5)

    def test_others_do_not_read_the_statement(self):
        user = self.env["res.users"].create(
            {
                "name": "Vendeuse",
                "login": "vendeuse-cartes",
                "group_ids": [
                    Command.set(self.env.ref("sales_team.group_sale_salesman").ids)
                ],
            }
        )
        with self.assertRaises(AccessError):
            self.env["loyalty.statement"].with_user(user).search([])

    def test_the_screen_opens_the_statement_of_the_day(self):
        ask = self.env["loyalty.statement.ask"].create(
            {"date": END_2026, "since": date(2026, 10, 1)}
        )
        context = ask.action_open()["context"]
        self.assertEqual(context[DAY_KEY], "2026-12-31")
        self.assertEqual(context[SINCE_KEY], "2026-10-01")
        ask.since = END_2027
        with self.assertRaisesRegex(UserError, "after the last"):
            ask.action_open()

    # Control

    def test_statement_is_the_sum_of_the_cards(self):
        control = self.env["commerce.control"]
        self._cart(self.lamp).action_confirm()
        self.assertFalse(self._found(control))
        self.env.cr.execute(
            SQL("UPDATE loyalty_card SET points = 1 WHERE id = %s", self._cards().id)
        )
        self.env.invalidate_all()
        self.assertEqual(self._found(control), self.points)

    def _found(self, control):
        found = control._control_loyalty_statement()
        mine = self.points + self.gift
        return mine.browse().union(*(one[0] for one in found)) & mine
