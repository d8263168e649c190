# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

KEPT_DAYS = 90


class CommerceIdempotency(models.Model):
    """The keys of what was done once and may be sent again."""

    _name = "commerce.idempotency"
    _description = "Idempotency Key"

    scope = fields.Char(required=True)
    key = fields.Char(required=True)

    _scope_key_uniq = models.UniqueIndex("(scope, key)")

    @api.model
    def _claim(self, scope, key):
        """Say whether this work is to be done now.

        The key is written in the caller's transaction: it is kept if, and only
        if, the work is. Of two that claim at once, the second waits for the first
        and then runs again with what the first did (serialization failure, which
        Odoo retries) or takes over when the first rolled back.

        :return: True the first time, False when the work was done before
        """
        self.env.cr.execute(
            """
            INSERT INTO commerce_idempotency (scope, key, create_date, create_uid)
            VALUES (%s, %s, now() AT TIME ZONE 'UTC', %s)
            ON CONFLICT (scope, key) DO NOTHING
            """,
            [scope, key, self.env.uid],
        )
        return bool(self.env.cr.rowcount)

    @api.autovacuum
    def _gc_keys(self):
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        # sudo: housekeeping of a table that nobody reads
        self.sudo().search([("create_date", "<", limit)], limit=100_000).unlink()
