import { patch } from "@web/core/utils/patch";
import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ProductInfoPopup } from "@point_of_sale/app/components/popups/product_info_popup/product_info_popup";
import { StockAlert } from "@unified_pos/app/components/stock_alert/stock_alert";

patch(ProductInfoPopup, {
    components: { ...ProductInfoPopup.components, StockAlert },
});

patch(ProductInfoPopup.prototype, {
    setup() {
        super.setup(...arguments);
        this.stockLevels = useState(this.pos.stockDesk.levels);
        this.network = useState(this.pos.offlineDesk.state);
        this.pos.stockDesk.want([this.props.info.productInfo.product_id].filter(Boolean));
    },

    /** The places, with what the till is told while the dialog is open. */
    get livePlaces() {
        const { warehouses, product_id } = this.props.info.productInfo;
        const level = this.stockLevels[product_id];
        if (!level) {
            return warehouses;
        }
        const elsewhere = new Map(level.places.map((place) => [place.name, place.available]));
        return warehouses.map((place) => {
            if (place.name === this.pos.config._place_name) {
                return { ...place, free_qty: level.here, promised: level.promised.join(", ") };
            }
            return place.is_told ? { ...place, free_qty: elsewhere.get(place.name) || 0 } : place;
        });
    },

    /** How old the figures are, nothing while they are live. */
    get stockAge() {
        return this.network.alone
            ? _t("No network: last news at %s", this.pos.offlineDesk.heardAt(this.network))
            : "";
    },
});
