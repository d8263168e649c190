import { patch } from "@web/core/utils/patch";
import { PosOrderLine } from "@point_of_sale/../tests/unit/data/pos_order_line.data";
import { PosSession } from "@point_of_sale/../tests/unit/data/pos_session.data";
import { StockWarehouse } from "@point_of_sale/../tests/unit/data/stock_warehouse.data";

patch(StockWarehouse.prototype, {
    _load_pos_data_fields() {
        return ["id", "name"];
    },

    _load_pos_data_read() {
        return [
            { id: 1, name: "Lyon" },
            { id: 2, name: "Paris" },
        ];
    },
});

patch(PosSession.prototype, {
    _load_pos_data_models() {
        return [...super._load_pos_data_models(), "stock.warehouse"];
    },
});

patch(PosOrderLine.prototype, {
    _load_pos_data_fields() {
        return [...super._load_pos_data_fields(), "fulfilment_mode", "fulfilment_place_id"];
    },
});
