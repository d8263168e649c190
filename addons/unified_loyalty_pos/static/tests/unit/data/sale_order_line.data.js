import { patch } from "@web/core/utils/patch";
import { SaleOrderLine } from "@pos_sale/../tests/unit/data/sale_order_line.data";

patch(SaleOrderLine.prototype, {
    _load_pos_data_fields() {
        return [...super._load_pos_data_fields(), "is_reward_line"];
    },
});
