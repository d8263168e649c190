import { Component } from "@odoo/owl";

/** What a customer takes home of a basket that waits on the shop. Not a receipt. */
export class SentReceipt extends Component {
    static template = "unified_pos.SentReceipt";
    static props = {
        company: String,
        place: String,
        lines: Array,
        total: String,
        until: String,
        qrCode: String,
    };
}
