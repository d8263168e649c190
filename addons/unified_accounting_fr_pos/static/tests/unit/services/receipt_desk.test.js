import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryText } from "@odoo/hoot-dom";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { OrderReceipt } from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";
import { enrolledKeeper, setupSealedTill } from "../fiscal_utils";

definePosModels();

async function paidTicket() {
    const till = await setupSealedTill({ keeper: await enrolledKeeper() });
    await till.desk.seal(till.order);
    till.order.state = "paid";
    return till;
}

async function receiptOf(order) {
    await mountWithCleanup(OrderReceipt, { props: { order } });
    return queryText(".pos-receipt");
}

/** What the printer was asked to print, in the words of the ticket. */
function watchPrinter(store) {
    const printed = [];
    store.printer.print = async (_component, { order }) => {
        printed.push(order.fiscalMark);
        return true;
    };
    return printed;
}

function answerReason(store, reason) {
    store.dialog.add = (_component, props) => {
        if (props.getPayload && reason) {
            props.getPayload(reason);
        }
        props.close?.();
        return () => {};
    };
}

describe("what a ticket says", () => {
    test("who sells, where, which document, its seal and the program", async () => {
        const { order } = await paidTicket();
        const text = await receiptOf(order);
        for (const said of [
            "UNIFIED RETAIL SAS",
            "69001 Lyon",
            "France",
            "73282932000074",
            "4778C",
            "FR44732829320",
            "Lyon",
            "S1C1-00000001",
            "ORIGINAL",
            order.fiscalExcerpt,
            "Unified Commerce for Odoo 19.0.1.0.0",
            "Number of lines: 2",
        ]) {
            expect(text).toInclude(said);
        }
    });

    test("each line bears the letter of its rate, and the table gives each rate", async () => {
        const { order } = await paidTicket();
        await receiptOf(order);
        const rows = queryAllTexts(".o_unified_vat_table tbody tr");
        expect(rows.length).toBe(order.vatRows.length);
        const letters = queryAllTexts(".o_unified_vat_letter");
        expect(letters.length).toBe(2);
        expect(rows.map((row) => row[0])).toInclude(letters[0]);
        const total = order.vatRows.reduce((sum, row) => sum + row.base + row.tax, 0);
        expect(Math.round(total * 100)).toBe(Math.round(order.priceIncl * 100));
    });

    test("a ticket that has no number yet is a provisional document", async () => {
        const { order } = await paidTicket();
        delete order.uiState.fiscal;
        expect(await receiptOf(order)).toInclude("PROVISIONAL DOCUMENT");
    });

    test("a training ticket never looks like a sale", async () => {
        const { order } = await paidTicket();
        order.uiState.fiscal = { training: true };
        const text = await receiptOf(order);
        expect(text.split("TRAINING – NOT A SALE").length).toBe(3);
        expect(text).not.toInclude("ORIGINAL");
        expect("#posqrcode").toHaveCount(0);
    });

    test("goods of a flagged category bear the legal guarantee", async () => {
        const { order } = await paidTicket();
        const [line] = order.lines;
        line.product_id.product_tmpl_id.has_legal_guarantee = true;
        expect(await receiptOf(order)).toInclude(`Articles concernés : ${line.full_product_name}.`);
    });

    test("nothing changes for a company that does not seal", async () => {
        const { store, order } = await paidTicket();
        store.config._fiscal = { sealed: false };
        await receiptOf(order);
        expect(".o_unified_fiscal_identity").toHaveCount(0);
        expect(".o_unified_vat_letter").toHaveCount(0);
    });
});

describe("when it is printed", () => {
    test("AG-1: goods under legal guarantee print by themselves, others do not", async () => {
        const { store, order } = await paidTicket();
        expect(store.receiptDesk.mustPrint(order)).toBe(false);
        order.lines[0].product_id.product_tmpl_id.has_legal_guarantee = true;
        expect(store.receiptDesk.mustPrint(order)).toBe(true);
    });

    test("AG-2: services of 25.00 and more print by themselves", async () => {
        const { store, order } = await paidTicket();
        order.state = "draft";
        const [line] = order.lines;
        line.product_id.product_tmpl_id.type = "service";
        line.product_id.type = "service";
        line.setUnitPrice(0.1);
        expect(store.receiptDesk.mustPrint(order)).toBe(false);
        line.setUnitPrice(30);
        expect(store.receiptDesk.mustPrint(order)).toBe(true);
    });

    test("it leaves once as the original, then as a numbered duplicate with a reason", async () => {
        const { server, store, order } = await paidTicket();
        const printed = watchPrinter(store);
        await store.printReceipt({ order });
        answerReason(store, "Perdu");
        const { id, uiState } = order;
        const again = { id, uiState, nb_print: 1, isSynced: true };
        await store.receiptDesk.issue(again, async () => printed.push(order.fiscalMark));
        expect(printed).toEqual(["ORIGINAL", "DUPLICATE No. 2"]);
        expect(server.of("print_fiscal_duplicate")[0].args[2]).toBe("Perdu");
    });

    test("without a reason, or without network, no duplicate leaves", async () => {
        const { server, store, order } = await paidTicket();
        const printed = watchPrinter(store);
        order.nb_print = 1;
        answerReason(store, "");
        expect(await store.printReceipt({ order })).toBe(false);
        store.data.network.offline = true;
        expect(await store.printReceipt({ order })).toBe(false);
        expect(printed).toEqual([]);
        expect(server.of("print_fiscal_duplicate")).toEqual([]);
    });
});
