# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Opening stock of the warehouse and of the stores."""

from . import catalogue
from .places import PLACES
from .toolbox import dice


def build(box, date):
    """Count every storable product in every place, as one dated inventory."""
    if box.ref("stock_counted"):
        return
    locations = {
        code: box.ref(f"warehouse_{code.lower()}").lot_stock_id for code in PLACES
    }
    goods = [
        (variant, location, quantity)
        for row in catalogue.read_products()
        if catalogue.storable(row)
        for xmlid, variant in catalogue.variants(box, row)
        for code, location in locations.items()
        if (quantity := opening_quantity(row, xmlid, code))
    ]
    moves = box.env["stock.move"].create(
        [_prepare_count(box, *one, "Stock d'ouverture") for one in goods]
    )
    moves._action_done()
    moves.date = date
    moves.move_line_ids.date = date
    box.mark("stock_counted", box.ref("warehouse_orl"))


def _prepare_count(box, product, location, quantity, name):
    """The move Odoo's inventory makes when goods are found in a place."""
    places = {
        "location_id": product.property_stock_inventory.id,
        "location_dest_id": location.id,
    }
    common = {
        "product_id": product.id,
        "company_id": box.company.id,
        **places,
    }
    return {
        **common,
        "product_uom": product.uom_id.id,
        "product_uom_qty": quantity,
        "inventory_name": name,
        "is_inventory": True,
        "picked": True,
        "state": "confirmed",
        "move_line_ids": [
            (
                0,
                0,
                {**common, "product_uom_id": product.uom_id.id, "quantity": quantity},
            )
        ],
    }


def opening_quantity(row, xmlid, code):
    if "preorder" in row["extra"]:
        return 0
    draw = dice("stock", xmlid, code)
    if "plenty" in row["extra"]:
        return 60 if code == "ORL" else 40
    few = "few" in row["extra"]
    if code == "ORL":
        return draw.randint(3, 8) if few else draw.randint(15, 60)
    luck = draw.random()
    if few:
        return 1 if luck < 0.6 else 0
    if luck < 0.12:
        return 0
    if luck < 0.24:
        return 1
    single = not row["sizes"]
    return draw.randint(8, 30) if single else draw.randint(2, 9)
