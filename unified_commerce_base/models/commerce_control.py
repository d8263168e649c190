# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class CommerceControl(models.Model):
    """A nightly proof that an invariant holds. What it finds goes to a person.

    A control named ``x`` is one method ``_control_x()`` of this model, which returns
    a list of (record, summary, advice), empty when all is well.
    """

    _name = "commerce.control"
    _description = "Control"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True, help="What the control proves.")
    kind = fields.Selection(
        selection=lambda self: (
            self.env["commerce.exception"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        default="other",
        required=True,
    )
    run_ids = fields.One2many("commerce.control.run", "control_id")
    last_run_id = fields.Many2one("commerce.control.run", readonly=True)
    last_state = fields.Selection(related="last_run_id.state", string="Result")
    last_date = fields.Datetime(related="last_run_id.create_date", string="Date")
    last_found = fields.Integer(related="last_run_id.found", string="Found")

    _code_uniq = models.UniqueIndex("(code)", "This control exists already.")

    def action_run(self):
        """Run the controls now."""
        self.check_access("write")
        self._run()

    def _run(self):
        """Run each control and keep its result; one that fails stops no other.

        :return: the ``commerce.control.run`` records
        """
        runs = self.env["commerce.control.run"]
        for control in self:
            runs |= control._run_one()
        return runs

    def _run_one(self):
        self.ensure_one()
        start = time.monotonic()
        found, error = [], False
        try:
            with self.env.cr.savepoint():
                found = getattr(self, f"_control_{self.code}")()
        except Exception as failure:  # a proof that cannot run is itself a finding
            _logger.exception("Control %s could not run", self.code)
            error = str(failure)
        for record, summary, advice in found:
            self.env["commerce.exception"]._report(
                self.kind,
                record,
                summary,
                advice,
                key=f"control:{self.code}:{record._name}:{record.id}",
            )
        # sudo: results are written by the program alone
        self.sudo().last_run_id = (
            self.env["commerce.control.run"]
            .sudo()
            .create(
                {
                    "control_id": self.id,
                    "state": "error" if error else "found" if found else "ok",
                    "found": len(found),
                    "duration": time.monotonic() - start,
                    "message": error or "\n".join(line[1] for line in found[:50]),
                }
            )
        )
        return self.last_run_id

    @api.model
    def _cron_run(self):
        controls = self.search([])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(controls))
        for control in controls:
            control._run()
            if not cron._commit_progress(1):
                break

    # Controls of the base -------------------------------------------------------

    def _control_one_cart(self):
        """Each identified customer has at most one open cart per company."""
        groups = self.env["sale.order"]._read_group(
            [("cart_state", "=", "open")],
            ["partner_id", "company_id"],
            ["__count", "id:recordset"],
            having=[("__count", ">", 1)],
        )
        return [
            (
                carts[:1],
                self.env._("%(customer)s has several carts.", customer=partner.name),
                self.env._("Open the customer's carts and cancel all but one."),
            )
            for partner, _company, _count, carts in groups
        ]

    def _control_reserved_stock(self):
        """No place has promised more than it holds."""
        groups = self.env["stock.quant"]._read_group(
            [("location_id.usage", "=", "internal"), ("reserved_quantity", ">", 0)],
            ["product_id", "location_id"],
            ["quantity:sum", "reserved_quantity:sum", "id:recordset"],
        )
        return [
            (
                quants[:1],
                self.env._(
                    "%(product)s in %(location)s: "
                    "%(reserved)s promised, %(held)s held.",
                    product=product.display_name,
                    location=location.display_name,
                    reserved=reserved,
                    held=held,
                ),
                self.env._("Count the goods, then reserve the orders again."),
            )
            for product, location, held, reserved, quants in groups
            if product.uom_id.compare(reserved, held) > 0
        ]

    def _control_stock_ledger(self):
        """What stock says is reserved, what transfers say, and holds agree."""
        return self._find_reservations_that_differ() + self._find_holds_beyond_stock()

    def _find_reservations_that_differ(self):
        self.env["stock.quant"].flush_model()
        self.env["stock.move.line"].flush_model()
        self.env.cr.execute(
            """
            SELECT product_id, location_id, SUM(quants)::float, SUM(moves)::float
              FROM (
                    SELECT quant.product_id, quant.location_id,
                           COALESCE(quant.reserved_quantity, 0) AS quants, 0 AS moves
                      FROM stock_quant quant
                      JOIN stock_location location ON location.id = quant.location_id
                     WHERE location.usage = 'internal'
                 UNION ALL
                    SELECT line.product_id, line.location_id, 0,
                           line.quantity_product_uom
                      FROM stock_move_line line
                      JOIN stock_location location ON location.id = line.location_id
                      JOIN product_product product ON product.id = line.product_id
                      JOIN product_template template
                        ON template.id = product.product_tmpl_id
                     WHERE line.state NOT IN ('draft', 'done', 'cancel')
                       AND location.usage = 'internal'
                       AND template.is_storable
                   ) counted
          GROUP BY product_id, location_id
            HAVING ABS(SUM(quants) - SUM(moves)) > 0.000001
             LIMIT 1000
            """
        )
        found = []
        for product_id, location_id, quants, moves in self.env.cr.fetchall():
            product = self.env["product.product"].browse(product_id)
            location = self.env["stock.location"].browse(location_id)
            quant = self.env["stock.quant"].search(
                [("product_id", "=", product_id), ("location_id", "=", location_id)],
                limit=1,
            )
            found.append(
                (
                    quant or product,
                    self.env._(
                        "%(product)s in %(location)s: stock says %(stock)s reserved, "
                        "transfers say %(transfers)s.",
                        product=product.display_name,
                        location=location.display_name,
                        stock=quants,
                        transfers=moves,
                    ),
                    self.env._(
                        "Unreserve and reserve the open transfers of this article "
                        "again; stock follows them."
                    ),
                )
            )
        return found

    def _find_holds_beyond_stock(self):
        holds = self.env["commerce.hold"].search(
            [("expires_at", ">", fields.Datetime.now())]
        )
        products, places = holds.product_id, holds.warehouse_id
        availability = self.env["commerce.availability"]
        left = availability._read(products, places, beyond=True)
        return [
            (
                product,
                self.env._(
                    "%(product)s in %(place)s: %(missing)s more promised than there is "
                    "(%(promised)s).",
                    product=product.display_name,
                    place=place.display_name,
                    missing=-left[product.id, place.id],
                    promised=", ".join(
                        self.env["commerce.hold"]._get_promised_to(product, place)
                    ),
                ),
                self.env._("Find the goods in another place, or tell who waits."),
            )
            for product, place in sorted(
                {(hold.product_id, hold.warehouse_id) for hold in holds},
                key=lambda pair: (pair[0].id, pair[1].id),
            )
            if product and place and left[product.id, place.id] < 0
        ]
