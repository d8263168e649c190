# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Opening stock of the warehouse and of the stores."""

from odoo import fields

from . import catalogue
from .places import PLACES
from .toolbox import dice


def build(box, date):
    """Count every storable product in every place, as one dated inventory."""
    if box.ref("stock_counted"):
        return
    locations = {code: box.ref(f"warehouse_{code.lower()}").lot_stock_id for code in PLACES}
    values = []
    for row in catalogue.read_products():
        if not catalogue.storable(row):
            continue
        for xmlid, variant in catalogue.variants(box, row):
            for code, location in locations.items():
                quantity = opening_quantity(row, xmlid, code)
                if quantity:
                    values.append(
                        {
                            "product_id": variant.id,
                            "location_id": location.id,
                            "inventory_quantity": quantity,
                        }
                    )
    Quant = box.env["stock.quant"].with_context(inventory_mode=True)
    quants = Quant.create(values)
    quants.with_context(
        inventory_name="Stock d'ouverture", force_period_date=fields.Date.to_date(date)
    ).action_apply_inventory(date)
    box.name_record("stock_counted", box.ref("warehouse_orl"))


def opening_quantity(row, xmlid, code):
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
