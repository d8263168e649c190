import { patch } from "@web/core/utils/patch";
import { SaleOrder } from "@pos_sale/../tests/unit/data/sale_order.data";

patch(SaleOrder.prototype, {
    _load_pos_data_fields() {
        return [...super._load_pos_data_fields(), "is_cart", "cart_version", "cart_state"];
    },
});
