# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from pathlib import Path

from odoo import http
from odoo.http import content_disposition, request

from ..archive_files import VERIFIER, read_me
from ..verifier import fiscal_verify


class FiscalDownload(http.Controller):
    """What accountants and tax inspectors take with them. Each use is logged."""

    @http.route("/fiscal/archive/<int:archive_id>", type="http", auth="user")
    def archive(self, archive_id):
        archive = request.env["fiscal.archive"].browse(archive_id).exists()
        if not archive:
            return request.not_found()
        attachment = archive._get_download()
        # sudo: the right to this archive was checked, and its download logged
        stream = request.env["ir.binary"].sudo()._get_stream_from(attachment)
        return stream.get_response(as_attachment=True)

    @http.route("/fiscal/verifier", type="http", auth="user")
    def verifier(self):
        source = Path(fiscal_verify.__file__).read_bytes()
        return self._send(VERIFIER, source, "text/x-python")

    @http.route("/fiscal/read_me", type="http", auth="user")
    def read_me(self):
        return self._send("LISEZMOI.txt", read_me().encode(), "text/plain")

    def _send(self, name, content, kind):
        request.env["fiscal.archive"]._check_may_archive()
        request.env["fiscal.audited"]._log_audit(f"téléchargement de {name}")
        return request.make_response(
            content,
            [
                ("Content-Type", f"{kind}; charset=utf-8"),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
