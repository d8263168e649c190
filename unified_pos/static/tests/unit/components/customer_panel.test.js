import { describe, expect, test } from "@odoo/hoot";
import {
    animationFrame,
    click,
    edit,
    press,
    queryAllTexts,
    queryText,
    waitFor,
} from "@odoo/hoot-dom";
import { Deferred } from "@odoo/hoot-mock";
import { mountWithCleanup, makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { CustomerChip } from "@unified_pos/app/components/customer_chip/customer_chip";
import { setupTill } from "../till_utils";

definePosModels();

const FILE = {
    wishes: [
        { product_id: 5, name: "Coat (M)", sellable: true, here: 2, date: "2026-10-01 09:00:00" },
    ],
    sizes: [{ attribute: "Size", value: "M", count: 4, of: 6 }],
    purchases: [
        {
            key: "pos.order,1",
            kind: "store",
            date: "2026-10-02 09:00:00",
            place: "Lyon",
            reference: "2610-1-000001",
            total: "20.00 €",
            lines: [
                {
                    id: 1,
                    product_id: 6,
                    name: "Mug",
                    sellable: true,
                    quantity: 2,
                    total: "20.00 €",
                },
                {
                    id: 2,
                    product_id: 7,
                    name: "Gift wrap",
                    sellable: false,
                    quantity: 1,
                    total: "0 €",
                },
            ],
        },
    ],
    viewed: [],
    notes: [
        { id: 1, body: "Likes blue", author: "Bilal", date: "2026-10-02 09:00:00", mine: false },
        { id: 2, body: "Takes M", author: "Amélie", date: "2026-10-02 09:00:00", mine: true },
    ],
};

function panel(adviser, values = {}) {
    return {
        summary: { partner_id: 3, first_name: "Camille", channel: "secret", cart: false },
        adviser,
        message: false,
        texts: { clienteling: "To advise me better…", browsing: "What I looked at…" },
        purposes: adviser === "open" ? ["clienteling"] : [],
        file: adviser === "open" && structuredClone(FILE),
        ...values,
    };
}

/** A till whose ticket is the customer's; the server answers what it is given. */
async function setupPanel(...answers) {
    const till = await setupTill();
    const calls = [];
    onRpc("pos.config", "unified_customer_panel", async ({ kwargs }) => {
        calls.push(kwargs);
        const answer = await (answers.length > 1 ? answers.shift() : answers[0]);
        return structuredClone(answer);
    });
    till.order.setPartner(till.customer);
    await till.store.cartDesk.refresh(till.customer);
    await mountWithCleanup(MainComponentsContainer);
    await mountWithCleanup(CustomerChip, {});
    return { ...till, calls };
}

async function openPanel(...answers) {
    const till = await setupPanel(...answers);
    await click(".o_unified_chip_name");
    await waitFor(".o_unified_panel");
    await animationFrame();
    return till;
}

describe("what is shown", () => {
    test("the panel opens at once and shows that it fills up", async () => {
        const answer = new Deferred();
        await openPanel(answer);
        expect(".o_unified_panel_loading").toHaveCount(1);
        answer.resolve(panel("none"));
        await waitFor(".o_unified_panel_cart");
        expect(".o_unified_panel_loading").toHaveCount(0);
    });

    test("a cashier sees name and cart, no word of an adviser's part", async () => {
        const { calls } = await openPanel(panel("none"));
        expect(queryText(".modal-title")).toBe("File of Camille");
        expect(queryText(".o_unified_panel_cart")).toMatch(/3 articles/);
        expect(".o_unified_panel section").toHaveCount(0);
        expect(".o_unified_panel_pin").toHaveCount(0);
        expect(calls[0].on_ticket).toBe(true);
        expect(calls[0].reason).toBe("present");
    });

    test("an adviser sees wishes, sizes, purchases and notes", async () => {
        await openPanel(panel("open"));
        expect(queryText(".o_unified_panel_wishes li")).toMatch(/Coat \(M\)\s*2 here/);
        expect(queryText(".o_unified_panel_sizes li")).toMatch(/Size\s*M\s*4 of 6/);
        expect(queryText(".o_unified_panel_purchase summary")).toMatch(/Lyon/);
        expect(".o_unified_panel_viewed").toHaveCount(0);
        expect(queryText(".o_unified_panel_warning")).toMatch(/Camille can read/);
    });

    test("a file with nothing in it says what will appear", async () => {
        const file = { wishes: [], sizes: [], purchases: [], viewed: [], notes: [] };
        await openPanel(panel("open", { file }));
        expect(queryText(".o_unified_panel_wishes")).toMatch(/No wish yet/);
        expect(queryText(".o_unified_panel_purchases")).toMatch(/Nothing bought yet/);
    });

    test("without network the panel says so in plain words", async () => {
        const { store } = await setupPanel(panel("open"));
        store.data.network.offline = true;
        await click(".o_unified_chip_name");
        await waitFor(".o_unified_panel_problem");
        expect(queryText(".o_unified_panel_problem")).toMatch(/You can go on selling/);
        expect(".o_unified_panel_loading").toHaveCount(0);
    });

    test("what the server refuses is said in its words", async () => {
        const till = await setupTill();
        onRpc("pos.config", "unified_customer_panel", () => {
            throw makeServerError({ message: "This customer does not exist any more." });
        });
        till.order.setPartner(till.customer);
        await mountWithCleanup(MainComponentsContainer);
        await till.store.panelDesk.open(till.customer);
        await waitFor(".o_unified_panel_problem");
        expect(queryText(".o_unified_panel_problem")).toMatch(/does not exist any more/);
    });
});

describe("one tap", () => {
    test("a wish goes on the ticket and the button counts", async () => {
        const { order } = await openPanel(panel("open"));
        const before = order.lines.length;
        const quantity = () =>
            order.lines
                .filter((line) => line.product_id.id === 5)
                .reduce((sum, line) => sum + line.qty, 0);
        const had = quantity();
        await click(".o_unified_panel_wishes .o_unified_panel_add");
        await waitFor(".o_unified_panel_wishes .fa-check");
        expect(quantity()).toBe(had + 1);
        expect(order.lines.length).toBeWithin(before, before + 1);
    });

    test("what the till does not sell is not offered", async () => {
        await openPanel(panel("open"));
        expect(".o_unified_panel_purchase .o_unified_panel_add").toHaveCount(1);
    });

    test("nothing is added to the ticket of somebody else", async () => {
        const { order, store, customer } = await setupPanel(panel("open"));
        order.setPartner(false);
        store.panelDesk.open(customer);
        await waitFor(".modal .selection-item");
        expect(queryText(".modal-title")).toMatch(/Why do you open the file/);
        await click(".modal .selection-item:last");
        await waitFor(".o_unified_panel_choose");
        expect(".o_unified_panel_add").toHaveCount(0);
    });

    test("the file of somebody absent is not opened without a reason", async () => {
        const { order, store, customer, calls } = await setupPanel(panel("none"));
        order.setPartner(false);
        store.panelDesk.open(customer);
        await waitFor(".modal .selection-item");
        await press("Escape");
        await animationFrame();
        expect(calls).toHaveLength(0);
        expect(".o_unified_panel").toHaveCount(0);
    });
});

describe("PIN and consent", () => {
    test("the PIN is asked once, and what it gives is sent from then on", async () => {
        const { calls, store } = await openPanel(panel("pin"), panel("open"));
        store.panelDesk.askPin = async () => {
            store.panelDesk.keys[store.panelDesk.operatorId] = "proof";
            return true;
        };
        await click(".o_unified_panel_pin");
        await waitFor(".o_unified_panel_wishes");
        expect(calls.at(-1).key).toBe("proof");
    });

    test("the customer agrees to the words that are shown", async () => {
        let given;
        onRpc("pos.config", "unified_panel_consent", ({ args }) => {
            given = args[2];
            return true;
        });
        await openPanel(panel("consent"), panel("open"));
        expect(queryText(".o_unified_panel_consent blockquote")).toMatch(/advise me better/);
        expect(".o_unified_panel_browsing input").not.toBeChecked();
        await click(".o_unified_panel_agree");
        await waitFor(".o_unified_panel_wishes");
        expect(given).toEqual(["clienteling"]);
    });

    test("a consent withdrawn elsewhere closes the panel at once", async () => {
        const { store } = await openPanel(panel("open"));
        store.panelDesk.state.purposes[3] = [];
        await waitFor(".o_unified_panel_withdrawn");
        expect(".o_unified_panel_wishes").toHaveCount(0);
        expect(".o_unified_panel_notes").toHaveCount(0);
    });
});

describe("notes", () => {
    test("only own notes can be changed", async () => {
        let sent;
        onRpc("pos.config", "unified_panel_note", ({ args, kwargs }) => {
            sent = { body: args[2], note: kwargs.note_id };
            return [{ ...FILE.notes[1], body: args[2] }];
        });
        await openPanel(panel("open"));
        expect(".o_unified_panel_note .fa-pencil").toHaveCount(1);
        await click(".o_unified_panel_note .fa-pencil");
        await animationFrame();
        await click("#unified_panel_note");
        await edit("Takes L");
        await animationFrame();
        await click(".o_unified_panel_save");
        await animationFrame();
        expect(sent).toEqual({ body: "Takes L", note: 2 });
        expect(queryAllTexts(".o_unified_panel_note")[0]).toMatch(/Takes L/);
    });
});
