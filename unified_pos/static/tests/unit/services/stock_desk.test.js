import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { ProductCard } from "@point_of_sale/app/components/product_card/product_card";
import { ProductInfoPopup } from "@point_of_sale/app/components/popups/product_info_popup/product_info_popup";
import { PosConfig } from "@point_of_sale/../tests/unit/data/pos_config.data";
import { setupTill } from "../till_utils";

definePosModels();

/** A till that knows the stock of the first article of its ticket. */
async function setupStock(level) {
    const till = await setupTill();
    const [line] = till.order.lines;
    const product = line.product_id;
    product.product_tmpl_id.is_storable = true;
    till.server.stock = { [product.id]: level };
    till.store.stockDesk.want([product.id]);
    await advanceTime(200);
    await animationFrame();
    return { ...till, desk: till.store.stockDesk, line, product };
}

/** Answer the question of the dialog, and remember what was asked. */
function answerQuestion(store, answer) {
    const asked = [];
    store.dialog.add = (component, props) => {
        asked.push(props);
        (answer ? props.confirm : props.cancel)();
        return () => {};
    };
    return asked;
}

describe("what is known", () => {
    test("is asked for once for many articles", async () => {
        const { desk, server } = await setupStock({ here: 3, promised: [], places: [] });
        const before = server.count("unified_stock");
        desk.want([5, 6]);
        desk.want([6]);
        await advanceTime(200);
        expect(server.count("unified_stock")).toBe(before + 1);
        expect(server.last("unified_stock").args[1]).toEqual([5, 6]);
    });

    test("is asked again when the server tells of a change", async () => {
        const { desk, server, product } = await setupStock({ here: 3, promised: [], places: [] });
        server.stock = { [product.id]: { here: 1, promised: [], places: [] } };
        desk.onChanged([product.id, 999]);
        await advanceTime(200);
        expect(server.last("unified_stock").args[1]).toEqual([product.id]);
        expect(desk.levelOf(product).here).toBe(1);
    });

    test("is kept without network", async () => {
        const { desk, server, store, product } = await setupStock({
            here: 3,
            promised: [],
            places: [],
        });
        const before = server.count("unified_stock");
        store.data.network.offline = true;
        desk.onChanged([product.id]);
        await advanceTime(200);
        expect(server.count("unified_stock")).toBe(before);
        expect(desk.levelOf(product).here).toBe(3);
    });

    test("is there for a kit, and asked for once for what nobody counts", async () => {
        const { desk, server, product } = await setupStock({ here: 3, promised: [], places: [] });
        const template = product.product_tmpl_id;
        template.is_storable = false;
        expect(desk.hereOf(template)).toBe(3);
        server.stock = {};
        desk.onChanged([product.id]);
        await advanceTime(200);
        const before = server.count("unified_stock");
        expect(desk.hereOf(template)).toBe(undefined);
        await advanceTime(200);
        expect(server.count("unified_stock")).toBe(before);
    });

    test("is on the card of the article, and follows", async () => {
        const { server, desk, product } = await setupStock({ here: 2, promised: [], places: [] });
        const template = product.product_tmpl_id;
        await mountWithCleanup(ProductCard, {
            props: { name: "Article", product: template, productId: template.id, imageUrl: false },
        });
        expect(".o_unified_stock").toHaveText("2 here");
        expect(".o_unified_stock").toHaveAttribute("data-state", "few");
        server.stock = { [product.id]: { here: 0, promised: [], places: [] } };
        desk.onChanged([product.id]);
        await advanceTime(200);
        await animationFrame();
        expect(".o_unified_stock").toHaveText("None here");
    });
});

describe("the information of an article", () => {
    async function openInformation(level) {
        patchWithCleanup(PosConfig.prototype, {
            _load_pos_data_read() {
                const configs = super._load_pos_data_read(...arguments);
                return configs.map((one) => ({ ...one, _place_name: "Lyon" }));
            },
        });
        const till = await setupStock(level);
        const place = (name, is_told = true) => ({
            name,
            is_told,
            free_qty: 9,
            forecasted_quantity: 9,
            uom: "Units",
        });
        const productInfo = {
            product_id: till.product.id,
            all_prices: { price_with_tax: 1, price_without_tax: 1 },
            pricelists: [],
            warehouses: [place("Lyon"), place("Paris"), place("Quay", false)],
        };
        await mountWithCleanup(ProductInfoPopup, {
            props: {
                info: { productInfo },
                productTemplate: till.product.product_tmpl_id,
                close() {},
            },
        });
        return till;
    }

    function shownPlaces() {
        return queryAllTexts(".section-inventory-body > div.flex-md-row .fw-bolder").filter(
            (_text, index) => index % 2 === 0
        );
    }

    test("names who the last units are promised to", async () => {
        await openInformation({ here: 0, promised: ["S00042", "S00043"], places: [] });
        expect(".o_unified_promised").toHaveCount(1);
        expect(".o_unified_promised").toHaveText(/Promised to\s+S00042, S00043/);
    });

    test("follows the stock of the places while it is open", async () => {
        const places = [{ name: "Paris", available: 4 }];
        const { server, desk, product } = await openInformation({ here: 1, promised: [], places });
        expect(shownPlaces()).toEqual(["1", "4", "9"]);
        server.stock = { [product.id]: { here: 2, promised: [], places: [] } };
        desk.onChanged([product.id]);
        await advanceTime(200);
        await animationFrame();
        // nothing is told of a place that is no channel
        expect(shownPlaces()).toEqual(["2", "0", "9"]);
    });

    test("says how old it is without network", async () => {
        const { store } = await openInformation({ here: 1, promised: [], places: [] });
        expect(".section-inventory em").toHaveCount(0);
        store.data.network.offline = true;
        await animationFrame();
        expect(".section-inventory em").toHaveText(/No network: last news at \d\d:\d\d/);
    });
});

describe("a promised unit", () => {
    test("is sold when the cashier says so, and asked for once", async () => {
        const { store, order, product } = await setupStock({
            here: 0,
            promised: ["S00042"],
            places: [],
        });
        const asked = answerQuestion(store, true);
        const vals = { product_id: product, product_tmpl_id: product.product_tmpl_id, qty: 1 };
        await store.addLineToOrder(vals, order, {}, false);
        await store.addLineToOrder(vals, order, {}, false);
        expect(asked.length).toBe(1);
        expect(asked[0].body).toMatch(/S00042/);
    });

    test("is put back when the cashier says so", async () => {
        const { store, order, product } = await setupStock({
            here: 0,
            promised: ["S00042"],
            places: [],
        });
        const before = order.lines.reduce((total, line) => total + line.qty, 0);
        answerQuestion(store, false);
        const vals = { product_id: product, product_tmpl_id: product.product_tmpl_id, qty: 1 };
        await store.addLineToOrder(vals, order, {}, false);
        expect(order.lines.reduce((total, line) => total + line.qty, 0)).toBe(before);
    });

    test("of an article that was never on the screen is asked for", async () => {
        const { store, server, order, product } = await setupStock({
            here: 0,
            promised: ["S00042"],
            places: [],
        });
        delete store.stockDesk.levels[product.id];
        server.stock = { [product.id]: { here: 0, promised: ["S00042"], places: [] } };
        const asked = answerQuestion(store, true);
        const vals = { product_id: product, product_tmpl_id: product.product_tmpl_id, qty: 1 };
        await store.addLineToOrder(vals, order, {}, false);
        await advanceTime(50);
        await animationFrame();
        expect(asked.length).toBe(1);
    });

    test("that is here in numbers asks nothing", async () => {
        const { store, order, product } = await setupStock({ here: 50, promised: [], places: [] });
        const asked = answerQuestion(store, false);
        const vals = { product_id: product, product_tmpl_id: product.product_tmpl_id, qty: 1 };
        await store.addLineToOrder(vals, order, {}, false);
        expect(asked).toEqual([]);
    });
});
