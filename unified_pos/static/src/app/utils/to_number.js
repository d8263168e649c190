import { parseFloat } from "@web/views/fields/parsers";

/**
 * @param {string|number|null} value - what the numpad gives, in the format of the user
 * @returns {number} 0 when it is no number (yet)
 */
export function toNumber(value) {
    if (typeof value === "number") {
        return value;
    }
    try {
        return parseFloat(String(value ?? "")) || 0;
    } catch {
        return 0;
    }
}
