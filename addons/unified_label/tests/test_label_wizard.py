# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

from ..wizard import product_label_layout
from .common import LabelCommon, read_pages, read_text


@tagged("post_install", "-at_install")
class TestLabelWizard(LabelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_user = cls._create_user("label_stock", "stock.group_stock_user")
        cls.seller = cls._create_user("label_seller", "sales_team.group_sale_salesman")
        cls.employee = cls._create_user("label_employee", "base.group_user")

    def _text(self, wizard):
        return " ".join(read_text(wizard._render_shelf_labels()).split())

    def test_label_of_a_product_says_what_the_law_and_the_till_need(self):
        text = self._text(self._create_wizard(self.mug))
        for words in ("Mug", "9.99", "990000", "000012", "MUG"):
            self.assertIn(words, text)

    def test_french_label_has_french_figures_and_names(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        sofa = self._create_product("Sofa", 1234.56)
        sofa.with_context(lang="fr_FR").name = "Canapé"
        self.currency.write({"symbol": "€", "position": "after"})
        text = self._text(self._create_wizard(sofa, label_lang="fr_FR"))
        self.assertIn("Canapé", text)
        self.assertIn("1 234,56 €", text.replace("\u202f", " "))

    def test_eco_contribution_is_announced_with_tax(self):
        eco = self._create_tax(
            "Eco", 0.42, amount_type="fixed", include_base_amount=True, sequence=1
        )
        self.vat_20.sequence = 2
        taxes = [Command.set((eco + self.vat_20).ids)]
        speaker = self._create_product("Speaker", 120.0, taxes_id=taxes)
        text = self._text(self._create_wizard(speaker))
        self.assertRegex(
            text, r"of which eco-contribution: \D{0,2}0\.50\D{0,3} incl\. tax"
        )

    def test_each_variant_of_a_product_has_its_label(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Size",
                "value_ids": [
                    Command.create({"name": size}) for size in ("S", "M", "L")
                ],
            }
        )
        template = self.env["product.template"].create(
            {
                "name": "Shirt",
                "list_price": 20.0,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        wizard = self._create_wizard(custom_quantity=2)
        wizard.product_tmpl_ids = template
        quantities = wizard._get_shelf_quantities()
        self.assertEqual(set(quantities), set(template.product_variant_ids))
        self.assertEqual(set(quantities.values()), {2})
        self.assertIn("Shirt (M)", self._text(wizard))

    def test_a_place_prints_the_products_in_stock_there(self):
        other_place = self.env["stock.warehouse"].create(
            {"name": "Else", "code": "ELS"}
        )
        elsewhere = self._create_product("Elsewhere", 5.0)
        self._stock(self.mug, 3)
        self._stock(elsewhere, 3, other_place)
        wizard = self._create_wizard(warehouse_id=other_place.id)
        self.assertEqual(wizard._get_shelf_quantities(), {elsewhere: 1})

    def test_one_label_per_unit_in_stock_at_the_place(self):
        self._stock(self.mug, 3)
        wizard = self._create_wizard(
            self.mug, warehouse_id=self.warehouse.id, per_stock=True
        )
        self.assertEqual(wizard._get_shelf_quantities(), {self.mug: 3})

    def test_a_place_can_be_labelled_one_category_at_a_time(self):
        category = self.env["product.category"].create({"name": "Label test"})
        book = self._create_product("Book", 18.0, categ_id=category.id)
        self._stock(book, 1)
        self._stock(self.mug, 1)
        wizard = self._create_wizard(
            warehouse_id=self.warehouse.id, category_ids=[Command.set(category.ids)]
        )
        self.assertEqual(wizard._get_shelf_quantities(), {book: 1})

    def test_received_goods_get_the_labels_of_the_operation(self):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.mug.id,
                            "product_uom_qty": 4,
                            "location_id": self.env.ref(
                                "stock.stock_location_suppliers"
                            ).id,
                            "location_dest_id": self.warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        wizard = self._create_wizard(
            self.mug,
            move_quantity="move",
            move_ids=[Command.set(picking.move_ids.ids)],
        )
        self.assertEqual(wizard._get_shelf_quantities(), {self.mug: 4})

    def test_a_product_without_barcode_is_printed_and_named(self):
        plain = self._create_product("Plain", 4.0)
        wizard = self._create_wizard(plain + self.mug)
        action = wizard.process()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("Plain", action["params"]["message"])
        self.assertNotIn("Mug", action["params"]["message"])
        self.assertEqual(
            action["params"]["next"]["url"], f"/unified_label/{wizard.id}.pdf"
        )
        self.assertIn("Plain", self._text(wizard))

    def test_a_product_without_price_gets_no_label_and_is_named(self):
        free = self._create_product("Gift", 0.0, barcode="99900024")
        wizard = self._create_wizard(free + self.mug)
        self.assertIn("Gift", wizard.process()["params"]["message"])
        self.assertNotIn("Gift", self._text(wizard))

    def test_nothing_is_printed_when_no_product_has_a_price(self):
        free = self._create_product("Gift", 0.0)
        with self.assertRaisesRegex(UserError, "Gift"):
            self._create_wizard(free).process()

    def test_nothing_to_print_is_said(self):
        with self.assertRaisesRegex(UserError, "Choose products or a place"):
            self._create_wizard().process()
        empty = self.env["stock.warehouse"].create({"name": "Empty", "code": "EMP"})
        with self.assertRaisesRegex(UserError, "Nothing to print"):
            self._create_wizard(warehouse_id=empty.id).process()

    def test_too_many_labels_at_once_are_refused(self):
        self.patch(product_label_layout, "MAX_LABELS", 3)
        with self.assertRaisesRegex(UserError, "4 labels"):
            self._create_wizard(self.mug, custom_quantity=4).process()

    def test_a_start_outside_the_sheet_is_refused(self):
        with self.assertRaisesRegex(UserError, "between 1 and 24"):
            self._create_wizard(self.mug, start_position=25).process()

    def test_a_roll_ignores_the_start_left_from_a_sheet(self):
        wizard = self._create_wizard(
            self.mug, start_position=9, print_format="shelf_roll"
        )
        self.assertEqual(wizard.process()["type"], "ir.actions.act_url")

    def test_sheets_in_use_take_as_many_pages_as_announced(self):
        wizard = self._create_wizard(self.mug, custom_quantity=22, start_position=4)
        self.assertIn("on 2 pages", wizard.label_summary)
        self.assertEqual(len(read_pages(wizard._render_shelf_labels())), 2)

    def test_the_former_price_is_crossed_out_only_when_asked(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Sales",
                "currency_id": self.currency.id,
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 50})
                ],
            }
        )
        lamp = self._create_product("Lamp", 80.0)
        wizard = self._create_wizard(lamp, pricelist_id=pricelist.id)
        text = self._text(wizard)
        self.assertIn("40.00", text)
        self.assertIn("80.00", text)
        self.assertIn("−50", text)
        wizard.show_former_price = False
        self.assertNotIn("80.00", self._text(wizard))

    def test_company_follows_the_place(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids += other
        place = self.env["stock.warehouse"].search(
            [("company_id", "=", other.id)], limit=1
        )
        wizard = self._create_wizard(self.mug)
        self.assertEqual(wizard.company_id, self.company)
        wizard.warehouse_id = place
        self.assertEqual(wizard.company_id, other)

    def test_formats_of_odoo_go_on_working(self):
        wizard = self._create_wizard(self.mug, print_format="2x7xprice")
        self.assertFalse(wizard.label_summary)
        self.assertEqual(wizard.process()["type"], "ir.actions.report")

    def test_formats_of_odoo_print_a_place_too(self):
        place = self.env["stock.warehouse"].create({"name": "Else", "code": "ELS"})
        self._stock(self.mug, 2, place)
        wizard = self._create_wizard(
            print_format="2x7xprice", warehouse_id=place.id, is_place_wizard=True
        )
        self.assertEqual(wizard.process()["type"], "ir.actions.report")
        self.assertEqual(wizard.product_ids, self.mug)

    def test_wizard_says_what_will_come_out(self):
        self._stock(self.mug, 3)
        action = self.warehouse.action_print_shelf_labels()
        form = Form(
            self.env["product.label.layout"].with_context(**action["context"]),
            "product.product_label_layout_form",
        )
        self.assertEqual(form.warehouse_id, self.warehouse)
        self.assertIn("1 label for 1 product, on 1 page.", form.label_summary)

    @users("label_stock", "label_seller")
    def test_staff_of_store_and_stock_print(self):
        self.env["product.label.layout"]._check_shelf_label_access()
        wizard = self.env["product.label.layout"].create(
            {"print_format": "shelf_24", "product_ids": [Command.set(self.mug.ids)]}
        )
        self.assertEqual(wizard.process()["url"], f"/unified_label/{wizard.id}.pdf")
        self.assertTrue(wizard._render_shelf_labels().startswith(b"%PDF"))

    @users("label_employee")
    def test_other_employees_do_not_print(self):
        wizard = self.env["product.label.layout"].create(
            {"print_format": "shelf_24", "product_ids": [Command.set(self.mug.ids)]}
        )
        with self.assertRaises(AccessError):
            wizard.process()
        with self.assertRaises(AccessError):
            self.env["stock.warehouse"].browse(
                self.warehouse.id
            ).action_print_shelf_labels()

    def test_a_cashier_prints_labels(self):
        if not self.env.ref("point_of_sale.group_pos_user", raise_if_not_found=False):
            self.skipTest("no till is installed")
        cashier = self._create_user(
            "label_cashier", "base.group_user,point_of_sale.group_pos_user"
        )
        wizard = (
            self.env["product.label.layout"]
            .with_user(cashier)
            .create({"print_format": "shelf_24", "warehouse_id": self.warehouse.id})
        )
        self._stock(self.mug, 1)
        self.assertTrue(wizard._render_shelf_labels().startswith(b"%PDF"))
