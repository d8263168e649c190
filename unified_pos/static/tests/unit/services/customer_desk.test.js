import { describe, expect, test } from "@odoo/hoot";
import { animationFrame, queryAllTexts, waitFor } from "@odoo/hoot-dom";
import { ConnectionLostError } from "@web/core/network/rpc";
import { contains, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupTill } from "../till_utils";

definePosModels();

const KNOWN = {
    id: 3,
    name: "Camille M.",
    email: "c•••@client.example",
    phone: "••• 34",
    city: "Lyon",
    same_email: true,
    archived: false,
};
const USE = ".o_unified_use_file";
const NEW = ".o_unified_new_file";

/** The form of a new customer at the till, with the address typed. */
async function setupForm(known, context = { unified_till_id: 1 }) {
    const till = await setupTill();
    const saved = [];
    const said = [];
    till.store.notification.add = (message) => said.push(message);
    if (known instanceof Error) {
        till.store.customerDesk.call = () => Promise.reject(known);
    }
    onRpc("pos.config", "unified_find_customer", ({ args }) => {
        expect.step(`find ${args[1]} ${args[2]}`);
        return known;
    });
    onRpc("pos.config", "unified_use_customer", ({ args }) => {
        expect.step(`use ${args[1]}`);
        return args[1];
    });
    onRpc("res.partner", "web_save", () => {
        expect.step("save");
    });
    await mountView({
        type: "form",
        resModel: "res.partner",
        arch: `<form><field name="name"/><field name="email"/><field name="phone"/></form>`,
        context,
        onSave: (record) => saved.push(record.config.resIds[0]),
    });
    await contains("[name=name] input").edit("Camille");
    await contains("[name=email] input").edit("camille@client.example");
    await contains(".o_form_button_save").click();
    await animationFrame();
    return { ...till, saved, said };
}

describe("a new customer file", () => {
    test("nobody known: it is saved without a question", async () => {
        const { saved } = await setupForm([]);
        expect.verifySteps(["find camille@client.example false", "save"]);
        expect(saved).toHaveLength(1);
    });

    test("a known address: the known file is used, there is no other way", async () => {
        const { saved } = await setupForm([KNOWN]);
        await waitFor(USE);
        expect(".o_unified_known_customer").toHaveText(/Camille M\./);
        expect(NEW).toHaveCount(0);
        await contains(USE).click();
        await animationFrame();
        expect.verifySteps(["find camille@client.example false", "use 3"]);
        expect(saved).toEqual([3]);
    });

    test("a known number: a member of the household gets a file of their own", async () => {
        const { saved } = await setupForm([{ ...KNOWN, same_email: false }]);
        await waitFor(USE);
        await contains(NEW).click();
        await animationFrame();
        expect.verifySteps(["find camille@client.example false", "save"]);
        expect(saved).toHaveLength(1);
    });

    test("one known by address, another by number: only the first is proposed", async () => {
        await setupForm([KNOWN, { ...KNOWN, id: 4, name: "Paul M.", same_email: false }]);
        await waitFor(USE);
        expect(queryAllTexts(".o_unified_known_customer li .fw-bolder")).toEqual(["Camille M."]);
        expect.verifySteps(["find camille@client.example false"]);
    });

    test("the cashier corrects what was typed: nothing is saved or lost", async () => {
        const { saved } = await setupForm([KNOWN]);
        await waitFor(USE);
        await contains(".o_unified_correct").click();
        await animationFrame();
        expect.verifySteps(["find camille@client.example false"]);
        expect(saved).toEqual([]);
        expect("[name=email] input").toHaveValue("camille@client.example");
    });

    test("without network nothing is saved and it is said", async () => {
        const { saved, said } = await setupForm(new ConnectionLostError("/"));
        expect(saved).toEqual([]);
        expect(said[0]).toMatch(/Without network/);
    });

    test("a form of the back office asks nothing", async () => {
        await setupForm([KNOWN], {});
        expect.verifySteps(["save"]);
    });
});

test("the form knows its till", async () => {
    const { store } = await setupTill();
    expect(store.editPartnerContext().unified_till_id).toBe(store.config.id);
});

test("without network the form is not opened, and it is said", async () => {
    const { store } = await setupTill();
    const said = [];
    store.notification.add = (message) => said.push(message);
    store.data.network.offline = true;
    expect(await store.editPartner()).toBe(undefined);
    expect(said[0]).toMatch(/Sell without a customer/);
});

test("a customer merged meanwhile: the ticket goes on with the file that is kept", async () => {
    const { store, order, customer } = await setupTill();
    const kept = store.models["res.partner"].find((partner) => partner.id !== customer.id);
    order.setPartner(customer);
    const lines = order.lines.length;
    onRpc("pos.config", "unified_customer_summary", ({ args }) => ({
        partner_id: kept.id,
        first_name: "Camille",
        channel: "",
        cart: false,
        asked: args[1],
    }));
    await store.cartDesk.refresh(customer);
    expect(order.partner_id.id).toBe(kept.id);
    expect(order.lines).toHaveLength(lines);
    expect(store.cartDesk.summaryOf(customer)).toBe(null);
});
