# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import KitCommon


@tagged("post_install", "-at_install")
class TestKit(KitCommon):
    """A kit is worth what its parts make, in the place where they are."""

    # What a kit consists of -----------------------------------------------------

    def test_only_the_parts_in_stock_management_count(self):
        self.assertEqual(self._parts(), {self.shirt: 2, self.mug: 1})
        self.assertIsNone(self._parts(self.shirt))

    def test_a_kit_within_a_kit_counts_by_its_own_parts(self):
        basket = self.env["product.product"].create({"name": "Basket"})
        self._make_kit(basket, {self.box: 3, self.mug: 1})
        self.assertEqual(self._parts(basket), {self.shirt: 6, self.mug: 4})

    def test_a_recipe_for_many_is_counted_for_one_without_rounding(self):
        self._make_kit(self.box, {self.shirt: 1}, product_qty=12, sequence=-1)
        self.assertAlmostEqual(self._parts()[self.shirt], 1 / 12, places=12)
        self.assertEqual(self._left(product=self.box), 60)

    def test_units_of_measure_are_those_of_the_part(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.bom.bom_line_ids[0].product_uom_id = dozen
        self.assertEqual(self._parts()[self.shirt], 24)
        self.bom.product_uom_id = dozen
        self.assertEqual(self._parts()[self.shirt], 2)

    def test_a_part_named_twice_is_needed_twice(self):
        self.bom.bom_line_ids = [
            Command.create({"product_id": self.mug.id, "product_qty": 2})
        ]
        self.assertEqual(self._parts()[self.mug], 3)

    def test_an_option_of_quantity_zero_takes_nothing(self):
        self.bom.bom_line_ids[1].product_qty = 0
        self.assertEqual(self._parts(), {self.shirt: 2})

    def _add_attribute(self, create_variant):
        """Let the box be sold with and without; return both choices."""
        attribute = self.env["product.attribute"].create(
            {"name": "Extra", "create_variant": create_variant}
        )
        values = self.env["product.attribute.value"].create(
            [
                {"name": name, "attribute_id": attribute.id, "sequence": rank}
                for rank, name in enumerate(("With", "Without"))
            ]
        )
        line = self.env["product.template.attribute.line"].create(
            {
                "product_tmpl_id": self.box.product_tmpl_id.id,
                "attribute_id": attribute.id,
                "value_ids": [Command.set(values.ids)],
            }
        )
        return line.product_template_value_ids

    def test_each_variant_has_its_own_parts(self):
        template = self.box.product_tmpl_id
        with_tea, _without = self._add_attribute("always")
        self.bom.bom_line_ids[1].bom_product_template_attribute_value_ids = with_tea
        tea, plain = template.product_variant_ids
        self.assertEqual(self._parts(tea), {self.shirt: 2, self.mug: 1})
        self.assertEqual(self._parts(plain), {self.shirt: 2})

    def test_a_choice_that_makes_no_variant_counts_on_the_line(self):
        with_mug, without = self._add_attribute("no_variant")
        self.bom.bom_line_ids[1].bom_product_template_attribute_value_ids = with_mug
        order = self._order(1, product=self.box).order_line
        order.product_no_variant_attribute_value_ids = with_mug
        self.assertEqual(order._get_hold_quantities(), {self.shirt: 2, self.mug: 1})
        order.product_no_variant_attribute_value_ids = without
        self.assertEqual(order._get_hold_quantities(), {self.shirt: 2})

    def test_the_kit_of_another_company_is_not_ours(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.bom.company_id = other
        self.assertIsNone(self._parts())
        self.assertTrue(self._parts(self.box.with_company(other)))

    def test_a_kit_that_ends_is_an_article_again(self):
        self.assertTrue(self._parts())
        self.bom.active = False
        self.assertIsNone(self._parts())
        self.bom.active = True
        self.assertTrue(self._parts())
        self.bom.unlink()
        self.assertIsNone(self._parts())

    def test_a_kit_of_things_nobody_counts_is_not_limited(self):
        bundle = self.env["product.product"].create({"name": "Bundle"})
        self._make_kit(bundle, {self.paper: 2})
        order = self._order(3, product=bundle)
        self.assertEqual(self._left(product=bundle), 0)
        self.assertFalse(order.order_line._moves_stock())
        self.assertEqual(order._hold("payment"), {})
        self.assertFalse(bundle._filter_stock_counted())
        self.assertTrue(self.box._filter_stock_counted())

    def test_who_may_not_read_recipes_counts_kits(self):
        portal = new_test_user(self.env, "kit_shopper", "base.group_portal")
        box = self.box.with_user(portal).sudo()
        self.assertEqual(set(box._get_stock_components()[box]), {self.shirt, self.mug})
        seller = new_test_user(self.env, "kit_seller", "sales_team.group_sale_salesman")
        order = self._order(1, product=self.box).with_user(seller).sudo()
        self.assertEqual(order._hold("payment"), {})

    # Counting -------------------------------------------------------------------

    def test_the_scarcest_part_limits_the_kit(self):
        self.assertEqual(self._left(product=self.box), 2)
        self._set_stock(self.mug, self.store, -4)
        self.assertEqual(self._left(product=self.box), 1)

    def test_parts_in_another_place_make_no_kit_here(self):
        self._set_stock(self.shirt, self.store, -5)
        self._set_stock(self.shirt, self.warehouse, 10)
        self.assertEqual(self._left(product=self.box), 0)

    def test_a_kit_agrees_with_what_odoo_counts(self):
        box = self.box.with_context(warehouse_id=self.store.id)
        self.assertEqual(self._left(product=self.box), box.free_qty)

    def test_a_part_alone_and_in_a_kit_is_counted_once(self):
        read = self.env["commerce.availability"]._read(
            self.box | self.shirt | self.mug, self.store
        )
        place = self.store.id
        self.assertEqual(
            read,
            {
                (self.box.id, place): 2,
                (self.shirt.id, place): 5,
                (self.mug.id, place): 5,
            },
        )

    def test_a_page_with_kits_costs_a_handful_of_queries(self):
        articles = self.env["product.product"].create(
            [{"name": f"Article {n}", "is_storable": True} for n in range(12)]
            + [{"name": f"Box {n}"} for n in range(12)]
        )
        for kit, part in zip(articles[12:], articles[:12], strict=True):
            self._make_kit(kit, {part: 1, self.mug: 2})
        places = self.store | self.warehouse
        read = self.env["commerce.availability"]._read
        read(articles, places)
        self.env.flush_all()
        self.env.invalidate_all()
        # articles, recipes and their lines are loaded at once, then counted
        with self.assertQueryCount(11):
            result = read(articles, places)
        self.assertEqual(result[articles[23].id, self.store.id], 0)

    def test_a_page_without_kits_costs_what_it_cost(self):
        articles = self.shirt | self.mug | self.paper
        read = self.env["commerce.availability"]._read
        read(articles, self.store)
        self.env.flush_all()
        with self.assertQueryCount(1):
            read(articles, self.store)

    def test_what_a_till_sees_of_a_cart_costs_the_same_with_many_kits(self):
        kits = self.env["product.product"].create(
            [{"name": f"Box {n}"} for n in range(8)]
        )
        for kit in kits:
            self._make_kit(kit, {self.mug: 1})
        counts = []
        for size in (1, 2, 8):
            order = self._order(1, product=kits[0])
            order.order_line = [
                Command.create({"product_id": kit.id}) for kit in kits[1:size]
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines = order._cart_snapshot(self.store)["lines"]
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual([line["storable"] for line in lines], [True] * size)
        self.assertEqual(counts[1], counts[2])

    # Holding --------------------------------------------------------------------

    def test_a_kit_in_a_cart_holds_its_parts(self):
        order = self._order(1, product=self.box)
        self.assertEqual(order._hold("payment"), {})
        self.assertEqual(self._left(), 3)
        self.assertEqual(self._left(product=self.mug), 4)
        self.assertEqual(self._left(product=self.box), 1)
        self.assertFalse(self._claim("b", 4).complete)

    def test_only_so_many_kits_are_left_as_the_parts_make(self):
        self._claim("a", 2)
        order = self._order(2, product=self.box)
        self.assertEqual(order._hold("payment"), {order.order_line: 1})
        self.assertIn("only 1 left", order._get_short_message({order.order_line: 1}))

    def test_kits_and_their_parts_share_the_stock_of_a_cart(self):
        order = self._order(2, product=self.box)
        order.order_line = [
            Command.create({"product_id": self.shirt.id, "product_uom_qty": 2})
        ]
        short = order._hold("payment")
        self.assertEqual(short, {order.order_line[1]: 1})

    def test_a_confirmed_kit_reserves_what_was_held(self):
        order = self._order(2, product=self.box)
        order._hold("payment")
        order.action_confirm()
        moves = order.order_line.move_ids
        self.assertEqual(moves.product_id, self.shirt | self.mug | self.paper)
        self.assertEqual(set(moves.mapped("hold_token")), {order._get_hold_token()})
        self.assertEqual(moves.channel_id, self.web)
        self.assertEqual(order.picking_ids.state, "assigned")
        self.assertEqual(self._left(), 1)
        self.env["commerce.hold"]._release([order._get_hold_token()])
        self.assertEqual(self._left(), 1)
        self.assertFalse(self._exceptions(order, "promise"))

    def test_a_kit_that_was_sold_to_somebody_else_is_told(self):
        self._claim("a", 4)
        order = self._order(1, product=self.box)
        order.action_confirm()
        self.assertTrue(self._exceptions(order, "promise"))
        # what is left of the parts is reserved for it, and no more
        self.assertEqual(order.order_line.move_ids[0].quantity, 1)
        self.assertEqual(self._left(), 0)

    def test_what_a_kit_lacks_is_changed_by_hand(self):
        self._claim("somebody", 5)
        order = self._order(1, self.box)
        order.action_confirm()
        with self.assertRaisesRegex(UserError, "kit"):
            order._give_up_lines(order.order_line)
        self.assertEqual(order.order_line.product_uom_qty, 1)

    def test_a_delivered_kit_is_gone(self):
        order = self._order(1, product=self.box)
        order.action_confirm()
        order.picking_ids.button_validate()
        self.assertEqual(order.order_line.qty_delivered, 1)
        self.assertEqual(self._left(product=self.box), 1)
        self.assertEqual(self._left(), 3)

    def test_half_a_part_leaves_the_stock_as_a_whole_one(self):
        self.bom.bom_line_ids[0].product_qty = 0.5
        line = self._order(1, product=self.box).order_line
        unit = self.shirt.uom_id
        self.assertEqual(line._get_hold_quantities()[self.shirt], unit.round(0.5))

    def test_a_kit_moved_by_hand_keeps_its_key_and_its_channel(self):
        """The units held for the kit's move are not free while it is exploded."""
        self.store.out_type_id.reservation_method = "manual"
        self._claim("kit", 4)
        move = self.env["stock.move"].create(
            {
                "product_id": self.box.id,
                "product_uom_qty": 2,
                "location_id": self.store.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "picking_type_id": self.store.out_type_id.id,
                "channel_id": self.web.id,
                "hold_token": "kit",
            }
        )
        parts = move._action_confirm()
        self.assertEqual(parts.product_id, self.shirt | self.mug | self.paper)
        self.assertEqual(set(parts.mapped("hold_token")), {"kit"})
        self.assertEqual(parts.channel_id, self.web)
        [(quantity, _until)] = self.Hold._until("kit").values()
        self.assertEqual(quantity, 4)
        parts._action_assign()
        self.assertEqual(self._left(), 1)

    def test_a_kit_may_be_promised_later_when_a_part_may(self):
        self.assertFalse(self.box._may_be_promised_later())
        self._set_stock(self.mug, self.store, 5)
        self.shirt.write(
            {
                "promise_policy": "preorder",
                "preorder_date": "2100-01-01",
                "preorder_limit": 4,
            }
        )
        self.assertTrue(self.box._may_be_promised_later())
        order = self._order(4, product=self.box)
        self.assertEqual(order._hold("payment"), {})
        self.assertEqual(str(order.order_line.promised_date), "2100-01-01")
        # one shirt is left, half of what a box needs
        late = self._order(1, product=self.box)
        self.assertEqual(late._hold("payment"), {late.order_line: 0})

    def test_who_waits_for_the_parts_waits_for_the_kit(self):
        order = self._order(4)
        order.action_confirm()
        names = self.Hold._get_promised_to(self.box, self.store)
        self.assertEqual(names, [order.name])
        self._set_stock(self.shirt, self.store, 10)
        self.assertEqual(self.Hold._get_promised_to(self.box, self.store), [])

    def test_a_kit_is_told_to_have_changed_with_its_parts(self):
        basket = self.env["product.product"].create({"name": "Basket"})
        self._make_kit(basket, {self.box: 1})
        self.assertEqual(self.mug._add_counted_with(), self.mug | self.box | basket)
        self.assertEqual(self.box._add_counted_with(), self.box | basket)
        self.assertEqual(basket._add_counted_with(), basket)
