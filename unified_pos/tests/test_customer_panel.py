# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import TillCommon

ADVISER = "unified_commerce_base.group_clienteling"
MAY_TRY = "odoo.addons.unified_pos.models.pos_config_approval.PosConfig._may_try_pin"


class PanelCommon(TillCommon):
    """Amélie advises customers under an account that she shares with Bilal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amelie.is_sales_adviser = True
        size = cls.env["product.attribute"].create({"name": "Size"})
        cls.sizes = cls.env["product.attribute.value"].create(
            [{"name": name, "attribute_id": size.id} for name in ("S", "M")]
        )
        cls.coat = cls.env["product.template"].create(
            {
                "name": "Coat",
                "list_price": 100.0,
                "available_in_pos": True,
                "taxes_id": [Command.set(cls.tax.ids)],
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": size.id,
                            "value_ids": [Command.set(cls.sizes.ids)],
                        }
                    )
                ],
            }
        )
        cls.coat_s, cls.coat_m = cls.coat.product_variant_ids

    def _key(self, operator=None, pin="1111", user=None):
        answer = self._till(user=user).unified_panel_key(
            (operator or self.amelie).id, pin
        )
        return answer.get("key")

    def _panel(self, partner=None, operator=None, user=None, **kwargs):
        kwargs.setdefault("on_ticket", True)
        return self._till(user=user).unified_customer_panel(
            (partner or self.customer).id, (operator or self.amelie).id, **kwargs
        )

    def _agree(self, partner=None, purposes=("clienteling",)):
        return self.env["commerce.consent"]._give(
            partner or self.customer, self.company, purposes, "till"
        )

    def _log(self):
        return self.env["commerce.file.access"].search([])

    def _order(self, product, quantity=1, partner=None):
        order = self.env["sale.order"].create(
            {
                "partner_id": (partner or self.customer).id,
                "channel_id": self.web.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                ],
            }
        )
        order.action_confirm()
        return order


@tagged("post_install", "-at_install")
class TestCustomerPanel(PanelCommon):
    # Who sees what ------------------------------------------------------------------

    def test_cashier_sees_name_cart_and_points_only(self):
        self._agree()
        panel = self._panel(operator=self.bilal)
        self.assertEqual(panel["summary"]["first_name"], "Camille")
        self.assertEqual(panel["summary"]["cart"]["count"], 3)
        self.assertEqual(panel["adviser"], "none")
        self.assertFalse(panel["file"])
        self.assertFalse(panel["purposes"])
        self.assertFalse(self._log())

    def test_adviser_types_the_pin_once_for_the_session(self):
        self._agree()
        self.assertEqual(self._panel()["adviser"], "pin")
        key = self._key()
        for _twice in range(2):
            self.assertEqual(self._panel(key=key)["adviser"], "open")

    def test_wrong_pin_opens_nothing(self):
        answer = self._till().unified_panel_key(self.amelie.id, "0000")
        self.assertEqual(answer["status"], "wrong")
        self.assertNotIn("key", answer)

    def test_pins_are_not_tried_without_end(self):
        with patch(MAY_TRY, return_value=False):
            answer = self._till().unified_panel_key(self.amelie.id, "1111")
        self.assertEqual(answer["status"], "blocked")

    def test_key_of_an_adviser_opens_nothing_for_a_colleague(self):
        self._agree()
        key = self._key()
        self.bilal.is_sales_adviser = True
        self.assertEqual(self._panel(operator=self.bilal, key=key)["adviser"], "pin")
        self.bilal.is_sales_adviser = False
        self.assertEqual(self._panel(operator=self.bilal, key=key)["adviser"], "none")

    def test_key_ends_with_the_pin_and_with_the_account(self):
        self._agree()
        key = self._key()
        self.till_1.sudo().basic_employee_ids += self.amelie
        self.assertEqual(
            self._panel(key=key, user=self.other_cashier)["adviser"], "pin"
        )
        self.amelie.pin = "9999"
        self.assertEqual(self._panel(key=key)["adviser"], "pin")

    def test_pin_of_somebody_who_is_no_adviser_opens_nothing(self):
        self._agree()
        key = self._key(self.bilal, "2222")
        self.assertEqual(self._panel(operator=self.bilal, key=key)["adviser"], "none")

    def test_employee_of_another_till_is_no_adviser_here(self):
        self._agree()
        key = self._key()
        self.till_1.basic_employee_ids = self.bilal
        self.amelie.user_id = False
        self.assertEqual(self._panel(key=key)["adviser"], "none")

    def test_right_of_a_user_counts_where_employees_do_not_sign_in(self):
        self._agree()
        self.till_1.module_pos_hr = False
        self.assertEqual(self._panel()["adviser"], "none")
        self.cashier.group_ids += self.env.ref(ADVISER)
        self.assertEqual(self._panel()["adviser"], "open")

    def test_right_of_a_shared_account_does_not_serve_a_colleague(self):
        self._agree()
        self.cashier.group_ids += self.env.ref(ADVISER)
        self.amelie.is_sales_adviser = False
        self.assertEqual(self._panel(operator=self.bilal)["adviser"], "none")
        self.assertEqual(self._panel()["adviser"], "pin")
        self.assertEqual(self._panel(key=self._key())["adviser"], "open")

    def test_adviser_without_pin_needs_an_own_account(self):
        self._agree()
        self.amelie.pin = False
        self.assertEqual(self._panel()["adviser"], "open")
        self.amelie.user_id = self.other_cashier
        panel = self._panel()
        self.assertEqual(panel["adviser"], "no_pin")
        self.assertTrue(panel["message"])

    def test_panel_is_for_till_staff_only(self):
        stranger = new_test_user(self.env, "panel_stranger", groups="base.group_user")
        portal = new_test_user(self.env, "panel_portal", groups="base.group_portal")
        for user in (stranger, portal):
            with self.assertRaises(AccessError):
                self._panel(user=user)
            with self.assertRaises(AccessError):
                self._till(user=user).unified_panel_key(self.amelie.id, "1111")

    # Consent ------------------------------------------------------------------------

    def test_without_consent_the_words_to_ask_with_and_nothing_else(self):
        panel = self._panel(key=self._key())
        self.assertEqual(panel["adviser"], "consent")
        self.assertIn(self.company.name, panel["texts"]["clienteling"])
        self.assertFalse(panel["file"])
        self.assertFalse(self._log())

    def test_consent_is_recorded_with_till_and_adviser(self):
        key = self._key()
        self._till().unified_panel_consent(
            self.customer.id, ["clienteling"], self.amelie.id, key
        )
        consent = self.env["commerce.consent"]._get_open(self.customer, self.company)
        self.assertRecordValues(
            consent,
            [
                {
                    "given_how": "till",
                    "given_place": "Lyon 1",
                    "given_by": "Amélie Roux",
                }
            ],
        )
        self.assertEqual(self._panel(key=key)["adviser"], "open")

    def test_withdrawal_closes_the_panel_and_tells_the_tills(self):
        self._agree()
        key = self._key()
        self.env.flush_all()
        with patch.object(type(self.env["bus.bus"]), "_sendone") as send:
            self._till().unified_panel_withdraw(self.customer.id, self.amelie.id, key)
        self.assertEqual(self._panel(key=key)["adviser"], "consent")
        self.assertIn(
            ("unified_pos.consent", {"partner_id": self.customer.id, "purposes": []}),
            [call.args[-2:] for call in send.call_args_list],
        )

    def test_cashier_records_no_consent_and_writes_no_note(self):
        self._agree()
        for method, args in (
            ("unified_panel_consent", [["clienteling"]]),
            ("unified_panel_withdraw", []),
            ("unified_panel_note", ["Likes blue"]),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(self._till(), method)(
                    self.customer.id, *args, operator_id=self.bilal.id, key="x"
                )

    def test_consent_to_another_company_opens_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["commerce.consent"]._give(
            self.customer, other, ["clienteling"], "till"
        )
        self.assertEqual(self._panel(key=self._key())["adviser"], "consent")

    def test_customer_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.customer.company_id = other
        with self.assertRaises(AccessError):
            self._panel()

    def test_merged_customer_is_followed_and_so_is_the_consent(self):
        self._agree(self.other_customer)
        gone = self.other_customer.id
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | self.other_customer).ids, self.customer
        )
        panel = self._till().unified_customer_panel(
            gone, self.amelie.id, on_ticket=True
        )
        self.assertEqual(panel["summary"]["partner_id"], self.customer.id)
        self.assertEqual(self._panel(key=self._key())["adviser"], "open")

    # The file -----------------------------------------------------------------------

    def _file(self, **kwargs):
        self._agree()
        return self._panel(key=self._key(), **kwargs)["file"]

    def test_purchases_of_all_channels_are_in_one_list(self):
        ticket = self._send(self._ticket([self._line(self.mug, 2)]))
        order = self._order(self.shirt)
        order.date_order = "2025-12-01 10:00:00"
        newest, oldest = self._file()["purchases"]
        self.assertEqual(newest["kind"], "store")
        self.assertEqual(newest["place"], "Lyon")
        self.assertEqual(newest["reference"], ticket.pos_reference)
        self.assertEqual(
            [(line["name"], line["quantity"]) for line in newest["lines"]],
            [("Mug", 2.0)],
        )
        self.assertIn("20", newest["total"])
        self.assertEqual((oldest["kind"], oldest["place"]), ("web", "Web"))
        self.assertEqual(oldest["lines"][0]["product_id"], self.shirt.id)

    def test_size_bought_most_is_named_whatever_the_channel(self):
        self._order(self.coat_s)
        self._order(self.coat_m)
        self._send(self._ticket([self._line(self.coat_m)]))
        [size] = self._file()["sizes"]
        self.assertEqual(size, {"attribute": "Size", "value": "M", "count": 2, "of": 3})

    def test_size_that_came_back_does_not_count(self):
        self._send(self._ticket([self._line(self.coat_m, 1)]))
        self._order(self.coat_s)
        self._send(
            self._ticket([self._line(self.coat_m, -1), self._line(self.mug, 11)])
        )
        [size] = self._file()["sizes"]
        self.assertEqual(size["value"], "S")

    def test_article_the_tills_do_not_sell_is_shown_and_not_offered(self):
        self.pen.available_in_pos = False
        self._order(self.pen)
        [line] = self._file()["purchases"][0]["lines"]
        self.assertFalse(line["sellable"])

    def test_deposit_that_was_paid_is_not_offered_again(self):
        self.pen.write({"available_in_pos": True, "sale_ok": False})
        self._order(self.pen)
        [line] = self._file()["purchases"][0]["lines"]
        self.assertFalse(line["sellable"])

    def test_purchases_of_others_are_not_shown(self):
        self._order(self.shirt, partner=self.other_customer)
        self.assertEqual(self._file()["purchases"], [])

    def test_file_costs_the_same_number_of_queries_however_much_was_bought(self):
        self._agree()
        key = self._key()
        self._order(self.coat_m)
        self._send(self._ticket([self._line(self.coat_s)]))
        counts = []
        self._panel(key=key)  # what processes remember is remembered
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._panel(key=key)
            counts.append(self.env.cr.sql_log_count - before)
            for product in (self.shirt, self.mug, self.pen, self.coat_m):
                self._order(product, 2)
            self._send(
                *[
                    self._ticket([self._line(self.pen), self._line(self.mug)])
                    for _ticket in range(4)
                ]
            )
        self.assertEqual(counts[1], counts[0])
        self.assertLessEqual(counts[0], 60)

    # Notes --------------------------------------------------------------------------

    def _note(self, body, operator=None, pin="1111", note=None):
        operator = operator or self.amelie
        return self._till().unified_panel_note(
            self.customer.id, body, note, operator.id, self._key(operator, pin)
        )

    def test_note_says_who_wrote_it_though_the_account_is_shared(self):
        self._agree()
        self.bilal.is_sales_adviser = True
        [note] = self._note("Likes blue", self.bilal, "2222")
        self.assertEqual((note["author"], note["mine"]), ("Bilal Haddad", True))
        [seen] = self._panel(key=self._key())["file"]["notes"]
        self.assertEqual((seen["body"], seen["mine"]), ("Likes blue", False))

    def test_note_is_changed_by_its_author_and_not_by_a_colleague(self):
        self._agree()
        self.bilal.is_sales_adviser = True
        [note] = self._note("Likes blue")
        with self.assertRaises(AccessError):
            self._note("Likes red", self.bilal, "2222", note["id"])
        [changed] = self._note("Likes green", note=note["id"])
        self.assertEqual(changed["body"], "Likes green")
        self.assertEqual(changed["changed_by"], "Amélie Roux")
        self.assertEqual(self._note("", note=note["id"]), [])

    def test_manager_of_the_till_changes_every_note(self):
        self._agree()
        self.boss.is_sales_adviser = True
        [note] = self._note("Likes blue")
        [changed] = self._note("Likes green", self.boss, "1234", note["id"])
        self.assertEqual(changed["changed_by"], "Maud Lefort")
        self.assertEqual(changed["author"], "Amélie Roux")

    def test_note_of_another_customer_is_out_of_reach(self):
        self._agree()
        self._agree(self.other_customer)
        note = self.env["commerce.customer.note"].create(
            {"partner_id": self.other_customer.id, "body": "Likes red"}
        )
        with self.assertRaises(UserError):
            self._note("Likes blue", note=note.id)

    def test_no_note_once_the_consent_is_withdrawn(self):
        with self.assertRaises(UserError):
            self._note("Likes blue")

    # The log ------------------------------------------------------------------------

    def test_opening_the_advisers_part_is_written_down(self):
        self._agree()
        self._panel(key=self._key())
        self.assertRecordValues(
            self._log(),
            [
                {
                    "person": "Amélie Roux",
                    "employee_id": self.amelie.id,
                    "user_id": self.cashier.id,
                    "config_id": self.till_1.id,
                    "partner_id": self.customer.id,
                    "partner_ref": self.customer.id,
                    "reason": "present",
                    "part": "file",
                    "on_ticket": True,
                }
            ],
        )

    def test_opening_the_file_of_somebody_absent_asks_why_and_is_written_down(self):
        for reason in (None, "curious"):
            with self.assertRaisesRegex(UserError, "Say why"):
                self._panel(operator=self.bilal, on_ticket=False, reason=reason)
        self._panel(operator=self.bilal, on_ticket=False, reason="phone")
        self.assertRecordValues(
            self._log(),
            [{"person": "Bilal Haddad", "reason": "phone", "part": "summary"}],
        )

    def test_log_is_read_by_managers_and_changed_by_nobody(self):
        self._panel(on_ticket=False, reason="phone")
        line = self._log()
        with self.assertRaises(AccessError):
            line.with_user(self.cashier).read(["person"])
        self.assertTrue(line.with_user(self.manager).read(["person"]))
        with self.assertRaises(AccessError):
            line.with_user(self.manager).copy()
        for change in (line.unlink, lambda: line.write({"reason": "present"})):
            with self.assertRaises(UserError):
                change()

    def test_log_keeps_the_number_of_a_customer_who_is_gone(self):
        number = self.other_customer.id
        self._panel(self.other_customer, on_ticket=False, reason="phone")
        self.other_customer.unlink()
        self.env.invalidate_all()
        self.assertRecordValues(
            self._log(), [{"partner_id": False, "partner_ref": number}]
        )

    def test_log_is_forgotten_after_a_year(self):
        self._panel(on_ticket=False, reason="phone")
        self._panel(on_ticket=False, reason="appointment")
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE commerce_file_access SET date = now() - interval '366 days'
                WHERE reason = 'phone'"""
        )
        self.env["commerce.file.access"]._gc_old()
        self.env.invalidate_all()
        self.assertEqual(self._log().mapped("reason"), ["appointment"])
