# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class LoyaltyMemberReport(models.Model):
    """What members of a programme of points buy, against the others.

    A line for each confirmed order; a bridge adds what tickets sell (``_get_parts``).
    Who has a card of points on the day of a purchase is a member; the history of a
    card that was taken over from elsewhere is older than the card. Amounts are in the
    currency of the company, VAT excluded.
    """

    _name = "loyalty.member.report"
    _description = "Purchases of Members and Others"
    _auto = False
    _rec_name = "date"
    _order = "date desc, id desc"
    _depends = {
        "loyalty.card": ["partner_id", "program_id"],
        "loyalty.history": ["card_id"],
        "sale.order": ["state", "date_order", "amount_untaxed", "partner_id"],
    }

    date = fields.Datetime(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    channel_id = fields.Many2one("commerce.channel", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", string="Place", readonly=True)
    customer = fields.Selection(
        [("member", "Member"), ("other", "Not a member"), ("unknown", "Not named")],
        readonly=True,
    )
    customers = fields.Integer(
        readonly=True, aggregator="count_distinct", help="Customers who are named."
    )
    baskets = fields.Integer(
        readonly=True,
        aggregator="count_distinct",
        help="A ticket and the order of what it ships are one basket.",
    )
    amount = fields.Monetary(string="Sales (Excl. VAT)", readonly=True)
    basket = fields.Monetary(
        string="Average Basket", readonly=True, aggregator="avg", help="Excluding VAT."
    )
    frequency = fields.Float(
        string="Baskets per Customer", readonly=True, aggregator="avg"
    )

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec not in ("basket:avg", "frequency:avg"):
            return super()._read_group_select(aggregate_spec, query)
        columns = {
            name: self._field_to_sql(self._table, name, query)
            for name in ("amount", "baskets", "customers")
        }
        if aggregate_spec == "basket:avg":
            return SQL(
                "(SUM(%(amount)s) / NULLIF(COUNT(DISTINCT %(baskets)s), 0))::float",
                **columns,
            )
        return SQL(
            """(COUNT(DISTINCT %(baskets)s) FILTER (WHERE %(customers)s IS NOT NULL)
                / NULLIF(COUNT(DISTINCT %(customers)s), 0)::float)""",
            **columns,
        )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT part.id, part.date, part.company_id, company.currency_id,
                   part.channel_id, part.warehouse_id,
                   CASE WHEN part.partner_id IS NULL THEN 'unknown'
                        WHEN EXISTS (
                            SELECT 1
                              FROM loyalty_card card
                              JOIN loyalty_program program
                                ON program.id = card.program_id
                             WHERE card.partner_id = part.partner_id
                               AND program.program_type = 'loyalty'
                               AND COALESCE(program.company_id, part.company_id)
                                   = part.company_id
                               AND part.date + interval '1 day' > LEAST(
                                   card.create_date,
                                   (SELECT min(create_date) FROM loyalty_history
                                     WHERE card_id = card.id))
                        ) THEN 'member'
                        ELSE 'other' END AS customer,
                   part.partner_id AS customers,
                   CASE WHEN part.amount > 0 THEN part.basket END AS baskets,
                   part.amount, part.amount AS basket, 1 AS frequency
              FROM (%(parts)s) part
              JOIN res_company company ON company.id = part.company_id
            """,
            parts=SQL(" UNION ALL ").join(
                SQL("(%s)", part) for part in self._get_parts()
            ),
        )

    def _get_parts(self):
        """Hook: return the queries whose lines make the report.

        With columns in this order: id (unique, the parts share two in turn), date,
        company_id, channel_id, warehouse_id, partner_id, basket (the same for all
        that is bought at once), amount.
        """
        return [self._get_orders_part()]

    def _get_orders_part(self):
        return SQL(
            """
            SELECT id::bigint * 2 AS id, date_order AS date, company_id, channel_id,
                   warehouse_id, partner_id, id::bigint * 2 AS basket,
                   amount_untaxed / COALESCE(NULLIF(currency_rate, 0), 1)::numeric
                       AS amount
              FROM sale_order
             WHERE state = 'sale'
            """
        )
