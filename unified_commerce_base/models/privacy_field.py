# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.models import MAGIC_COLUMNS

PERSONAL_TYPES = ("char", "text", "html", "json", "binary")
PERSON_MODELS = ("res.partner", "res.users", "hr.employee")
SUITE = "unified_"


class PrivacyField(models.Model):
    """The map of stored fields that may speak of a person (GDPR articles 5 and 30).

    Each module of the suite ships the lines of its own fields; a field that is
    missing fails the tests.
    """

    _name = "privacy.field"
    _description = "Privacy Map"
    _order = "model, field"

    model = fields.Char(required=True, index=True)
    field = fields.Char(required=True)
    personal = fields.Boolean(help="Untick for a field that never speaks of a person.")
    purpose = fields.Char(translate=True)
    legal_basis = fields.Selection(
        [
            ("contract", "Contract"),
            ("legal", "Legal obligation"),
            ("legitimate", "Legitimate interest"),
            ("consent", "Consent"),
            ("none", "Not personal"),
        ],
        required=True,
        default="none",
    )
    retention = fields.Char(translate=True, help="How long it is kept, from when.")
    erasure = fields.Selection(
        [
            ("keep", "Kept"),
            ("anonymise", "Made anonymous"),
            ("delete", "Deleted"),
            ("none", "Nothing to do"),
        ],
        string="When erasure is asked",
        required=True,
        default="none",
    )

    _model_field_uniq = models.UniqueIndex("(model, field)", "Already on the map.")

    @api.model
    def _unmapped(self):
        """Return the (model, field) of the suite that the map lacks."""
        mapped = {(line.model, line.field) for line in self.search([])}
        return sorted(
            (model._name, name)
            for model in self.env.registry.values()
            if not model._abstract and not model._transient and model._auto
            for name, field in model._fields.items()
            if self._must_be_mapped(field) and (model._name, name) not in mapped
        )

    def _must_be_mapped(self, field):
        return (
            field.store
            and not field.related
            and field.name not in MAGIC_COLUMNS
            and (field._module or "").startswith(SUITE)
            and (
                field.type in PERSONAL_TYPES
                or (field.type == "many2one" and field.comodel_name in PERSON_MODELS)
            )
        )
