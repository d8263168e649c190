# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models, modules


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _send(self, *args, **kwargs):
        """Settle the text message without calling anybody."""
        if modules.module.current_test:
            return super()._send(*args, **kwargs)
        self.write({"state": "canceled"})
        return None
