# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import own_cursor


class CommerceHold(models.Model):
    """Units kept for a cart, an order or a transfer until a moment in time.

    The only way any channel promises stock. A claim is atomic and exact between
    processes: it runs in a short READ COMMITTED transaction of its own, one at a
    time for each (product, place), and is committed before the caller's work. A
    hold ends by itself; what the caller's reservation bears is counted once.

    No field points to another table: a foreign key would make the claim wait for
    its own caller.
    """

    _name = "commerce.hold"
    _description = "Stock on Hold"
    _log_access = False
    _order = "expires_at, id"
    _rec_name = "origin"

    token = fields.Char(
        required=True,
        readonly=True,
        groups="base.group_system",
        help="Key of who claims. The same key claims an absolute quantity.",
    )
    product_ref = fields.Integer(required=True, readonly=True)
    warehouse_ref = fields.Integer(required=True, readonly=True)
    channel_ref = fields.Integer(readonly=True)
    company_ref = fields.Integer(readonly=True, index=True)
    quantity = fields.Float(
        required=True,
        readonly=True,
        digits="Product Unit",
        help="In the unit of the product.",
    )
    reason = fields.Selection(
        [
            ("cart", "In a cart"),
            ("checkout", "At checkout"),
            ("payment", "Being paid"),
            ("order", "Order"),
            ("transfer", "Transfer"),
            ("till", "Till without network"),
        ],
        required=True,
        readonly=True,
    )
    origin = fields.Char(readonly=True, help="Name of the cart, order or transfer.")
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True)
    created_at = fields.Datetime(string="Since", required=True, readonly=True)
    expires_at = fields.Datetime(string="Until", required=True, readonly=True)

    counts = fields.Boolean(
        compute="_compute_counts",
        search="_search_counts",
        help="Whether the units are kept from everybody else now: not what has ended, "
        "nor what is set aside for a till that is heard.",
    )

    product_id = fields.Many2one(
        "product.product", compute="_compute_records", search="_search_product_id"
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Place",
        compute="_compute_records",
        search="_search_warehouse_id",
    )
    channel_id = fields.Many2one("commerce.channel", compute="_compute_records")
    company_id = fields.Many2one(
        "res.company", compute="_compute_records", search="_search_company_id"
    )

    _token_product_place_uniq = models.UniqueIndex(
        "(token, product_ref, warehouse_ref)"
    )
    _product_place = models.Index("(product_ref, warehouse_ref, expires_at)")
    _expiry = models.Index("(expires_at)")

    @api.depends("product_ref", "warehouse_ref", "channel_ref", "company_ref")
    def _compute_records(self):
        for name in ("product", "warehouse", "channel", "company"):
            records = self.env[self._fields[f"{name}_id"].comodel_name]
            # a product or a place may be deleted while it is held
            existing = records.browse(
                {one[f"{name}_ref"] for one in self} - {0}
            ).exists()
            for hold in self:
                found = records.browse(hold[f"{name}_ref"] or [])
                hold[f"{name}_id"] = found & existing

    def _compute_counts(self):
        counting = self.search(
            Domain("counts", "=", True) & Domain("id", "in", self.ids)
        )
        for hold in self:
            hold.counts = hold in counting

    def _search_counts(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain(
            "id",
            "in",
            SQL(
                """(
                SELECT hold.id
                  FROM commerce_hold hold
             LEFT JOIN commerce_envelope envelope ON envelope.token = hold.token
                 WHERE hold.expires_at > clock_timestamp() AT TIME ZONE 'UTC'
                   AND (envelope.id IS NULL OR envelope.counts_from
                                               <= clock_timestamp() AT TIME ZONE 'UTC')
                )"""
            ),
        )

    def _search_product_id(self, operator, value):
        return self._search_ref("product_id", "product_ref", operator, value)

    def _search_warehouse_id(self, operator, value):
        return self._search_ref("warehouse_id", "warehouse_ref", operator, value)

    def _search_company_id(self, operator, value):
        return self._search_ref("company_id", "company_ref", operator, value)

    def _search_ref(self, field, ref, operator, value):
        if operator != "in":
            return NotImplemented
        return [(ref, "in", list(value))]

    # Renewing and ending --------------------------------------------------------------

    @api.model
    def _renew(self, token, minutes):
        """Let the living holds of a key live ``minutes`` from now.

        :return: until when, or None when nothing is held any more: claim again
        :raise UserError: a life that makes no sense
        """
        self._check_minutes(minutes)
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                UPDATE commerce_hold
                   SET expires_at = clock_timestamp() AT TIME ZONE 'UTC'
                                    + %s * interval '1 minute'
                 WHERE token = %s
                   AND expires_at > clock_timestamp() AT TIME ZONE 'UTC'
             RETURNING expires_at
                """,
                [minutes, token],
            )
            row = cr.fetchone()
        return row and row[0]

    @api.model
    def _release(self, tokens):
        """End all holds of these keys at once, whatever becomes of the caller."""
        tokens = sorted(filter(None, tokens))
        if not tokens:
            return
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                DELETE FROM commerce_hold WHERE token = ANY(%s)
             RETURNING product_ref, warehouse_ref
                """,
                [tokens],
            )
            released = cr.fetchall()
        if released:
            self.env["commerce.availability"]._schedule_notification(released)

    @api.model
    def _until(self, token):
        """Return {(product id, place id): (quantity, until)} of a key's living holds.

        What this request has claimed is there, too: read outside its snapshot.
        """
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                SELECT product_ref, warehouse_ref, quantity::float, expires_at
                  FROM commerce_hold
                 WHERE token = %s
                   AND expires_at > clock_timestamp() AT TIME ZONE 'UTC'
                """,
                [token],
            )
            return {
                (product, place): (quantity, until)
                for product, place, quantity, until in cr.fetchall()
            }

    @api.autovacuum
    def _gc_holds(self):
        """Delete the holds that ended; they count for nothing already."""
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                DELETE FROM commerce_hold
                 WHERE expires_at <= clock_timestamp() AT TIME ZONE 'UTC'
                """
            )

    def action_open_origin(self):
        """Open the cart, order or transfer that holds the stock."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_release(self):
        """Give these units back to everybody. For managers."""
        self.check_access("unlink")
        with own_cursor(self.env) as cr:
            cr.execute(
                """
                DELETE FROM commerce_hold WHERE id = ANY(%s)
             RETURNING product_ref, warehouse_ref
                """,
                [self.ids],
            )
            released = cr.fetchall()
        self.env["commerce.availability"]._schedule_notification(released)
        return True
