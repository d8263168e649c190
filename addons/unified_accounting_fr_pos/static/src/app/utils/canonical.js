/**
 * The one way of writing content as text, byte for byte that of the server
 * (`fiscal_verify.canonical`): keys sorted, no space, whole numbers only.
 */
export function canonical(value) {
    if (typeof value === "number" && !Number.isSafeInteger(value)) {
        throw new TypeError(`${value} is no exact amount`);
    }
    if (Array.isArray(value)) {
        return `[${value.map(canonical).join(",")}]`;
    }
    if (value && typeof value === "object") {
        const pairs = Object.keys(value)
            .sort()
            .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
        return `{${pairs.join(",")}}`;
    }
    return JSON.stringify(value);
}

/** The four characters of a signature that a receipt shows. */
export function excerpt(signature) {
    return [3, 7, 13, 19].map((place) => signature[place - 1]).join("");
}
