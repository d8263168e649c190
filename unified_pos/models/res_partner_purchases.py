# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_purchases(self, company, limit=None, offset=0):
        """Return what this contact bought from a company, newest first.

        Web orders and tickets of the stores in one list; a web cart that was taken
        at a till is there once, as the ticket. Own purchases only: a colleague's,
        or the employer's, are not this contact's to see.

        :return: list of ``sale.order`` and ``pos.order`` records, in sudo
        """
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                """SELECT model, id FROM (%s) purchase
                ORDER BY date_order DESC, id DESC LIMIT %s OFFSET %s""",
                self._purchases_query(company),
                limit,
                offset,
            )
        )
        # sudo: the domains name the contact itself; shown to nobody else
        env = self.sudo().env
        for model in ("sale.order", "pos.order"):
            env[model].browse([row[1] for row in rows if row[0] == model]).fetch()
        return [env[model].browse(record_id) for model, record_id in rows]

    def _count_purchases(self, company):
        self.ensure_one()
        [(count,)] = self.env.execute_query(
            SQL("SELECT COUNT(*) FROM (%s) purchase", self._purchases_query(company))
        )
        return count

    def _purchases_query(self, company):
        # sudo: a customer has no right on tickets; the domains name the contact itself
        orders = self.env["sale.order"].sudo()
        tickets = self.env["pos.order"].sudo()
        return SQL(
            """SELECT 'sale.order' AS model, id, date_order
                 FROM sale_order WHERE id IN %s
            UNION ALL
               SELECT 'pos.order' AS model, id, date_order
                 FROM pos_order WHERE id IN %s""",
            orders._search(self._web_purchases_domain(company)).subselect(),
            tickets._search(self._store_purchases_domain(company)).subselect(),
        )

    def _web_purchases_domain(self, company):
        """Domain of the orders that no ticket stands for."""
        settled = Domain("is_downpayment", "=", False) & Domain(
            "pos_order_line_ids", "!=", False
        )
        return (
            Domain("partner_id", "=", self.id)
            & Domain("company_id", "=", company.id)
            & Domain("state", "=", "sale")
            & Domain("order_line", "not any", settled)
        )

    def _store_purchases_domain(self, company):
        return (
            Domain("partner_id", "=", self.id)
            & Domain("company_id", "=", company.id)
            & Domain("state", "in", ("paid", "done"))
        )
