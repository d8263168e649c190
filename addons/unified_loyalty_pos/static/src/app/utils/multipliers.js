import { roundDecimals } from "@web/core/utils/numbers";

/**
 * How points are multiplied: the same as `multipliers.py` of the server, which says what
 * each parameter is. Both are tested with the same cases.
 */
export function multiplyPoints(points, lines, rules, day, channel, tiers) {
    const valid = rules.filter((rule) => applies(rule, day, channel, tiers));
    if (!valid.length) {
        return points;
    }
    let weights = lines.map((line) => Math.max(line.amount, 0));
    if (!weights.some(Boolean)) {
        weights = lines.map((line) => Math.abs(line.amount));
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const factor = total
        ? lines.reduce((sum, line, n) => sum + (weights[n] * getFactor(valid, line)) / total, 0)
        : getFactor(valid, { product: 0, categories: [] });
    return roundDecimals(points * factor, 2);
}

/** @param {string} day "2026-12-31" */
function getWeekday(day) {
    return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function applies(rule, day, channel, tiers) {
    return (
        (!rule.date_from || rule.date_from <= day) &&
        (!rule.date_to || rule.date_to >= day) &&
        (!rule.weekdays.length || rule.weekdays.includes(getWeekday(day))) &&
        (!rule.channels.length || rule.channels.includes(channel)) &&
        (!rule.tiers.length || rule.tiers.some((tier) => tiers.includes(tier)))
    );
}

function getFactor(rules, line) {
    const factors = rules.filter((rule) => matches(rule, line)).map((rule) => rule.factor);
    return factors.length ? Math.max(...factors) : 1;
}

function matches(rule, line) {
    if (!rule.products.length && !rule.categories.length) {
        return true;
    }
    return (
        rule.products.includes(line.product) ||
        rule.categories.some((category) => line.categories.includes(category))
    );
}
