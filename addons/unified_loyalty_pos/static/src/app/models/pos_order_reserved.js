import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
// what is changed here must be there before
import "@pos_loyalty/app/models/pos_order";

patch(PosOrder.prototype, {
    /** A promotion reserved for tiers is for their members. */
    _programIsApplicable(program) {
        return super._programIsApplicable(...arguments) && this._isOfReservedTier(program);
    },

    _isOfReservedTier(program) {
        const reserved = program._reserved_tiers || [];
        return !reserved.length || this._getAllTiers().some((tier) => reserved.includes(tier));
    },

    /** The tiers of the customer, on all their cards. */
    _getAllTiers() {
        const partner = this.getPartner();
        return partner
            ? this.models["loyalty.card"]
                  .filter((card) => card.partner_id?.id === partner.id && card.till_tier)
                  .map((card) => card.till_tier)
            : [];
    },
});
