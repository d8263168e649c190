import { patch } from "@web/core/utils/patch";
import { PosPayment } from "@point_of_sale/../tests/unit/data/pos_payment.data";
// what is changed here must be there before
import "@pos_hr/../tests/unit/data/pos_payment.data";
import { PosConfig } from "@point_of_sale/../tests/unit/data/pos_config.data";

patch(PosConfig.prototype, {
    enrol_fiscal_device() {
        return { status: "off" };
    },
});

patch(PosPayment.prototype, {
    /** Odoo's mock names no field, which means all, until pos_hr names one. */
    _load_pos_data_fields() {
        const fields = ["pos_order_id", "payment_method_id", "amount", "uuid", "payment_status"];
        return [...super._load_pos_data_fields(), ...fields];
    },
});
