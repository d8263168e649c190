import { patch } from "@web/core/utils/patch";
import { PosPayment } from "@point_of_sale/../tests/unit/data/pos_payment.data";
// what is changed here must be there before
import "@pos_hr/../tests/unit/data/pos_payment.data";

patch(PosPayment.prototype, {
    /** Odoo's mock names no field, which means all, until pos_hr names one. */
    _load_pos_data_fields() {
        return [
            ...super._load_pos_data_fields(),
            "pos_order_id",
            "payment_method_id",
            "amount",
            "uuid",
            "payment_status",
            "transaction_id",
            "card_no",
            "ticket",
        ];
    },
});
