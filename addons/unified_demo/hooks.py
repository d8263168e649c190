# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

PARKED_MODULE = "__unified_demo__"  # external ids between two installations

# What the module itself is made of, and what Odoo must remove with it.
OWN_MODELS = (
    "ir.model",
    "ir.model.fields",
    "ir.model.fields.selection",
    "ir.model.constraint",
    "ir.model.relation",
    "ir.model.access",
    "ir.rule",
    "ir.cron",
    "ir.actions.server",
    "ir.actions.act_window",
    "ir.ui.view",
    "ir.ui.menu",
    "privacy.field",
)


def post_init_hook(env):
    """Take back what an earlier installation left, then create what is missing."""
    env.cr.execute(
        """UPDATE ir_model_data parked SET module = 'unified_demo'
            WHERE parked.module = %s AND NOT EXISTS (
                SELECT 1 FROM ir_model_data known
                 WHERE known.module = 'unified_demo' AND known.name = parked.name)""",
        [PARKED_MODULE],
    )
    env.registry.clear_cache()
    env["unified.demo"]._install()


def uninstall_hook(env):
    """Leave the shop, its products and its documents in place.

    Business documents stand on the records of the retailer: their external ids move
    to a name that belongs to no module, so that Odoo does not delete what they name.
    """
    env.cr.execute(
        """UPDATE ir_model_data SET module = %s
            WHERE module = 'unified_demo' AND NOT (model = ANY(%s))""",
        [PARKED_MODULE, list(OWN_MODELS)],
    )
    env.registry.clear_cache()
