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
        const pos = this.env.services.pos;
        this.stockDesk = pos?.stockDesk;
        if (this.stockDesk) {
            this.offlineDesk = pos.offlineDesk;
            this.stockLevels = useState(this.stockDesk.levels);
            this.network = useState(this.offlineDesk.state);
        }
    },

    /** What this place has left, in words; nothing while it is not known. */
    get stock() {
        const template = this.props.product;
        if (!this.stockDesk || !template?.product_variant_ids || this.props.isComboPopup) {
            return undefined;
        }
        const left = this.network.alone ? this.offlineDesk.leftOfAll(template) : undefined;
        const here = this.stockDesk.hereOf(template, this.stockLevels);
        const shown = left ?? here;
        if (shown === undefined) {
            return undefined;
        }
        const state = shown <= 0 ? "none" : shown <= FEW ? "few" : "enough";
        const quantity = formatFloat(shown, { trailingZeros: false });
        if (!this.network.alone) {
            return { state, text: shown > 0 ? _t("%s here", quantity) : _t("None here") };
        }
        const time = this.offlineDesk.heardAt(this.network);
        const title = _t("No network: last news at %s", time);
        if (left === undefined) {
            return {
                state: "old",
                text: _t("%(quantity)s at %(time)s", { quantity, time }),
                title,
            };
        }
        return { state, text: left > 0 ? _t("%s offline", quantity) : _t("None offline"), title };
    },
});
