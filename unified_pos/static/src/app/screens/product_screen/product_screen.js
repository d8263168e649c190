import { patch } from "@web/core/utils/patch";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { isCartCode } from "@unified_pos/app/utils/cart_key";
import { CustomerChip } from "@unified_pos/app/components/customer_chip/customer_chip";

patch(ProductScreen, {
    components: { ...ProductScreen.components, CustomerChip },
});

patch(ProductScreen.prototype, {
    /** Six digits that are no article are the code of a cart. */
    async _barcodeProductAction(code) {
        if (isCartCode(code.code) && !(await this._getProductByBarcode(code))) {
            // not waited for: the reader stays free while the cashier decides
            this.pos.cartFinder.open(code.code);
            return;
        }
        return super._barcodeProductAction(...arguments);
    },
});
