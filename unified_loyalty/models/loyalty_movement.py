# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.sql_db import Cursor
from odoo.tools import SQL, float_round

from odoo.addons.unified_commerce_base.tools import after_commit as after_commit_do
from odoo.addons.unified_commerce_base.tools import own_cursor

# Points and money of all currencies; core rounds points to two places.
DIGITS = (16, 4)
PENDING = "unified_loyalty_pending"
SWEEP_HOURS = 24
# first half of the two-part advisory lock of who reverses a movement
REVERSE_SPACE = -7_012


def round_points(points):
    """Round as the ledger stores: four places, half away from zero."""
    return float_round(points, precision_digits=DIGITS[1])


class LoyaltyMovement(models.Model):
    """The ledger of every card: append-only, its sum is the balance.

    A trigger of PostgreSQL refuses changes and deletions, so a mistake is put right
    by a further movement. The points that Odoo shows on a card are the sum of its
    movements that are valid today.

    Making a movement locks no card. The only foreign keys are to what is never
    deleted nor merged: the ledger survives customers and documents.
    """

    _name = "loyalty.movement"
    _description = "Loyalty Movement"
    _log_access = False
    _order = "id desc"
    _rec_name = "origin"

    card_id = fields.Many2one(
        "loyalty.card", required=True, readonly=True, index=True, ondelete="restrict"
    )
    program_id = fields.Many2one(related="card_id.program_id")
    company_id = fields.Many2one(related="card_id.company_id")
    partner_id = fields.Many2one(related="card_id.partner_id", string="Customer")
    kind = fields.Selection(
        [
            ("opening", "Opening balance"),
            ("earn", "Won"),
            ("burn", "Spent"),
            ("reverse", "Taken back"),
            ("expire", "Expired"),
            ("adjust", "Corrected"),
            ("transfer", "Transferred"),
        ],
        required=True,
        readonly=True,
    )
    points = fields.Float(required=True, readonly=True, digits=DIGITS)
    date = fields.Datetime(required=True, readonly=True, index=True)
    valid_from = fields.Datetime(
        readonly=True, help="Before, the points are counted but cannot be spent."
    )
    expires_on = fields.Date(
        string="Expires",
        readonly=True,
        help="Last day on which these points can be spent.",
    )
    lot_id = fields.Many2one(
        "loyalty.movement",
        string="Out of",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The points that this movement takes back or lets expire.",
    )
    reversed_id = fields.Many2one(
        "loyalty.movement",
        string="Reverses",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    res_model = fields.Char(string="Document Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    origin = fields.Char(string="Document Number", readonly=True)
    reason = fields.Char(readonly=True)
    channel_id = fields.Many2one(
        "commerce.channel", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Place", readonly=True, ondelete="restrict"
    )
    device = fields.Char(readonly=True, help="Till, when there was one.")
    operator_model = fields.Char(readonly=True)
    operator_ref = fields.Many2oneReference(
        string="Operator", model_field="operator_model", readonly=True
    )
    key = fields.Char(
        readonly=True,
        groups="base.group_system",
        help="The same key moves the points of a card once.",
    )
    token = fields.Char(
        readonly=True,
        groups="base.group_system",
        help="Key of the authorisation that this movement used up.",
    )

    _document = models.Index("(res_model, res_id)")
    _card_points = models.Index("(card_id) INCLUDE (points, valid_from)")
    _key_uniq = models.UniqueIndex("(card_id, key) WHERE key IS NOT NULL")
    _token = models.Index("(token) WHERE token IS NOT NULL")
    _valid_from = models.Index("(valid_from) WHERE valid_from IS NOT NULL")
    _expires_on = models.Index("(expires_on) WHERE expires_on IS NOT NULL")

    def init(self):
        """Guard the table: what is written once stays, whoever asks."""
        super().init()
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION loyalty_movement_append_only()
            RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'loyalty_movement is append-only';
            END $$;
            DROP TRIGGER IF EXISTS append_only ON loyalty_movement;
            CREATE TRIGGER append_only
            BEFORE UPDATE OR DELETE OR TRUNCATE ON loyalty_movement
            FOR EACH STATEMENT EXECUTE FUNCTION loyalty_movement_append_only();
            """
        )

    def write(self, vals):
        raise UserError(self._append_only_message())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._append_only_message())

    @api.model
    def _append_only_message(self):
        return self.env._(
            "Movements of points are never changed nor deleted. Correct the card "
            "instead: a further movement puts it right."
        )

    # Recording ------------------------------------------------------------------

    @api.model
    def _record(self, vals_list, after_commit=False):
        """Write movements, and let the cards show their new balance.

        Locks no card when ``after_commit``: the balance on the card then follows a
        moment after the commit. A movement whose key its card knows is not written.

        :param vals_list: dicts with card_id, kind and points at least
        :return: the movements written
        """
        now = fields.Datetime.now()
        rows = [
            {"date": now, **vals, "points": round_points(vals["points"])}
            for vals in vals_list
        ]
        rows = self._without_known([row for row in rows if row["points"]])
        # sudo: whoever sells makes movements, nobody writes the ledger by hand
        movements = self.sudo().create(rows)
        self._update_cards({row["card_id"] for row in rows}, after_commit)
        return movements

    def _without_known(self, rows):
        keys = [row["key"] for row in rows if row.get("key")]
        if not keys:
            return rows
        # sudo: same reason; only keys are compared
        known = {
            (one.card_id.id, one.key)
            for one in self.sudo().search([("key", "in", keys)])
        }
        return [row for row in rows if (row["card_id"], row.get("key")) not in known]

    @api.model
    def _update_cards(self, card_ids, after_commit=False):
        """Let cards show the sum of their movements, now or just after the commit."""
        if not card_ids:
            return
        cr = self.env.cr
        self.flush_model()
        if after_commit and isinstance(cr, Cursor):
            data = cr.postcommit.data
            if PENDING not in data:
                data[PENDING] = set()
                env = self.env
                after_commit_do(
                    env,
                    lambda: self._update_cards_apart(env, data),
                    "balances shown on cards; the sweep will show them",
                )
            data[PENDING].update(card_ids)
            return
        cards = self.env["loyalty.card"].browse(card_ids)
        cards.flush_recordset(["points"])
        self._write_balances(cr, sorted(card_ids))
        cards.invalidate_recordset(["points"])

    @staticmethod
    def _update_cards_apart(env, data):
        """Write the balances of what has just been committed, alone."""
        card_ids = sorted(data.pop(PENDING, ()))
        with own_cursor(env) as cr:
            LoyaltyMovement._write_balances(cr, card_ids)

    @staticmethod
    def _write_balances(cr, card_ids):
        """Set ``points`` of cards to the sum of their movements valid now.

        The cards of the members of a household show the sum of the household's.
        """
        if not card_ids:
            return
        # the sum is read once the rows are ours: nobody's movement is forgotten
        cr.execute(
            """
            SELECT id, COALESCE(household_card_id, id) FROM loyalty_card
             WHERE id = ANY(%(cards)s) OR household_card_id = ANY(%(cards)s)
          ORDER BY id FOR NO KEY UPDATE
            """,
            {"cards": card_ids},
        )
        rows = cr.fetchall()
        cr.execute(
            """
            UPDATE loyalty_card card SET points = ledger.points
              FROM unnest(%s, %s) AS asked(id, ledger_id)
        CROSS JOIN LATERAL (
                   SELECT COALESCE(sum(points), 0)::float AS points
                     FROM loyalty_movement
                    WHERE card_id = asked.ledger_id
                      AND (valid_from IS NULL
                           OR valid_from <= clock_timestamp() AT TIME ZONE 'UTC')
                   ) AS ledger
             WHERE card.id = asked.id AND card.points IS DISTINCT FROM ledger.points
            """,
            [[row[0] for row in rows], [row[1] for row in rows]],
        )

    # Reading --------------------------------------------------------------------

    @api.model
    def _get_balances(self, cards):
        """Return {card: (points valid now, points valid later)}, from the ledger."""
        self.flush_model()
        found = {
            card_id: (valid, later)
            for card_id, valid, later in self.env.execute_query(
                SQL(
                    """
                    SELECT card_id,
                           COALESCE(sum(points) FILTER (WHERE %(valid)s), 0)::float,
                           COALESCE(sum(points) FILTER (WHERE NOT %(valid)s), 0)::float
                      FROM loyalty_movement
                     WHERE card_id = ANY(%(cards)s)
                  GROUP BY card_id
                    """,
                    valid=SQL(
                        "(valid_from IS NULL OR valid_from"
                        " <= clock_timestamp() AT TIME ZONE 'UTC')"
                    ),
                    cards=cards.ids,
                )
            )
        }
        return {card: found.get(card.id, (0.0, 0.0)) for card in cards}

    @api.model
    def _of(self, document, cards=None):
        """Return the movements that a document made, the oldest first."""
        domain = [("res_model", "=", document._name), ("res_id", "in", document.ids)]
        if cards is not None:
            domain.append(("card_id", "in", cards.ids))
        # sudo: a document reads what it moved, named fields only
        return self.sudo().search(domain, order="id")

    # Giving back ----------------------------------------------------------------

    def _reverse_to(self, share, source_values, after_commit=False):
        """Take back what was won and give back what was spent, up to ``share``.

        ``share`` is of the whole since the beginning, not of this time: the same
        refund told twice moves nothing more, and a refund of everything returns the
        card to where it was.

        :param share: between 0.0 and 1.0
        :param source_values: values of the new movements (document, channel, …)
        :return: the movements written
        """
        rows = self._prepare_reversals(share, source_values)
        return self._record(rows, after_commit)

    def _prepare_reversals(self, share, source_values):
        """Return the values of the movements that are missing up to ``share``."""
        share = min(max(share, 0.0), 1.0)
        first = self.filtered(lambda one: one.kind in ("earn", "burn"))
        first._take_turn_to_reverse()
        done = dict(
            self.sudo()._read_group(  # sudo: see _of
                [("reversed_id", "in", first.ids)], ["reversed_id"], ["points:sum"]
            )
        )
        expired = dict(
            self.sudo()._read_group(  # sudo: see _of
                [("lot_id", "in", first.ids), ("kind", "=", "expire")],
                ["lot_id"],
                ["points:sum"],
            )
        )
        rows = []
        for movement in first:
            due = movement.points
            if share < 1:
                due = movement.card_id._round_points(movement.points * share)
            if movement in expired:
                # what expired of the points won is gone already
                due = max(due + expired[movement], 0.0)
            change = round_points(-due - done.get(movement, 0.0))
            if change:
                values = {**source_values, **movement._prepare_reversal()}
                rows.append({**values, "points": change})
        return rows

    def _take_turn_to_reverse(self):
        """Let one transaction at a time reverse these movements, until it ends.

        :raise ConcurrencyError: another one did so since this one began, which must
            count again with a fresh snapshot (Odoo runs the request again)
        """
        if not self:
            return
        self.env.cr.execute(
            "SELECT pg_advisory_xact_lock(%s, id) FROM unnest(%s) AS id",
            [REVERSE_SPACE, sorted(self.ids)],
        )
        with own_cursor(self.env) as fresh:
            if not isinstance(fresh, Cursor):
                return
            fresh.execute(
                "SELECT id FROM loyalty_movement WHERE reversed_id = ANY(%s)",
                [self.ids],
            )
            committed = [row[0] for row in fresh.fetchall()]
        self.env.cr.execute(
            "SELECT count(*) FROM loyalty_movement WHERE id = ANY(%s)", [committed]
        )
        if self.env.cr.fetchone()[0] != len(committed):
            raise ConcurrencyError("These movements were just reversed elsewhere")

    def _prepare_reversal(self):
        """Return the values of a movement that reverses this one."""
        self.ensure_one()
        values = {
            "card_id": self.card_id._get_successor().id,
            "kind": "reverse",
            "reversed_id": self.id,
        }
        if self.kind == "earn":
            # points that are not valid yet are taken back before they are
            values.update(lot_id=self.id, valid_from=self.valid_from)
        else:
            # given back, they have a whole life again: old lots may have expired
            values.update(self.card_id.program_id._get_lot_values(pending=False))
        return values

    # Upkeep ---------------------------------------------------------------------

    @api.model
    def _cron_sweep(self):
        """Show what became valid, and what a crash kept from being shown."""
        for card_ids in self._get_cards_to_sweep():
            with own_cursor(self.env) as cr:
                self._write_balances(cr, card_ids)

    @api.model
    def _get_cards_to_sweep(self, size=1_000):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT card.id
                  FROM loyalty_card card
                  JOIN (
                       SELECT DISTINCT card_id
                         FROM loyalty_movement
                        WHERE date > now() AT TIME ZONE 'UTC'
                                     - %(hours)s * interval '1 h'
                           OR valid_from BETWEEN (now() AT TIME ZONE 'UTC')
                                                 - %(hours)s * interval '1 h'
                                             AND (now() AT TIME ZONE 'UTC')
                       ) AS moved ON moved.card_id = card.id
                 WHERE card.points IS DISTINCT FROM (
                       SELECT COALESCE(sum(points), 0)::float
                         FROM loyalty_movement
                        WHERE card_id = COALESCE(card.household_card_id, card.id)
                          AND (valid_from IS NULL
                               OR valid_from <= clock_timestamp() AT TIME ZONE 'UTC'))
              ORDER BY card.id
                """,
                hours=SWEEP_HOURS,
            )
        )
        ids = [row[0] for row in rows]
        return [ids[start : start + size] for start in range(0, len(ids), size)]
