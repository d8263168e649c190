import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";

definePosModels();

const { DateTime } = luxon;

/** An article at 50 in a price list, by a rule of the kind asked for. */
async function setupRule(values) {
    const store = await setupPosEnv();
    const product = store.models["product.template"].get(5);
    const pricelist = store.models["product.pricelist"].create({ id: 900, name: "Sales" });
    const rule = store.models["product.pricelist.item"].create({
        id: 901,
        pricelist_id: pricelist,
        compute_price: "fixed",
        fixed_price: 50,
        product_tmpl_id: product,
        ...values,
    });
    pricelist.computeGeneralRulesByCateg();
    const variant = product.product_variant_ids[0];
    const price = (extra = 0, list = pricelist) => product.getPrice(list, 1, extra, false, variant);
    return { store, product, pricelist, rule, price };
}

describe("a rule of a price list", () => {
    test("ends while the till is open", async () => {
        const { rule, price } = await setupRule();
        expect(price()).toBe(50);
        rule.date_end = DateTime.now().minus({ minutes: 1 });
        expect(price()).not.toBe(50);
    });

    test("begins while the till is open", async () => {
        const { rule, price } = await setupRule({
            date_start: DateTime.now().plus({ hours: 1 }),
        });
        expect(price()).not.toBe(50);
        rule.date_start = DateTime.now().minus({ minutes: 1 });
        expect(price()).toBe(50);
    });

    test("for all articles ends while the till is open", async () => {
        const { rule, price } = await setupRule({ product_tmpl_id: undefined });
        expect(price()).toBe(50);
        rule.date_end = DateTime.now().minus({ minutes: 1 });
        expect(price()).not.toBe(50);
    });

    test("based on another list keeps the extra price of a choice", async () => {
        const { store, product, price } = await setupRule({
            compute_price: "percentage",
            percent_price: 0,
            base: "list_price",
        });
        const nested = store.models["product.pricelist"].create({ id: 910, name: "Nested" });
        store.models["product.pricelist.item"].create({
            id: 911,
            pricelist_id: nested,
            product_tmpl_id: product,
            compute_price: "percentage",
            percent_price: 50,
            base: "pricelist",
            base_pricelist_id: 900,
        });
        expect(price(4, nested)).toBe(price(4) / 2);
        expect(price(4)).toBe(price(0) + 4);
    });
});
