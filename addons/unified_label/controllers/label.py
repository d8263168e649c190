# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route


class LabelController(Controller):
    @route(
        "/unified_label/<int:wizard_id>.pdf", type="http", auth="user", readonly=True
    )
    def print_labels(self, wizard_id):
        """The labels prepared by the wizard of the signed-in person, as a PDF."""
        wizard = request.env["product.label.layout"].browse(wizard_id).exists()
        if not wizard or not wizard.is_shelf_label:
            raise NotFound
        wizard.check_access("read")
        wizard._check_shelf_label_access()
        content = wizard._render_shelf_labels()
        name = f"{wizard._get_shelf_file_name()}.pdf"
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name, "inline")),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)
