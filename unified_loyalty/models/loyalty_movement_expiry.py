# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.unified_commerce_base.tools import own_cursor

from .loyalty_hold import LOCK_SPACE
from .loyalty_movement_lots import LOTS

BATCH = 500
# what was being paid with or merged in the nights before is looked at again
LOOK_BACK = timedelta(days=31)


class LoyaltyMovement(models.Model):
    """Points that nobody spent in time expire, lot by lot."""

    _inherit = "loyalty.movement"

    @api.model
    def _cron_expire(self):
        """Let expire what was to be spent by yesterday.

        Some cards at a time, each under its lock, in a transaction of its own: what
        is done stays done when the run is stopped, and the next one goes on there.
        Points that somebody is paying with are left to the next night.
        """
        today = fields.Date.context_today(self)
        programs = self.env["loyalty.program"].with_context(active_test=False)
        waiting = {
            program: self._get_cards_to_expire(program, today)
            for program in programs.search([("points_life", ">", 0)])
            if program.expired_until != today
        }
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=sum(map(len, waiting.values())))
        for program, card_ids in waiting.items():
            for start in range(0, len(card_ids), BATCH):
                batch = card_ids[start : start + BATCH]
                self._expire(batch, today)
                program.expired_up_to_card = batch[-1]
                if not cron._commit_progress(len(batch)):
                    return
            program.write({"expired_until": today, "expired_up_to_card": 0})

    @api.model
    def _get_cards_to_expire(self, program, today):
        """Return the ids of cards with lots that may have something to expire."""
        self.flush_model()
        since = (program.expired_until or date.min + LOOK_BACK) - LOOK_BACK
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT lot.card_id
                  FROM loyalty_movement lot
                  JOIN loyalty_card card ON card.id = lot.card_id
                 WHERE lot.expires_on < %(today)s AND lot.expires_on >= %(since)s
                   AND lot.lot_id IS NULL AND lot.points > 0
                   AND card.program_id = %(program)s AND card.id > %(after)s
              ORDER BY lot.card_id
                """,
                today=today,
                since=since,
                program=program.id,
                after=program.expired_up_to_card,
            )
        )
        return [card_id for (card_id,) in rows]

    @api.model
    def _expire(self, card_ids, today):
        """Write what expired on these cards, and show their new balances.

        Told twice on one day, it writes nothing more. A card that is in use in this
        instant is left to the next night.

        :return: how many movements were written
        """
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                SELECT id FROM unnest(%s) AS id
                 WHERE pg_try_advisory_xact_lock(%s, id)
                """,
                [card_ids, LOCK_SPACE],
            )
            mine = [card_id for (card_id,) in cr.fetchall()]
            # a statement of its own: it sees what was committed before the locks
            cr.execute(
                LOTS
                + """
                INSERT INTO loyalty_movement (
                       card_id, kind, points, date, lot_id, key)
                SELECT card_id, 'expire', -points,
                       clock_timestamp() AT TIME ZONE 'UTC', id,
                       'expire:' || id || ':' || %(today)s
                  FROM lots
                 WHERE expires_on < %(today)s::date AND points > 0
           ON CONFLICT (card_id, key) WHERE key IS NOT NULL DO NOTHING
             RETURNING card_id
                """,
                {"cards": mine, "holding": mine, "today": str(today)},
            )
            expired = [card_id for (card_id,) in cr.fetchall()]
            if expired:
                self._write_balances(cr, sorted(set(expired)))
        self.env["loyalty.card"].browse(card_ids).invalidate_recordset(["points"])
        return len(expired)
