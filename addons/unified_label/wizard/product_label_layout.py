# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import file_path
from odoo.tools.misc import format_amount, format_date

from ..label_sheet import FORMATS, Label, LabelSheet, barcode_fits

# The last one is a group of a module that may not be installed
LABEL_GROUPS = (
    "stock.group_stock_user",
    "sales_team.group_sale_salesman",
    "point_of_sale.group_pos_user",
)
MAX_LABELS = 10000
MAX_NAMES = 10
FONTS = (
    "web/static/fonts/google/Roboto/Roboto-Regular.ttf",
    "web/static/fonts/google/Roboto/Roboto-Bold.ttf",
)
NBSP = "\u00a0"


class ProductLabelLayout(models.TransientModel):
    _inherit = "product.label.layout"

    print_format = fields.Selection(
        selection_add=[
            ("shelf_65", "Shelf label 38 × 21 mm (65 per A4 sheet)"),
            ("shelf_21", "Shelf label 63.5 × 38.1 mm (21 per A4 sheet)"),
            ("shelf_24", "Shelf label 70 × 37 mm (24 per A4 sheet)"),
            ("shelf_roll", "Shelf label 57 × 32 mm (roll)"),
            ("shelf_a6", "Shelf poster A6"),
        ],
        ondelete={
            "shelf_65": "set default",
            "shelf_21": "set default",
            "shelf_24": "set default",
            "shelf_roll": "set default",
            "shelf_a6": "set default",
        },
    )
    is_shelf_label = fields.Boolean(compute="_compute_is_shelf_label")
    is_place_wizard = fields.Boolean()
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Place",
        help="The shelves the labels are for. Without a selection of products, the "
        "labels are those of the products in stock there.",
    )
    category_ids = fields.Many2many(
        "product.category",
        string="Categories",
        help="Only the products of these categories and of those below them.",
    )
    per_stock = fields.Boolean(
        string="One label per unit in stock",
        help="As many labels as there are units on hand at the place, for goods that "
        "are labelled one by one.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        help="The company whose prices and taxes are printed.",
    )
    start_position = fields.Integer(
        default=1,
        help="Where the first label goes on the first sheet, counted from left to "
        "right then down: 1 for a new sheet.",
    )
    label_lang = fields.Selection(
        selection="_get_label_langs",
        string="Language",
        default=lambda self: self._get_default_label_lang(),
    )
    show_former_price = fields.Boolean(
        string="Cross out the former price",
        default=True,
        help="For products on sale: the former price and the percentage off.",
    )
    label_summary = fields.Char(compute="_compute_label_summary")

    @api.model
    def _get_label_langs(self):
        return self.env["res.lang"].get_installed()

    @api.model
    def _get_default_label_lang(self):
        """The language of the company's customers: that of the company's address."""
        return self.env.company.partner_id.lang or self.env.lang

    @api.depends("print_format")
    def _compute_is_shelf_label(self):
        for wizard in self:
            wizard.is_shelf_label = wizard.print_format in FORMATS

    @api.depends("warehouse_id")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.warehouse_id.company_id or self.env.company

    @api.depends(
        "print_format",
        "warehouse_id",
        "category_ids",
        "per_stock",
        "custom_quantity",
        "move_quantity",
        "start_position",
        "product_ids",
        "product_tmpl_ids",
    )
    def _compute_label_summary(self):
        for wizard in self:
            wizard.label_summary = False
            if wizard.is_shelf_label:
                try:
                    quantities = wizard._get_shelf_quantities()
                    wizard.label_summary = wizard._get_shelf_summary(quantities)
                except UserError as error:
                    wizard.label_summary = str(error)

    def process(self):
        """Print the labels. Errors: UserError when there is nothing to print."""
        self.ensure_one()
        if not self.is_shelf_label:
            self._select_products_of_place()
            return super().process()
        self._check_shelf_label_access()
        return self._action_print_shelf_labels()

    # ---- rights and checks ------------------------------------------------

    @api.model
    def _check_shelf_label_access(self):
        """Staff of stores and stock print labels; nobody prints those of another."""
        if not self.env.su and not any(map(self.env.user.has_group, LABEL_GROUPS)):
            raise AccessError(
                self.env._(
                    "Shelf labels are printed by the staff of the stores and of the "
                    "stock. Ask a manager to give you one of these roles."
                )
            )
        if self.create_uid and self.create_uid != self.env.user:
            raise AccessError(self.env._("These labels were prepared by someone else."))

    def _get_start(self):
        """Position of the first label; always 1 for formats of one label a page."""
        per_page = FORMATS[self.print_format].per_page
        if per_page > 1 and not 1 <= self.start_position <= per_page:
            raise UserError(
                self.env._(
                    "A sheet of this format has %(count)s labels: start between 1 and "
                    "%(count)s.",
                    count=per_page,
                )
            )
        return self.start_position if per_page > 1 else 1

    # ---- what to print ------------------------------------------------------

    def _get_shelf_quantities(self):
        """Number of labels of each product: {product.product: int}, in shelf order.

        Errors: UserError when nothing is chosen or too much is.
        """
        self.ensure_one()
        chosen = self._get_shelf_selection()
        if not chosen and not self.warehouse_id:
            raise UserError(self.env._("Choose products or a place."))
        if self.per_stock and not self.warehouse_id:
            raise UserError(self.env._("Choose the place whose stock is counted."))
        quantities = chosen
        if self.warehouse_id and (self.per_stock or not chosen):
            stock = self._get_shelf_stock(chosen)
            quantities = {
                product: int(quantity) if self.per_stock else self.custom_quantity
                for product, quantity in stock.items()
            }
        return self._check_shelf_quantities(quantities)

    def _check_shelf_quantities(self, quantities):
        quantities = {
            product: quantity
            for product, quantity in quantities.items()
            if quantity > 0
        }
        total = sum(quantities.values())
        if not total:
            raise UserError(
                self.env._(
                    "Nothing to print: no product is in stock here, or the number of "
                    "copies is zero."
                )
            )
        if total > MAX_LABELS:
            raise UserError(
                self.env._(
                    "That makes %(count)s labels, more than %(limit)s at a time: "
                    "choose fewer products or categories.",
                    count=total,
                    limit=MAX_LABELS,
                )
            )
        return dict(
            sorted(
                quantities.items(),
                key=lambda item: (
                    item[0].categ_id.complete_name or "",
                    item[0].with_context(display_default_code=False).display_name,
                    item[0].id,
                ),
            )
        )

    def _get_shelf_selection(self):
        """Labels of the products the wizard was opened on: {product.product: int}."""
        if not (self.product_ids or self.product_tmpl_ids):
            return {}
        _xml_id, data = self._prepare_report_data()
        quantities = {
            int(key): quantity for key, quantity in data["quantity_by_product"].items()
        }
        # Lots have a barcode of their own; a shelf label has the product's
        for key, barcodes in (data.get("custom_barcodes") or {}).items():
            number = sum(quantity for _barcode, quantity in barcodes)
            quantities[int(key)] = quantities.get(int(key), 0) + number
        if data["active_model"] == "product.template":
            templates = self.env["product.template"].browse(quantities)
            return {
                variant: quantities[template.id]
                for template in templates
                for variant in template.product_variant_ids
            }
        products = self.env["product.product"].browse(quantities)
        return {product: quantities[product.id] for product in products}

    def _get_shelf_stock(self, chosen):
        """Units on hand at the place, of the chosen products or of all of them."""
        domain = [
            ("location_id", "child_of", self.warehouse_id.view_location_id.id),
            ("location_id.usage", "=", "internal"),
            ("product_id.sale_ok", "=", True),
        ]
        if chosen:
            domain.append(("product_id", "in", [product.id for product in chosen]))
        if self.category_ids:
            domain.append(("product_id.categ_id", "child_of", self.category_ids.ids))
        groups = self.env["stock.quant"]._read_group(
            domain, ["product_id"], ["quantity:sum"], having=[("quantity:sum", ">", 0)]
        )
        return dict(groups)

    def _select_products_of_place(self):
        """Let the formats of Odoo, too, print what is in stock at a place."""
        if self.is_place_wizard and not (self.product_ids or self.product_tmpl_ids):
            stock = self._get_shelf_stock({})
            self.product_ids = [product.id for product in stock]

    def _get_shelf_summary(self, quantities):
        """One sentence: labels, sheets, products whose barcode cannot be drawn."""
        total = sum(quantities.values())
        per_page = FORMATS[self.print_format].per_page
        pages = -(-(total + self._get_start() - 1) // per_page)
        _, products = self.env._, len(quantities)
        summary = _(
            "%(labels)s for %(products)s, on %(pages)s.",
            labels=_("1 label") if total == 1 else _("%s labels", total),
            products=_("1 product") if products == 1 else _("%s products", products),
            pages=_("1 page") if pages == 1 else _("%s pages", pages),
        )
        if missing := self._get_unscannable(quantities):
            summary += " " + self.env._(
                "%(count)s without bars: %(names)s.",
                count=len(missing),
                names=self._join_names(missing),
            )
        return summary

    def _get_unscannable(self, products):
        """The products without barcode, or whose barcode is too long for the format."""
        form = FORMATS[self.print_format]
        return [
            product
            for product in products
            if not product.barcode or not barcode_fits(product.barcode, form)
        ]

    def _join_names(self, products):
        names = [product.display_name for product in products[:MAX_NAMES]]
        if more := len(products[MAX_NAMES:]):
            _ = self.env._
            names.append(_("1 more") if more == 1 else _("%s more", more))
        return ", ".join(names)

    # ---- printing -------------------------------------------------------------

    def _action_print_shelf_labels(self):
        """Open the PDF; say which products have no label, or no bars on it."""
        self._get_start()  # refused before a page is opened
        quantities = self._get_shelf_quantities()
        unpriced = self._get_unpriced(quantities)
        if len(unpriced) == len(quantities):
            raise UserError(
                self.env._(
                    "No label to print: %(names)s have no sales price here. Enter a "
                    "price, or choose another pricelist.",
                    names=self._join_names(unpriced),
                )
            )
        action = {
            "type": "ir.actions.act_url",
            "url": f"/unified_label/{self.id}.pdf",
            "target": "new",
            "close": True,
        }
        notes = self._get_print_notes(quantities, unpriced)
        return self._notify(notes, action) if notes else action

    def _get_print_notes(self, quantities, unpriced):
        notes = []
        if unpriced:
            notes.append(
                self.env._(
                    "No label, for want of a price: %(names)s.",
                    names=self._join_names(unpriced),
                )
            )
        printed = [product for product in quantities if product not in unpriced]
        if missing := self._get_unscannable(printed):
            notes.append(
                self.env._(
                    "Label without bars, for want of a barcode that fits: %(names)s.",
                    names=self._join_names(missing),
                )
            )
        return notes

    def _notify(self, notes, action):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "title": self.env._("Labels to look at"),
                "message": " ".join(notes),
                "sticky": True,
                "next": action,
            },
        }

    def _get_unpriced(self, quantities):
        products = self._get_products(quantities)
        lines = products._get_list_prices(self.pricelist_id, self.company_id)
        priced = {product.id for product, _price, _rule_id in lines}
        return [product for product in quantities if product.id not in priced]

    def _get_shelf_prices(self, quantities):
        products = self._get_products(quantities)
        return products._get_shelf_prices(self.pricelist_id, self.company_id)

    def _get_products(self, quantities):
        """The products as one recordset, which reads them all at once."""
        return self.env["product.product"].browse([p.id for p in quantities])

    def _render_shelf_labels(self):
        """PDF of the labels, as bytes. Rights are the caller's business."""
        quantities = self._get_shelf_quantities()
        wizard = self.with_context(lang=self.label_lang or self.env.lang)
        prices = wizard._get_shelf_prices(quantities)
        labels = (
            (wizard._prepare_label(product, prices[product.id]), quantity)
            for product, quantity in quantities.items()
            if product.id in prices
        )
        sheet = LabelSheet(
            FORMATS[self.print_format],
            start=self._get_start(),
            fonts=self._get_label_fonts(),
            title=self._get_shelf_file_name(),
            lang=(self.label_lang or "fr")[:2],
        )
        return sheet.render(labels)

    def _get_shelf_file_name(self):
        parts = [
            self.env._("labels"),
            self.warehouse_id.name or "",
            str(fields.Date.context_today(self)),
        ]
        return "-".join(part.replace("/", "-") for part in parts if part)

    @api.model
    def _get_label_fonts(self):
        try:
            return [file_path(name) for name in FONTS]
        except FileNotFoundError:
            return None

    def _prepare_label(self, product, price):
        """Label of one product; all texts in the language of the context."""
        product = product.with_context(lang=self.env.lang, display_default_code=False)
        values = {
            "name": product.display_name,
            "price": self._format_per(price.price, price.sold_by),
            "mentions": tuple(
                self.env._(
                    "%(mention)s: %(amount)s incl. tax",
                    mention=mention,
                    amount=self._format_label_amount(amount),
                )
                for mention, amount in price.mentions
            ),
            "barcode": product.barcode or "",
            "reference": product.default_code or "",
            "printed_on": format_date(self.env, fields.Date.context_today(self)),
        }
        if price.unit_price:
            values["unit_price"] = self._format_per(price.unit_price, price.unit)
        if self.show_former_price and price.former_price:
            values["former_price"] = self._format_per(price.former_price, price.sold_by)
            if price.discount:
                values["discount"] = f"−{price.discount}{NBSP}%"
        return Label(**values)

    def _format_per(self, amount, unit):
        text = self._format_label_amount(amount)
        return f"{text}/{unit}" if unit else text

    def _format_label_amount(self, amount):
        currency = self.pricelist_id.currency_id or self.company_id.currency_id
        return format_amount(self.env, amount, currency, lang_code=self.env.lang)
