# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, format_amount, mute_logger

from .common import TillCommon

DAY = date(2026, 1, 1)


@tagged("post_install", "-at_install")
class TestReplay(TillCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.list = cls.env["product.pricelist"].create({"name": "Store"})
        cls.till_1.write(
            {
                "use_pricelist": True,
                "available_pricelist_ids": [Command.set(cls.list.ids)],
                "pricelist_id": cls.list.id,
            }
        )
        # prices are older than the day that is compared
        cls.env.flush_all()
        for table in ("product_pricelist_item", "product_template"):
            cls.env.cr.execute(
                SQL("UPDATE %s SET write_date = '2025-06-01'", SQL.identifier(table))
            )
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self.session_1.start_at = "2026-01-01 08:00:00"

    def _rule(self, **values):
        rule = self.env["product.pricelist.item"].create(
            {"pricelist_id": self.list.id, **values}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_pricelist_item SET write_date = '2025-06-01' WHERE id = %s",
            [rule.id],
        )
        rule.invalidate_recordset()
        return rule

    def _sell(self, *lines, **values):
        return self._send(self._ticket(lines, pricelist_id=self.list.id, **values))

    def _replay(self, day=DAY):
        replay = self.env["commerce.replay"].create({"day": day})
        while replay._replay_batch():
            pass
        replay.state = "done"
        return replay

    def _night(self):
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", lambda *args, **kwargs: 1):
            self.env["commerce.replay"]._cron_replay()

    # Tickets --------------------------------------------------------------------

    def test_a_ticket_at_the_price_of_the_list_leaves_no_difference(self):
        self._rule(compute_price="percentage", percent_price=15)
        price = round(self.shirt.list_price * 0.85, 2)
        self._sell(self._line(self.shirt, 2, price_unit=price))
        replay = self._replay()
        self.assertEqual(replay.ticket_count, 1)
        self.assertFalse(replay.gap_ids.read())

    def test_a_price_that_nothing_explains_is_to_look_at(self):
        ticket = self._sell(self._line(self.shirt, 1, price_unit=1.0))
        self.assertRecordValues(
            self._replay().gap_ids,
            [
                {
                    "pos_order_id": ticket.id,
                    "product_id": self.shirt.id,
                    "cause": "unknown",
                    "till_amount": 1.0,
                    "server_amount": self.shirt.list_price,
                    "gap": 1.0 - self.shirt.list_price,
                    "is_error": True,
                }
            ],
        )

    def test_a_price_typed_at_the_till_is_explained(self):
        self._sell(self._line(self.shirt, price_unit=1.0, price_type="manual"))
        self.assertEqual(self._replay().gap_ids.mapped("cause"), ["person"])

    def test_a_discount_of_a_person_is_explained(self):
        self._sell(self._line(self.shirt, discount=10.0))
        gap = self._replay().gap_ids
        self.assertEqual(gap.mapped("cause"), ["person"])
        self.assertIn("10", gap.detail)

    def test_a_discount_hides_no_price_that_nothing_explains(self):
        self._sell(self._line(self.shirt, price_unit=1.0, discount=10.0))
        self.assertEqual(self._replay().gap_ids.mapped("cause"), ["unknown"])

    def test_a_price_kept_for_the_customer_is_explained(self):
        self.shirt_line.price_unit = 12.0
        self._take()
        taken = self.cart
        line = taken.order_line[:1]
        self._sell(self._line(self.shirt, 1, line, price_unit=12.0))
        self.assertEqual(self._replay().gap_ids.mapped("cause"), ["held"])

    def test_a_sale_price_changed_later_is_told_with_its_old_value(self):
        before = self.shirt.list_price
        self._sell(self._line(self.shirt))
        with freeze_time("2026-01-01 15:00:00"):
            self.shirt.list_price = before + 5
            self.env.flush_all()
            self.cr.precommit.run()
        gap = self._replay().gap_ids
        self.assertEqual(gap.mapped("cause"), ["changed"])
        self.assertIn(
            format_amount(self.env, before, self.shirt.currency_id), gap.detail
        )

    def test_a_rule_changed_later_is_told(self):
        rule = self._rule(compute_price="fixed", fixed_price=9.0)
        self._sell(self._line(self.shirt, price_unit=9.0))
        rule.fixed_price = 8.0
        gap = self._replay().gap_ids
        self.assertEqual(gap.mapped("cause"), ["changed"])

    def test_a_rule_is_taken_as_of_the_moment_of_the_ticket(self):
        self._rule(
            compute_price="fixed",
            fixed_price=9.0,
            date_start="2025-12-31 00:00:00",
            date_end="2026-01-01 12:00:00",
        )
        self._sell(self._line(self.shirt, price_unit=9.0))
        self.assertFalse(self._replay().gap_ids)

    def test_another_tax_is_to_look_at(self):
        reduced = self.tax.copy({"name": "5.5 % in", "amount": 5.5})
        price = self.shirt.list_price
        self._sell(
            self._line(
                self.shirt,
                tax_ids=[Command.set(reduced.ids)],
                price_subtotal=round(price / 1.055, 2),
            )
        )
        gap = self._replay().gap_ids
        self.assertEqual(gap.mapped("cause"), ["tax"])
        self.assertEqual(gap.detail, "Till: 5.5 % in; server: 20 % in.")

    def test_a_cent_that_only_the_till_counts_is_to_look_at(self):
        line = self._line(self.shirt)
        line["price_subtotal"] = round(line["price_subtotal"] + 0.01, 2)
        self._sell(line)
        self.assertRecordValues(
            self._replay().gap_ids,
            [{"cause": "rounding", "subject": "tax", "gap": -0.01}],
        )

    # Orders ---------------------------------------------------------------------

    def _order(self, *lines, pricelist=None, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "pricelist_id": (pricelist or self.list).id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": qty})
                    for product, qty in lines
                ],
                **values,
            }
        )
        order.action_confirm()
        order.date_order = "2026-01-01 10:00:00"
        return order

    def test_an_order_at_the_price_of_the_till_leaves_no_difference(self):
        self._rule(compute_price="percentage", percent_price=15)
        self._order((self.shirt, 3), (self.mug, 1))
        replay = self._replay()
        self.assertEqual(replay.order_count, 1)
        self.assertFalse(replay.gap_ids)

    def test_another_price_list_on_the_web_is_explained(self):
        web = self.list.copy({"name": "Web"})
        self.env["product.pricelist.item"].create(
            {"pricelist_id": web.id, "compute_price": "percentage", "percent_price": 50}
        )
        self._order((self.shirt, 1), pricelist=web)
        gap = self._replay().gap_ids
        self.assertEqual(gap.mapped("cause"), ["other_list"])
        self.assertEqual(gap.detail, "Order: Web; till: Store.")

    def test_a_price_typed_on_an_order_is_explained(self):
        order = self._order((self.shirt, 1))
        order.order_line.price_unit = 3.0
        self.assertEqual(self._replay().gap_ids.mapped("cause"), ["person"])

    def test_a_dozen_priced_by_the_dozen_is_compared_by_the_piece(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order((self.pen, 1))
        order.order_line.product_uom_id = dozen
        order.order_line.product_uom_qty = 2
        self.assertFalse(self._replay().gap_ids)

    # Days -----------------------------------------------------------------------

    def test_compared_again_a_day_counts_once(self):
        self._sell(self._line(self.shirt, price_unit=1.0))
        replay = self._replay()
        replay.action_replay()
        self._night()
        self.assertEqual(
            (replay.ticket_count, replay.error_count, replay.state), (1, 1, "done")
        )

    def test_a_ticket_that_came_late_is_added_to_its_day(self):
        with freeze_time("2026-01-02 03:00:00"):
            self._sell(self._line(self.shirt, price_unit=1.0))
            self._night()
            replay = self.env["commerce.replay"].search([("day", "=", DAY)])
            self._sell(self._line(self.mug, price_unit=1.0))
            self._night()
        self.assertEqual((replay.ticket_count, replay.error_count), (2, 2))

    def test_a_day_that_is_not_over_is_refused(self):
        with self.assertRaises(ValidationError), mute_logger("odoo.sql_db"):
            self.env["commerce.replay"].create({"day": date(2999, 1, 1)})

    def test_the_control_tells_each_cause_of_a_day_once(self):
        control = self.env.ref("unified_pos.control_same_price")
        with freeze_time("2026-01-02 03:00:00"):
            self._sell(self._line(self.shirt, price_unit=1.0))
            self._sell(self._line(self.mug, price_unit=1.0))
            self._sell(self._line(self.mug, price_unit=1.0, price_type="manual"))
            self._night()
            run = control._run()
            self.assertEqual((run.state, run.found), ("found", 2))
            control._run()
        replay = self.env["commerce.replay"].search([("day", "=", DAY)])
        told = self.env["commerce.exception"].search(
            [("res_model", "=", "commerce.replay"), ("res_id", "=", replay.id)]
        )
        self.assertEqual(told.mapped("kind"), ["price"])
        self.assertIn("2 times", told.name)

    def test_explained_differences_leave_the_control_green(self):
        control = self.env.ref("unified_pos.control_same_price")
        with freeze_time("2026-01-02 03:00:00"):
            self._sell(self._line(self.mug, price_unit=1.0, price_type="manual"))
            self._night()
            self.assertEqual(control._run().state, "ok")

    def test_a_store_manager_reads_and_an_administrator_compares(self):
        replay = self._replay()
        reader = new_test_user(
            self.env, "reader", groups="unified_commerce_base.group_commerce_user"
        )
        self.assertTrue(replay.with_user(reader).read(["ticket_count"]))
        with self.assertRaises(AccessError):
            replay.with_user(reader).action_replay()
        with self.assertRaises(AccessError):
            self.env["commerce.replay.gap"].with_user(self.cashier).search([])
        admin = new_test_user(
            self.env, "admin_2", groups="unified_commerce_base.group_commerce_manager"
        )
        replay.with_user(admin).action_replay()
        self.assertEqual(replay.state, "waiting")

    # Scale ----------------------------------------------------------------------

    def test_statements_do_not_grow_with_the_tickets_of_a_batch(self):
        self._rule(compute_price="percentage", percent_price=15, min_quantity=2)

        def count(day, tickets):
            for _n in range(tickets):
                self._sell(
                    self._line(self.shirt),
                    self._line(self.mug),
                    self._line(self.pen),
                    date_order=f"{day} 10:00:00",
                )
            replay = self.env["commerce.replay"].create({"day": day})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            replay._replay_batch()
            self.env.flush_all()
            self.assertFalse(replay.gap_ids)
            return self.env.cr.sql_log_count - before

        count("2026-01-05", 1)
        few, many = count("2026-01-06", 2), count("2026-01-07", 12)
        self.assertLessEqual(many, few)
