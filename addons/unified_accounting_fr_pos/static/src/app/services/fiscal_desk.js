import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { session } from "@web/session";
import { ConnectionLostError } from "@web/core/network/rpc";
import { uuidv4 } from "@point_of_sale/utils";
import { excerpt } from "../utils/canonical";
import { describeTicket } from "../utils/describe_ticket";
import { FiscalKeeper } from "./fiscal_keeper";

const HOUR = 3600 * 1000;

/** Numbers and signs what this till sells, when its company seals. */
export class FiscalDesk {
    constructor(pos) {
        this.pos = pos;
        this.state = reactive({
            device: "",
            isSigning: false,
            copy: "",
            problem: "",
            defect: false,
        });
        this.waiting = new Map();
    }

    get settings() {
        return this.pos.config._fiscal || {};
    }

    /** Whether what is sold is sealed. All the rest does nothing otherwise. */
    get isOn() {
        return Boolean(this.settings.sealed);
    }

    async start() {
        if (!this.isOn) {
            return;
        }
        this.pos.trainingDesk.start();
        if (FiscalKeeper.isPossible()) {
            await this.openKeeper(new FiscalKeeper(this.tillKey));
        }
        await this.enrol();
    }

    async openKeeper(keeper) {
        try {
            await keeper.open();
        } catch {
            // a private window may refuse to keep anything: the server numbers then
            return;
        }
        this.keeper = keeper;
        for (const signed of await keeper.waiting()) {
            this.waiting.set(signed.uuid, signed);
            this.giveBack(signed);
        }
    }

    /** The page was left before the ticket was kept with what it states. */
    giveBack(signed) {
        const order = this.pos.models["pos.order"].getBy("uuid", signed.uuid);
        if (order) {
            order.uiState.fiscal = signed;
        }
    }

    get tillKey() {
        return `${session.db || ""}-${this.pos.config.id}`;
    }

    // ---- enrolment

    /** Tell the server who signs. Without network it is asked again when it is back. */
    enrol() {
        this.enrolling ||= this.enrolNow().finally(() => (this.enrolling = null));
        return this.enrolling;
    }

    async enrolNow() {
        try {
            const work = () => this.enrolBrowser();
            await (this.keeper ? this.keeper.locked(work) : work());
            this.state.problem = "";
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                this.state.problem = error.data?.message || error.message;
            }
            await this.recall();
        }
        this.isEnrolled = !this.state.problem && Boolean(this.state.device);
    }

    async enrolBrowser() {
        const known = this.identifierKept;
        let device = await this.keeper?.getDevice();
        // the key is gone and the name is not: somebody emptied the storage
        const lost = this.keeper && !device ? known : null;
        device ||= this.keeper
            ? await this.keeper.createDevice()
            : { identifier: known || uuidv4() };
        let answer = await this.askServer(device, lost);
        if (answer.status === "renew") {
            device = this.keeper ? await this.keeper.createDevice() : { identifier: uuidv4() };
            answer = await this.askServer(device);
        }
        this.identifierKept = device.identifier;
        await this.keeper?.saveDevice({ ...device, code: answer.device, copy: answer.copy });
        this.note({ ...device, code: answer.device, copy: answer.copy });
        this.state.defect = Boolean(answer.defect);
    }

    /** Without network: what was known when the server last answered. */
    async recall() {
        const device = await this.keeper?.getDevice();
        if (device?.code) {
            this.note(device);
        }
    }

    note({ identifier, code, copy }) {
        this.identifier = identifier;
        this.state.device = code;
        this.state.copy = copy || "";
        this.state.isSigning = Boolean(this.keeper);
    }

    async askServer(device, replaces) {
        return this.pos.data.call("pos.config", "enrol_fiscal_device", [
            this.pos.config.id,
            device.identifier,
            device.publicKey || false,
            this.keeper ? await this.describeChain(device) : false,
            replaces || false,
        ]);
    }

    /** How far this browser has come, so that the server sees what is missing here. */
    async describeChain({ identifier, seq, head }) {
        const waiting = (await this.keeper.waiting()).filter(
            (one) => one.identifier === identifier
        );
        return { seq, head, waiting: waiting.length };
    }

    get storageKey() {
        return `unified_fiscal.${this.tillKey}`;
    }

    get identifierKept() {
        return localStorage.getItem(this.storageKey);
    }

    set identifierKept(identifier) {
        localStorage.setItem(this.storageKey, identifier);
    }

    /** Without network nobody is told: tickets name their cashier anyway. */
    async tellCashier(cashier) {
        if (!this.isOn || !this.state.device || this.pos.data.network.offline) {
            return;
        }
        const employee = cashier?.model?.name === "hr.employee" ? cashier.id : false;
        try {
            await this.pos.data.call("pos.config", "log_fiscal_operator", [
                this.pos.config.id,
                employee,
            ]);
        } catch (error) {
            // a line of the log is no reason to keep a cashier from selling
            console.warn("The change of cashier was not logged", error);
        }
    }

    // ---- selling

    /** Why no money may be taken now; empty when it may. */
    get refusal() {
        if (!this.isOn || !this.pos.data.network.offline) {
            return "";
        }
        if (!this.state.isSigning || !this.state.device) {
            return _t(
                "Without network this browser cannot number the tickets, which the law asks for. Sell at another till, or wait for the network: what is on the ticket stays."
            );
        }
        const { offline_documents: documents, offline_hours: hours } = this.settings;
        const [oldest] = this.waiting.values();
        if (this.waiting.size >= documents) {
            return _t(
                "%s tickets wait for the network: a till keeps no more. Connect it, they leave by themselves.",
                this.waiting.size
            );
        }
        if (oldest && Date.now() - oldest.at > hours * HOUR) {
            return _t(
                "Tickets have waited for the network for more than %s hours. Connect the till, they leave by themselves.",
                hours
            );
        }
        return "";
    }

    /** Number and sign a ticket that is being paid; asked again, it stays as it is. */
    async seal(order) {
        if (!this.isOn) {
            return;
        }
        if (this.pos.trainingDesk.isOn) {
            this.pos.trainingDesk.mark(order);
            return;
        }
        if (!this.isEnrolled && !this.pos.data.network.offline) {
            await this.enrol();
        }
        if (!this.keeper || !this.state.device) {
            order.uiState.fiscal = { identifier: this.identifier };
            return;
        }
        const stated = describeTicket(order, this.settings, this.pos.data.network.offline);
        try {
            const signed = await this.keeper.allocate(order.uuid, stated);
            this.waiting.set(order.uuid, signed);
            order.uiState.fiscal = signed;
        } catch {
            // the disk is full, or the browser broke: money that is paid is not refused
            this.keeper = null;
            this.state.isSigning = false;
            order.uiState.fiscal = { identifier: this.identifier };
        }
    }

    /** The server has the ticket. */
    async settle(order) {
        const sealed = order.uiState?.fiscal;
        if (!this.isOn || !sealed || !order.finalized || !order.isSynced) {
            return;
        }
        // another number, or the server's signature instead of the one made here
        const isNumberedElsewise =
            sealed.no &&
            ((order.fiscal_number && order.fiscal_number !== sealed.no) ||
                (order.fiscal_excerpt && order.fiscal_excerpt !== excerpt(sealed.signature)));
        if (this.waiting.delete(order.uuid)) {
            // the tickets behind this one do not wait for a slow disk
            this.keeper?.forget(order.uuid).catch((error) => console.warn(error));
        }
        if (isNumberedElsewise) {
            // the chain of this browser is broken: the server begins another one
            await this.enrol();
        }
    }
}
