# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models

from ..tools import own_cursor

_logger = logging.getLogger(__name__)


class CommerceHold(models.Model):
    """Promises that goods taken away have broken are told to a person."""

    _inherit = "commerce.hold"

    @api.model
    def _watch_breaches(self, pairs, record):
        """After the commit, tell a person whose promise goods taken away broke.

        Goods that are handed over are never refused; what they break is found in
        what everybody has committed, in a transaction of its own.

        :param pairs: (product, place) pairs the goods were taken from
        :param record: the document that took them
        """
        ids = sorted({(product.id, place.id) for product, place in pairs})
        env, name, res_id = self.env, record._name, record.id

        def report():
            try:
                with own_cursor(env, durable=True) as cr:
                    fresh = api.Environment(cr, env.uid, env.context)
                    record = fresh[name].browse(res_id)
                    fresh["commerce.hold"]._report_breaches(ids, record)
            except Exception:
                # the goods are gone and the work is committed: the nightly control
                # will say what could not be said now
                _logger.exception("Broken promises of %s %s are not told", name, res_id)

        if ids:
            self.env.cr.postcommit.add(report)

    @api.model
    def _report_breaches(self, pairs, record):
        """Report each place that now has promised more than it has."""
        # sudo: a cashier may cause a breach, only staff read what was promised
        hold = self.sudo()
        products = hold.env["product.product"].browse({pair[0] for pair in pairs})
        places = hold.env["stock.warehouse"].browse({pair[1] for pair in pairs})
        left = hold.env["commerce.availability"]._read_unpromised(products, places)
        for product_id, place_id in pairs:
            missing = -left[product_id, place_id]
            if missing <= 0:
                continue
            product, place = products.browse(product_id), places.browse(place_id)
            promised = hold._get_promised_to(product, place)
            if not promised:
                continue
            hold.env["commerce.exception"]._report(
                "promise",
                record,
                self.env._(
                    "%(document)s took %(product)s in %(place)s, which was promised to "
                    "%(promised)s.",
                    document=record.display_name,
                    product=product.display_name,
                    place=place.display_name,
                    promised=", ".join(promised),
                ),
                self.env._(
                    "%(missing)s missing. Find the goods in another place for the one "
                    "who waits, or tell them and refund.",
                    missing=f"{missing:g}",
                ),
                warehouse=place,
                product=product,
                key=f"breach:{record._name}:{record.id}:{product_id}:{place_id}",
            )

    @api.model
    def _get_promised_to(self, product, place):
        """Return the names of the orders and carts that wait for an article."""
        lines = self.env["stock.move.line"].search(
            [
                ("product_id", "=", product.id),
                ("location_id.warehouse_id", "=", place.id),
                ("location_id.usage", "=", "internal"),
                ("state", "in", ("assigned", "partially_available")),
                ("quantity_product_uom", ">", 0),
            ],
            order="id desc",
        )
        holds = self.search(
            [
                ("product_ref", "=", product.id),
                ("warehouse_ref", "=", place.id),
                ("counts", "=", True),
            ]
        )
        names = [
            line.move_id._get_hold_origin().display_name or line.reference
            for line in lines
        ]
        return list(dict.fromkeys(filter(None, [*names, *holds.mapped("origin")])))
