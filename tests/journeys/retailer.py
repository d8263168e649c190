# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the database of the demo retailer knows: questions the browser cannot ask."""

import textwrap
import time
from contextlib import contextmanager
from pathlib import Path

from devkit.testing import connection

INSIDE = Path(__file__).with_name("inside.py")
PLACES = {"Lyon": "LYO", "Paris": "PAR", "Bordeaux": "BOR", "Orléans": "ORL"}


class Retailer:
    def __init__(self, database, url, worker):
        self.database, self.url, self._worker = database, url, worker
        self.products = self._read_products()

    def _read_products(self):
        return self.shell(
            """
            names = {"shelf": "product_journey_shelf", "web_1": "product_journey_web_1",
                     "web_2": "product_journey_web_2"}
            result = {}
            for key, name in names.items():
                product = env.ref(f"unified_demo.{name}").with_context(lang="fr_FR")
                if product._name == "product.template":
                    product = product.product_variant_id
                result[key] = {"id": product.id, "name": product.name,
                               "url": product.website_url, "barcode": product.barcode,
                               "price": product.list_price}
            """
        )

    def shell(self, code):
        """Run code that leaves its answer in ``result``; only a commit is kept."""
        return self._worker.ask("run", INSIDE, code=textwrap.dedent(code))

    @contextmanager
    def _cursor(self):
        with connection(self.database) as open_connection:
            yield open_connection.cursor()

    def ask(self, query, *parameters):
        """Return the rows of one SQL question."""
        with self._cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall()

    def value(self, query, *parameters):
        rows = self.ask(query, *parameters)
        return rows[0][0] if rows else None

    def start_over(self, login):
        """Give the customer an empty cart that nobody holds."""
        self.shell(
            f"""
            carts = env["sale.order"].search([
                ("partner_id", "=", {self.partner_id(login)}),
                ("cart_state", "=", "open"),
            ])
            carts.sudo().write(carts._cart_no_holder())
            carts.order_line.unlink()
            env.cr.commit()
            result = True
            """
        )

    # What journeys need to know -------------------------------------------------

    def path_of(self, page):
        """Return the address of a page, "product" being the first article."""
        return self.products["web_1"]["url"] if page == "product" else page

    def till_id(self, name):
        return self.value("SELECT id FROM pos_config WHERE name = %s", name)

    def partner_id(self, login):
        return self.value("SELECT partner_id FROM res_users WHERE login = %s", login)

    def customer_name(self, login):
        return self.value(
            "SELECT name FROM res_partner WHERE id = %s", self.partner_id(login)
        )

    def stock(self, product, place):
        """Units on hand less units reserved in a place."""
        return self.value(
            """SELECT COALESCE(SUM(quant.quantity - quant.reserved_quantity), 0)
                 FROM stock_quant quant
                 JOIN stock_location location ON location.id = quant.location_id
                 JOIN stock_warehouse warehouse ON warehouse.id = location.warehouse_id
                WHERE quant.product_id = %s AND warehouse.code = %s
                  AND location.usage = 'internal'""",
            product["id"],
            PLACES[place],
        )

    def points(self, login):
        return self.value(
            """SELECT COALESCE(SUM(card.points), 0)
                 FROM loyalty_card card
                 JOIN loyalty_program program ON program.id = card.program_id
                WHERE card.partner_id = %s AND program.program_type = 'loyalty'""",
            self.partner_id(login),
        )

    def cart(self, login):
        """{id, version, holder, lines: {product id: quantity}} of the open cart."""
        rows = self.ask(
            """SELECT id, cart_version, cart_holder_name FROM sale_order
                WHERE partner_id = %s AND cart_state = 'open'""",
            self.partner_id(login),
        )
        if not rows:
            return None
        [(order_id, version, holder)] = rows
        return {
            "id": order_id,
            "version": version,
            "holder": holder,
            "lines": dict(
                self.ask(
                    """SELECT product_id, SUM(product_uom_qty)::float
                         FROM sale_order_line
                        WHERE order_id = %s AND product_id IS NOT NULL
                          AND NOT is_delivery AND reward_id IS NULL
                     GROUP BY product_id""",
                    order_id,
                )
            ),
        }

    def session_state(self, ticket_id):
        """State of the session a ticket was sold in; the till may open another one."""
        return self.value(
            """SELECT session.state FROM pos_session session
                 JOIN pos_order ticket ON ticket.session_id = session.id
                WHERE ticket.id = %s""",
            ticket_id,
        )

    def tickets(self, login):
        """Paid tickets of a customer: [(id, name, amount)], newest first."""
        return self.ask(
            """SELECT id, name, amount_total::float FROM pos_order
                WHERE partner_id = %s AND state IN ('paid', 'done')
             ORDER BY id DESC""",
            self.partner_id(login),
        )


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.2)
