# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class PosConfig(models.Model):
    _inherit = "pos.config"

    channel_id = fields.Many2one(
        "commerce.channel",
        compute="_compute_channel_id",
        store=True,
        readonly=False,
        check_company=True,
        domain="[('channel_type', '=', 'store'), ('company_id', '=', company_id)]",
        index="btree_not_null",
        help="The store this till sells for: the same for all the tills of a place.",
    )

    # core's current_session_id reads all the sessions that a till ever had
    running_session_id = fields.Many2one(
        "pos.session", compute="_compute_running_session_id"
    )

    @api.depends("session_ids.state", "session_ids.rescue")
    def _compute_running_session_id(self):
        sessions = self.env["pos.session"].search_fetch(
            Domain("config_id", "in", self.ids)
            & Domain("state", "!=", "closed")
            & Domain("rescue", "=", False),
            ["config_id", "state", "employee_id"],
        )
        running = sessions.grouped("config_id")
        for config in self:
            config.running_session_id = running.get(config, sessions)[:1]

    @api.depends("picking_type_id")
    def _compute_channel_id(self):
        Channel = self.env["commerce.channel"]
        for config in self:
            warehouse = config._get_place()
            if not warehouse:
                config.channel_id = config.channel_id
            elif config.channel_id.warehouse_id != warehouse:
                config.channel_id = Channel._get_for_place(warehouse)

    def _get_place(self):
        """Return the place (warehouse) whose goods this till hands over."""
        # sudo: a till knows its own place, whoever is at the till
        return self.sudo().picking_type_id.warehouse_id

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        for values in read_records[:1]:
            values["_can_load_sale_orders"] = self.env["sale.order"].has_access("read")
            values["_place_name"] = config._get_place().name
        return read_records
