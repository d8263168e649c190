# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Products with their variants, taxes, barcodes, suppliers and pictures."""

import csv
import io
from datetime import date, timedelta

from odoo.tools.misc import file_open

from . import company, pictures
from .toolbox import MODULE

BARCODE_PREFIX = "37012345"
# The shelf product also answers to a packaging code (see the readme).
SHELF_PACKAGING_BARCODE = "3701234500019"

SECTIONS = {
    # code: (parent, French, English, shown at the till)
    "fashion": (None, "Mode", "Fashion", False),
    "clothing": ("fashion", "Vêtements", "Clothing", True),
    "shoes": ("fashion", "Chaussures", "Shoes", True),
    "bags": ("fashion", "Sacs et accessoires", "Bags and accessories", True),
    "culture": (None, "Culture", "Culture", False),
    "books": ("culture", "Livres", "Books", True),
    "press": ("culture", "Presse", "Press", True),
    "food": (None, "Gourmandises", "Food", False),
    "grocery": ("food", "Cafés, thés et épicerie", "Coffee, tea and grocery", True),
    "snacks": ("food", "À emporter", "Take away", True),
    "audio": (None, "Son", "Audio", True),
    "home": (None, "Maison", "Home", True),
    "services": (None, "Services", "Services", True),
}
COLOURS = {
    # code: (French, English, colour)
    "noir": ("Noir", "Black", "#2b2d33"),
    "blanc": ("Blanc", "White", "#f4f2ec"),
    "ecru": ("Écru", "Ecru", "#e6dcc3"),
    "beige": ("Beige", "Beige", "#d8bf9a"),
    "camel": ("Camel", "Camel", "#b3804d"),
    "moutarde": ("Moutarde", "Mustard", "#dfa62b"),
    "terracotta": ("Terracotta", "Terracotta", "#c4623f"),
    "rouge": ("Rouge", "Red", "#bf3b3b"),
    "rose": ("Rose", "Pink", "#e3a1ab"),
    "vert": ("Vert", "Green", "#4d7c5f"),
    "bleu": ("Bleu", "Blue", "#4f86b5"),
    "marine": ("Marine", "Navy", "#2a3f66"),
    "gris": ("Gris", "Grey", "#8d939c"),
}
SUPPLIERS = {
    "supplier_textile": ("Ateliers du Ponant", "29200", "Brest", ("clothing",), 12),
    "supplier_leather": (
        "Maroquinerie Vasseur",
        "49000",
        "Angers",
        ("shoes", "bags"),
        15,
    ),
    "supplier_books": (
        "Diffusion Loire Livres",
        "37000",
        "Tours",
        ("books", "press"),
        3,
    ),
    "supplier_food": (
        "Torréfaction Bellecour",
        "69002",
        "Lyon",
        ("grocery", "snacks"),
        2,
    ),
    "supplier_audio": ("Sonoris Distribution", "59000", "Lille", ("audio",), 10),
    "supplier_home": (
        "Manufacture des Bords de Loire",
        "45000",
        "Orléans",
        ("home",),
        8,
    ),
}


def read_products():
    with file_open(f"{MODULE}/catalogue/products.csv") as stream:
        rows = list(csv.DictReader(io.StringIO(stream.read()), delimiter=";"))
    for row in rows:
        tint = row["colours"]
        row["tint"] = (
            tint[1:] if tint.startswith("=") else (tint.split() or ["gris"])[0]
        )
        row["colours"] = [] if tint.startswith("=") else tint.split()
        row["sizes"] = row["sizes"].split()
        row["extra"] = dict(item.split("=") for item in row["extra"].split())
    return rows


def storable(row):
    """Services have no stock, nor what is made on the spot in the morning."""
    return row["section"] not in ("services", "snacks")


def ean13(number):
    """The barcode of the given rank: prefix, rank on four digits, check digit."""
    digits = f"{BARCODE_PREFIX}{number:04d}"
    weighted = sum(
        int(digit) * (3 if rank % 2 else 1) for rank, digit in enumerate(digits)
    )
    return f"{digits}{-weighted % 10}"


def template_xmlid(row):
    return f"product_{row['ref']}_product_template"


def build(box):
    rows = read_products()
    categories = _build_categories(box)
    attributes = _build_attributes(box, rows)
    fresh = _build_templates(box, rows, categories, attributes)
    _name_variants(box, rows)
    _build_suppliers(box, rows, fresh)
    _complete(box, rows, fresh)


def _build_categories(box):
    env = box.env
    result = {}
    for kind, model in (
        ("public", "product.public.category"),
        ("stock", "product.category"),
        ("till", "pos.category"),
    ):
        for sequence, (code, (parent, french, english, sold)) in enumerate(
            SECTIONS.items(), start=1
        ):
            if kind == "till" and not sold:
                continue
            values = {"name": english}
            if model != "product.category":
                values["sequence"] = sequence
            if kind != "till" and parent:
                values["parent_id"] = result[kind, parent].id
            translated = env[model]._fields["name"].translate
            result[kind, code] = box.record(
                model,
                f"category_{kind}_{code}",
                values if translated else {**values, "name": french},
                {"name": french} if translated else None,
            )
    return result


def _build_attributes(box, rows):
    colour = box.record(
        "product.attribute",
        "attribute_colour",
        {"name": "Colour", "display_type": "color", "sequence": 1},
        {"name": "Couleur"},
    )
    size = box.record(
        "product.attribute",
        "attribute_size",
        {"name": "Size", "display_type": "pills", "sequence": 2},
        {"name": "Taille"},
    )
    used = dict.fromkeys(size_ for row in rows for size_ in row["sizes"])
    values = {
        f"attribute_colour_{code}": {
            "name": english,
            "html_color": shade,
            "attribute_id": colour.id,
            "sequence": sequence,
        }
        for sequence, (code, (french, english, shade)) in enumerate(COLOURS.items())
    }
    french = {
        f"attribute_colour_{code}": {"name": french}
        for code, (french, _english, _shade) in COLOURS.items()
    }
    letters = ["XS", "S", "M", "L", "XL"]
    values |= {
        f"attribute_size_{_code(name)}": {
            "name": name,
            "attribute_id": size.id,
            "sequence": letters.index(name) if name in letters else 10 + int(name[:2]),
        }
        for name in used
    }
    named = box.records("product.attribute.value", values, french)
    return {"colour": colour, "size": size, "values": named}


def _attribute_lines(row, attributes):
    lines = []
    if row["colours"]:
        ids = [attributes["values"][f"attribute_colour_{c}"].id for c in row["colours"]]
        lines.append((attributes["colour"].id, ids))
    if row["sizes"]:
        ids = [
            attributes["values"][f"attribute_size_{_code(s)}"].id for s in row["sizes"]
        ]
        lines.append((attributes["size"].id, ids))
    return [
        (0, 0, {"attribute_id": attribute, "value_ids": [(6, 0, ids)]})
        for attribute, ids in lines
    ]


def _build_templates(box, rows, categories, attributes):
    """Create the missing templates in one go; return the set of their refs."""
    taxes = company.sale_taxes(box)
    known = box.known("product.template", [template_xmlid(row) for row in rows])
    values, french = {}, {}
    ranks = _shop_window(rows)
    for row in rows:
        xmlid = template_xmlid(row)
        if xmlid in known:
            continue
        service = row["section"] == "services"
        parent = SECTIONS[row["section"]][0]
        tax = taxes[row["tax"], "service" if service else "goods"]
        if "eco" in row["extra"]:
            # Part of the price, taxed with it.
            tax |= _eco_contribution(box, float(row["extra"]["eco"]), float(row["tax"]))
        public = categories["public", row["section"]]
        values[xmlid] = box.existing_fields(
            "product.template",
            {
                "name": row["name_en"],
                "description_ecommerce": f"<p>{row['text_en']}</p>",
                "description_sale": row["text_en"],
                "type": "service" if service else "consu",
                "is_storable": storable(row),
                "list_price": float(row["price"]),
                "compare_list_price": float(row["extra"].get("compare", 0)),
                "taxes_id": [(6, 0, tax.ids)],
                "categ_id": categories["stock", row["section"]].id,
                "public_categ_ids": [
                    (6, 0, (public | categories.get(("public", parent), public)).ids)
                ],
                "pos_categ_ids": [(6, 0, categories["till", row["section"]].ids)],
                "attribute_line_ids": _attribute_lines(row, attributes),
                "invoice_policy": "order",
                "available_in_pos": True,
                "is_published": True,
                "website_sequence": ranks[row["ref"]],
                "sale_ok": True,
                "purchase_ok": not service,
                "allow_out_of_stock_order": not storable(row),
                "show_availability": storable(row),
                "available_threshold": 5,
                **_sold_in_advance(row),
                "base_unit_count": float(row["extra"].get("kg", 0)),
                "base_unit_id": _kilogram(box).id if "kg" in row["extra"] else False,
            },
        )
        french[xmlid] = {
            "name": row["name_fr"],
            "description_ecommerce": {row["text_en"]: row["text_fr"]},
            "description_sale": row["text_fr"],
        }
    box.records("product.template", values, french)
    return {row["ref"] for row in rows if template_xmlid(row) in values}


def _sold_in_advance(row):
    """What is announced and not there yet."""
    if "preorder" not in row["extra"]:
        return {}
    return {
        "promise_policy": "preorder",
        "preorder_date": date.today() + timedelta(days=45),
        "preorder_limit": float(row["extra"]["preorder"]),
    }


def _shop_window(rows):
    """The order of the shop: one product of each section in turn, services last."""
    order, seen = {}, {}
    sections = list(SECTIONS)
    for row in rows:
        section = row["section"]
        turn = seen[section] = seen.get(section, 0) + 1
        last = 100 if section in ("services", "snacks") else 0
        order[row["ref"]] = (turn + last) * 100 + sections.index(section)
    return order


def _eco_contribution(box, amount, rate):
    tax = box.company._fr_eco_contribution(amount, rate)
    shown = f"{amount:.2f}".replace(".", ",")
    box.translate(
        tax,
        {
            "name": f"Éco-participation {shown} € (TVA {rate:g} %)",
            "invoice_label": "dont éco-participation",
        },
    )
    box.translate(tax.tax_group_id, {"name": "Éco-participation"})
    return tax


def _kilogram(box):
    return box.record("website.base.unit", "base_unit_kg", {"name": "kg"})


def _combination(variant):
    """The attribute values that make a variant what it is."""
    chosen = variant.product_template_attribute_value_ids
    return frozenset(chosen.product_attribute_value_id.ids)


def variant_xmlids(row):
    """The external ids of the variants of a row, in order, with colour and size."""
    pairs = [
        (colour, size)
        for colour in row["colours"] or [None]
        for size in row["sizes"] or [None]
    ]
    if len(pairs) == 1:
        return {f"product_{row['ref']}": pairs[0]}
    return {
        "_".join(
            filter(None, (f"product_{row['ref']}", colour, size and _code(size)))
        ): (
            colour,
            size,
        )
        for colour, size in pairs
    }


def _code(size):
    return size.lower().replace("-", "_")


def variants(box, row, template=None):
    """Yield (xmlid, variant) of a row in the order of its file."""
    template = template or box.ref(template_xmlid(row))
    by_values = {
        _combination(variant): variant for variant in template.product_variant_ids
    }
    for xmlid, (colour, size) in variant_xmlids(row).items():
        wanted = []
        if colour:
            wanted.append(box.ref(f"attribute_colour_{colour}").id)
        if size:
            wanted.append(box.ref(f"attribute_size_{_code(size)}").id)
        yield xmlid, by_values[frozenset(wanted)]


def _name_variants(box, rows):
    """External id, reference and barcode of each variant, by rank in the file."""
    named, rank = {}, 0
    every = [xmlid for row in rows for xmlid in variant_xmlids(row)]
    known = box.known("product.product", every)
    for row in rows:
        template = box.ref(template_xmlid(row))
        for xmlid, variant in variants(box, row, template):
            rank += 1
            if xmlid in known:
                continue
            named[xmlid] = variant
            variant.write(
                {
                    "barcode": ean13(rank),
                    "default_code": xmlid.removeprefix("product_")
                    .upper()
                    .replace("_", "-"),
                }
            )
    if named:
        box.name_records(named)
    shelf = box.ref("product_journey_shelf")
    box.record(
        "product.uom",
        "barcode_journey_shelf",
        {
            "product_id": shelf.id,
            "uom_id": shelf.uom_id.id,
            "barcode": SHELF_PACKAGING_BARCODE,
        },
    )


def _build_suppliers(box, rows, fresh):
    country = box.env.ref("base.fr").id
    suppliers = box.records(
        "res.partner",
        {
            xmlid: {
                "name": name,
                "is_company": True,
                "email": f"commandes@{xmlid.removeprefix('supplier_')}.example",
                "phone": f"+33 1 99 00 90 {rank:02d}",
                "zip": postcode,
                "city": town,
                "country_id": country,
                "lang": "fr_FR",
                **box.existing_fields("res.partner", {"supplier_rank": 1}),
            }
            for rank, (xmlid, (name, postcode, town, _sections, _delay)) in enumerate(
                SUPPLIERS.items(), start=1
            )
        },
    )
    by_section = {
        section: (suppliers[xmlid], delay)
        for xmlid, (_name, _zip, _town, sections, delay) in SUPPLIERS.items()
        for section in sections
    }
    box.env["product.supplierinfo"].create(
        [
            {
                "partner_id": by_section[row["section"]][0].id,
                "product_tmpl_id": box.ref(template_xmlid(row)).id,
                "price": float(row["cost"]),
                "min_qty": 1,
                "delay": by_section[row["section"]][1],
            }
            for row in rows
            if row["ref"] in fresh and row["section"] in by_section
        ]
    )


def _complete(box, rows, fresh):
    """Cost and picture, in bulk once the variants exist."""
    rows = [row for row in rows if row["ref"] in fresh]
    templates = box.env["product.template"].concat(
        *(box.ref(template_xmlid(row)) for row in rows)
    )
    if not templates:
        return
    for row, template in zip(rows, templates, strict=True):
        # One entry in the history of costs for all, below.
        template.product_variant_ids.with_context(
            disable_auto_revaluation=True
        ).standard_price = float(row["cost"])
    products = templates.product_variant_ids
    products._change_standard_price(dict.fromkeys(products, 0))
    pictures.hang(
        templates,
        "image",
        [pictures.draw(row["shape"], COLOURS[row["tint"]][2]) for row in rows],
    )


def build_colour_pictures(box):
    """The picture of each variant in its own colour, when it is not the first one."""
    found, files = [], []
    for row in read_products():
        if len(row["colours"]) < 2:
            continue
        by_xmlid = dict(variants(box, row))
        for xmlid, (colour, _size) in variant_xmlids(row).items():
            variant = by_xmlid[xmlid]
            if colour != row["tint"] and not variant.image_variant_128:
                found.append(variant)
                files.append(pictures.draw(row["shape"], COLOURS[colour][2]))
    if found:
        pictures.hang(box.env["product.product"].concat(*found), "image_variant", files)
