import { patch } from "@web/core/utils/patch";
import { PosData } from "@point_of_sale/app/services/data_service";

patch(PosData.prototype, {
    /** Odoo reads an order's lines again after a deposit: a cashier may not. */
    async read(model, ids, ...rest) {
        const config = this.models?.["pos.config"]?.getFirst();
        if (model === "sale.order.line" && config?._can_load_sale_orders === false) {
            return this.models[model].readMany(ids);
        }
        return super.read(model, ids, ...rest);
    },
});
