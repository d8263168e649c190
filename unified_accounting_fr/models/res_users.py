# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

# who holds one of these may sell, book, export or change what seals rest on
MODULES = (
    "account",
    "point_of_sale",
    "unified_accounting_fr",
    "unified_commerce_base",
    "unified_pos",
)
GROUPS = ("base.group_system", "base.group_erp_manager", "base.group_allow_export")


class ResUsers(models.Model):
    """Changes of rights are told to the technical event log, users as pseudonyms."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._tell_rights({})
        return users

    def write(self, vals):
        if not {"group_ids", "active"} & set(vals):
            return super().write(vals)
        before = self._get_rights()
        result = super().write(vals)
        self._tell_rights(before)
        return result

    def _get_rights(self):
        """Return {user id: names of the watched groups it has}; {} when none seals."""
        if not self.env["fiscal.event"]._get_watched_companies():
            return {}
        names = self.env["res.groups"]._get_watched_names()
        return {
            # sudo: which rights a user has, whoever changes them
            user.id: {
                names[group.id]
                for group in user.sudo().all_group_ids
                if user.active and group.id in names
            }
            for user in self
        }

    def _tell_rights(self, before):
        after = self._get_rights()
        for user in self.filtered(lambda one: one.id in after):
            old, new = before.get(user.id, set()), after[user.id]
            if old == new:
                continue
            added, removed = sorted(new - old), sorted(old - new)
            self.env["fiscal.event"]._tell(
                "130",
                f"Droits de l’utilisateur U{user.id} : "
                f"ajoutés {', '.join(added) or 'aucun'} ; "
                f"retirés {', '.join(removed) or 'aucun'}.",
                {"user": f"U{user.id}", "added": added, "removed": removed},
                user.sudo().company_ids,  # sudo: the companies the user may enter
            )


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _get_watched_names(self):
        """Return {group id: its technical name} of the rights that seals rest on."""
        # sudo: technical names of groups
        data = self.env["ir.model.data"].sudo()
        found = data.search([("model", "=", "res.groups")])
        return {
            one.res_id: one.complete_name
            for one in found
            if one.module in MODULES or one.complete_name in GROUPS
        }

    def write(self, vals):
        events = self.env["fiscal.event"]
        if not {"user_ids", "implied_ids"} & set(vals) or not (
            events._get_watched_companies()
        ):
            return super().write(vals)
        names = self._get_watched_names()
        watched = self.filtered(lambda group: group.id in names)
        before = {one: (one.user_ids, one.implied_ids) for one in watched}
        result = super().write(vals)
        for group, (users, implied) in before.items():
            if users == group.user_ids and implied == group.implied_ids:
                continue
            payload = {
                "group": names[group.id],
                "added": [f"U{user.id}" for user in group.user_ids - users],
                "removed": [f"U{user.id}" for user in users - group.user_ids],
                "implied": [
                    names.get(one.id, str(one.id)) for one in group.implied_ids
                ],
            }
            events._tell(
                "130",
                f"Droit {names[group.id]} : donné à "
                f"{', '.join(payload['added']) or 'personne'} ; retiré à "
                f"{', '.join(payload['removed']) or 'personne'}"
                f"{' ; droits compris modifiés' * (implied != group.implied_ids)}.",
                payload,
            )
        return result
