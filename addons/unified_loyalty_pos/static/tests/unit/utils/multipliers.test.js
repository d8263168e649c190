import { expect, test } from "@odoo/hoot";
import { multiplyPoints } from "@unified_loyalty_pos/app/utils/multipliers";
import { MULTIPLIER_CASES } from "../multiplier_cases";

const ANY = {
    products: [],
    categories: [],
    weekdays: [],
    date_from: "",
    date_to: "",
    channels: [],
    tiers: [],
};

for (const one of JSON.parse(MULTIPLIER_CASES)) {
    test(`points are multiplied as on the server: ${one.name}`, () => {
        const lines = (one.lines || [{ product: 1, amount: 10 }]).map((line) => ({
            categories: [],
            ...line,
        }));
        const rules = one.rules.map((rule) => ({ ...ANY, ...rule }));
        const day = one.day || "2026-12-02";
        expect(multiplyPoints(one.points, lines, rules, day, 1, one.tiers || [])).toBe(one.result);
    });
}
