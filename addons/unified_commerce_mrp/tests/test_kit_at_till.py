# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest import SkipTest

from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import get_db_name

from odoo.addons.unified_pos.tests.common import TillCommon

from .common import KitCommon


@tagged("post_install", "-at_install")
class TestKitAtTill(TillCommon, KitCommon):
    """A kit at the till is seen by its parts, and takes them along."""

    @classmethod
    def setUpClass(cls):
        if "unified_stock" not in dir(Registry(get_db_name()).get("pos.config")):
            raise SkipTest("the till is not installed")
        super().setUpClass()
        cls.place = cls.till_1._get_place()
        for product, quantity in ((cls.shirt, 2), (cls.mug, 1)):
            before = cls.env["commerce.availability"]._read(product, cls.place)
            cls._set_stock(
                product, cls.place, quantity - before[product.id, cls.place.id]
            )
        cls.box.available_in_pos = True
        cls.box.taxes_id = cls.tax

    def _level(self):
        return self._till().unified_stock([self.box.id])["stock"][self.box.id]

    def test_the_till_says_how_many_kits_can_be_made_here(self):
        self.assertEqual(self._level()["here"], 1)
        self.assertEqual(self._level()["promised"], [])

    def test_the_till_says_who_waits_for_the_parts(self):
        order = self._order(1)
        order.action_confirm()
        self.assertEqual(self._level()["here"], 0)
        self.assertEqual(self._level()["promised"], [order.name])

    def test_a_kit_handed_over_takes_its_parts_and_tells_whose_they_were(self):
        order = self._order(2)
        order.action_confirm()
        self.assertEqual(order.picking_ids.state, "assigned")
        ticket = self._send(self._ticket([self._line(self.box)]))
        self.assertEqual(ticket.picking_ids.state, "done")
        moves = ticket.picking_ids.move_ids
        self.assertEqual(moves.product_id, self.shirt | self.mug | self.paper)
        self.assertEqual(moves.channel_id, ticket.channel_id)
        lost = KitCommon._exceptions(self, order, "promise")
        self.assertIn(self.shirt.name, lost.name)

    def test_tills_are_told_of_the_kit_when_a_part_moves(self):
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        channel = self._till().unified_stock([])["channel"]
        self._set_stock(self.mug, self.place, 1)
        self.env.cr.precommit.run()
        message = self.env["bus.bus"].search([("channel", "ilike", channel)])
        self.assertIn(str(self.box.id), message.message)
