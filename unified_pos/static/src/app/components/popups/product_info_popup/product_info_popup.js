import { patch } from "@web/core/utils/patch";
import { ProductInfoPopup } from "@point_of_sale/app/components/popups/product_info_popup/product_info_popup";
import { StockAlert } from "@unified_pos/app/components/stock_alert/stock_alert";

patch(ProductInfoPopup, {
    components: { ...ProductInfoPopup.components, StockAlert },
});
