# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import fields, models
from odoo.tools import hmac

from odoo.addons.unified_commerce_base.exceptions import HoldBusyError

from .cart_ticket import as_id, as_number

ASKED_AT_ONCE = 300
SCARCE_AT_MOST = 3000
DEVICES_AT_MOST = 10
DEVICE = re.compile(r"[\w-]{1,64}")
PROMISE_MINUTES = 15


class PosConfig(models.Model):
    """What a till knows of the stock: its own place, the others, who waits for it."""

    _inherit = "pos.config"

    offline_threshold = fields.Integer(
        string="Scarce up to (units)",
        default=2,
        help="An article of which the store can promise this many units or fewer is "
        "scarce: a till without network sells it only as far as some are set aside for "
        "it, or with the PIN of a manager. Below zero: no article is scarce.",
    )
    offline_keep = fields.Selection(
        [
            ("silent", "From when the till loses the network"),
            ("open", "As long as the till is open"),
        ],
        string="Set scarce units aside",
        required=True,
        default="silent",
        help="From when on the scarce units of a till are promised to nobody else.",
    )
    offline_hours = fields.Integer(
        string="Without network for (hours)",
        default=8,
        help="How long the units stay set aside for a till that is not heard.",
    )

    _offline_hours = models.Constraint(
        "CHECK (offline_hours BETWEEN 1 AND 24)",
        "Units are set aside for one hour at least, one day at most.",
    )

    def unified_stock(self, product_ids, device=None):
        """Return what may be promised of some articles, here and elsewhere.

        A till that names itself also learns what it may sell without network; asking
        is its sign of life.

        :param product_ids: ids of variants, 300 at most in one call
        :param device: key of the browser, as the till names its tickets
        :return: {channel, offline_seconds, stock: {product id: {here, promised,
            places: [{name, available}], offline}}}; ``promised`` names who waits for
            the last units, ``offline`` is how many of a scarce article this device may
            sell without network, None when it is not limited
        :raise AccessError: not the staff of an open till
        """
        # the articles are on the screen while the cash is counted
        self._check_till(("opening_control", "opened"))
        ids = [as_id(one) for one in product_ids[:ASKED_AT_ONCE]]
        products = self.env["product.product"].browse(filter(None, ids)).exists()
        stored = products.with_company(self.company_id)._filter_stock_counted()
        place = self._get_place()
        # sudo: a cashier sees quantities and names, not the stock itself
        available = self.env["commerce.availability"].sudo()._read(stored, place)
        elsewhere = self._get_other_places(stored)
        offline = self._grant_envelope(stored, available, device)
        promised = self._get_promised_names(stored, available)
        return {
            "channel": self._get_stock_bus_channel(self.company_id),
            "offline_seconds": self.offline_hours * 3600,
            "stock": {
                product.id: {
                    "here": available[product.id, place.id],
                    "promised": promised.get(product.id, []),
                    "places": elsewhere[product.id],
                    "offline": offline.get(product.id),
                }
                for product in stored
            },
        }

    def unified_scarce(self):
        """Return the ids of the articles that are scarce here, for a till that starts.

        :raise AccessError: not the staff of an open till
        """
        self._check_till(("opening_control", "opened"))
        # sudo: a cashier gets the numbers of articles, not the stock itself
        config = self.sudo()
        place = config._get_place()
        products = config.env["product.product"].search(
            [
                ("available_in_pos", "=", True),
                ("is_storable", "=", True),
                ("stock_quant_ids.location_id.warehouse_id", "=", place.id),
                *config._check_company_domain(config.company_id),
            ]
        )
        available = config.env["commerce.availability"]._read(products, place)
        return [
            product.id
            for product in products
            if available[product.id, place.id] <= config.offline_threshold
        ][:SCARCE_AT_MOST]

    def unified_promise_later(self, order_uuid, lines):
        """Hold what a ticket sends to the customer later, before it is paid.

        Goods that leave another place than the counter are promised like everywhere:
        only when they are there. Nothing wanted releases what was held.

        :param order_uuid: key of the ticket
        :param lines: [[product id, quantity in the product's unit, place id], …]; no
            place: the one from which this till ships later
        :return: {status: held | short | busy, message}
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        # sudo: a cashier promises stock that they may not read
        config = self.sudo()
        wanted = config._read_wanted(lines)
        token = config.env["pos.order"]._get_ticket_token(str(order_uuid))
        return config._promise_later(token, wanted)

    def _read_wanted(self, lines):
        """Return {(article, place): units} of what a till asks to promise."""
        places = self._get_owing_places()
        wanted = {}
        for product_id, quantity, *place_id in lines:
            product = self.env["product.product"].browse(as_id(product_id)).exists()
            product = product.with_company(self.company_id)
            asked = as_id(place_id[0]) if place_id else False
            place = places.browse(asked) & places if asked else self.warehouse_id
            units = as_number(quantity)
            if not product or not place or units <= 0:
                continue
            parts = product._get_stock_components().get(product, {product: 1.0})
            for part, each in parts.items():
                if part._is_promise_limited():
                    pair = part, place
                    wanted[pair] = wanted.get(pair, 0.0) + units * each
        return wanted

    def _promise_later(self, token, wanted):
        try:
            claim = self.env["commerce.hold"]._claim(
                token,
                wanted,
                reason="payment",
                minutes=PROMISE_MINUTES,
                channel=self.channel_id,
                origin=self,
                whole=True,
            )
        except HoldBusyError as error:
            return {"status": "busy", "message": str(error)}
        if claim.complete:
            return {"status": "held"}
        lines = [
            self._get_short_sentence(product, place, claim.left[product.id, place.id])
            for (product, place), units in wanted.items()
            if claim.left[product.id, place.id] < units
        ]
        return {"status": "short", "message": " ".join(lines)}

    def _get_short_sentence(self, product, place, left):
        """Say what is left of an article in a place, and where there is some."""
        others = self._get_owing_places() - place
        available = self.env["commerce.availability"]._read(product, others)
        elsewhere = ", ".join(
            f"{other.name} ({available[product.id, other.id]:g})"
            for other in others
            if available[product.id, other.id] > 0
        )
        values = {
            "product": product.display_name,
            "left": f"{max(left, 0):g}",
            "place": place.name,
            "elsewhere": elsewhere,
        }
        if not elsewhere:
            return self.env._("%(product)s: %(left)s left in %(place)s.", **values)
        return self.env._(
            "%(product)s: %(left)s left in %(place)s; elsewhere: %(elsewhere)s.",
            **values,
        )

    # Without network ------------------------------------------------------------

    def _grant_envelope(self, products, available, device):
        """Return {product id: units} of scarce articles that a device may sell alone.

        None of them when too many ask at once, or for one device too many. Kits have
        no limit of their own.
        """
        place = self._get_place()
        articles = products - products.browse().union(*products._get_stock_components())
        if not articles or not self._is_device(device):
            return {}
        nothing = {
            product.id: 0.0
            for product in articles
            if available[product.id, place.id] <= self.offline_threshold
        }
        session = self.running_session_id
        token = self._get_envelope_token(session, device)
        if self._has_enough_devices(session, token):
            return nothing
        # sudo: a till sets stock aside, whatever its cashier may read
        envelope = self.sudo().env["commerce.envelope"]
        try:
            return envelope._grant(
                token,
                self.display_name,
                articles.sudo(),
                place,
                threshold=self.offline_threshold,
                minutes=self.offline_hours * 60,
                at_once=self.offline_keep == "open",
            )
        except HoldBusyError:
            # asked again with the next change of the stock
            return nothing

    def _is_device(self, device):
        """Say whether this is the key of a device that may lose the network."""
        return (
            self.offline_threshold >= 0
            and isinstance(device, str)
            and bool(DEVICE.fullmatch(device))
        )

    def _has_enough_devices(self, session, token):
        """Say whether no further device may share the stock: a cashier names them."""
        # sudo: only counted
        envelopes = self.sudo().env["commerce.envelope"]
        prefix = self._get_envelope_prefix(session)
        known = envelopes.search([("token", "=like", f"{prefix}%")]).mapped("token")
        return token not in known and len(known) >= DEVICES_AT_MOST

    def _get_envelope_prefix(self, session):
        return f"till-{session.id}-"

    def _get_envelope_token(self, session, device):
        return f"{self._get_envelope_prefix(session)}{device}"

    def _get_promised_names(self, products, available):
        """Return {product id: names of who waits for the last units}."""
        place = self._get_place()
        # sudo: a cashier is told the number of an order, and nothing else of it
        gone = products.sudo().filtered(
            lambda product: (
                product.uom_id.compare(available[product.id, place.id], 0) <= 0
            )
        )
        hold = gone.env["commerce.hold"]
        return {
            product.id: hold._get_promised_to(product, place)
            for product in self._filter_kept(gone)
        }

    def _filter_kept(self, products):
        """Keep the articles that somebody waits for here, by themselves or in parts."""
        kits = products._get_stock_components()
        parts = products.browse().union(
            *(part for kit in kits.values() for part in kit)
        )
        kept = self._get_kept(products | parts)
        return products.filtered(
            lambda product: any(part in kept for part in kits.get(product, product))
        )

    def _get_kept(self, products):
        """Return the articles that somebody waits for here: few of those that lack."""
        place = self._get_place()
        quants = products.env["stock.quant"].search(
            [
                ("product_id", "in", products.ids),
                ("location_id.warehouse_id", "=", place.id),
                ("reserved_quantity", ">", 0),
            ]
        )
        holds = products.env["commerce.hold"].search(
            [("product_ref", "in", products.ids), ("warehouse_ref", "=", place.id)]
        )
        return quants.product_id | products.browse(holds.mapped("product_ref"))

    def _get_stock_bus_channel(self, company):
        """Return the channel on which changes of stock are told; it is not guessed."""
        # sudo: the secret of the database signs the name
        return "unified_pos.stock-" + hmac(
            self.env(su=True), "unified_pos.stock", str(company.id)
        )
