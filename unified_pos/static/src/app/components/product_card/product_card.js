import { patch } from "@web/core/utils/patch";
import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { ProductCard } from "@point_of_sale/app/components/product_card/product_card";

const FEW = 2;

patch(ProductCard.prototype, {
    setup() {
        super.setup(...arguments);
        // the card is used without a till, too
        this.stockDesk = this.env.services.pos?.stockDesk;
        if (this.stockDesk) {
            this.stockLevels = useState(this.stockDesk.levels);
        }
    },

    /** What this place has left, in words; nothing while it is not known. */
    get stock() {
        const template = this.props.product;
        if (!this.stockDesk || !template?.product_variant_ids || this.props.isComboPopup) {
            return undefined;
        }
        const here = this.stockDesk.hereOf(template, this.stockLevels);
        if (here === undefined) {
            return undefined;
        }
        const quantity = formatFloat(here, { trailingZeros: false });
        return {
            text: here > 0 ? _t("%s here", quantity) : _t("None here"),
            state: here <= 0 ? "none" : here <= FEW ? "few" : "enough",
        };
    },
});
