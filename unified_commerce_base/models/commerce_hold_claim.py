# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from math import isfinite
from typing import NamedTuple

from psycopg2.errors import LockNotAvailable

from odoo import api, models
from odoo.exceptions import MissingError, UserError
from odoo.tools import SQL, float_round

from ..exceptions import HoldBusyError
from ..tools import own_cursor

MAX_QUANTITY = 1_000_000
MAX_MINUTES = 24 * 60
PRECISION = 6


class Claim(NamedTuple):
    """The answer to a claim.

    ``granted`` and ``left`` are {(product id, warehouse id): quantity} in the unit
    of the product: what the token holds now, and what it could have held at most.
    """

    complete: bool
    granted: dict
    left: dict
    expires_at: object


class CommerceHold(models.Model):
    """The one way to promise stock: exact between processes, committed at once."""

    _inherit = "commerce.hold"

    @api.model
    def _claim(
        self,
        token,
        wanted,
        *,
        reason,
        minutes,
        channel=None,
        origin=None,
        partial=False,
        whole=False,
        beyond=True,
        waiting=True,
        envelopes=False,
    ):
        """Hold absolute quantities for ``token``, or say what is left.

        Exact between processes and committed before it returns, whatever becomes
        of the caller. Claiming the same quantities again renews them; 0 releases.
        All or nothing, unless ``partial``. The caller may hold no lock that a claim
        takes, and sees the hold in its own transaction only after it commits.

        :param token: key of the claimant, secret enough not to be guessed
        :param wanted: {(product, warehouse): quantity in the product's unit}
        :param reason: a value of the field ``reason``
        :param minutes: life of the hold
        :param channel: ``commerce.channel`` that sells, for its share of the stock
        :param origin: record whose name people see
        :param partial: grant what is left when it is less than wanted
        :param whole: ``wanted`` is all this key wants: what it holds else is released
        :param beyond: what may be promised beyond the stock counts; False when the
            goods are to be reserved now
        :param waiting: orders that will reserve later come first
        :param envelopes: so do the units of every device (``commerce.envelope``)
        :return: a ``Claim``
        :raise UserError: a quantity, a product, a place or a life that makes no sense
        :raise HoldBusyError: too many people ask for the same article at once
        """
        asked = self._check_claim(token, wanted, minutes, channel, reason)
        if not asked:
            if whole:
                self._release([token])
            return Claim(True, {}, {}, None)
        terms = {
            "token": token,
            "reason": reason,
            "minutes": minutes,
            "channel": channel.id if channel else None,
            "origin": origin.display_name if origin else None,
            "res_model": origin._name if origin else None,
            "res_id": origin.id if origin else None,
        }
        companies = {place.id: place.company_id.id for _p, place in wanted}
        withheld = self._get_withheld(wanted, channel)
        try:
            with own_cursor(self.env) as cr:
                if whole:
                    self._release_others(cr, token, asked)
                self._lock_pairs(cr, asked)
                left = self._count_left(
                    cr, token, asked, withheld, waiting=waiting, envelopes=envelopes
                )
                if beyond:
                    self._add_beyond(cr, wanted, left)
                self._add_uncommitted(cr, token, left)
                granted = {
                    pair: min(quantity, max(left[pair], 0.0))
                    for pair, quantity in asked.items()
                }
                complete = granted == asked
                if complete or partial:
                    expires_at = self._write_holds(cr, terms, granted, companies)
                else:
                    granted, expires_at = {}, None
        except LockNotAvailable as error:
            raise HoldBusyError(
                self.env._(
                    "Many people want this article right now. "
                    "Nothing was lost: try again in a moment."
                )
            ) from error
        if granted and reason != "till":
            self.env["commerce.availability"]._schedule_notification(granted)
        return Claim(complete, granted, left, expires_at)

    def _check_claim(self, token, wanted, minutes, channel, reason):
        """Return {(product id, place id): quantity}, sorted, or refuse."""
        if not token or not isinstance(token, str):
            raise UserError(self.env._("Stock is held under a key: none was given."))
        self._check_minutes(minutes)
        try:
            seller = channel.company_id if channel else self.env["res.company"]
        except MissingError as error:
            raise UserError(
                self.env._("The channel does not exist any more.")
            ) from error
        # what was ordered is reserved whatever became of the article: one order that
        # is refused would stop the scheduler for all the others
        for_sale = reason not in ("order", "transfer")
        asked = {}
        for (product, place), quantity in wanted.items():
            try:
                # not exists(): what is claimed for has as a rule just been read
                companies = seller | place.ensure_one().company_id
                companies |= product.ensure_one().company_id
            except (MissingError, ValueError) as error:
                raise UserError(
                    self.env._("The article or the place does not exist any more.")
                ) from error
            if not self._is_quantity(quantity, MAX_QUANTITY if for_sale else None):
                raise UserError(
                    self.env._(
                        "%(quantity)s of %(product)s cannot be held: give a quantity "
                        "between 0 and %(most)s.",
                        quantity=quantity,
                        product=product.display_name,
                        most=MAX_QUANTITY,
                    )
                )
            if for_sale and not product.active and quantity:
                # kept for somebody before it was archived: less is fine, more is not
                held = self._until(token).get((product.id, place.id), (0.0, None))[0]
                if product.uom_id.compare(quantity, held) > 0:
                    raise UserError(
                        self.env._("%s is not sold any more.", product.display_name)
                    )
            if len(companies) > 1:
                raise UserError(
                    self.env._(
                        "%(product)s, %(place)s and the channel do not belong to the "
                        "same company.",
                        product=product.display_name,
                        place=place.display_name,
                    )
                )
            asked[product.id, place.id] = self._round(quantity)
        return dict(sorted(asked.items()))

    def _check_minutes(self, minutes):
        if not self._is_quantity(minutes, MAX_MINUTES) or not minutes:
            raise UserError(
                self.env._("Stock is held for one minute at least, one day at most.")
            )

    @staticmethod
    def _is_quantity(number, most=None):
        """Say whether this is a number, and neither negative, absurd nor infinite."""
        if not isinstance(number, int | float) or not isfinite(number):
            return False
        return 0 <= number and (most is None or number <= most)

    @staticmethod
    def _round(quantity):
        return float_round(quantity, precision_digits=PRECISION)

    def _get_asked(self, wanted):
        """Return the products and the places of a wish."""
        products = self.env["product.product"].union(*(one for one, _place in wanted))
        places = self.env["stock.warehouse"].union(*(place for _one, place in wanted))
        return products, places

    def _get_withheld(self, wanted, channel):
        return self.env["commerce.stock.rule"]._get_withheld(
            *self._get_asked(wanted), channel
        )

    def _lock_pairs(self, cr, pairs):
        """Wait for one's turn at each (product, place), always in the same order."""
        products, places = zip(*pairs, strict=True)
        cr.execute(
            """
            SELECT pg_advisory_xact_lock(pair.product, pair.place)
              FROM unnest(%s, %s) AS pair(product, place)
            """,
            [list(products), list(places)],
            log_exceptions=False,
        )

    def _count_left(self, cr, token, pairs, withheld, **counting):
        """Return {pair: what ``token`` may hold in all}, from committed rows only."""
        availability = self.env["commerce.availability"]
        products, places = zip(*pairs, strict=True)
        cr.execute(
            availability._available_query(
                sorted(set(products)),
                sorted(set(places)),
                token=token,
                flush=False,
                **counting,
            )
        )
        return availability._combine(pairs, cr.fetchall(), withheld)

    def _add_beyond(self, cr, wanted, left):
        """Add to ``left`` what may be promised for a later date."""
        beyond = self.env["commerce.availability"]._get_beyond(
            cr, *self._get_asked(wanted)
        )
        for pair in left:
            left[pair] = self._round(left[pair] + beyond.get(pair, 0.0))

    @staticmethod
    def _release_others(cr, token, pairs):
        products, places = zip(*pairs, strict=True)
        cr.execute(
            """
            DELETE FROM commerce_hold
             WHERE token = %s
               AND (product_ref, warehouse_ref) NOT IN (SELECT * FROM unnest(%s, %s))
            """,
            [token, list(products), list(places)],
        )

    def _write_holds(self, cr, terms, granted, companies):
        cr.execute(
            """
            DELETE FROM commerce_hold
             WHERE token = %s AND (product_ref, warehouse_ref) IN %s
            """,
            [terms["token"], tuple(granted)],
        )
        rows = [
            (product, place, quantity, companies[place])
            for (product, place), quantity in granted.items()
            if quantity > 0
        ]
        if not rows:
            return None
        cr.execute(
            SQL(
                """
            INSERT INTO commerce_hold (
                   product_ref, warehouse_ref, quantity, company_ref, token,
                   reason, channel_ref, origin, res_model, res_id,
                   created_at, expires_at)
            SELECT wanted.*, %(token)s, %(reason)s, %(channel)s, %(origin)s,
                   %(res_model)s, %(res_id)s, clock.now,
                   clock.now + %(minutes)s * interval '1 minute'
              FROM (VALUES %(rows)s) AS wanted,
                   (SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now) AS clock
         RETURNING expires_at
            """,
                **terms,
                rows=SQL(", ").join(SQL("%s", row) for row in rows),
            )
        )
        return cr.fetchone()[0]
