import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { toNumber } from "@unified_pos/app/utils/to_number";

definePosModels();

test("what the numpad gives is a number, or zero", async () => {
    await setupPosEnv();
    expect(toNumber("12.5")).toBe(12.5);
    expect(toNumber(3)).toBe(3);
    expect(toNumber("-1")).toBe(-1);
    for (const nothing of ["", null, undefined, "-", "abc"]) {
        expect(toNumber(nothing)).toBe(0);
    }
});
