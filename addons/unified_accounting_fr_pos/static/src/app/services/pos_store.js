import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { FiscalDesk } from "./fiscal_desk";
import { OutageLog } from "./outage_log";
import { ReceiptDesk } from "./receipt_desk";
import { TrainingDesk } from "./training_desk";

patch(PosStore.prototype, {
    async setup() {
        this.fiscalDesk = new FiscalDesk(this);
        this.trainingDesk = new TrainingDesk(this);
        this.receiptDesk = new ReceiptDesk(this);
        this.outageLog = new OutageLog(this);
        await super.setup(...arguments);
        if (this.fiscalDesk.isOn) {
            this.outageLog.start();
        }
    },

    /** Who takes over is written in the technical event log. */
    setCashier(cashier) {
        super.setCashier(...arguments);
        this.fiscalDesk?.tellCashier(cashier);
    },

    /** What a reload left waits with its numbers before it is sent again. */
    async afterProcessServerData() {
        this.data.onTrained = (trained) => this.trainingDesk.learn(trained);
        await this.fiscalDesk.start();
        const answer = await super.afterProcessServerData(...arguments);
        this.trainingDesk.dropAll();
        return answer;
    },

    async preSyncAllOrders(orders) {
        if (this.fiscalDesk.isOn) {
            orders.forEach((order) => this.trainingDesk.mark(order));
        }
        return super.preSyncAllOrders(...arguments);
    },

    /** Whether money may be taken; the cashier is told why not. */
    maySellSealed() {
        const { refusal } = this.fiscalDesk;
        if (refusal) {
            this.dialog.add(AlertDialog, { title: _t("No sale without network"), body: refusal });
        }
        return !refusal;
    },

    async pay() {
        if (this.maySellSealed()) {
            return super.pay(...arguments);
        }
    },

    async postSyncAllOrders(orders) {
        await super.postSyncAllOrders(...arguments);
        for (const order of orders) {
            await this.fiscalDesk.settle(order);
        }
        if (this.fiscalDesk.isOn) {
            this.outageLog.end();
        }
    },

    async printReceipt({ basic = false, order = this.getOrder(), ...options } = {}) {
        const print = (more = {}) => super.printReceipt({ basic, order, ...options, ...more });
        if (!this.fiscalDesk.isOn || !order.finalized || options.printBillActionTriggered) {
            return print();
        }
        if (basic) {
            // the list of the articles without prices is no ticket: it is not counted
            return print({ printBillActionTriggered: true });
        }
        return this.receiptDesk.issue(order, print);
    },

    orderDone(order) {
        super.orderDone(...arguments);
        this.trainingDesk.drop(order);
    },
});
