import { beforeEach, describe, destroy, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, click, edit, queryAllTexts, waitFor } from "@odoo/hoot-dom";
import {
    MockServer,
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

const CART = "unified_commerce.cart";

class SaleOrder extends models.Model {
    _name = "sale.order";

    note = fields.Char();
    cart_state = fields.Char();
    cart_editor = fields.Char();
    cart_request = fields.Char();
    cart_seen_version = fields.Integer();
    cart_holder_name = fields.Char();
    cart_asker_until = fields.Datetime();

    _records = [
        {
            id: 1,
            note: "first",
            cart_state: "open",
            cart_editor: "me",
            cart_request: false,
            cart_seen_version: 3,
            cart_holder_name: "Marie",
            cart_asker_until: false,
        },
        { id: 2, note: "an order", cart_state: false, cart_editor: false },
    ];
}
defineMailModels();
defineModels([SaleOrder]);

let bus;
let calls;

beforeEach(() => {
    bus = { channels: [], listeners: [] };
    calls = [];
    mockService("bus_service", {
        addChannel: (channel) => bus.channels.push(channel),
        deleteChannel: (channel) => bus.channels.splice(bus.channels.indexOf(channel), 1),
        subscribe: (type, listener) => type === CART && bus.listeners.push(listener),
        unsubscribe: (_type, listener) =>
            (bus.listeners = bus.listeners.filter((one) => one !== listener)),
        addEventListener() {},
        removeEventListener() {},
    });
    for (const method of [
        "action_cart_give_back",
        "action_cart_hand_over",
        "action_cart_answer_later",
        "action_cart_renew",
    ]) {
        onRpc("sale.order", method, ({ args }) => {
            calls.push([method, ...args[0]]);
            return true;
        });
    }
});

function openForm(resId = 1) {
    return mountView({
        type: "form",
        resModel: "sale.order",
        resId,
        arch: `<form js_class="unified_cart_form">
                <field name="cart_state" invisible="1"/>
                <field name="cart_editor" invisible="1"/>
                <field name="cart_request" invisible="1"/>
                <field name="cart_seen_version" invisible="1"/>
                <field name="cart_holder_name" invisible="1"/>
                <field name="cart_asker_until" invisible="1"/>
                <field name="note"/>
            </form>`,
    });
}

/** The cart as the server has it. */
function cart() {
    return MockServer.env["sale.order"].find((order) => order.id === 1);
}

/** Somebody changed the cart on another screen: the server tells it. */
async function change(values, news = false, by = "Camille") {
    Object.assign(cart(), values);
    const { cart_seen_version, cart_state, cart_holder_name, cart_request } = cart();
    for (const listener of bus.listeners) {
        listener({
            cart_id: 1,
            version: cart_seen_version,
            state: cart_state,
            held_by: cart_holder_name && { name: cart_holder_name },
            asked_by: cart_request && { name: "Lyon 1" },
            changed_by: by,
            news,
        });
    }
    await advanceTime(400);
    await animationFrame();
}

describe("the cart is mine", () => {
    test("what others change shows by itself", async () => {
        await openForm();
        expect(bus.channels).toEqual(["unified_commerce.cart_1"]);
        await change({ note: "from the phone", cart_seen_version: 4 });
        expect(".o_field_widget[name=note] input").toHaveValue("from the phone");
        expect(".o_unified_cart_changed").toHaveCount(0);
    });

    test("while something is being typed, the change is told and nothing is lost", async () => {
        await openForm();
        await contains(".o_field_widget[name=note] input").edit("my own words");
        await change({ note: "from the phone", cart_seen_version: 4 });
        expect(".o_field_widget[name=note] input").toHaveValue("my own words");
        await waitFor(".o_unified_cart_changed:contains('Camille')");
        await click(".o_unified_cart_changed button");
        await animationFrame();
        await animationFrame();
        expect(".o_field_widget[name=note] input").toHaveValue("from the phone");
        expect(".o_unified_cart_changed").toHaveCount(0);
    });

    test("the message about one's own save changes nothing", async () => {
        await openForm();
        let reads = 0;
        onRpc("sale.order", "web_read", () => {
            reads++;
        });
        await change({});
        expect(reads).toBe(0);
    });

    test("the version that is shown goes with what is saved", async () => {
        onRpc("sale.order", "web_save", ({ args }) => {
            expect.step(args[1]);
        });
        await openForm();
        await contains(".o_field_widget[name=note] input").edit("my own words");
        await contains(".o_form_button_save").click();
        expect.verifySteps([{ note: "my own words", cart_seen_version: 3 }]);
    });

    test("who asks for it is told, and is answered with one click", async () => {
        await openForm();
        await change({ cart_request: "to_me" }, { kind: "asked", by: "Lyon 1" });
        await waitFor(".o_notification:contains('Lyon 1 asks for this cart.')");
        await click(".o_notification button:contains('Hand it over')");
        await animationFrame();
        await animationFrame();
        expect(calls).toInclude(["action_cart_hand_over", 1]);
    });

    test("a till takes it over: the agent is told why, and the form can only be read", async () => {
        await openForm();
        await change(
            { cart_editor: "other", cart_holder_name: "Lyon 1" },
            { kind: "taken_over", by: "Lyon 1", reason: "The customer is here" }
        );
        expect(queryAllTexts(".o_notification").join()).toMatch(/Lyon 1.*The customer is here/);
        expect(".o_field_widget[name=note] input").toHaveCount(0);
    });

    test("working shows life, a minute apart", async () => {
        await openForm();
        await click(".o_field_widget[name=note] input");
        await edit("a");
        await edit("b");
        expect(calls.filter(([method]) => method === "action_cart_renew").length).toBe(1);
    });

    test("leaving the form gives it back", async () => {
        destroy(await openForm());
        await animationFrame();
        expect(calls).toEqual([["action_cart_give_back", 1]]);
        expect(bus.channels).toEqual([]);
    });
});

describe("the cart is not mine", () => {
    test("the form can be read until the cart is taken", async () => {
        Object.assign(SaleOrder._records[0], { cart_editor: "nobody", cart_holder_name: false });
        await openForm();
        await animationFrame();
        expect(".o_field_widget[name=note] input").toHaveCount(0);
        await change({ cart_editor: "me", cart_holder_name: "Marie" });
        expect(".o_field_widget[name=note] input").toHaveCount(1);
    });

    test("the answer to a request is told", async () => {
        Object.assign(SaleOrder._records[0], {
            cart_editor: "other",
            cart_request: "mine",
            cart_holder_name: "Lyon 1",
        });
        await openForm();
        await change({ cart_request: false }, { kind: "later", by: "Lyon 1" });
        expect(queryAllTexts(".o_notification").join()).toMatch(/Lyon 1 answers: in a moment/);
    });

    test("no answer is told, too", async () => {
        Object.assign(SaleOrder._records[0], {
            cart_editor: "other",
            cart_request: "mine",
            cart_holder_name: "Lyon 1",
        });
        await openForm();
        await advanceTime(2000);
        expect(queryAllTexts(".o_notification").join()).toMatch(/Lyon 1 does not answer/);
    });
});

test("an order that is no cart is a form as ever", async () => {
    onRpc("sale.order", "web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await openForm(2);
    expect(bus.channels).toEqual([]);
    await contains(".o_field_widget[name=note] input").edit("changed");
    await contains(".o_form_button_save").click();
    expect.verifySteps([{ note: "changed" }]);
});
