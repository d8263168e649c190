# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import math

from odoo import api, fields, models

from ..tools import own_cursor

SILENCE_MINUTES = 3

_logger = logging.getLogger(__name__)


class CommerceEnvelope(models.Model):
    """Scarce units set aside for a device that may lose the network.

    The envelope is granted while the device is online, spent without network, and
    settled when the device is back. Its units are holds under the key of the device.
    They keep nothing from anybody as long as the device is heard: they begin to
    count a few minutes after its last sign of life (or at once, when the retailer
    wants them kept all the time), and then only as far as nobody was promised them
    meanwhile. Two devices are never granted the same unit.
    """

    _name = "commerce.envelope"
    _description = "Units Set Aside for a Device"
    _log_access = False
    _rec_name = "device"

    # no foreign key, as for holds
    token = fields.Char(required=True, readonly=True)
    device = fields.Char(required=True, readonly=True)
    warehouse_ref = fields.Integer(required=True, readonly=True)
    counts_from = fields.Datetime(
        required=True,
        readonly=True,
        help="From when on the units are kept from everybody else.",
    )
    expires_at = fields.Datetime(required=True, readonly=True)

    _token_uniq = models.UniqueIndex("(token)")

    @api.model
    def _grant(
        self, token, device, products, place, *, threshold, minutes, at_once=False
    ):
        """Set aside a fair part of the scarce ones among some articles of a place.

        Absolute: what was granted of these articles before is replaced, so that what
        the device has sold and what others were promised is settled by asking again.
        Asking is a sign of life.

        :param token: key of the device
        :param device: its name, as people know it
        :param threshold: an article is scarce when this many units or fewer may be
            promised
        :param minutes: how long the device may spend them without network
        :param at_once: keep them from everybody else even while the device is heard
        :return: {product id: units} of the scarce articles; the others have no limit
        :raise HoldBusyError: too many people ask for the same article at once
        """
        devices = self._live(token, device, place, minutes, at_once)
        available = self.env["commerce.availability"]._read(
            products, place, token=token
        )
        shares = {
            product: max(math.ceil(available[product.id, place.id] / devices), 0)
            for product in products
            if available[product.id, place.id] <= threshold
        }
        held = self._get_held(token, products)
        wanted = {
            (product, place): shares.get(product, 0.0)
            for product in products
            if held.get(product, 0.0) != shares.get(product, 0.0)
        }
        if wanted:
            claim = self.env["commerce.hold"]._claim(
                token,
                wanted,
                reason="till",
                minutes=minutes,
                partial=True,
                beyond=False,
                envelopes=True,
            )
            held |= {
                product: claim.granted.get((product.id, place.id), 0.0)
                for product, _place in wanted
            }
        return {product.id: held.get(product, 0.0) for product in shares}

    def _get_held(self, token, products):
        """Return {product: units} that this device has, read outside our snapshot."""
        held = self.env["commerce.hold"]._until(token)
        return {
            products.browse(product): quantity
            for (product, _place), (quantity, _until) in held.items()
        }

    @api.model
    def _live(self, token, device, place, minutes, at_once=False):
        """Note a sign of life of a device, whose units nobody needs to keep yet.

        :return: how many devices share what the place has
        """
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                INSERT INTO commerce_envelope
                            (token, device, warehouse_ref, counts_from, expires_at)
                SELECT %(token)s, %(device)s, %(place)s,
                       clock.now + %(silence)s * interval '1 minute',
                       clock.now + %(minutes)s * interval '1 minute'
                  FROM (SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now) clock
           ON CONFLICT (token) DO UPDATE
                   SET counts_from = EXCLUDED.counts_from,
                       expires_at = EXCLUDED.expires_at
                """,
                {
                    "token": token,
                    "device": device,
                    "place": place.id,
                    "silence": 0 if at_once else SILENCE_MINUTES,
                    "minutes": minutes,
                },
            )
            cr.execute(
                """
                UPDATE commerce_hold
                   SET expires_at = clock_timestamp() AT TIME ZONE 'UTC'
                                    + %(minutes)s * interval '1 minute'
                 WHERE token = %(token)s
                   AND expires_at < clock_timestamp() AT TIME ZONE 'UTC'
                                    + %(minutes)s / 2 * interval '1 minute'
                """,
                {"token": token, "minutes": minutes},
            )
            cr.execute(
                """
                SELECT count(*) FROM commerce_envelope
                 WHERE warehouse_ref = %s
                   AND expires_at > clock_timestamp() AT TIME ZONE 'UTC'
                """,
                [place.id],
            )
            return cr.fetchone()[0]

    @api.model
    def _spend_after_commit(self, token, spent):
        """Take out what a sale of this transaction takes, once it is stored.

        It fails nobody's sale: what could not be taken out is settled when the device
        asks again.
        """

        def spend():
            try:
                self._spend(token, spent)
            except Exception:
                _logger.exception("The envelope of %s was not settled", token)

        self.env.cr.postcommit.add(spend)

    @api.model
    def _spend(self, token, spent):
        """Take what a device has sold out of its envelope, once the sale is stored.

        :param spent: {(product id, place id): quantity in the product's unit}
        """
        with own_cursor(self.env) as cr:
            for (product, place), quantity in sorted(spent.items()):
                cr.execute(
                    """
                    UPDATE commerce_hold
                       SET quantity = GREATEST(quantity - %s, 0)
                     WHERE token = %s AND product_ref = %s AND warehouse_ref = %s
                    """,
                    [quantity, token, product, place],
                )

    @api.model
    def _close(self, prefix):
        """Devices whose key begins so sell no more: their units are everybody's."""
        with own_cursor(self.env) as cr:
            cr.execute(
                "DELETE FROM commerce_envelope WHERE starts_with(token, %s)"
                " RETURNING token",
                [prefix],
            )
            tokens = [token for (token,) in cr.fetchall()]
        self.env["commerce.hold"]._release(tokens)

    @api.autovacuum
    def _gc_envelopes(self):
        """Forget the devices that never came back."""
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                DELETE FROM commerce_envelope
                 WHERE expires_at <= clock_timestamp() AT TIME ZONE 'UTC'
                """
            )
