# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo import api, fields, models
from odoo.tools import file_path
from odoo.tools.misc import format_date, formatLang

from ..closing_pdf import A4, ROLL, ClosingDrawing, Row, Section, Sheet
from ..verifier import fiscal_verify
from .fiscal_document import TIMESTAMP

FONTS = (
    "web/static/fonts/google/Roboto/Roboto-Regular.ttf",
    "web/static/fonts/google/Roboto/Roboto-Bold.ttf",
)


class FiscalClosing(models.Model):
    """The report that a shopkeeper knows: on screen, on A4, on the roll of the till."""

    _inherit = "fiscal.closing"

    summary = fields.Html(compute="_compute_summary", sanitize=False)

    @api.depends("document_id")
    def _compute_summary(self):
        for closing in self:
            closing.summary = self.env["ir.qweb"]._render(
                "unified_accounting_fr.closing_summary",
                {"sheet": closing._get_sheet(closing._get_content())},
            )

    # Printing -------------------------------------------------------------------

    def _render_pdf(self, roll=False):
        """Return the PDF of these closings, on A4 or in the width of a till's roll."""
        closings = self._in_company_language()
        return self._draw_pdf(
            [one._get_sheet(one._get_content()) for one in closings], roll
        )

    @api.model
    def _render_reading(self, till, roll=False):
        """Return the PDF of the state of the day of a till, nothing is sealed."""
        company = till.company_id
        closings = self.with_context(lang=company.partner_id.lang or self.env.user.lang)
        # sudo: the right to read the till was checked; the sums are of its documents
        closings = closings.sudo()
        day = company._get_business_date(fields.Datetime.now())
        content = {
            "period": "day",
            "from": str(day),
            "to": str(day),
            **closings._get_day(till.with_env(closings.env), day),
        }
        return self._draw_pdf([closings._get_reading_sheet(till, content)], roll)

    @api.model
    def _draw_pdf(self, sheets, roll):
        drawing = ClosingDrawing(
            ROLL if roll else A4,
            [file_path(font) for font in FONTS],
            title=", ".join(f"{sheet.title} {sheet.subtitle}" for sheet in sheets[:1]),
            lang=(self.env.lang or "").replace("_", "-"),
        )
        return drawing.render(sheets)

    def _in_company_language(self):
        company = self.company_id[:1] or self.env.company
        return self.with_context(lang=company.partner_id.lang or self.env.user.lang)

    def action_print(self):
        """Open the PDF of these closings on A4."""
        return self._open_pdf()

    def action_print_roll(self):
        """Open the PDF of these closings in the width of the printer of a till."""
        return self._open_pdf("&roll=1")

    def _open_pdf(self, more=""):
        self.check_access("read")
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/unified_accounting_fr/closings.pdf?ids={ids}{more}",
            "target": "new",
        }

    # What is behind -------------------------------------------------------------

    def action_open_documents(self):
        """Open the tickets that this closing counts."""
        self.ensure_one()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("kind", "=", "ticket"),
            ("business_date", ">=", self.date_from),
            ("business_date", "<=", self.date_to),
            ("late", "=", False),
        ]
        if self.till_id:
            domain.append(("till_id", "=", self.till_id.id))
        return self._open_list(self.env._("Tickets"), domain)

    def action_open_late(self):
        """Open the documents that arrived when their day was closed."""
        self.ensure_one()
        numbers = self._get_content()["late"]["numbers"]
        domain = [("company_id", "=", self.company_id.id), ("number", "in", numbers)]
        return self._open_list(self.env._("Late documents"), domain)

    def _open_list(self, name, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "fiscal.document",
            "views": [(False, "list"), (False, "form")],
            "domain": domain,
        }

    # The texts ------------------------------------------------------------------

    def _get_sheet(self, content):
        """Return the texts of a closing."""
        self.ensure_one()
        sealed_at = datetime.strptime(content["ts"], TIMESTAMP)
        signature = self.document_id.sudo().signature  # sudo: printed on the closing
        return Sheet(
            title=self._get_sheet_title(content),
            subtitle=self._get_owner_label(self.till_id, self.company_id)
            + f" – {self._get_period_label()}",
            company=self._get_company_lines(self.company_id),
            sections=self._get_sections(content),
            foot=[
                self.env._(
                    "Closing %(number)s sealed on %(date)s at %(time)s (%(operator)s).",
                    number=content["no"],
                    date=format_date(self.env, sealed_at.date()),
                    time=f"{sealed_at:%H:%M}",
                    operator=content["operator"],
                ),
                self.env._(
                    "Previous closing: %(previous)s. Software: %(software)s.",
                    previous=content["previous"] or "–",
                    software=" ".join(content["software"]),
                ),
                self.env._(
                    "Signature: %(excerpt)s – %(signature)s",
                    excerpt=fiscal_verify.excerpt(signature),
                    signature=signature,
                ),
            ],
            warning=self._get_warning(content),
        )

    @api.model
    def _get_reading_sheet(self, till, content):
        now = fields.Datetime.context_timestamp(
            self.with_context(tz=till.company_id.fiscal_tz), fields.Datetime.now()
        )
        return Sheet(
            title=self.env._("X reading"),
            subtitle=self._get_owner_label(till, till.company_id)
            + f" – {format_date(self.env, now.date())} {now:%H:%M}",
            company=self._get_company_lines(till.company_id),
            sections=self._get_sections(content),
            foot=[self.env._("State of the day so far. It closes and seals nothing.")],
            warning=self._get_warning(content),
        )

    @api.model
    def _get_sheet_title(self, content):
        return {
            "day": self.env._("Z report of the day"),
            "month": self.env._("Closing of the month"),
            "year": self.env._("Closing of the fiscal year"),
        }[content["period"]]

    @api.model
    def _get_owner_label(self, till, company):
        return till.display_name if till else self.env._("All tills")

    @api.model
    def _get_company_lines(self, company):
        return [
            company.name,
            "SIREN " + (company._get_fiscal_siren() or "–"),
        ]

    @api.model
    def _get_warning(self, content):
        warnings = []
        if not content["sound"]:
            warnings.append(
                self.env._("The perpetual totals do not agree with the counters.")
            )
        if content.get("waiting"):
            warnings.append(
                self.env._(
                    "%s tickets wait for others to be sealed: in the next closing.",
                    content["waiting"],
                )
            )
        return " ".join(warnings)

    def _money(self, cents):
        company = self.company_id[:1] or self.env.company
        return formatLang(self.env, cents / 100, currency_obj=company.currency_id)

    def _get_sections(self, content):
        """Return the tables of a closing, those with nothing in them left out."""
        sections = [
            self._get_vat_section(content),
            self._get_payment_section(content),
            self._get_count_section(content),
            self._get_cash_section(content),
            self._get_voucher_section(content),
            self._get_total_section(content),
            self._get_device_section(content),
            self._get_till_section(content),
            self._get_late_section(content),
        ]
        return [section for section in sections if section and section.rows]

    def _get_vat_section(self, content):
        money = self._money
        rows = []
        for row in content["vat"]:
            out = row["rate"] == fiscal_verify.OUT_OF_SCOPE
            rate = row["rate"].replace(".", ",") if self._is_french() else row["rate"]
            rows.append(
                Row(
                    (
                        self.env._("Vouchers") if out else f"{rate}\u00a0%",
                        money(row["base"]),
                        money(row["tax"]),
                        money(row["base"] + row["tax"]),
                    )
                )
            )
        rows.append(
            Row(
                (
                    self.env._("Turnover"),
                    *(money(content[name]) for name in ("base", "tax", "total")),
                ),
                strong=True,
            )
        )
        head = (
            self.env._("Rate"),
            self.env._("Without VAT"),
            self.env._("VAT"),
            self.env._("With VAT"),
        )
        return Section(self.env._("Sales by VAT rate"), rows, head)

    def _is_french(self):
        return (self.env.lang or "").startswith("fr")

    def _get_payment_section(self, content):
        rows = [
            Row((row["mode"], str(row["count"]), self._money(row["amount"])))
            for row in content["payments"]
        ]
        if rows:
            total = sum(row["amount"] for row in content["payments"])
            rows.append(Row((self.env._("Total"), "", self._money(total)), True))
        head = (self.env._("Means"), self.env._("Count"), self.env._("Amount"))
        return Section(self.env._("Payments"), rows, head)

    def _get_count_section(self, content):
        names, types = self._get_type_names(), content["types"]
        amounts = {
            "REFUND": content["refunds"]["total"],
            "CANCEL": content["cancellations"]["total"],
        }
        known = [kind for kind in names if kind in types]
        rows = [
            Row(
                (
                    names.get(kind, kind),
                    str(types[kind]),
                    self._money(amounts[kind]) if kind in amounts else "",
                )
            )
            for kind in [*known, *sorted(types.keys() - names.keys())]
        ]
        if content["discounts"]:
            rows.append(
                Row((self.env._("Discounts"), "", self._money(content["discounts"])))
            )
        return Section(self.env._("Documents"), rows)

    @api.model
    def _get_type_names(self):
        return {
            "SALE": self.env._("Sales"),
            "REFUND": self.env._("Refunds"),
            "CANCEL": self.env._("Cancellations"),
            "CREDIT": self.env._("Store credits"),
            "DEPOSIT": self.env._("Deposits"),
            "INVOICE": self.env._("Invoices of tickets"),
            "PROVISIONAL": self.env._("Provisional documents"),
            "TRAINING": self.env._("Training tickets"),
            "DUPLICATE": self.env._("Duplicates"),
            "CASH_IN": self.env._("Cash put in"),
            "CASH_OUT": self.env._("Cash taken out"),
            "FLOAT": self.env._("Opening floats"),
            "COUNT": self.env._("Cash counts"),
            "DRAWER": self.env._("Drawer openings"),
            "MIGRATION": self.env._("Migration"),
            "GAP": self.env._("Missing documents declared"),
        }

    def _get_cash_section(self, content):
        cash, money = content["cash"], self._money
        labels = {
            "float": self.env._("Opening float"),
            "sales": self.env._("Cash of sales"),
            "in": self.env._("Put in"),
            "out": self.env._("Taken out"),
            "expected": self.env._("Expected"),
            "counted": self.env._("Counted"),
        }
        rows = [
            Row((label, money(cash[name])))
            for name, label in labels.items()
            if cash.get(name)
        ]
        if "COUNT" in content["types"]:
            label = self.env._("Difference")
            rows.append(Row((label, money(cash["difference"])), strong=True))
        return Section(self.env._("Cash"), rows)

    def _get_voucher_section(self, content):
        vouchers, deposits = content["vouchers"], content["deposits"]
        amounts = {
            self.env._("Vouchers issued"): vouchers["issued"],
            self.env._("Vouchers redeemed"): vouchers["redeemed"],
            self.env._("Deposits taken"): deposits["taken"],
            self.env._("Deposits used"): deposits["used"],
        }
        rows = [
            Row((label, self._money(cents)))
            for label, cents in amounts.items()
            if cents
        ]
        return Section(self.env._("Vouchers and deposits"), rows)

    def _get_total_section(self, content):
        money = self._money
        return Section(
            self.env._("Totals"),
            [
                Row((self.env._("Total of the period"), money(content["total"])), True),
                Row((self.env._("Perpetual total"), money(content["gt_alg"]))),
                Row((self.env._("Absolute perpetual total"), money(content["gt_abs"]))),
            ],
        )

    def _get_device_section(self, content):
        labels = {"first": self.env._("First"), "last": self.env._("Last")}
        rows = []
        for row in content["devices"]:
            for end, label in labels.items():
                seal = fiscal_verify.excerpt(row[f"{end}_signature"])
                rows.append(Row((label, row[end], seal)))
        return Section(self.env._("First and last tickets"), rows)

    def _get_till_section(self, content):
        rows = [
            Row((row["till"], row["no"], self._money(row["total"])))
            for row in content.get("tills", ())
        ]
        return Section(self.env._("Closings added up"), rows)

    def _get_late_section(self, content):
        late, idle = content["late"], content.get("idle") or {}
        rows = []
        if late["count"]:
            label = self.env._("Late tickets, counted here")
            rows.append(Row((label, str(late["count"]), self._money(late["total"]))))
            rows += [Row((number, "", "")) for number in late["numbers"]]
        if idle:
            label = self.env._("Days without activity before")
            rows.append(Row((label, str(idle["days"]), "")))
        return Section(self.env._("To know"), rows)
