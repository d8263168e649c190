# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..tools import own_cursor


class CommerceRateLimit(models.Model):
    """How often something was asked for, counted in PostgreSQL for all processes."""

    _name = "commerce.rate.limit"
    _description = "Rate Limit"
    _log_access = False

    scope = fields.Char(required=True)
    identity = fields.Char(required=True)
    slot = fields.Integer(required=True, help="Number of the window since 1970.")
    hits = fields.Integer(required=True)
    expires = fields.Datetime(required=True, index=True)

    _scope_identity_slot_uniq = models.UniqueIndex("(scope, identity, slot)")

    @api.model
    def _hit(self, scope, identity, limit, seconds):
        """Count one try and say whether it is allowed.

        True across processes and workers: counted in a short transaction of its
        own, so a try counts even when the request that made it is rolled back.

        :param scope: what is limited, such as ``"pin"``
        :param identity: who is limited, such as an address or a device
        :param limit: number of tries allowed in a window
        :param seconds: length of the window
        :return: True while at most ``limit`` tries were made in this window
        """
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                INSERT INTO commerce_rate_limit
                       (scope, identity, slot, hits, expires)
                VALUES (%(scope)s, %(identity)s,
                        floor(extract(epoch FROM clock_timestamp()) / %(seconds)s), 1,
                        (clock_timestamp() AT TIME ZONE 'UTC')
                            + 2 * %(seconds)s * interval '1 second')
                ON CONFLICT (scope, identity, slot)
                DO UPDATE SET hits = commerce_rate_limit.hits + 1
                RETURNING hits
                """,
                {"scope": scope, "identity": str(identity), "seconds": seconds},
            )
            return cr.fetchone()[0] <= limit

    @api.model
    def _forgive(self, scope, identity, seconds):
        """Take back one try: it turned out to be a good one."""
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                UPDATE commerce_rate_limit
                   SET hits = hits - 1
                 WHERE scope = %(scope)s AND identity = %(identity)s AND hits > 0
                   AND slot = floor(
                       extract(epoch FROM clock_timestamp()) / %(seconds)s)
                """,
                {"scope": scope, "identity": str(identity), "seconds": seconds},
            )

    @api.autovacuum
    def _gc_windows(self):
        self.env.cr.execute(
            """DELETE FROM commerce_rate_limit
                WHERE expires < clock_timestamp() AT TIME ZONE 'UTC'"""
        )
