// Copyright 2026 Unified Commerce contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import js from "@eslint/js";
import globals from "globals";

export default [
    { ignores: [".data/", "node_modules/", "**/static/lib/"] },
    js.configs.recommended,
    {
        files: ["**/*.js", "**/*.mjs"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: {
                ...globals.browser,
                odoo: "readonly",
                luxon: "readonly",
                owl: "readonly",
                QUnit: "off",
            },
        },
        rules: {
            "no-restricted-globals": ["error", "event", "name"],
            "no-restricted-properties": [
                "error",
                { property: "innerHTML", message: "Use a template or markup()." },
                { object: "console", property: "log", message: "Remove it." },
            ],
            // A patched method keeps the signature of the one it overrides.
            "no-unused-vars": ["error", { args: "none", ignoreRestSiblings: true }],
            "no-var": "error",
            "prefer-const": ["error", { destructuring: "all" }],
            eqeqeq: ["error", "always", { null: "ignore" }],
        },
    },
    {
        files: ["*.mjs"],
        languageOptions: { globals: globals.node },
    },
];
