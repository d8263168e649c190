# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL, formatLang

SHOWN_PURCHASES = 10
SIZED_PURCHASES = 100


class ResPartner(models.Model):
    """What an adviser sees of a customer, whatever the channel."""

    _inherit = "res.partner"

    def _get_customer_file(self, company, purposes):
        """Return the adviser's part of a customer's file, named fields only.

        The number of queries does not grow with what the customer bought. The caller
        has checked who asks; nothing is returned without the customer's consent.

        :param purposes: what the customer agreed to
        :return: {purchases: [{kind, date, place, reference, total, lines}], sizes:
            [{attribute, value, count, of}], wishes, viewed}; an article is
            {product_id, name, sellable, …}
        """
        self.ensure_one()
        # sudo: a cashier reads neither orders nor wishes; the caller has checked
        customer = self.sudo().with_company(company)
        sections = customer._get_file_sections(company, purposes)
        customer._name_file_articles(
            [
                *sections["wishes"],
                *sections["viewed"],
                *(line for one in sections["purchases"] for line in one["lines"]),
            ]
        )
        return sections

    def _get_file_sections(self, company, purposes):
        """Hook: return the sections of the file; articles are named afterwards."""
        return {
            "purchases": self._get_file_purchases(company),
            "sizes": self._get_usual_sizes(company),
            "wishes": [],
            "viewed": [],
        }

    def _name_file_articles(self, articles):
        products = self.env["product.product"].browse(
            {article["product_id"] for article in articles}
        )
        known = {product.id: product for product in products}
        for article in articles:
            product = known[article["product_id"]]
            article["name"] = product.with_context(
                display_default_code=False
            ).display_name
            # a deposit or a delivery that was bought is no article to sell again
            article["sellable"] = (
                product.active and product.sale_ok and product.available_in_pos
            )

    # Purchases ----------------------------------------------------------------------

    def _get_file_purchases(self, company):
        for model in ("sale.order", "sale.order.line", "pos.order", "pos.order.line"):
            self.env[model].flush_model()
        rows = self.env.execute_query_dict(
            SQL(
                """WITH purchase AS (%(purchases)s)
                SELECT purchase.model, purchase.id, sale.date_order, sale.channel_id,
                       sale.name AS reference, sale.amount_total, sale.currency_id,
                       line.product_id, line.product_uom_qty AS quantity,
                       line.price_total AS total, line.id AS line_id
                  FROM purchase
                  JOIN sale_order sale ON sale.id = purchase.id
             LEFT JOIN sale_order_line line ON line.order_id = sale.id
                       AND line.product_id IS NOT NULL
                 WHERE purchase.model = 'sale.order'
             UNION ALL
                SELECT purchase.model, purchase.id, ticket.date_order,
                       ticket.channel_id,
                       COALESCE(ticket.pos_reference, ticket.name),
                       ticket.amount_total,
                       COALESCE(pricelist.currency_id, company.currency_id),
                       line.product_id, line.qty, line.price_subtotal_incl, line.id
                  FROM purchase
                  JOIN pos_order ticket ON ticket.id = purchase.id
                  JOIN res_company company ON company.id = ticket.company_id
             LEFT JOIN product_pricelist pricelist ON pricelist.id = ticket.pricelist_id
             LEFT JOIN pos_order_line line ON line.order_id = ticket.id
                 WHERE purchase.model = 'pos.order'
              ORDER BY date_order DESC, id DESC, line_id""",
                purchases=self._last_purchases_query(company, SHOWN_PURCHASES),
            )
        )
        channels = self.env["commerce.channel"].browse(
            {row["channel_id"] for row in rows if row["channel_id"]}
        )
        names = {channel.id: channel.name for channel in channels}
        currencies = self.env["res.currency"].browse(
            {row["currency_id"] for row in rows}
        )
        currencies = {currency.id: currency for currency in currencies}
        purchases = {}
        for row in rows:
            currency = currencies[row["currency_id"]]
            purchase = purchases.setdefault(
                (row["model"], row["id"]),
                {
                    "key": f"{row['model']},{row['id']}",
                    "kind": "store" if row["model"] == "pos.order" else "web",
                    "date": fields.Datetime.to_string(row["date_order"]),
                    "place": names.get(row["channel_id"], ""),
                    "reference": row["reference"],
                    "total": formatLang(
                        self.env, row["amount_total"], currency_obj=currency
                    ),
                    "lines": [],
                },
            )
            if row["product_id"]:
                purchase["lines"].append(
                    {
                        "id": row["line_id"],
                        "product_id": row["product_id"],
                        "quantity": float(row["quantity"] or 0.0),
                        "total": formatLang(
                            self.env, row["total"], currency_obj=currency
                        ),
                    }
                )
        return list(purchases.values())

    def _last_purchases_query(self, company, limit):
        return SQL(
            """SELECT model, id, date_order FROM (%s) purchase
                ORDER BY date_order DESC, id DESC LIMIT %s""",
            self._purchases_query(company),
            limit,
        )

    def _get_usual_sizes(self, company):
        """Return for each attribute the value that this customer bought most.

        Of the last purchases; what came back counts less, of two equal values the
        one bought last is named.
        """
        rows = self.env.execute_query(
            SQL(
                """WITH purchase AS (%(purchases)s),
                line AS (
                    SELECT product_id, product_uom_qty AS quantity, date_order
                      FROM purchase
                      JOIN sale_order_line ON order_id = purchase.id
                     WHERE model = 'sale.order'
                 UNION ALL
                    SELECT product_id, qty, date_order
                      FROM purchase JOIN pos_order_line ON order_id = purchase.id
                     WHERE model = 'pos.order'
                ),
                bought AS (
                    SELECT value.attribute_id, value.product_attribute_value_id,
                           SUM(quantity) AS count, MAX(date_order) AS last,
                           SUM(SUM(quantity)) OVER (
                               PARTITION BY value.attribute_id
                           ) AS total
                      FROM line
                      JOIN product_variant_combination combination
                           ON combination.product_product_id = line.product_id
                      JOIN product_template_attribute_value value
                           ON value.id
                              = combination.product_template_attribute_value_id
                  GROUP BY 1, 2
                    HAVING SUM(quantity) > 0
                )
                SELECT DISTINCT ON (attribute_id) attribute_id,
                       product_attribute_value_id, count, total
                  FROM bought
              ORDER BY attribute_id, count DESC, last DESC""",
                purchases=self._last_purchases_query(company, SIZED_PURCHASES),
            )
        )
        Attribute = self.env["product.attribute"].browse(row[0] for row in rows)
        Value = self.env["product.attribute.value"].browse(row[1] for row in rows)
        counts = {row[0]: (int(row[2]), int(row[3])) for row in rows}
        return [
            {
                "attribute": attribute.name,
                "value": value.name,
                "count": counts[attribute.id][0],
                "of": counts[attribute.id][1],
            }
            for attribute, value in sorted(
                zip(Attribute, Value, strict=True),
                key=lambda pair: (pair[0].sequence, pair[0].id),
            )
        ]
