# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import FrenchTillCase


@tagged("post_install", "-at_install")
class TestPartnerMerge(FrenchTillCase):
    def _merge(self, target):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | self.other_customer).ids, target
        )

    def test_customer_of_a_ticket_of_today_may_be_merged(self):
        order = self._golden([(self.book, 1)], [(self.card, 18.0)])
        self.assertTrue(order.l10n_fr_hash)
        self._merge(self.other_customer)
        self.assertEqual(order.partner_id, self.other_customer)

    def test_customer_sealed_with_an_old_ticket_is_kept(self):
        order = self._golden([(self.book, 1)], [(self.card, 18.0)])
        self.env.flush_all()
        # a ticket of Odoo before 17.4 says no version
        self.env.cr.execute(
            SQL("UPDATE pos_order SET pos_version = NULL WHERE id = %s", order.id)
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "sealed"):
            self._merge(self.other_customer)
        self._merge(None)
        self.assertEqual(order.partner_id, self.customer)
