import { expect, test } from "@odoo/hoot";
import { canonical, excerpt } from "@unified_accounting_fr_pos/app/utils/canonical";

// the same vector as in tests/test_browser.py: both sides sign the same bytes
const STATEMENT = {
    no: "S1C1-00000042",
    ts: "20261001101500",
    tz: "+0200",
    prev: "",
    uuid: "0b5c3f0e-7b1e-4a53-9b6e-2f1d5a8c9e10",
    type: "SALE",
    total: 7490,
    offline: true,
    lines: 3,
    payments: [
        ["Carte « CB »", 5000],
        ['Espèces\t/\\"', 2490],
    ],
    rates: { 20: 4990, 5.5: 1800, 2.1: 700 },
};
const TEXT =
    '{"lines":3,"no":"S1C1-00000042","offline":true,"payments":[["Carte « CB »",5000],' +
    '["Espèces\\t/\\\\\\"",2490]],"prev":"","rates":{"2.1":700,"20":4990,"5.5":1800},' +
    '"total":7490,"ts":"20261001101500","type":"SALE","tz":"+0200",' +
    '"uuid":"0b5c3f0e-7b1e-4a53-9b6e-2f1d5a8c9e10"}';

test("a statement is written byte for byte as the server writes it", () => {
    expect(canonical(STATEMENT)).toBe(TEXT);
});

test("an amount that is no whole number of cents is never signed", () => {
    expect(() => canonical({ total: 74.9 })).toThrow(/no exact amount/);
});

test("a receipt shows the characters 3, 7, 13 and 19 of a signature", () => {
    expect(excerpt("abCdefGhijklMnopqrStu")).toBe("CGMS");
});
