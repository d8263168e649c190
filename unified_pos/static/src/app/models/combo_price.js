import { patch } from "@web/core/utils/patch";
import { computeComboItems } from "@point_of_sale/app/models/utils/compute_combo_items";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { PosStore } from "@point_of_sale/app/services/pos_store";

patch(PosOrderline.prototype, {
    /**
     * Price a combo as any article and as on an order: for as many as are bought.
     *
     * Odoo's till asks the price list for the price of one. What a person typed, an order
     * decided or a customer brings back keeps its price.
     */
    priceCombo() {
        const { order_id: order, product_id: product, qty, models } = this;
        const children = this.combo_line_ids.filter((line) => line.combo_item_id);
        if (!children.length || qty <= 0 || this.price_type !== "original") {
            return;
        }
        // one combo: what is free and what is extra is told of one
        const { childLineFree, childLineExtra } = order.getFreeAndExtraChildLines({
            combo_line_ids: children.map((line) => ({
                combo_item_id: line.combo_item_id,
                attribute_value_ids: line.attribute_value_ids.map((value) => value.id),
                qty: line.qty / qty,
            })),
        });
        const prices = computeComboItems(
            { getPrice: (pricelist) => product.getPrice(pricelist, qty, 0, false, product) },
            childLineFree,
            order.pricelist_id,
            models["decimal.precision"].getAll(),
            models["product.template.attribute.value"].getAllBy("id"),
            childLineExtra,
            order.currency
        );
        for (const line of children) {
            const isOfLine = ({ combo_item_id: item }) => item.id === line.combo_item_id.id;
            const [price] = prices.splice(prices.findIndex(isOfLine), 1);
            if (line.price_type === "original") {
                line.setUnitPrice(price.price_unit);
            }
        }
    },

    setQuantity() {
        const done = super.setQuantity(...arguments);
        if (done === true) {
            this.priceCombo();
        }
        return done;
    },
});

patch(PosOrder.prototype, {
    setPricelist() {
        super.setPricelist(...arguments);
        this.lines.forEach((line) => line.priceCombo());
    },
});

patch(PosStore.prototype, {
    async addLineToOrder() {
        const line = await super.addLineToOrder(...arguments);
        if (line && line.qty !== 1) {
            line.priceCombo();
        }
        return line;
    },
});
