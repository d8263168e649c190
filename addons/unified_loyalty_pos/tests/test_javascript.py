# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from odoo.addons.unified_pos.tests.test_javascript import suite_id


@tagged("post_install", "-at_install")
class TestLoyaltyJavascript(HttpCase):
    """The unit tests of what this module adds to the till."""

    def test_unit_tests_of_loyalty_at_the_till(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            f"&id={suite_id('@unified_loyalty_pos')}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
