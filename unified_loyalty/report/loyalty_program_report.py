# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from .loyalty_statement import MONEY


def _points(**terms):
    return fields.Float(readonly=True, digits=(16, 2), **terms)


class LoyaltyProgramReport(models.Model):
    """What a programme gives and costs: points moved and rewards given.

    A line for each movement and for each reward on an order; a bridge adds the
    tickets (``_get_parts``), as one more breakdown of the cards (``_get_breakdowns``).
    Amounts are in the currency of the company, VAT excluded.
    """

    _name = "loyalty.program.report"
    _description = "Loyalty Program Report"
    _auto = False
    _rec_name = "program_id"
    _order = "date desc, id desc"
    _depends = {
        "loyalty.movement": ["card_id", "date", "kind", "points"],
        "sale.order": ["state", "date_order", "channel_id", "currency_rate"],
        "sale.order.line": ["reward_id", "price_subtotal", "price_unit", "discount"],
    }

    date = fields.Datetime(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    program_id = fields.Many2one("loyalty.program", readonly=True)
    program_type = fields.Selection(
        lambda self: (
            self.env["loyalty.program"]
            ._fields["program_type"]
            ._description_selection(self.env)
        ),
        string="Kind",
        readonly=True,
    )
    channel_id = fields.Many2one("commerce.channel", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", string="Place", readonly=True)
    issued = _points(help="Won, less what refunds took back.")
    used = _points(help="Spent, less what refunds gave back.")
    expired = _points()
    corrected = _points(
        help="By hand, moved between cards, or taken over when the ledger was opened."
    )
    outstanding = _points(help="Issued and corrected, less used and expired.")
    redemption_rate = fields.Float(
        readonly=True, aggregator="avg", help="Used, of what was issued."
    )
    reward_cost = fields.Monetary(
        string="Cost of Rewards",
        readonly=True,
        help="Discounts and free articles given, at their price excluding VAT.",
    )

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "redemption_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        # of the sums: the average of a movement's rate says nothing
        return SQL(
            "(SUM(%s) / NULLIF(SUM(%s), 0))::float",
            self._field_to_sql(self._table, "used", query),
            self._field_to_sql(self._table, "issued", query),
        )

    @property
    def _table_query(self):
        parts = [SQL("(%s)", part) for part in self._get_parts()]
        extra = [
            SQL(", %s AS %s", sql, SQL.identifier(name))
            for name, sql in self._get_breakdowns().items()
        ]
        return SQL(
            """
            SELECT part.id, part.date, part.company_id,
                   COALESCE(company.currency_id, %(currency)s) AS currency_id,
                   part.program_id, program.program_type, part.channel_id,
                   part.warehouse_id, part.issued, part.used, part.expired,
                   part.corrected,
                   part.issued + part.corrected - part.used - part.expired
                       AS outstanding,
                   part.used / NULLIF(part.issued, 0) AS redemption_rate,
                   part.reward_cost
                   %(extra)s
              FROM (%(parts)s) part
              JOIN loyalty_program program ON program.id = part.program_id
         LEFT JOIN res_company company ON company.id = part.company_id
         LEFT JOIN loyalty_card card ON card.id = part.card_id
            """,
            currency=self.env.company.currency_id.id,
            extra=SQL().join(extra),
            parts=SQL(" UNION ALL ").join(parts),
        )

    def _get_breakdowns(self):
        """Hook: return {field: SQL on ``card``} of what else the report breaks down by.

        The field is to be added to this model.
        """
        return {}

    def _get_parts(self):
        """Hook: return the queries whose lines make the report.

        With columns in this order: id (unique, the parts share four in turn), date,
        company_id, program_id, card_id, channel_id, warehouse_id, issued, used,
        expired, corrected, reward_cost.
        """
        return [self._get_movements_part(), self._get_orders_part()]

    def _get_movements_part(self):
        return SQL(
            """
            SELECT m.id::bigint * 4 AS id, m.date,
                   COALESCE(
                       program.company_id, channel.company_id, place.company_id
                   ) AS company_id,
                   card.program_id, m.card_id, m.channel_id, m.warehouse_id,
                   CASE WHEN m.kind = 'earn' OR m.kind = 'reverse' AND m.points < 0
                        THEN m.points ELSE 0 END AS issued,
                   CASE WHEN m.kind = 'burn' OR m.kind = 'reverse' AND m.points > 0
                        THEN -m.points ELSE 0 END AS used,
                   CASE WHEN m.kind = 'expire' THEN -m.points ELSE 0 END AS expired,
                   CASE WHEN m.kind IN ('opening', 'adjust', 'transfer')
                        THEN m.points ELSE 0 END AS corrected,
                   0.0 AS reward_cost
              FROM loyalty_movement m
              JOIN loyalty_card card ON card.id = m.card_id
              JOIN loyalty_program program ON program.id = card.program_id
         LEFT JOIN commerce_channel channel ON channel.id = m.channel_id
         LEFT JOIN stock_warehouse place ON place.id = m.warehouse_id
            """
        )

    def _get_orders_part(self):
        """Return the rewards on confirmed orders; what is paid by card is no cost."""
        return SQL(
            """
            SELECT line.id::bigint * 4 + 1, sale.date_order, sale.company_id,
                   reward.program_id, line.coupon_id, sale.channel_id,
                   sale.warehouse_id, 0.0, 0.0, 0.0, 0.0,
                   CASE WHEN reward.reward_type = 'product' AND line.discount = 100
                        THEN line.price_unit * line.product_uom_qty
                             / (1 + %(included)s)
                        ELSE -line.price_subtotal
                    END / COALESCE(NULLIF(sale.currency_rate, 0), 1)::numeric
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
              JOIN loyalty_reward reward ON reward.id = line.reward_id
              JOIN loyalty_program program ON program.id = reward.program_id
             WHERE sale.state = 'sale' AND program.program_type NOT IN %(money)s
            """,
            # a line free of charge has no amount of its own, only a price
            included=SQL(
                """(
                SELECT COALESCE(sum(tax.amount), 0) / 100
                  FROM account_tax_sale_order_line_rel rel
                  JOIN account_tax tax ON tax.id = rel.account_tax_id
                  JOIN res_company company ON company.id = tax.company_id
                 WHERE rel.sale_order_line_id = line.id
                   AND tax.amount_type = 'percent'
                   AND COALESCE(
                           tax.price_include_override, company.account_price_include
                       ) = 'tax_included')"""
            ),
            money=MONEY,
        )
