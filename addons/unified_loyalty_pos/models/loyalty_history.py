# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LoyaltyHistory(models.Model):
    _inherit = "loyalty.history"

    def _get_document_name(self, document):
        # the number printed on the receipt, not the one of the session
        if document._name == "pos.order" and document.pos_reference:
            return document.pos_reference
        return super()._get_document_name(document)
