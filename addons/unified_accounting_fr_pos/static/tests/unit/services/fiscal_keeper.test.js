import { expect, test } from "@odoo/hoot";
import { enrolledKeeper, makeKeeper, realCrypto, reopen, STATED } from "../fiscal_utils";

const fromBase64 = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) =>
        one.charCodeAt(0)
    );

test("two tickets that are paid at once, in two tabs, never get the same number", async () => {
    const keeper = await enrolledKeeper();
    const otherTab = await reopen(keeper);
    const tabs = [keeper, otherTab];
    const signed = await Promise.all(
        [...Array(12).keys()].map((one) => tabs[one % 2].allocate(`ticket-${one}`, STATED))
    );
    const numbers = signed.map(({ no }) => no).sort();
    expect(numbers[0]).toBe("S1C1-00000001");
    expect(numbers[11]).toBe("S1C1-00000012");
    expect(new Set(numbers).size).toBe(12);
});

test("each statement names the signature of the one before, the first names none", async () => {
    const keeper = await enrolledKeeper();
    const first = await keeper.allocate("a", STATED);
    const second = await keeper.allocate("b", STATED);
    expect(JSON.parse(first.statement).prev).toBe("");
    expect(JSON.parse(second.statement).prev).toBe(first.signature);
});

test("a ticket that is asked for again, even after a reload, states the same", async () => {
    const keeper = await enrolledKeeper();
    const first = await keeper.allocate("a", STATED);
    await keeper.allocate("b", STATED);
    const reloaded = await reopen(keeper);
    expect(await reloaded.allocate("a", STATED)).toEqual(first);
    expect((await reloaded.waiting()).map(({ no }) => no)).toEqual([
        "S1C1-00000001",
        "S1C1-00000002",
    ]);
    expect((await reloaded.allocate("c", STATED)).no).toBe("S1C1-00000003");
});

test("a ticket that was refused and changed keeps its number, signed again", async () => {
    const keeper = await enrolledKeeper();
    await keeper.allocate("a", STATED);
    const first = await keeper.allocate("b", STATED);
    const again = await keeper.allocate("b", { ...STATED, total: 900 });
    expect(again.no).toBe(first.no);
    expect(JSON.parse(again.statement).total).toBe(900);
    expect(JSON.parse(again.statement).prev).toBe(JSON.parse(first.statement).prev);
    const next = await keeper.allocate("c", STATED);
    expect(JSON.parse(next.statement).prev).toBe(again.signature);
});

test("once another ticket follows it, what was signed stays as it is", async () => {
    const keeper = await enrolledKeeper();
    const first = await keeper.allocate("a", STATED);
    await keeper.allocate("b", STATED);
    expect(await keeper.allocate("a", { ...STATED, total: 900 })).toEqual(first);
});

test("the public half of the key proves the signature, no script reads the other", async () => {
    const keeper = await makeKeeper();
    const device = await keeper.createDevice();
    await keeper.saveDevice({ ...device, code: "S1C1" });
    const { statement, signature } = await keeper.allocate("a", STATED);
    expect(signature).toMatch(/^[\w-]{86}$/);
    expect(device.keys.privateKey.extractable).toBe(false);
    const subtle = realCrypto();
    const key = await subtle.importKey(
        "spki",
        fromBase64(device.publicKey.replace(/-----.*-----|\n/g, "")),
        { name: "ECDSA", namedCurve: "P-256" },
        true,
        ["verify"]
    );
    const proves = (text) =>
        subtle.verify(
            { name: "ECDSA", hash: "SHA-256" },
            key,
            fromBase64(signature),
            new TextEncoder().encode(text)
        );
    expect(await proves(statement)).toBe(true);
    expect(await proves(statement.replace("1000", "9000"))).toBe(false);
});

test("what the server has is no longer kept", async () => {
    const keeper = await enrolledKeeper();
    await keeper.allocate("a", STATED);
    await keeper.forget("a");
    expect(await keeper.waiting()).toEqual([]);
});
