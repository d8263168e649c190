import { patch } from "@web/core/utils/patch";
import { PosConfig } from "@point_of_sale/../tests/unit/data/pos_config.data";

patch(PosConfig.prototype, {
    unified_customer_summary(_configId, partnerId) {
        return { partner_id: partnerId, first_name: "", channel: "", cart: false };
    },

    unified_stock() {
        return { channel: "", offline_seconds: 0, stock: {} };
    },

    unified_fulfilment() {
        return { places: [], address: "", shipping: { status: "free", price: 0 } };
    },

    unified_shipping() {
        return { status: "free", price: 0 };
    },

    unified_scarce() {
        return [];
    },

    unified_settle() {
        return {};
    },

    unified_deposit_lines() {
        return [];
    },
});
