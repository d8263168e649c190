# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request, route

from odoo.addons.web.controllers.dataset import DataSet as CoreDataSet


class DataSet(CoreDataSet):
    """Calls that reserve stock wait for their turn before they begin."""

    @route()
    def call_kw(self, model, method, args, kwargs, path=None):
        self._take_turn(model, method, args)
        return super().call_kw(model, method, args, kwargs, path)

    @route()
    def call_button(self, model, method, args, kwargs, path=None):
        self._take_turn(model, method, args)
        return super().call_button(model, method, args, kwargs, path)

    def _take_turn(self, model, method, args):
        if (model, method) == ("sale.order", "action_confirm") and args:
            request.env[model].browse(args[0])._take_turn()
