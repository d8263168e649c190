import { patch } from "@web/core/utils/patch";
import { BarcodeReader } from "@point_of_sale/app/services/barcode_reader_service";
import { isCartLink } from "@unified_pos/app/utils/cart_key";

patch(BarcodeReader.prototype, {
    /** The address in the QR of a cart means nothing to the nomenclature. */
    async _scan(code) {
        if (!isCartLink(code)) {
            return super._scan(...arguments);
        }
        // a till that is locked hears its lock only
        const cbMaps = this.exclusiveCbMap ? [this.exclusiveCbMap] : [...this.cbMaps];
        for (const cbMap of cbMaps) {
            cbMap.unified_cart?.({ code });
        }
    },
});
