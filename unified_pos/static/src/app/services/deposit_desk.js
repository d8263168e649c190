import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { NumberPopup } from "@point_of_sale/app/components/popups/number_popup/number_popup";
import { SelectionPopup } from "@point_of_sale/app/components/popups/selection_popup/selection_popup";
import { toNumber } from "@unified_pos/app/utils/to_number";

const USUAL = 30;
const SIGNED = ["quantity", "manual_total_excluded_currency", "manual_total_excluded"];

/** What Odoo keeps of the taxes of a line, for the same line taken off. */
function negated(data) {
    const result = { ...data };
    for (const key of SIGNED.filter((one) => one in data)) {
        result[key] = -data[key];
    }
    result.manual_tax_amounts = Object.fromEntries(
        Object.entries(data.manual_tax_amounts || {}).map(([tax, amounts]) => [
            tax,
            Object.fromEntries(Object.entries(amounts).map(([key, value]) => [key, -value])),
        ])
    );
    return result;
}

/**
 * A part of the price now, for the goods that the customer does not leave with.
 *
 * The server makes the order of these goods, Odoo's down payment puts the deposit on
 * the ticket; the rest is settled later, at any till or online.
 */
export class DepositDesk {
    constructor(pos) {
        this.pos = pos;
    }

    call(method, ...args) {
        return this.pos.fulfilmentDesk.call(method, ...args);
    }

    tell(title, body) {
        this.pos.dialog.add(AlertDialog, { title, body });
        return false;
    }

    tellOffline() {
        return this.tell(
            _t("No network"),
            _t(
                "A deposit is taken on an order that the server makes: wait for the network, or let the customer pay the whole."
            )
        );
    }

    format(amount) {
        return this.pos.env.utils.formatCurrency(amount);
    }

    // ---- choosing

    mayTake(order) {
        return Boolean(order?.owedLines.length && !order.depositLines.length);
    }

    mayOpen(order) {
        return this.mayTake(order) || Boolean(order?.partner_id && !order.depositLines.length);
    }

    /** One button: take a deposit on what is owed, or settle the rest of an earlier one. */
    open(order) {
        return this.mayTake(order) ? this.take(order) : this.settleEarlier(order);
    }

    getOwedTotal(order) {
        const lines = [...order.owedLines, ...order.shippingLines];
        return lines.reduce((total, line) => total + line.priceIncl, 0);
    }

    /** @returns {Promise<boolean>} whether the ticket bears a deposit now */
    async take(order) {
        if (this.pos.fulfilmentDesk.offline) {
            return this.tellOffline();
        }
        if (
            !(await this.pos.fulfilmentDesk.settle(order)) ||
            !(await this.pos.approvalDesk.settle(order)) ||
            !(await this.pos.loadDownPaymentProduct())
        ) {
            return false;
        }
        const amount = await this.askAmount(this.getOwedTotal(order));
        if (!amount || !this.mayTake(order)) {
            return false;
        }
        // nobody pays the ticket while the server makes its order
        this.pos.ui.block();
        try {
            const saleOrder = await this.makeOrder(order);
            return saleOrder
                ? await this.putOnTicket(order, saleOrder, amount)
                : this.tellOffline();
        } finally {
            this.pos.ui.unblock();
        }
    }

    async askAmount(total) {
        const usual = this.getPart(total, USUAL);
        const way = await makeAwaitable(this.pos.dialog, SelectionPopup, {
            title: _t("Which deposit on %s?", this.format(total)),
            list: [
                {
                    id: "usual",
                    label: `${USUAL}\u00a0% – ${this.format(usual)}`,
                    item: "usual",
                },
                { id: "percent", label: _t("Another percentage"), item: "percent" },
                { id: "amount", label: _t("An amount"), item: "amount" },
            ],
        });
        if (!way || way === "usual") {
            return way && usual;
        }
        const isPercentage = way === "percent";
        const amountOf = (typed) =>
            isPercentage
                ? this.getPart(total, toNumber(typed))
                : this.pos.currency.round(toNumber(typed));
        const typed = await makeAwaitable(this.pos.dialog, NumberPopup, {
            title: _t("Deposit"),
            subtitle: _t("On %s", this.format(total)),
            formatDisplayedValue: (value) => (isPercentage ? `${value}\u00a0%` : value),
            feedback: (value) => isPercentage && value && this.format(amountOf(value)),
            isValid: (value) => amountOf(value) > 0 && amountOf(value) < total,
            confirmButtonLabel: _t("Take this deposit"),
        });
        const amount = typed ? amountOf(typed) : 0;
        return amount > 0 && amount < total ? amount : 0;
    }

    getPart(total, percent) {
        return this.pos.currency.round((total * percent) / 100);
    }

    /** @returns {Promise<object>} the order made of what is owed, undefined without network */
    async makeOrder(order) {
        this.pos.addPendingOrder([order.id]);
        await this.pos.syncAllOrders({ orders: [order], force: true, throw: true });
        const records = await this.call("unified_deposit", order.uuid);
        if (!records) {
            return undefined;
        }
        const data = await this.pos.data.missingRecursive(records);
        this.pos.models.connectNewData(data);
        this.pos.data.synchronizeServerDataInIndexedDB(data);
        return this.pos.models["sale.order"].get(records["sale.order"][0].id);
    }

    async putOnTicket(order, saleOrder, amount) {
        const parts = await this.call("unified_deposit_lines", saleOrder.id, amount);
        if (!parts?.length) {
            return this.tellOffline();
        }
        order.uiState.depositPromise = order.linesToPromise;
        for (const line of [...order.owedLines, ...order.shippingLines]) {
            order.removeOrderline(line);
        }
        await this.addParts(saleOrder, parts);
        this.pos.addPendingOrder([order.id]);
        return true;
    }

    /**
     * Put an amount on account of an order on the ticket, or deduct what was paid online.
     *
     * @returns {Promise<boolean>} whether a till took a deposit on the order: Odoo reckons
     * that of others
     */
    async addAmount(saleOrder, amount) {
        const rounded = this.pos.currency.round(amount);
        const parts = await this.call("unified_deposit_lines", saleOrder.id, rounded);
        return parts?.length ? this.addParts(saleOrder, parts) : false;
    }

    async addParts(saleOrder, parts) {
        const product = this.pos.config.down_payment_product_id;
        for (const { price_unit, tax_ids, extra_tax_data, articles } of parts) {
            const taxes = this.pos.models["account.tax"].readMany(tax_ids).filter(Boolean);
            await this.pos.addLineToCurrentOrder(
                {
                    product_id: product,
                    product_tmpl_id: product.product_tmpl_id,
                    price_unit,
                    price_type: "automatic",
                    tax_ids: taxes.map((tax) => ["link", tax]),
                    extra_tax_data,
                    sale_order_origin_id: saleOrder,
                    // text, as the server keeps it
                    down_payment_details: JSON.stringify(articles),
                },
                {},
                false
            );
        }
        return true;
    }

    /** The rest deducts the tax that the deposit bore, whatever rounding makes of it. */
    deductTaxes(order) {
        for (const line of order.lines) {
            const { is_downpayment, extra_tax_data } = line.sale_order_line_id || {};
            if (is_downpayment && extra_tax_data && line.qty < 0) {
                line.extra_tax_data = negated(extra_tax_data);
            }
        }
        // Odoo does not see this change of a line
        order.triggerRecomputeAllPrices();
    }

    // ---- the rest

    async settleEarlier(order) {
        const known = await this.call("unified_deposit_orders", order.partner_id.id);
        if (!known) {
            return this.tellOffline();
        }
        if (!known.length) {
            return this.tell(
                _t("No deposit"),
                _t(
                    "Nothing is left to pay of earlier orders of this customer. To take a deposit, first say with Delivery what is shipped or collected."
                )
            );
        }
        const chosen = await makeAwaitable(this.pos.dialog, SelectionPopup, {
            title: _t("Which order is settled?"),
            list: known.map((one) => ({
                id: one.id,
                label: _t("%(order)s: %(left)s left of %(total)s", {
                    order: one.name,
                    left: this.format(one.left),
                    total: this.format(one.total),
                }),
                item: one.id,
            })),
        });
        if (!chosen) {
            return false;
        }
        await this.pos.onClickSaleOrder(chosen);
        return true;
    }

    /**
     * The ticket is about to be paid: no more is taken than is left of an order.
     *
     * @returns {Promise<boolean>} whether it may be paid
     */
    async settle(order) {
        const settled = this.getSettled(order);
        if (!settled.size) {
            return true;
        }
        const known = await this.call("unified_settle", order.uuid, [...settled.keys()]);
        for (const [id, amount] of settled) {
            const { left, till } = known?.[id] || {};
            const name = this.pos.models["sale.order"].get(id)?.name;
            if (till) {
                return this.tell(
                    _t("Being paid at another till"),
                    _t(
                        "Order %(order)s is being paid at %(till)s at this moment. Wait until they are done, then settle it again.",
                        { order: name, till }
                    )
                );
            }
            if (left !== undefined && this.exceeds(order, id, amount - left)) {
                return this.tell(
                    _t("Less is left to pay"),
                    _t(
                        "Of order %(order)s, %(left)s is left to pay now: a part was paid elsewhere meanwhile. Take its lines off the ticket, and settle it again.",
                        { order: name, left: this.format(left) }
                    )
                );
            }
        }
        return true;
    }

    /** Odoo rounds each line by itself: a cent a line is not too much, the total is right. */
    exceeds(order, id, difference) {
        const { currency } = this.pos;
        const lines = order.lines.filter((line) => line.sale_order_origin_id?.id === id);
        return currency.round(difference - lines.length * currency.rounding) > 0;
    }

    /** @returns {Map<number, number>} what this ticket would pay of each order */
    getSettled(order) {
        const settled = new Map();
        for (const line of order.lines) {
            const { id, is_cart } = line.sale_order_origin_id || {};
            if (id && !is_cart && !line.refunded_orderline_id) {
                settled.set(id, (settled.get(id) || 0) + line.priceIncl);
            }
        }
        return settled;
    }
}
