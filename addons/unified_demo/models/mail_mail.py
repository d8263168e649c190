# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models, modules


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _send(self, *args, **kwargs):
        """Settle the message instead of leaving it in the queue for ever."""
        if not modules.module.current_test:
            waiting = self.filtered(lambda mail: mail.state == "outgoing")
            waiting.write(
                {
                    "state": "cancel",
                    "failure_reason": self.env._(
                        "Demonstration: outgoing mail is off, nothing was sent."
                    ),
                }
            )
        return super()._send(*args, **kwargs)
