# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.modules.module import Manifest
from odoo.tools import SQL

from ..archive_files import ArchiveFiles
from ..verifier import fiscal_verify
from .fiscal_archive import TOLD

BATCH = 2000
FILE_OF_COMPANY = "cert/entreprise_{}.pem"
FILE_OF_DEVICE = "cert/appareil_{}.pem"


class FiscalArchiveMaker(models.AbstractModel):
    """Makes archives: one pass over each chain, which verifies and writes at once.

    Each chain is verified from its first document, so that an archive proves its
    perpetual totals; what lies in the period is written. Where the work is, is kept
    with the archive: a batch begins where the last one ended.
    """

    _name = "fiscal.archive.maker"
    _description = "Maker of Archives"

    @api.model
    def _go_on(self, archive):
        """Do the next batch of an archive.

        :return: whether there is more to do
        :raise OSError: it cannot be written
        """
        work = archive.work or self._begin(archive)
        try:
            files = ArchiveFiles(archive._get_folder(), work.get("sizes"))
        except FileNotFoundError:
            # the folder is on another machine: from the beginning
            work = self._begin(archive)
            files = ArchiveFiles(archive._get_folder())
        with files:
            if work["at"] < len(work["chains"]):
                self._do_batch(archive, work, files)
                work["sizes"] = files.flush()
                archive.write(
                    {
                        "work": work,
                        "state": "running",
                        "progress": 100 * work["done"] / max(work["total"], 1),
                    }
                )
                return True
            self._finish(archive, work, files)
            files.remove()
        return False

    @api.model
    def _begin(self, archive):
        # what can be signed is signed before it leaves
        self.env["fiscal.document"]._countersign()
        chains = [
            [chain.id, *self._get_bounds(archive, chain)]
            for chain in self.env["fiscal.check"]._get_chains(archive.company_id)
        ]
        return {
            "chains": chains,
            "at": 0,
            "state": None,
            "start": None,
            "done": 0,
            "total": sum(until for _chain, _first, until in chains),
            "entries": [],
            "defects": [],
            "versions": [],
        }

    @api.model
    def _get_bounds(self, archive, chain):
        """Return (first, last rank) of the period in a chain, without a hole.

        What a device sold before and sent later lies between others: two archives may
        overlap, and never leave one out.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT min(d.seq) FILTER (WHERE %(day)s >= %(first)s),
                       max(d.seq) FILTER (WHERE %(day)s <= %(last)s)
                  FROM fiscal_document d
                       %(join)s
                 WHERE d.chain_id = %(chain)s
                """,
                first=archive.date_from,
                last=archive.date_to,
                chain=chain.id,
                **self._get_day(chain),
            )
        )
        first, last = self.env.cr.fetchone()
        last = last or 0
        return (first if first and first <= last else last + 1), last

    @api.model
    def _get_day(self, chain):
        """Return how the day of a document is read: SQL of the day, and of a join."""
        if chain.kind != "closing":
            return {"day": SQL("d.business_date"), "join": SQL()}
        # a closing belongs to the period that it closes, not to the morning after
        return {
            "day": SQL("COALESCE(c.date_to, d.business_date)"),
            "join": SQL("LEFT JOIN fiscal_closing c ON c.document_id = d.id"),
        }

    @api.model
    def _do_batch(self, archive, work, files):
        chain_id, first, until = work["chains"][work["at"]]
        chain = self.env["fiscal.chain"].browse(chain_id)
        check = self.env["fiscal.check"]
        checker = check._get_checker(archive.company_id)
        state = check._begin(checker, chain, work["state"])
        if state.seq >= first - 1 and work["start"] is None:
            work["start"] = state.state()
        # the state just before the period is kept: stop there once
        stop = first - 1 if state.seq < first - 1 else until
        rows, found = check._check_batch(checker, chain, state.seq, stop, BATCH)
        for row, content in rows:
            if row["seq"] >= first:
                files.add(row, content)
                self._note_version(work, content)
        work["done"] += len(rows)
        work["state"] = state.state()
        if len(rows) < BATCH and stop == until:
            found += self._end_chain(work, chain, state, until)
        elif len(rows) < BATCH and state.seq < stop:
            # those before the period are gone: said, and the period is written
            told = {"chain": state.name, "expected": stop, "found": state.seq}
            found.append(fiscal_verify.Finding("end", state.name, told))
            work["state"]["seq"] = stop
        self._note_defects(work, found)

    @api.model
    def _note_version(self, work, content):
        software = content and content.get("software")
        if software and software not in work["versions"]:
            work["versions"].append(software)

    @api.model
    def _note_defects(self, work, found):
        room = TOLD - len(work["defects"])
        work["defects"] += [finding.tell("fr") for finding in found[:room]]

    @api.model
    def _end_chain(self, work, chain, state, until):
        end = state.state()
        work["entries"].append(
            {
                "till": chain.till_id.code,
                "device": chain.device_id.code or "",
                "kind": chain.kind,
                "start": work["start"] or end,
                "end": end,
            }
        )
        work.update(at=work["at"] + 1, state=None, start=None)
        head = self.env["fiscal.check"]._get_head(chain)
        if head["seq"] <= until or state.seq < until:
            return fiscal_verify.compare_end(state, head)
        return []

    # The end --------------------------------------------------------------------

    @api.model
    def _finish(self, archive, work, files):
        company = archive.company_id
        unguarded = self.env["fiscal.check"]._find_unguarded(company)
        self._note_defects(work, unguarded)
        signer = company._get_fiscal_signer()
        keys, certificates = self._get_keys(company)
        manifest = {**self._prepare_manifest(archive, work), **keys}
        path, sha256, sha1, size = files.pack(manifest, certificates, signer.sign)
        attachment = archive._store(path, sha1, size)
        content = {
            "type": "ARCHIVE",
            "operator": archive.operator,
            "archive": archive.name,
            "from": str(archive.date_from),
            "to": str(archive.date_to),
            "sha256": sha256,
            "integrity": "KO" if work["defects"] else "OK",
        }
        chain = company._get_fiscal_office()._get_chain("archive")
        document = self.env["fiscal.document"]._seal(chain, content, archive)
        archive.write(
            {
                "state": "done",
                "progress": 100,
                "error": False,
                "work": False,
                "sha256": sha256,
                "size": size,
                "attachment_id": attachment.id,
                "document_id": document.id,
                "documents": sum(
                    entry["end"]["seq"] - entry["start"]["seq"]
                    for entry in work["entries"]
                ),
                "integrity": "ko" if work["defects"] else "ok",
                "defects": "\n".join(work["defects"]),
            }
        )
        self._keep_ranges(archive, work)
        self._log(archive, work)

    @api.model
    def _keep_ranges(self, archive, work):
        pairs = zip(work["chains"], work["entries"], strict=True)
        self.env["fiscal.archive.range"].create(
            [
                {
                    "archive_id": archive.id,
                    "chain_id": chain_id,
                    "first": first,
                    "last": entry["end"]["seq"],
                    "end": entry["end"],
                }
                for (chain_id, first, _until), entry in pairs
                if entry["end"]["seq"] >= first
            ]
        )

    @api.model
    def _log(self, archive, work):
        code, what = ("30", "de l’exercice") if archive.is_year else ("20", "partielle")
        self.env["fiscal.event"]._log(
            archive.company_id._get_fiscal_office(),
            code,
            f"Archive {what} du {archive.date_from:%d/%m/%Y} au "
            f"{archive.date_to:%d/%m/%Y} : {archive.name}, SHA-256 {archive.sha256}.",
            {"archive": archive.name, "sha256": archive.sha256},
        )
        if work["defects"]:
            archive.company_id._report_fiscal_defects(
                work["defects"], f"archivage {archive.name}"
            )

    @api.model
    def _prepare_manifest(self, archive, work):
        company = archive.company_id
        # sudo: tills of the company, closed ones too, whoever archives
        tills = self.env["fiscal.till"].sudo().with_context(active_test=False)
        return {
            "format": fiscal_verify.FORMAT,
            "name": archive.name,
            "generator": [
                "unified_accounting_fr",
                Manifest.for_addon("unified_accounting_fr").version,
            ],
            "made": fields.Datetime.to_string(fields.Datetime.now()) + "Z",
            "company": {
                "siren": company._get_fiscal_siren(),
                "name": company.name,
                "vat": company.vat or "",
                "specimen": bool(company._is_fiscal_demo()),
            },
            "from": str(archive.date_from),
            "to": str(archive.date_to),
            "fiscal_year": archive.is_year,
            "rank": archive.rank,
            "before": self._get_before(archive),
            "tills": [
                {"code": till.code, "name": till.name, "kind": till.kind}
                for till in tills.search([("company_id", "=", company.id)])
            ],
            "versions": work["versions"],
            "chains": work["entries"],
            "integrity": {
                "state": "KO" if work["defects"] else "OK",
                "defects": work["defects"],
            },
        }

    @api.model
    def _get_before(self, archive):
        before = archive.search(
            [
                ("company_id", "=", archive.company_id.id),
                ("rank", "<", archive.rank),
                ("state", "=", "done"),
            ],
            order="rank desc",
            limit=1,
        )
        return {"name": before.name or "", "sha256": before.sha256 or ""}

    @api.model
    def _get_keys(self, company):
        """Return (what the manifest says of public keys, PEM by name of file)."""
        files, keys, devices = {}, {}, []
        domain = [("company_id", "=", company.id)]
        # sudo: public keys, whoever archives
        for key in self.env["fiscal.key"].sudo().search(domain, order="id"):
            name = FILE_OF_COMPANY.format(key.fingerprint[:16])
            files[name] = key.public_key
            entry = keys.setdefault(
                key.fingerprint,
                {
                    "fingerprint": key.fingerprint,
                    "file": name,
                    "from": str(key.enrolled_on),
                },
            )
            entry["to"] = str(key.retired_on or "")
        # sudo: public keys, for whoever may make an archive
        for device in self.env["fiscal.device"].sudo().search(domain, order="id"):
            name = FILE_OF_DEVICE.format(device.code) if device.public_key else ""
            if name:
                files[name] = device.public_key
            devices.append(
                {
                    "till": device.till_id.code,
                    "code": device.code,
                    "fingerprint": device.key_fpr or "",
                    "file": name,
                    "from": str(device.enrolled_on),
                    "to": str(device.revoked_on or ""),
                }
            )
        return {"keys": list(keys.values()), "devices": devices}, files
