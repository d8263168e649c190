# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import logging
import shutil
import uuid
from pathlib import Path

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import config

from ..archive_files import digest_file
from ..exceptions import CopiedDatabaseError
from ..verifier import fiscal_verify

_logger = logging.getLogger(__name__)

# documents up to which an archive is made while the person waits
AT_ONCE = 5000
TOLD = 200


class FiscalArchive(models.Model):
    """An archive of sealed documents: a ZIP that proves itself, without Odoo.

    It is made in batches, on disk; what was cut off goes on where it was, or begins
    again. Its digest is sealed in the chain of archives of the back office.
    """

    _name = "fiscal.archive"
    _description = "Fiscal Archive"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    rank = fields.Integer(required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    is_year = fields.Boolean(string="Fiscal year", readonly=True)
    is_audit = fields.Boolean(string="Tax audit", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Under way"),
            ("done", "Made"),
            ("failed", "Not made"),
        ],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    progress = fields.Float(readonly=True)
    error = fields.Char(string="What happened", readonly=True)
    integrity = fields.Selection(
        [("ok", "Sound"), ("ko", "Defects found")], readonly=True
    )
    defects = fields.Text(readonly=True)
    documents = fields.Integer(readonly=True)
    sha256 = fields.Char(string="SHA-256", readonly=True)
    size = fields.Integer(readonly=True, help="In bytes.")
    attachment_id = fields.Many2one(
        "ir.attachment", readonly=True, ondelete="restrict", copy=False
    )
    document_id = fields.Many2one(
        "fiscal.document", string="Seal", readonly=True, ondelete="restrict"
    )
    range_ids = fields.One2many("fiscal.archive.range", "archive_id")
    verified_on = fields.Datetime(readonly=True)
    purged_on = fields.Datetime(readonly=True)
    work = fields.Json(readonly=True, groups="base.group_system")
    operator = fields.Char(readonly=True, help="A pseudonym, never a name.")

    _rank_uniq = models.UniqueIndex(
        "(company_id, rank)", "Another archive is being asked for. Try again."
    )

    @api.model
    def _request(self, company, date_from, date_to, is_year=False, is_audit=False):
        """Ask for the archive of a period; a small one is made at once.

        Who asks must have the right to: checked by the caller.

        :return: the ``fiscal.archive``
        :raise UserError: says why there is nothing to archive
        """
        if not company._is_sealed():
            raise UserError(
                self.env._("%s seals nothing yet: there is no archive.", company.name)
            )
        if date_from > date_to:
            raise UserError(self.env._("The period ends before it begins."))
        # sudo: archives are written by the program alone
        archives = self.sudo()
        last = archives.search(
            [("company_id", "=", company.id)], order="rank desc", limit=1
        )
        rank = last.rank + 1
        siren = company._get_fiscal_siren()
        archive = archives.create(
            {
                "name": f"UCARCH_{siren}_{date_from:%Y%m%d}_{date_to:%Y%m%d}_"
                f"{rank:04d}.zip",
                "company_id": company.id,
                "rank": rank,
                "date_from": date_from,
                "date_to": date_to,
                "is_year": is_year,
                "is_audit": is_audit,
                "operator": self.env["fiscal.event"]._get_operator(),
            }
        )
        if self._is_long(company):
            # sudo: who may archive has no right on scheduled actions
            self.env.ref("unified_accounting_fr.ir_cron_archive").sudo()._trigger()
        else:
            archive._make()
        return archive.sudo(False)

    @api.model
    def _is_long(self, company):
        """Say whether to verify all that is sealed takes longer than people wait."""
        return (
            sum(self.env["fiscal.check"]._get_chains(company).mapped("seq")) > AT_ONCE
        )

    @api.model
    def _cron_make(self):
        archives = self.search([("state", "in", ("waiting", "running"))], order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(archives))
        for archive in archives:
            while archive._make_batch():
                if not cron._commit_progress(0):
                    return
            if not cron._commit_progress(1):
                return

    def action_retry(self):
        """Make an archive that could not be made."""
        self.ensure_one()
        self._check_may_archive()
        # sudo: archives are written by the program alone
        archive = self.sudo()
        if archive.state == "failed":
            archive.write({"state": "waiting", "error": False, "work": False})
            self.env.ref("unified_accounting_fr.ir_cron_archive").sudo()._trigger()

    def action_verify(self):
        """Verify an archive as an inspector would, and say what was found."""
        self.ensure_one()
        self.check_access("read")
        found = self.sudo()._verify()  # sudo: the program keeps the result
        message = (
            self.env._("%(count)s defects: %(first)s", count=len(found), first=found[0])
            if found
            else self.env._("%s is sound.", self.name)
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if found else "success",
                "message": message,
                "sticky": bool(found),
            },
        }

    def action_download(self):
        """Download the archive."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/fiscal/archive/{self.id}",
            "target": "download",
        }

    def _get_download(self):
        """Return the attachment to send to this user; each download is logged.

        :raise AccessError: this user may not export
        """
        self.ensure_one()
        self.check_access("read")
        self._check_may_archive()
        attachment = self.sudo().attachment_id  # sudo: the right was checked above
        if not attachment:
            raise UserError(self.env._("%s is not made yet.", self.name))
        self._log_export()
        return attachment

    @api.model
    def _check_may_archive(self):
        """Let accountants and tax inspectors alone export what is sealed."""
        user = self.env.user
        if not (
            user.has_group("account.group_account_manager")
            or user.has_group("unified_accounting_fr.group_fiscal_auditor")
            or self.env.su
        ):
            raise AccessError(
                self.env._("Archives are for accountants and tax inspectors.")
            )

    def _log_export(self):
        self.ensure_one()
        log = self.env["fiscal.event"]._log
        office = self.company_id._get_fiscal_office()
        period = f"du {self.date_from:%d/%m/%Y} au {self.date_to:%d/%m/%Y}"
        payload = {"archive": self.name, "sha256": self.sha256 or ""}
        log(office, "110", f"Export de l’archive {self.name} ({period}).", payload)
        if self.env.user.has_group("unified_accounting_fr.group_fiscal_auditor"):
            log(office, "280", f"Contrôle fiscal : export {period}.", payload)

    # Making ---------------------------------------------------------------------

    def _make(self):
        """Make an archive to its end."""
        self.ensure_one()
        while self._make_batch():
            continue

    def _make_batch(self):
        """Do the next part of the work.

        :return: whether there is more to do
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                return self.env["fiscal.archive.maker"]._go_on(self)
        except CopiedDatabaseError as error:
            self._fail(str(error))
        except OSError as error:
            self._fail(
                self.env._(
                    "The archive could not be written (%s). Nothing of it was kept. "
                    "Make room on the disk of the server, then try again.",
                    error.strerror or error,
                )
            )
        return False

    def _fail(self, message):
        shutil.rmtree(self._get_folder(), ignore_errors=True)
        self.write({"state": "failed", "error": message, "work": False, "progress": 0})
        self.env["commerce.exception"]._report(
            "fiscal",
            self,
            self.env._("Archive %s was not made.", self.name),
            message,
            key=f"fiscal-archive:{self.id}",
        )

    def _get_folder(self):
        """Return the folder of the files of an archive under way."""
        self.ensure_one()
        name = f"fiscal_archive_{self.id}"
        return Path(config.filestore(self.env.cr.dbname)) / "fiscal" / name

    @api.autovacuum
    def _gc_folders(self):
        """Remove what was left by work that was cut off for good."""
        parent = Path(config.filestore(self.env.cr.dbname)) / "fiscal"
        under_way = self.search([("state", "in", ("waiting", "running"))])
        kept = {archive._get_folder() for archive in under_way}
        for folder in parent.glob("fiscal_archive_*"):
            if folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def _store(self, path, sha1, size):
        """Move a file into the filestore as the attachment of this archive.

        Without reading it into memory, unless attachments are kept in the database.
        """
        self.ensure_one()
        # nobody's: it is downloaded where downloads are logged, and nowhere else
        attachments = self.env["ir.attachment"].with_user(SUPERUSER_ID)
        attachment = attachments.create(
            {
                "name": self.name,
                "mimetype": "application/zip",
                "company_id": self.company_id.id,
            }
        )
        if attachments._storage() == "db":
            attachment.raw = path.read_bytes()
            return attachment
        store_fname = f"{sha1[:2]}/{sha1}"
        place = Path(attachments._full_path(store_fname))
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(f".{sha1}.{uuid.uuid4().hex}")
        try:
            shutil.move(path, temporary)
            temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)
        # collected again when the transaction does not commit
        attachments._mark_for_gc(store_fname)
        models.BaseModel.write(
            attachment,
            {"store_fname": store_fname, "checksum": sha1, "file_size": size},
        )
        return attachment

    def _get_path(self):
        """Return the path of the file, or None when it is not in the filestore."""
        self.ensure_one()
        stored = self.attachment_id.store_fname
        return Path(self.attachment_id._full_path(stored)) if stored else None

    def _verify(self):
        """Verify the file of an archive.

        :return: list of sentences, empty when it is sound
        """
        self.ensure_one()
        source = self._get_path()
        if not source and self.attachment_id.raw:
            source = io.BytesIO(self.attachment_id.raw)
        if not source or (isinstance(source, Path) and not source.exists()):
            return [self.env._("The file of %s is missing.", self.name)]
        lang = "fr" if (self.env.lang or "fr").startswith("fr") else "en"
        try:
            found = [
                finding.tell(lang)
                for _rank, finding in zip(
                    range(TOLD), fiscal_verify.Verification(source).run(), strict=False
                )
            ]
        except fiscal_verify.UnreadableError as error:
            found = [error.args[fiscal_verify.LANGUAGES.index(lang)]]
        if not found and digest_file(source) != self.sha256:
            found = [self.env._("The file of %s is not the sealed one.", self.name)]
        self.verified_on = False if found else fields.Datetime.now()
        return found

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An archive is kept for good."))
