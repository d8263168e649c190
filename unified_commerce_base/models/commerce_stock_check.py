# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

NAMED = 5
PRECISION = 0.000001


class Finding(NamedTuple):
    """What a control or a back-fill found: one line for one person.

    ``key`` makes the same finding one line; ``count`` says how many cases it stands
    for; ``company`` is whose list it goes to when ``record`` and ``place`` do not say.
    """

    record: models.BaseModel
    summary: str
    advice: str
    key: str | None = None
    place: models.BaseModel | None = None
    company: models.BaseModel | None = None
    count: int = 1


class CommerceStockCheck(models.AbstractModel):
    """What does not add up in stock, one finding for each place.

    A check named ``x`` is ``_query_x(where)``, a statement that returns rows of
    (company, warehouse, product, location, what is said, what is there), and
    ``_tell_x(told)``, the sentence and the advice. The database counts and keeps the
    few worst of each place: what comes to Python does not grow with the stock.
    """

    _name = "commerce.stock.check"
    _description = "Check of Stock"

    @api.model
    def _find(self, check, place_id=None):
        """Return a ``Finding`` for each company and place where something is wrong.

        :param check: negative, reserved_apart, reserved_beyond or held_beyond
        :param place_id: id of one place to look at, 0 for what lies outside any
            place; None looks at all
        """
        for model in ("stock.quant", "stock.move.line", "stock.location"):
            self.env[model].flush_model()
        where = SQL("TRUE")
        if place_id is not None:
            where = SQL("COALESCE(location.warehouse_id, 0) = %s", place_id)
        rows = self.env.execute_query(
            SQL(
                """
            SELECT company_id, warehouse_id, product_id, location_id,
                   said::float, there::float, total
              FROM (SELECT wrong.*,
                           COUNT(*) OVER (
                               PARTITION BY company_id, warehouse_id) AS total,
                           ROW_NUMBER() OVER (
                               PARTITION BY company_id, warehouse_id
                               ORDER BY said - there DESC, product_id, location_id
                           ) AS number
                      FROM (%s) AS wrong
                           (company_id, warehouse_id, product_id, location_id,
                            said, there)
                   ) AS numbered
             WHERE number <= %s
          ORDER BY company_id, warehouse_id, number
                """,
                getattr(self, f"_query_{check}")(where),
                NAMED,
            )
        )
        groups = {}
        for company_id, warehouse_id, *case in rows:
            groups.setdefault((company_id, warehouse_id), []).append(case)
        # sudo: a check sees all companies; each reads what it found of its own
        check_all = self.sudo()
        return [
            check_all._prepare_finding(check, company_id, warehouse_id, cases)
            for (company_id, warehouse_id), cases in groups.items()
        ]

    def _prepare_finding(self, check, company_id, warehouse_id, cases):
        company = self.env["res.company"].browse(company_id or self.env.company.id)
        place = self.env["stock.warehouse"].browse(warehouse_id)
        teller = self.with_company(company).with_context(lang=company.partner_id.lang)
        total = cases[0][-1]
        articles = [
            getattr(teller, f"_name_{check}")(
                teller.env["product.product"].browse(product_id),
                teller.env["stock.location"].browse(location_id),
                place,
                said,
                there,
            )
            for product_id, location_id, said, there, _total in cases
        ]
        if total > len(cases):
            articles.append("…")
        summary, advice = getattr(teller, f"_tell_{check}")(
            {
                "place": place.display_name
                or teller.env._("%s, outside any warehouse", company.name),
                "count": total,
                "articles": "; ".join(articles),
            }
        )
        return Finding(
            teller.env["product.product"].browse(cases[0][0]),
            summary,
            advice,
            key=f"{check}:{company.id}:{place.id or 0}",
            place=place,
            company=company,
            count=total,
        )

    # Below zero -----------------------------------------------------------------

    def _query_negative(self, where):
        return SQL(
            """
            SELECT location.company_id, location.warehouse_id, quant.product_id,
                   quant.location_id, 0, SUM(quant.quantity)
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE location.usage = 'internal' AND quant.quantity < 0 AND %s
          GROUP BY location.company_id, location.warehouse_id, quant.product_id,
                   quant.location_id
            """,
            where,
        )

    def _name_negative(self, product, location, _place, _said, there):
        return self.env._(
            "%(product)s in %(location)s: %(quantity)s",
            product=product.display_name,
            location=location.display_name,
            quantity=f"{there:g}",
        )

    def _tell_negative(self, told):
        return (
            self.env._(
                "%(place)s: stock below zero (%(count)s): %(articles)s.", **told
            ),
            self.env._(
                "Count these articles in Inventory › Operations › Physical Inventory. "
                "Until then, this place promises that much less than it may have."
            ),
        )

    # Reserved in stock, reserved by transfers -------------------------------------

    def _query_reserved_apart(self, where):
        return SQL(
            """
            SELECT company_id, warehouse_id, product_id, location_id,
                   SUM(said), SUM(there)
              FROM (
                    SELECT location.company_id, location.warehouse_id,
                           quant.product_id, quant.location_id, quant.lot_id,
                           quant.package_id, quant.owner_id,
                           quant.reserved_quantity AS said, 0 AS there
                      FROM stock_quant quant
                      JOIN stock_location location ON location.id = quant.location_id
                     WHERE location.usage = 'internal'
                       AND quant.reserved_quantity <> 0 AND %(where)s
                 UNION ALL
                    SELECT location.company_id, location.warehouse_id,
                           line.product_id, line.location_id, line.lot_id,
                           line.package_id, line.owner_id,
                           0, line.quantity_product_uom
                      FROM stock_move_line line
                      JOIN stock_location location ON location.id = line.location_id
                      JOIN product_product product ON product.id = line.product_id
                      JOIN product_template template
                        ON template.id = product.product_tmpl_id
                     WHERE line.state NOT IN ('draft', 'done', 'cancel')
                       AND line.quantity_product_uom <> 0
                       AND location.usage = 'internal'
                       AND template.is_storable AND %(where)s
                   ) counted
          GROUP BY company_id, warehouse_id, product_id, location_id, lot_id,
                   package_id, owner_id
            HAVING ABS(SUM(said) - SUM(there)) > %(precision)s
            """,
            where=where,
            precision=PRECISION,
        )

    def _name_reserved_apart(self, product, location, _place, said, there):
        return self.env._(
            "%(product)s in %(location)s: %(stock)s in stock, %(transfers)s in "
            "transfers",
            product=product.display_name,
            location=location.display_name,
            stock=f"{said:g}",
            transfers=f"{there:g}",
        )

    def _tell_reserved_apart(self, told):
        return (
            self.env._(
                "%(place)s: stock and transfers do not agree on what is reserved "
                "(%(count)s): %(articles)s.",
                **told,
            ),
            self.env._(
                "Open Inventory › Operations › Physical Inventory once: Odoo then puts "
                "right what stock says is reserved. If it comes back, tell whoever "
                "looks after your Odoo."
            ),
        )

    # Reserved, and not there -------------------------------------------------------

    def _query_reserved_beyond(self, where):
        return SQL(
            """
            SELECT location.company_id, location.warehouse_id, quant.product_id,
                   quant.location_id, SUM(quant.reserved_quantity),
                   SUM(COALESCE(quant.quantity, 0))
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE location.usage = 'internal' AND %s
          GROUP BY location.company_id, location.warehouse_id, quant.product_id,
                   quant.location_id
            HAVING SUM(quant.reserved_quantity) > %s
               AND SUM(quant.reserved_quantity)
                   - SUM(COALESCE(quant.quantity, 0)) > %s
            """,
            where,
            PRECISION,
            PRECISION,
        )

    def _name_reserved_beyond(self, product, location, _place, said, there):
        return self.env._(
            "%(product)s in %(location)s: %(reserved)s reserved, %(there)s there",
            product=product.display_name,
            location=location.display_name,
            reserved=f"{said:g}",
            there=f"{there:g}",
        )

    def _tell_reserved_beyond(self, told):
        return (
            self.env._(
                "%(place)s: more reserved than there is (%(count)s): %(articles)s.",
                **told,
            ),
            self.env._(
                "Count the goods. When they are really missing, unreserve the transfer "
                "that can wait, or tell who waits. Nothing more is promised meanwhile."
            ),
        )

    # On hold, and not there ----------------------------------------------------------

    def _query_held_beyond(self, _where):
        holds = self.env.execute_query(
            SQL(
                """
            SELECT DISTINCT product_ref, warehouse_ref FROM commerce_hold
             WHERE expires_at > clock_timestamp() AT TIME ZONE 'UTC'
                """
            )
        )
        products, places = ({pair[i] for pair in holds} for i in (0, 1))
        left = self.env["commerce.availability"]._read_unpromised(
            self.env["product.product"].browse(products).exists(),
            self.env["stock.warehouse"].browse(places).exists(),
        )
        short = [
            (*pair, -left[pair]) for pair in holds if left.get(pair, 0.0) < -PRECISION
        ]
        return SQL(
            """
            SELECT place.company_id, place.id, short.product_id, NULL::integer,
                   short.missing, 0
              FROM unnest(%s::integer[], %s::integer[], %s::float[])
                   AS short (product_id, warehouse_id, missing)
              JOIN stock_warehouse place ON place.id = short.warehouse_id
            """,
            *([case[i] for case in short] for i in (0, 1, 2)),
        )

    def _name_held_beyond(self, product, _location, place, missing, _there):
        promised = self.env["commerce.hold"]._get_promised_to(product, place)
        more = ["…"] if len(promised) > NAMED else []
        return self.env._(
            "%(product)s: %(missing)s missing (promised to %(promised)s)",
            product=product.display_name,
            missing=f"{missing:g}",
            promised=", ".join([*promised[:NAMED], *more]) or "?",
        )

    def _tell_held_beyond(self, told):
        return (
            self.env._(
                "%(place)s: more promised than there is (%(count)s): %(articles)s.",
                **told,
            ),
            self.env._("Find the goods in another place, or tell who waits."),
        )
