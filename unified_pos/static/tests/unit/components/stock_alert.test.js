import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { ConnectionLostError } from "@web/core/network/rpc";
import { contains, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { StockAlert } from "@unified_pos/app/components/stock_alert/stock_alert";
import { setupTill } from "../till_utils";

definePosModels();

const BUTTON = ".o_unified_alert_tell";

/** The information of an article of which the place has ``here``, for a customer. */
async function setupAlert({ here = 0, withCustomer = true } = {}) {
    const till = await setupTill();
    const product = till.order.lines[0].product_id;
    product.product_tmpl_id.is_storable = true;
    till.server.stock = { [product.id]: { here, promised: [], places: [] } };
    till.server.told = { status: "asked", message: "We will write to camille@client.example" };
    till.store.config._place_name = "Lyon";
    if (withCustomer) {
        till.order.setPartner(till.customer);
    }
    till.store.stockDesk.want([product.id]);
    await advanceTime(200);
    await mountWithCleanup(StockAlert, { props: { productTemplate: product.product_tmpl_id } });
    return { ...till, product };
}

test("nothing is offered while the place has some", async () => {
    const { server, store, product } = await setupAlert({ here: 2 });
    expect(BUTTON).toHaveCount(0);
    server.stock = { [product.id]: { here: 0, promised: [], places: [] } };
    store.stockDesk.onChanged([product.id]);
    await advanceTime(200);
    await animationFrame();
    expect(BUTTON).toHaveCount(1);
});

test("the customer of the ticket is written down with one tap", async () => {
    const { server, customer, product } = await setupAlert();
    await contains(BUTTON).click();
    await animationFrame();
    expect(server.last("unified_tell_customer").args.slice(1)).toEqual([
        product.id,
        customer.id,
        null,
    ]);
    expect(".o_unified_alert_done").toHaveText(/camille@client.example/);
    expect(BUTTON).toHaveCount(0);
});

test("an address is asked for when the customer has none", async () => {
    const { server } = await setupAlert();
    server.told = { status: "email", message: false };
    await contains(BUTTON).click();
    await animationFrame();
    expect(".o_unified_alert_problem").toHaveCount(0);
    expect(".form-text").toHaveText(/this one message/);
    server.told = { status: "asked", message: "Written down" };
    await contains("#unified_alert_email").edit("sacha@client.example", { confirm: false });
    await contains(BUTTON).click();
    await animationFrame();
    expect(server.last("unified_tell_customer").args[3]).toBe("sacha@client.example");
    expect(".o_unified_alert_done").toHaveText("Written down");
});

test("what the server refuses is said in its words", async () => {
    const { server } = await setupAlert();
    server.told = { status: "refused", message: "Too many alerts" };
    await contains(BUTTON).click();
    await animationFrame();
    expect(".o_unified_alert_problem").toHaveText("Too many alerts");
});

test("the customer is chosen when the ticket has none", async () => {
    const { server, store, customer } = await setupAlert({ withCustomer: false });
    store.selectPartner = async () => customer;
    await contains(BUTTON).click();
    await animationFrame();
    expect(server.last("unified_tell_customer").args[2]).toBe(customer.id);
});

test("nobody is written down when no customer is chosen", async () => {
    const { server, store } = await setupAlert({ withCustomer: false });
    store.selectPartner = async () => false;
    await contains(BUTTON).click();
    expect(server.count("unified_tell_customer")).toBe(0);
});

test("a till without network says that nothing was written down", async () => {
    const { server, store } = await setupAlert();
    store.data.network.offline = true;
    await contains(BUTTON).click();
    await animationFrame();
    expect(".o_unified_alert_problem").toHaveText(/no network/);
    expect(server.count("unified_tell_customer")).toBe(0);
    store.data.network.offline = false;
    store.data.call = async () => {
        throw new ConnectionLostError();
    };
    await contains(BUTTON).click();
    await animationFrame();
    expect(".o_unified_alert_problem").toHaveText(/no network/);
    expect(BUTTON).toBeEnabled();
});
