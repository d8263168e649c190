const TIMESTAMP = "yyyyMMddHHmmss";

export const toCents = (amount) => Math.round(amount * 100) || 0;

/** The rate of the VAT of a line as the documents write it: "20", "5.5", "0". */
export function rateOf(line) {
    const vat = line.tax_ids.find((tax) => tax.amount_type === "percent");
    return String(vat ? vat.amount : 0);
}

/** [{rate, base, tax}] of a ticket in its currency, highest rate first. */
export function vatTable(order) {
    const rows = new Map();
    for (const { record, tax_details: details } of order.prices.baseLines) {
        const rate = rateOf(record);
        const row = rows.get(rate) || { rate, base: 0, tax: 0 };
        row.base += details.total_excluded_currency + (details.delta_total_excluded_currency || 0);
        row.tax += details.taxes_data.reduce((sum, one) => sum + one.tax_amount_currency, 0);
        rows.set(rate, row);
    }
    return [...rows.values()].sort((a, b) => b.rate - a.rate);
}

/** What a device states of a ticket and signs; the server compares it. */
export function describeTicket(order, { tz, modes }, offline) {
    const now = luxon.DateTime.now().setZone(tz);
    const rates = {};
    for (const { rate, base, tax } of vatTable(order)) {
        rates[rate] = toCents(base + tax);
    }
    return {
        ts: now.toFormat(TIMESTAMP),
        tz: now.toFormat("ZZZ"),
        type: order.isRefund ? "REFUND" : "SALE",
        total: toCents(order.priceIncl),
        offline,
        lines: order.lines.length,
        payments: order.payment_ids
            .filter((payment) => !payment.is_change)
            .map((payment) => [
                modes[payment.payment_method_id.id] || payment.payment_method_id.name,
                toCents(payment.getAmount()),
            ]),
        rates,
    };
}
