import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";

let building = false;
patch(PosOrder.prototype, {
    triggerRecomputeAllPrices() {
        // reckoned once, when the basket is complete, and not at each step
        if (!building) {
            super.triggerRecomputeAllPrices();
        }
    },
});

// What the till reckons or sells, many baskets at once; a Python test calls it in the page.
async function fillTicket(pos, basket) {
    const { models } = pos;
    const order = pos.createNewOrder();
    building = true;
    pos.company.tax_calculation_rounding_method = basket.rounding;
    order.setPricelist(models["product.pricelist"].get(basket.pricelist));
    order.fiscal_position_id = models["account.fiscal.position"].get(basket.fiscal_position);
    for (const line of basket.lines) {
        const product = models["product.product"].get(line.product);
        const values = { product_id: product, product_tmpl_id: product.product_tmpl_id };
        values.qty = line.quantity;
        const extras = models["product.template.attribute.value"].readMany(line.extras);
        if (extras.length) {
            values.attribute_value_ids = extras.map((value) => ["link", value]);
            values.price_extra = extras.reduce((sum, value) => sum + value.price_extra, 0);
        }
        if (line.combo_items.length) {
            const items = models["product.combo.item"].readMany(line.combo_items);
            values.payload = [items.map((item) => ({ combo_item_id: item, qty: 1 })), []];
        }
        const added = await pos.addLineToOrder(values, order, {}, Boolean(line.combo_items.length));
        if (line.discount) {
            for (const one of [added, ...added.combo_line_ids]) {
                one.setDiscount(line.discount);
            }
        }
    }
    building = false;
    order.triggerRecomputeAllPrices();
    if (basket.promotions) {
        pos.setOrder(order);
        pos.updateRewards();
        // nothing is asked of the server: it is done when the page has a moment
        await new Promise((resolve) => setTimeout(resolve));
    }
    order.setOrderPrices();
    return order;
}

async function reckonBasket(pos, basket) {
    const order = await fillTicket(pos, basket);
    const reckoned = {
        total: order.amount_total,
        tax: order.amount_tax,
        lines: order.lines.map((line) => ({
            product: line.product_id.id,
            price: line.price_unit,
            total: line.price_subtotal_incl,
            net: line.price_subtotal,
        })),
        rates: order.prices.taxDetails.subtotals.flatMap((subtotal) =>
            subtotal.tax_groups.map((group) => [group.id, group.tax_amount_currency])
        ),
    };
    order.delete();
    return reckoned;
}

/** Pay and send a ticket as the payment screen does; return the id that the server gave it. */
async function sellBasket(pos, basket) {
    const order = await fillTicket(pos, basket);
    const validation = new OrderPaymentValidation({
        pos,
        orderUuid: order.uuid,
        fastPaymentMethod: pos.config.payment_method_ids[0],
    });
    await validation.finalizeValidation();
    return order.id;
}

window.unifiedSell = async (baskets) => {
    const sold = [];
    for (const basket of baskets) {
        sold.push(await sellBasket(window.posmodel, basket));
    }
    return JSON.stringify(sold);
};

window.unifiedReckon = async (baskets) => {
    const reckoned = [];
    for (const basket of baskets) {
        reckoned.push(await reckonBasket(window.posmodel, basket));
    }
    return JSON.stringify(reckoned);
};
