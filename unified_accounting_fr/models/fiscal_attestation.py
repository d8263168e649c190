# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.modules.module import Manifest

from .. import attestation_pdf, attested
from .fiscal_document import SOFTWARE

PUBLISHER = ("publisher", "publisher_siren", "publisher_address", "signatory")
KNOWN_SOURCES = "unified_accounting_fr.known_sources"
SHOWN = 5


class FiscalAttestation(models.Model):
    """The draft of the individual attestation of the publisher (CGI 286, I-3° bis).

    The software writes it, people sign it. It is about the source files that seal,
    close, archive and print, as they are that day: when one changes, it says so.
    """

    _name = "fiscal.attestation"
    _description = "Draft of an Individual Attestation"
    _order = "id desc"
    _rec_name = "root_version"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    publisher = fields.Char(help="Whoever last changed what the four conditions need.")
    publisher_siren = fields.Char(string="SIREN of the publisher")
    publisher_address = fields.Char(string="Address of the publisher")
    signatory = fields.Char(help="Who signs for the publisher: name and office.")
    root_version = fields.Char(
        readonly=True, default=lambda self: self._get_root_version()
    )
    licence = fields.Char(
        string="Licence or instance",
        default=lambda self: self._get_instance(),
    )
    acquired_on = fields.Date(string="Acquired on", default=fields.Date.context_today)
    made_on = fields.Datetime(readonly=True)
    is_specimen = fields.Boolean(readonly=True)
    sources = fields.Text(readonly=True)
    attachment_id = fields.Many2one("ir.attachment", string="PDF", readonly=True)
    pdf_digest = fields.Char(string="SHA-256 of the PDF", readonly=True)
    changed_files = fields.Text(compute="_compute_changed_files")

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        before = self.search([("company_id", "=", self.env.company.id)], limit=1)
        for name in PUBLISHER:
            if name in names and before:
                values.setdefault(name, before[name])
        return values

    def _get_root_version(self):
        version = Manifest.for_addon("unified_accounting_fr").version
        return ".".join(version.split(".")[:3])

    def _get_instance(self):
        # sudo: the name of the database in the world, which the attestation bears
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    @api.depends("sources")
    def _compute_changed_files(self):
        now = attested.digests()
        for one in self:
            names = attested.changed(json.loads(one.sources or "{}"), now)
            one.changed_files = "\n".join(names) if one.sources else False

    def action_make(self):
        """Make the PDF, store it, and seal its digest.

        :raise UserError: who publishes, or who signs, is not said
        """
        self.ensure_one()
        self.check_access("write")
        if self.made_on:
            raise UserError(self.env._("It is made already: make another one."))
        missing = [
            self._fields[name].get_description(self.env)["string"]
            for name in PUBLISHER
            if not (self[name] or "").strip()
        ]
        if missing:
            raise UserError(
                self.env._(
                    "An attestation names who answers for the software. Say first: %s",
                    ", ".join(missing),
                )
            )
        sources = attested.digests()
        self.write(
            {
                "sources": json.dumps(sources, sort_keys=True),
                "is_specimen": self.company_id._is_fiscal_demo(),
                "made_on": fields.Datetime.now(),
            }
        )
        pdf = attestation_pdf.draw(
            "Attestation individuelle – projet à signer",
            self._get_sections(),
            "SPÉCIMEN" if self.is_specimen else "PROJET",
        )
        self.pdf_digest = hashlib.sha256(pdf).hexdigest()
        self.attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"attestation_individuelle_{self.root_version}_projet.pdf",
                "datas": base64.b64encode(pdf),
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.env["fiscal.event"]._log(
            self.company_id._get_fiscal_office(),
            "270",
            f"Projet d’attestation individuelle établi, version {self.root_version}.",
            {"pdf": self.pdf_digest, "sources": self._get_sources_digest()},
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
        }

    def _get_sources_digest(self):
        return hashlib.sha256(self.sources.encode()).hexdigest()

    def _get_sections(self):
        company = self.company_id
        siren = company._get_fiscal_siren()
        return [
            (
                "Volet 1 – à remplir et à signer par l’éditeur",
                [
                    f"Je soussigné(e) {self.signatory}, représentant(e) de "
                    f"{self.publisher}, SIREN {self.publisher_siren}, "
                    f"{self.publisher_address}, éditeur du logiciel {SOFTWARE},",
                    f"atteste que ce logiciel, à compter de sa version racine "
                    f"{self.root_version} (licence ou instance : {self.licence}), "
                    "satisfait aux conditions prévues au 3° bis du I de l’article 286 "
                    "du code général des impôts :",
                    "1. inaltérabilité des données d’origine ;",
                    "2. sécurisation des données d’origine, de modification et "
                    "d’annulation ;",
                    "3. conservation des données, avec clôtures journalières, "
                    "mensuelles et annuelles ;",
                    "4. archivage des données, dans un format ouvert et vérifiable.",
                    "La dernière version majeure est la version "
                    f"{self.root_version}. L’éditeur signale toute version majeure "
                    "nouvelle, qui demande une attestation nouvelle.",
                    "Fait à ………………………, le ………………………   Signature de l’éditeur :",
                ],
            ),
            (
                "Volet 2 – à remplir et à signer par l’utilisateur",
                [
                    "Je soussigné(e) ………………………………, représentant(e) légal(e) de "
                    f"{company.name}, SIREN {siren}, déclare avoir acquis ce logiciel "
                    f"le {self._format_date(self.acquired_on)} et l’utiliser pour "
                    "enregistrer les règlements de mes clients depuis le "
                    f"{self._format_date(company.fiscal_started_on)}.",
                    "Fait à ………………………, le ………………………   Signature de l’utilisateur :",
                ],
            ),
            (
                "À savoir",
                [
                    "Ce document est un projet établi par le logiciel, qui ne signe "
                    "rien. Il n’a de valeur qu’une fois signé par l’éditeur. Une "
                    "fausse attestation est un délit (article 441-1 du code pénal).",
                    "Fichiers sources concernés, empreinte de leur liste : "
                    f"{self._get_sources_digest()}",
                ],
            ),
        ]

    def _format_date(self, value):
        return value.strftime("%d/%m/%Y") if value else "………………"

    # Sources that change ------------------------------------------------------------

    @api.model
    def _check_sources(self):
        """Tell of source files that changed since the last look. Run at each upgrade.

        :return: the names of the files
        """
        # sudo: what the program knew of itself
        parameters = self.env["ir.config_parameter"].sudo()
        before = json.loads(parameters.get_param(KNOWN_SOURCES) or "{}")
        now = attested.digests()
        names = attested.changed(before, now) if before else []
        if names or not before:
            parameters.set_param(KNOWN_SOURCES, json.dumps(now, sort_keys=True))
        if names:
            companies = self.env["res.company"].sudo()  # sudo: each that seals
            for company in companies.search([("fiscal_started_on", "!=", False)]):
                self._report_sources(company, names)
        return names

    @api.model
    def _report_sources(self, company, names):
        told = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
        self.env["fiscal.event"]._write_event(
            company._get_fiscal_office().id,
            False,
            "270",
            f"Fichiers sources du scellement modifiés ({len(names)}) : {told}",
            {"files": names},
            self.env["fiscal.event"]._get_operator(),
        )
        # sudo: whether there is one, at the start of a server
        if self.sudo().search_count([("company_id", "=", company.id)], limit=1):
            self.env["commerce.exception"]._report(
                "fiscal",
                company,
                self.env._(
                    "What seals has changed (%(files)s): the attestation of "
                    "%(company)s is about the files of before.",
                    files=told,
                    company=company.name,
                ),
                self.env._(
                    "A major change needs a new attestation, signed by whoever made "
                    "it: Invoicing ‣ Tickets and closings ‣ Attestations."
                ),
                key=f"fiscal-sources:{company.id}:{fields.Date.today()}",
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if any(one.made_on for one in self):
            raise UserError(self.env._("What was made is kept: its digest is sealed."))
