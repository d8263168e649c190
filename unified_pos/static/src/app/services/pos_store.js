import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import { ask } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { toNumber } from "@unified_pos/app/utils/to_number";
import { CartDesk } from "./cart_desk";
import { CartFinder } from "./cart_finder";
import { ApprovalDesk } from "./approval_desk";
import { DepositDesk } from "./deposit_desk";
import { FulfilmentDesk } from "./fulfilment_desk";
import { OfflineDesk } from "./offline_desk";
import { StockDesk } from "./stock_desk";

patch(PosStore.prototype, {
    async setup() {
        this.cartDesk = new CartDesk(this);
        this.cartFinder = new CartFinder(this);
        this.approvalDesk = new ApprovalDesk(this);
        this.stockDesk = new StockDesk(this);
        this.offlineDesk = new OfflineDesk(this);
        this.fulfilmentDesk = new FulfilmentDesk(this);
        this.depositDesk = new DepositDesk(this);
        await super.setup(...arguments);
        this.cartDesk.start();
        this.cartFinder.start();
        this.fulfilmentDesk.start();
        this.offlineDesk.start();
        this.stockDesk.start();
    },

    // ---- stock

    async addLineToOrder(vals, order, opts = {}, ...rest) {
        const line = await super.addLineToOrder(vals, order, opts, ...rest);
        if (line && order && !order.finalized) {
            await this._askAboutStock(line, order);
            // what is scanned is in the hand of the cashier, whatever the stock says
            if (!opts.code && !opts.force && this.stockDesk.hasNoneHere(order, line)) {
                this.fulfilmentDesk.propose(line);
            }
        }
        return line;
    },

    async _askAboutStock(line, order) {
        const { state } = this.offlineDesk;
        if (state.alone && this.offlineDesk.isScarce(line.product_id)) {
            // the promises that are known are old
            await this.offlineDesk.settle(order, line.product_id);
            return;
        }
        const known = this.stockDesk.isKnown(line.product_id);
        const told = this._tellPromise(line, order);
        if (known) {
            await told;
        }
    },

    /** Tickets that are paid and that the server does not know as such. */
    get waitingTickets() {
        return this.models["pos.order"].filter((order) => order.isWaitingForNetwork);
    },

    syncAllOrders() {
        const sending = super.syncAllOrders(...arguments);
        this._sending = Promise.allSettled([this._sending, sending]);
        return sending;
    },

    async sendWaitingTickets() {
        if (this.waitingTickets.length) {
            this.syncAllOrders();
        }
        await this._sending;
    },

    /** The unit in hand was promised to somebody: the cashier decides, knowing it. */
    async _tellPromise(line, order) {
        await this.stockDesk.know(line.product_id);
        if (order.finalized || !order.lines.includes(line)) {
            return;
        }
        const promised = this.stockDesk.promisedTo(order, line.product_id);
        const said = (order.uiState.promisesTold ||= []);
        if (!promised.length || said.includes(line.product_id.id)) {
            return;
        }
        said.push(line.product_id.id);
        const sell = await ask(this.dialog, {
            title: _t("Sell this one all the same?"),
            body: _t(
                "%(product)s is promised to %(promised)s. If you sell it, somebody has to find another one for them.",
                { product: line.full_product_name, promised: promised.join(", ") }
            ),
            confirmLabel: _t("Sell it"),
            cancelLabel: _t("Put it back"),
        });
        if (!sell) {
            said.splice(said.indexOf(line.product_id.id), 1);
            if (line.qty > 1) {
                line.setQuantity(line.qty - 1);
            } else {
                order.removeOrderline(line);
            }
        }
    },

    // ---- carts

    setPartnerToCurrentOrder(partner) {
        const order = this.getOrder();
        // the cart of a visitor is whoever's the ticket is
        if (order?.cartInHand && !order.bearsVisitorCart && order.partner_id?.id !== partner?.id) {
            return this._changePartnerOfCart(order, partner);
        }
        super.setPartnerToCurrentOrder(partner);
        if (partner && order) {
            this.cartDesk.onPartnerChosen(order, partner);
        }
    },

    async _changePartnerOfCart(order, partner) {
        const confirmed = await ask(this.dialog, {
            title: _t("Give the cart of %s back?", order.partner_id.name),
            body: _t(
                "Its articles leave this ticket and stay in the customer's cart, as they were."
            ),
            confirmLabel: _t("Give the cart back"),
            cancelLabel: _t("Keep it here"),
        });
        if (confirmed) {
            await this.cartDesk.giveBack(order);
            this.setPartnerToCurrentOrder(partner);
        }
    },

    async _processSaleOrder(saleOrder) {
        if (!saleOrder.is_cart) {
            return super._processSaleOrder(...arguments);
        }
        const order = this.getOrder();
        if (saleOrder.partner_id) {
            order.setPartner(saleOrder.partner_id);
            await this.cartDesk.onPartnerChosen(order, saleOrder.partner_id);
        }
    },

    async deleteOrders(orders) {
        const cartIds = orders.map((order) => order?.cartInHand?.id).filter(Boolean);
        const sentLater = orders
            .filter((order) => order?.uiState?.promisedLater)
            .map((order) => order.uuid);
        const deleted = await super.deleteOrders(...arguments);
        if (deleted) {
            await this.cartDesk.release(cartIds);
            await Promise.all(sentLater.map((uuid) => this.stockDesk.askPromise(uuid, [])));
        }
        return deleted;
    },

    async postSyncAllOrders(orders) {
        await super.postSyncAllOrders(...arguments);
        for (const order of orders.filter((order) => order.uiState?.soldAloneBy)) {
            this.offlineDesk.spend(order);
        }
        for (const order of orders) {
            if (order.finalized && this.cartDesk.summaryOf(order.partner_id)) {
                this.cartDesk.refresh(order.partner_id);
            }
        }
    },

    // ---- approvals

    async pay() {
        const order = this.getOrder();
        if (order.canPay() && !(await this.settle(order))) {
            return;
        }
        return super.pay(...arguments);
    },

    async validateOrderFast() {
        // asked before the payment is noted on the ticket
        if (await this.settle(this.getOrder())) {
            return super.validateOrderFast(...arguments);
        }
    },

    /** Ask for what is certain only once the ticket is complete. */
    async settle(order) {
        return (
            (await this.approvalDesk.settle(order)) &&
            (await this.offlineDesk.settle(order)) &&
            (await this.fulfilmentDesk.settle(order)) &&
            this.depositDesk.settle(order)
        );
    },

    // ---- deposits

    async addDownPaymentProductOrderlineToOrder(saleOrder, amount, isPercentage) {
        if (!(await this.loadDownPaymentProduct())) {
            return;
        }
        const asked = isPercentage ? (saleOrder.amount_unpaid * amount) / 100 : amount;
        if (!(await this.depositDesk.addAmount(saleOrder, asked))) {
            await super.addDownPaymentProductOrderlineToOrder(...arguments);
        }
    },

    async settleSO() {
        await super.settleSO(...arguments);
        this.depositDesk.deductTaxes(this.getOrder());
    },

    async _onBeforeDeleteOrder(order) {
        const sold = order.lines.filter((line) => line.qty > 0 && !line.sale_order_origin_id);
        if (order.finalized || !sold.length || !this.approvalDesk.isRequired("line_removal")) {
            return super._onBeforeDeleteOrder(...arguments);
        }
        const approved = await this.approvalDesk.ask({
            action: "line_removal",
            order,
            before: order.priceIncl,
            text: _t("Cancel the whole ticket: %s", this.env.utils.formatCurrency(order.priceIncl)),
        });
        return approved && super._onBeforeDeleteOrder(...arguments);
    },

    async setDiscountFromUI(line, value) {
        const discount = toNumber(value);
        if (
            this.approvalDesk.isRequired("discount") &&
            discount > this.approvalDesk.discountLimit(line) &&
            discount > 0
        ) {
            const approved = await this.approvalDesk.ask({
                action: "discount",
                order: line.order_id,
                line,
                after: Math.min(discount, 100),
                text: _t("Discount of %(discount)s on %(product)s", {
                    discount: `${Math.min(discount, 100)}\u00a0%`,
                    product: line.full_product_name,
                }),
            });
            if (!approved) {
                this.numberBuffer.reset();
                return super.setDiscountFromUI(line, 0);
            }
        }
        return super.setDiscountFromUI(...arguments);
    },
});
