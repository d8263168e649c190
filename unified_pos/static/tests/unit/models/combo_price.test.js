import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";

definePosModels();

/** A till with a menu at 750 for one and at 50 for each when two are bought. */
async function setupMenu() {
    const store = await setupPosEnv();
    const { models } = store;
    models["product.combo"].get(1).qty_free = 1;
    const menu = models["product.template"].get(7);
    const pricelist = models["product.pricelist"].create({ id: 900, name: "Menus" });
    models["product.pricelist.item"].create({
        id: 901,
        pricelist_id: pricelist,
        compute_price: "fixed",
        fixed_price: 50,
        min_quantity: 2,
        product_tmpl_id: menu,
        product_id: menu.product_variant_ids[0],
    });
    pricelist.computeGeneralRulesByCateg();
    const order = store.addNewOrder();
    order.setPricelist(pricelist);
    const items = [1, 3].map((id) => models["product.combo.item"].get(id));
    const add = (qty) =>
        store.addLineToOrder(
            {
                product_tmpl_id: menu,
                payload: [items.map((item) => ({ combo_item_id: item, qty: 1 })), []],
                qty,
            },
            order
        );
    return { models, order, pricelist, add };
}

const priceOf = (line) => line.combo_line_ids.reduce((sum, part) => sum + part.price_unit, 0);

describe("a combo", () => {
    test("has the price of as many as are bought", async () => {
        const { add } = await setupMenu();
        expect(priceOf(await add(1))).toBe(750);
        expect(priceOf(await add(2))).toBe(50);
    });

    test("changes its price with its quantity", async () => {
        const { add } = await setupMenu();
        const line = await add(1);
        // as the numpad does
        line.setQuantity(3, true);
        expect(priceOf(line)).toBe(50);
        expect(line.combo_line_ids.map((part) => part.qty)).toEqual([3, 3]);
        line.setQuantity(1, true);
        expect(priceOf(line)).toBe(750);
    });

    test("has the price of another list for as many as are bought", async () => {
        const { add, order, pricelist } = await setupMenu();
        const line = await add(2);
        order.setPricelist(false);
        expect(priceOf(line)).toBe(750);
        order.setPricelist(pricelist);
        expect(priceOf(line)).toBe(50);
    });

    test("keeps the price that a person typed for a part of it", async () => {
        const { add } = await setupMenu();
        const line = await add(1);
        const [typed] = line.combo_line_ids;
        typed.price_type = "manual";
        typed.setUnitPrice(12);
        line.setQuantity(2, true);
        expect(typed.price_unit).toBe(12);
    });

    test("is taken back at the price it was sold at", async () => {
        const { add } = await setupMenu();
        const line = await add(2);
        line.setQuantity(-1, true);
        expect(priceOf(line)).toBe(50);
    });
});
