# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase

from ..builders.toolbox import Toolbox


class DemoCase(TransactionCase):
    """The retailer as it was installed on this database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.box = Toolbox(cls.env)
        cls.company = cls.box.ref("company")
        cls.demo = cls.env["unified.demo"]

    @classmethod
    def ref(cls, xmlid):
        """A record of the retailer, with the rights of the tests."""
        return cls.box.ref(xmlid)
