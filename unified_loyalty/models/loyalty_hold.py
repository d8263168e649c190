# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from math import isfinite
from typing import NamedTuple

from psycopg2.errors import LockNotAvailable

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.sql_db import Cursor

from odoo.addons.unified_commerce_base.tools import own_cursor

from ..exceptions import CardBusyError, PointsRefusedError
from .loyalty_movement import DIGITS, round_points

# First half of the two-part advisory lock of a card; (product, place) pairs of
# ``commerce.hold`` begin with the id of an article, which is positive.
LOCK_SPACE = -7_011
MAX_MINUTES = 24 * 60
# What a movement in the caller's own transaction bears lives as long as it may take.
CAPTURE_MINUTES = 15


class Grant(NamedTuple):
    """The answer to an authorisation, in points: {card id: points}."""

    granted: dict
    left: dict
    expires_at: object


class LoyaltyHold(models.Model):
    """Points authorised for a sale until a moment in time.

    The only way any channel spends points or money of a card. An authorisation is
    atomic and exact between processes: it runs in a short READ COMMITTED transaction
    of its own, one at a time for each card, and is committed before the caller's work.
    It ends by itself. The movement that captures it bears its token and is counted
    instead of it, so that the balance is never counted twice nor left open.

    No field points to another table: a foreign key would make the authorisation wait
    for its own caller.
    """

    _name = "loyalty.hold"
    _description = "Authorised Points"
    _log_access = False
    _order = "expires_at, id"
    _rec_name = "origin"

    token = fields.Char(required=True, readonly=True, groups="base.group_system")
    card_ref = fields.Integer(required=True, readonly=True)
    company_ref = fields.Integer(readonly=True)
    points = fields.Float(required=True, readonly=True, digits=DIGITS)
    origin = fields.Char(readonly=True, help="Name of the order, ticket or till.")
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True)
    created_at = fields.Datetime(string="Since", required=True, readonly=True)
    expires_at = fields.Datetime(string="Until", required=True, readonly=True)
    card_id = fields.Many2one(
        "loyalty.card", compute="_compute_card_id", search="_search_card_id"
    )

    _token_card_uniq = models.UniqueIndex("(token, card_ref)")
    _card = models.Index("(card_ref, expires_at)")
    _expiry = models.Index("(expires_at)")

    @api.depends("card_ref")
    def _compute_card_id(self):
        cards = self.env["loyalty.card"].browse({one.card_ref for one in self})
        existing = cards.exists()
        for hold in self:
            hold.card_id = cards.browse(hold.card_ref) & existing

    def _search_card_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("card_ref", "in", list(value))]

    # Authorising ----------------------------------------------------------------

    @api.model
    def _authorize(self, token, amounts, *, minutes, document=None, partial=False):
        """Keep points of cards for ``token``, or say what is left.

        Exact between processes and committed before it returns, whatever becomes of
        the caller. Asking for the same amounts again renews them; 0 releases. All or
        nothing, unless ``partial``. The caller must not hold the lock of a card.

        :param token: key of who asks, secret enough not to be guessed
        :param amounts: {card: points, absolute and not negative}
        :param minutes: life of the authorisation
        :param document: record whose name people see
        :param partial: grant what is left when it is less than asked
        :return: a ``Grant``
        :raise PointsRefusedError: a card that cannot pay; its ``left`` says how much
        :raise UserError: an amount or a life that makes no sense
        :raise CardBusyError: the card is in use elsewhere in this instant
        """
        asked = self._check_asked(token, amounts, minutes)
        if not asked:
            return Grant({}, {}, None)
        try:
            with own_cursor(self.env) as cr:
                self._lock_cards(cr, asked)
                usable = self._read_usable(cr, token, list(asked))
                left = self._check_cards(amounts, usable)
                granted = {
                    card_id: min(points, max(left[card_id], 0.0))
                    for card_id, points in asked.items()
                }
                if granted != asked and not partial:
                    self._refuse(amounts, asked, left)
                expires_at = self._write_holds(cr, token, granted, minutes, document)
        except LockNotAvailable as error:
            raise CardBusyError(
                self.env._(
                    "This card is being used elsewhere right now. Nothing was lost: "
                    "try again in a moment."
                )
            ) from error
        return Grant(granted, left, expires_at)

    def _check_asked(self, token, amounts, minutes):
        """Return {card id: points}, sorted, or refuse what makes no sense."""
        if not token or not isinstance(token, str):
            raise UserError(self.env._("Points are kept under a key: none was given."))
        if not isinstance(minutes, int | float) or not 0 < minutes <= MAX_MINUTES:
            raise UserError(
                self.env._("Points are kept for a minute at least, one day at most.")
            )
        for card, points in amounts.items():
            if (
                not isinstance(points, int | float)
                or not isfinite(points)
                or points < 0
            ):
                raise UserError(
                    self.env._(
                        "%s cannot be taken from a card: give an amount above zero.",
                        points,
                    )
                )
            if len(card) != 1:
                raise PointsRefusedError(self.env._("This card does not exist."))
        return dict(
            sorted((card.id, round_points(points)) for card, points in amounts.items())
        )

    @api.model
    def _lock_cards(self, cr, card_ids):
        """Wait for one's turn at each card, always in the same order."""
        cr.execute(
            "SELECT pg_advisory_xact_lock(%s, id) FROM unnest(%s) AS id",
            [LOCK_SPACE, sorted(card_ids)],
            log_exceptions=False,
        )

    @api.model
    def _read_usable(self, cr, token, card_ids):
        """Return {card id: row of what the card is and has}, from committed rows.

        ``left`` is the sum of the movements valid now, less what is kept for others;
        ``is_kept`` says that something is kept for ``token``.
        """
        cr.execute(
            """
            SELECT card.id, card.active, card.blocked, card.expiration_date,
                   card.company_id, program.active AS in_use,
                   COALESCE(ledger.points, 0)::float AS balance,
                   (COALESCE(ledger.points, 0) - COALESCE(held.points, 0))::float
                   AS left,
                   EXISTS (
                       SELECT 1 FROM loyalty_hold mine
                        WHERE mine.card_ref = card.id AND mine.token = %(token)s
                          AND mine.expires_at > clock_timestamp() AT TIME ZONE 'UTC'
                   ) AS is_kept
              FROM loyalty_card card
              JOIN loyalty_program program ON program.id = card.program_id
         LEFT JOIN LATERAL (
                   SELECT sum(points) AS points
                     FROM loyalty_movement
                    WHERE card_id = card.id
                      AND (valid_from IS NULL
                           OR valid_from <= clock_timestamp() AT TIME ZONE 'UTC')
                   ) AS ledger ON TRUE
         LEFT JOIN LATERAL (
                   SELECT sum(hold.points) AS points
                     FROM loyalty_hold hold
                    WHERE hold.card_ref = card.id
                      AND hold.token <> %(token)s
                      AND hold.expires_at > clock_timestamp() AT TIME ZONE 'UTC'
                      AND NOT EXISTS (
                          SELECT 1 FROM loyalty_movement capture
                           WHERE capture.token = hold.token
                             AND capture.card_id = hold.card_ref)
                   ) AS held ON TRUE
             WHERE card.id = ANY(%(cards)s)
            """,
            {"token": token, "cards": card_ids},
        )
        return {row["id"]: row for row in cr.dictfetchall()}

    def _check_cards(self, amounts, usable):
        """Return {card id: what it can pay}, or refuse the card itself."""
        today = fields.Date.context_today(self)
        left = {}
        for card, points in amounts.items():
            row = usable.get(card.id)
            message = not row and self.env._("This card does not exist.")
            # what was granted is not refused because the card ended meanwhile
            if row and points and not row["is_kept"]:
                message = self._get_card_refusal(row, today)
            if message:
                raise PointsRefusedError(message)
            left[card.id] = round_points(row["left"])
        return left

    def _get_card_refusal(self, row, today):
        """Hook: say why this card cannot be spent at all, or return an empty text."""
        if not row["active"] or not row["in_use"]:
            return self.env._("This card is not in use any more.")
        if row["blocked"]:
            return self.env._(
                "This card is blocked. A manager can unblock it or replace it."
            )
        if row["expiration_date"] and row["expiration_date"] < today:
            return self.env._("This card has expired.")
        if row["company_id"] and row["company_id"] not in self.env.companies.ids:
            return self.env._("This card belongs to another company.")
        return ""

    def _refuse(self, amounts, asked, left):
        """Say which card cannot pay, and what it can."""
        short = next(card for card in amounts if asked[card.id] > left[card.id])
        card = short.sudo()  # sudo: whoever pays with a card may know what is left
        raise PointsRefusedError(
            self.env._(
                "%(asked)s were asked for, %(left)s are left on this card.",
                asked=card._format_points(asked[card.id]).strip(),
                left=card._format_points(max(left[card.id], 0.0)).strip(),
            ),
            {card_id: max(points, 0.0) for card_id, points in left.items()},
        )

    def _write_holds(self, cr, token, granted, minutes, document):
        cr.execute(
            "DELETE FROM loyalty_hold WHERE token = %s AND card_ref = ANY(%s)",
            [token, list(granted)],
        )
        rows = [(card_id, points) for card_id, points in granted.items() if points]
        if not rows:
            return None
        card_ids, points = zip(*rows, strict=True)
        cr.execute(
            """
            INSERT INTO loyalty_hold (
                   token, card_ref, company_ref, points, origin, res_model, res_id,
                   created_at, expires_at)
            SELECT %(token)s, card.id, card.company_id, asked.points, %(origin)s,
                   %(res_model)s, %(res_id)s, clock.now,
                   clock.now + %(minutes)s * interval '1 minute'
              FROM unnest(%(cards)s, %(points)s::numeric[]) AS asked(id, points)
              JOIN loyalty_card card ON card.id = asked.id,
                   (SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now) AS clock
         RETURNING expires_at
            """,
            {
                "token": token,
                "origin": document.display_name if document else None,
                "res_model": document._name if document else None,
                "res_id": document.id if document else None,
                "minutes": minutes,
                "cards": list(card_ids),
                "points": list(points),
            },
        )
        return cr.fetchone()[0]

    # Renewing and ending --------------------------------------------------------

    @api.model
    def _release(self, tokens):
        """End these authorisations at once, whatever becomes of the caller."""
        tokens = sorted(filter(None, tokens))
        if not tokens:
            return
        with own_cursor(self.env) as cr:
            cr.execute("DELETE FROM loyalty_hold WHERE token = ANY(%s)", [tokens])

    @api.model
    def _move_to(self, cards, target):
        """Let what is kept of these cards be kept of the one that took over.

        Their locks must be held until the end of the caller's transaction.

        :raise ConcurrencyError: somebody asked after the caller's transaction began
        """
        cr = self.env.cr
        cr.execute(
            """
            WITH gone AS (
                 DELETE FROM loyalty_hold WHERE card_ref = ANY(%s) RETURNING *),
                 moved AS (
                 INSERT INTO loyalty_hold (
                        token, card_ref, company_ref, points, origin, res_model, res_id,
                        created_at, expires_at)
                 SELECT token, %s, max(company_ref), sum(points), max(origin),
                        max(res_model), max(res_id), min(created_at), max(expires_at)
                   FROM gone
                  WHERE NOT EXISTS (
                        SELECT 1 FROM loyalty_movement capture
                         WHERE capture.token = gone.token
                           AND capture.card_id = gone.card_ref)
               GROUP BY token
            ON CONFLICT (token, card_ref) DO UPDATE
                    SET points = loyalty_hold.points + EXCLUDED.points,
                        expires_at = greatest(
                            loyalty_hold.expires_at, EXCLUDED.expires_at))
            SELECT count(*) FROM gone
            """,
            [cards.ids, target.id],
        )
        [moved] = cr.fetchone()
        with own_cursor(self.env) as fresh:
            if fresh is cr or not isinstance(fresh, Cursor):
                return
            fresh.execute(
                "SELECT count(*) FROM loyalty_hold WHERE card_ref = ANY(%s)",
                [cards.ids],
            )
            if fresh.fetchone()[0] != moved:
                raise ConcurrencyError("Points of a merged card were just authorised")

    @api.model
    def _read_held(self, cards):
        """Return {card id: points kept for somebody now}, read outside a snapshot."""
        with own_cursor(self.env) as cr:
            rows = self._read_usable(cr, "", cards.ids)
        return {
            card_id: round_points(row["balance"] - row["left"])
            for card_id, row in rows.items()
        }

    @api.autovacuum
    def _gc_holds(self):
        """Delete what ended or was captured; it counts for nothing already."""
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                DELETE FROM loyalty_hold hold
                 WHERE expires_at <= clock_timestamp() AT TIME ZONE 'UTC'
                    OR EXISTS (SELECT 1 FROM loyalty_movement capture
                                WHERE capture.token = hold.token
                                  AND capture.card_id = hold.card_ref)
                """
            )

    def action_release(self):
        """Give these points back to their cards. For managers."""
        self.check_access("unlink")
        # sudo: the key is nobody's to read
        self._release(self.sudo().mapped("token"))
        return True
