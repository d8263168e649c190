import { describe, expect, test } from "@odoo/hoot";
import { mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { Orderline } from "@point_of_sale/app/components/orderline/orderline";
import { setupTill, setupTillWithCart } from "../till_utils";

definePosModels();

const LYON = { id: 1, name: "Lyon", available: 0, here: true, collect: true };
const PARIS = { id: 2, name: "Paris", available: 3, here: false, collect: true };
const FREE = { status: "free", price: 0, carrier: false };

/** A ticket for a customer with an address, and what the server says of one article. */
async function setupChoice({ places = [PARIS], shipping = FREE, choose = null } = {}) {
    const till = await setupTill();
    const { store, order, customer, server } = till;
    const answers = { places, shipping, address: "1 rue de la Paix" };
    for (const [method, answer] of [
        ["unified_fulfilment", () => answers],
        ["unified_shipping", () => answers.shipping],
    ]) {
        onRpc("pos.config", method, ({ args }) => {
            server.calls.push({ method, args });
            return answer();
        });
    }
    Object.assign(customer, { street: "1 rue", zip: "75002", city: "Paris" });
    order.setPartner(customer);
    const [line] = order.lines;
    line.product_id.product_tmpl_id.is_storable = true;
    const asked = [];
    store.dialog.add = (component, props, options) => {
        asked.push(props);
        const item = props.list?.map((one) => one.item).find((one) => choose?.(one));
        if (item) {
            props.getPayload?.(item);
        }
        options?.onClose?.();
        return () => {};
    };
    return { ...till, answers, asked, line, desk: store.fulfilmentDesk };
}

const shipFromParis = ({ mode, place }) => mode === "ship" && place.id === 2;
const collectInParis = ({ mode, place }) => mode === "collect" && place.id === 2;

describe("the way of a line", () => {
    test("is proposed place by place, the stock and the price with it", async () => {
        const shipping = { status: "priced", price: 4.9 };
        const { desk, line, asked } = await setupChoice({ places: [LYON, PARIS], shipping });
        await desk.choose(line);
        const [{ list }] = asked;
        expect(list.map((one) => one.label)).toEqual([
            "Taken away now",
            "Shipped home from Lyon",
            "Shipped home from Paris",
            "Collected in Lyon",
            "Collected in Paris",
        ]);
        expect(list[2].description).toMatch(/3 available – shipping .*4.90.* – 1 rue/);
        expect(list[0].isSelected).toBe(true);
    });

    test("is promised as soon as it is chosen", async () => {
        const { server, desk, order, line } = await setupChoice({ choose: shipFromParis });
        expect(await desk.choose(line)).toBe(true);
        expect(line.fulfilment_mode).toBe("ship");
        expect(line.fulfilmentLabel).toBe("Shipped home from Paris");
        expect(server.last("unified_promise_later").args.slice(1)).toEqual([
            order.uuid,
            [[line.product_id.id, line.qty, 2]],
        ]);
    });

    test("stays as it was when the place has too few, and the cashier is told", async () => {
        const { server, desk, line, asked } = await setupChoice({ choose: collectInParis });
        server.promise = { status: "short", message: "0 left in Paris." };
        expect(await desk.choose(line)).toBe(false);
        expect(line.isOwed).toBe(false);
        expect(asked.at(-1).body).toMatch(/0 left in Paris\./);
    });

    test("cannot be another one without network, in plain words", async () => {
        const { store, desk, line, asked } = await setupChoice({ choose: shipFromParis });
        store.data.network.offline = true;
        expect(await desk.choose(line)).toBe(false);
        expect(asked[0].body).toMatch(/Only what the customer leaves with/);
    });

    test("asks who it is for, and goes on only with a customer", async () => {
        const { store, desk, order, line } = await setupChoice({ choose: collectInParis });
        order.update({ partner_id: false });
        store.selectPartner = async () => false;
        expect(await desk.choose(line)).toBe(false);
        expect(line.isOwed).toBe(false);
    });

    test("needs an address to be shipped, none to be collected", async () => {
        const till = await setupChoice({ choose: collectInParis });
        const { store, desk, customer, line } = till;
        customer.street = false;
        store.editPartner = async (partner) => partner;
        expect(await desk.apply(line, { mode: "ship", place: PARIS })).toBe(false);
        expect(await desk.choose(line)).toBe(true);
        expect(line.fulfilmentLabel).toBe("Collected in Paris");
    });

    test("is never another one for services, returns and combinations", async () => {
        const { desk, line } = await setupChoice();
        expect(desk.mayChoose(line)).toBe(true);
        line.qty = -1;
        expect(desk.mayChoose(line)).toBe(false);
        line.qty = 1;
        line.product_id.product_tmpl_id.type = "service";
        expect(desk.mayChoose(line)).toBe(false);
    });

    test("can be taken away again: the promise is let go", async () => {
        const { server, desk, order, line } = await setupChoice({ choose: shipFromParis });
        await desk.choose(line);
        await desk.apply(line, { mode: "take_away" });
        expect(line.isOwed).toBe(false);
        expect(server.last("unified_promise_later").args.slice(1)).toEqual([order.uuid, []]);
    });

    test("is written on the ticket and on the receipt", async () => {
        const { desk, line } = await setupChoice({ choose: collectInParis });
        await desk.choose(line);
        for (const mode of ["display", "receipt"]) {
            const shown = await mountWithCleanup(Orderline, { props: { line, mode } });
            const element = shown.root.el.querySelector(".o_unified_fulfilment");
            expect(element.textContent.trim()).toBe("Collected in Paris");
        }
    });

    test("is sent to the server with the ticket", async () => {
        const { desk, order, line } = await setupChoice({ choose: collectInParis });
        await desk.choose(line);
        const sent = order.serializeForORM({ keepCommands: true }).lines;
        const values = sent.map((command) => command[2]).find((one) => one.uuid === line.uuid);
        expect(values.fulfilment_mode).toBe("collect");
        expect(values.fulfilment_place_id).toBe(2);
    });

    test("of an article of the cart is chosen like any other", async () => {
        const { store, order } = await setupTillWithCart();
        expect(store.fulfilmentDesk.mayChoose(order.cartLines[0])).toBe(true);
    });
});

describe("an article of which there is none here", () => {
    async function setupNone(choose = null) {
        const till = await setupChoice({ choose });
        till.line.product_id.product_tmpl_id.type = "consu";
        till.store.stockDesk.levels[till.line.product_id.id] = {
            here: 0,
            promised: [],
            places: [{ name: "Paris", available: 3 }],
        };
        return till;
    }

    test("is proposed from elsewhere at once", async () => {
        const { store, order, line, asked } = await setupNone();
        expect(store.stockDesk.hasNoneHere(order, line)).toBe(true);
        await store.fulfilmentDesk.propose(line);
        expect(asked[0].title).toMatch(/None here/);
    });

    test("is not, when it is promised to somebody here: another question is asked", async () => {
        const { store, order, line } = await setupNone();
        store.stockDesk.levels[line.product_id.id].promised = ["S00042"];
        expect(store.stockDesk.hasNoneHere(order, line)).toBe(false);
    });

    test("is neither handed over, nor counted among what this till may sell alone", async () => {
        const { store, order, line } = await setupNone(shipFromParis);
        await store.fulfilmentDesk.propose(line);
        expect(line.isOwed).toBe(true);
        expect(order.handedOverLines.includes(line)).toBe(false);
        expect(store.stockDesk.hasNoneHere(order, line)).toBe(false);
    });
});

describe("the price of shipping", () => {
    async function setupPriced() {
        const till = await setupChoice({ choose: shipFromParis });
        const product = till.order.lines[1].product_id;
        product.product_tmpl_id.type = "service";
        till.order.lines[1].delete();
        till.answers.shipping = { status: "priced", price: 4.9, product_id: product.id };
        await till.desk.choose(till.line);
        return till;
    }

    test("is one line of the ticket", async () => {
        const { order } = await setupPriced();
        expect(order.shippingLines.map((line) => line.price_unit)).toEqual([4.9]);
    });

    test("follows what is shipped", async () => {
        const { order, desk, answers, line } = await setupPriced();
        answers.shipping.price = 9;
        line.setQuantity(5);
        await desk.refresh(order);
        expect(order.shippingLines.map((one) => one.price_unit)).toEqual([9]);
        answers.shipping = FREE;
        line.setQuantity(9);
        await desk.refresh(order);
        expect(order.shippingLines).toHaveLength(0);
    });

    test("goes with the last line that is shipped", async () => {
        const { order, desk, line } = await setupPriced();
        await desk.apply(line, { mode: "take_away" });
        expect(order.shippingLines).toHaveLength(0);
    });

    test("is not asked again while nothing changes", async () => {
        const { server, order, desk } = await setupPriced();
        const before = server.count("unified_shipping");
        await desk.refresh(order);
        expect(server.count("unified_shipping")).toBe(before);
    });

    test("an address that nobody serves is told, and nothing is shipped", async () => {
        const { desk, line, answers, asked } = await setupChoice({ choose: shipFromParis });
        answers.shipping = { status: "unserved", price: 0 };
        expect(await desk.choose(line)).toBe(false);
        expect(line.isOwed).toBe(false);
        expect(asked.at(-1).body).toMatch(/No delivery method/);
    });
});

describe("paying", () => {
    test("is refused when the goods are gone meanwhile", async () => {
        const { server, store, order, desk, line, asked } = await setupChoice({
            choose: shipFromParis,
        });
        await desk.choose(line);
        server.promise = { status: "short", message: "0 left in Paris." };
        expect(await store.settle(order)).toBe(false);
        expect(asked.at(-1).body).toMatch(/0 left in Paris.*Delivery/);
    });

    test("goes on without network with what was promised before", async () => {
        const { store, order, desk, line } = await setupChoice({ choose: shipFromParis });
        await desk.choose(line);
        store.data.network.offline = true;
        expect(await store.settle(order)).toBe(true);
        line.setQuantity(9);
        expect(await store.settle(order)).toBe(false);
    });

    test("keeps the promise as long as the ticket is open", async () => {
        const { server, desk, line } = await setupChoice({ choose: shipFromParis });
        await desk.choose(line);
        const before = server.count("unified_promise_later");
        await desk.renew();
        expect(server.count("unified_promise_later")).toBe(before + 1);
    });

    test("a ticket that is deleted lets go of what was promised", async () => {
        const { server, store, order, desk, line } = await setupChoice({ choose: shipFromParis });
        await desk.choose(line);
        await store.deleteOrders([order]);
        expect(server.last("unified_promise_later").args.slice(1)).toEqual([order.uuid, []]);
    });
});
