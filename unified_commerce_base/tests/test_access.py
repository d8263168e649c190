# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

SUITE = "unified_"


@tagged("post_install", "-at_install")
class TestAccess(TransactionCase):
    def _models(self):
        """Return the stored models that the suite makes."""
        return [
            self.env[name]
            for name, model in self.env.registry.items()
            if model._original_module.startswith(SUITE)
            and not model._abstract
            and model._auto
        ]

    def test_every_model_has_rights(self):
        granted = set(self.env["ir.model.access"].search([]).model_id.mapped("model"))
        self.assertEqual(
            [model._name for model in self._models() if model._name not in granted], []
        )

    def test_every_model_of_a_company_has_a_rule(self):
        ruled = set(self.env["ir.rule"].search([]).model_id.mapped("model"))
        missing = [
            model._name
            for model in self._models()
            if "company_id" in model._fields
            and model._fields["company_id"].store
            and not model._transient
            and model._name not in ruled
        ]
        self.assertEqual(missing, [])

    def test_employee_reads_channels_and_changes_none(self):
        employee = new_test_user(self.env, "clerk", groups="base.group_user")
        channel = self.env["commerce.channel"]._get_phone(self.env.company)
        self.assertTrue(channel.with_user(employee).name)
        with self.assertRaises(AccessError):
            channel.with_user(employee).name = "Mine"

    def test_nobody_writes_the_counters_by_hand(self):
        manager = new_test_user(
            self.env, "boss", groups="unified_commerce_base.group_commerce_manager"
        )
        for name in ("commerce.rate.limit", "commerce.idempotency"):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(
                    self.env[name].with_user(manager).has_access(operation)
                )
