import { expect, test } from "@odoo/hoot";
import { animationFrame, click, queryText } from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { SecureNotice } from "@unified_pos/app/components/secure_notice/secure_notice";

definePosModels();

function pretend(isSecureContext) {
    const kept = new Map();
    patchWithCleanup(window, { isSecureContext });
    patchWithCleanup(browser, {
        sessionStorage: {
            getItem: (key) => kept.get(key) ?? null,
            setItem: (key, value) => kept.set(key, value),
        },
    });
}

test("on an encrypted page, or on localhost, nothing is said", async () => {
    pretend(true);
    await mountWithCleanup(SecureNotice, {});
    expect(".o_unified_secure_notice").toHaveCount(0);
});

test("on a page without TLS the till says what does not work, and what to do", async () => {
    pretend(false);
    await mountWithCleanup(SecureNotice, {});
    expect(queryText(".o_unified_secure_notice")).toMatch(/camera/);
    expect(queryText(".o_unified_secure_notice")).toMatch(/without network/);
    expect(queryText(".o_unified_secure_notice strong")).toMatch(/https/);
});

test("the notice is put away for the session", async () => {
    pretend(false);
    await mountWithCleanup(SecureNotice, {});
    await click(".o_unified_secure_notice .btn");
    await animationFrame();
    expect(".o_unified_secure_notice").toHaveCount(0);
    await mountWithCleanup(SecureNotice, {});
    expect(".o_unified_secure_notice").toHaveCount(0);
});
