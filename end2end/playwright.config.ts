import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { defineConfig, devices } from "@playwright/test";

// `cargo xtask test e2e` sets these, once for each database. The values here let one test run by
// hand: `cargo xtask build && npx playwright test -c end2end/playwright.config.ts report.spec.ts`.
// Workers read this file again, so what is made up here is handed on in the environment.
const root = resolve(__dirname, "..");
const env = process.env;
env.LINLI_E2E_ENGINE ??= "sqlite";
env.LINLI_E2E_PORT ??= "3100";
env.LINLI_E2E_DATA ??= mkdtempSync(join(tmpdir(), "linli-e2e-"));
const data = env.LINLI_E2E_DATA;
// A gateway that keeps the text messages it is given, for the tests to read.
env.LINLI_E2E_GATEWAY ??= `http://127.0.0.1:${Number(env.LINLI_E2E_PORT) - 1000}/`;
const address = `127.0.0.1:${env.LINLI_E2E_PORT}`;
const origin = `http://${address}`;

const server: Record<string, string> = {
  LINLI_BIN: env.LINLI_BIN ?? join(root, "target/debug/linli"),
  LINLI_SITE_DIR: env.LINLI_SITE_DIR ?? join(root, "target/site"),
  LINLI_DATA_DIR: join(data, "linli"),
  LINLI_ADDR: address,
  LINLI_PUBLIC_URL: origin,
  LINLI_SMS_URL: env.LINLI_E2E_GATEWAY,
  LINLI_SMS_SECRET: "a key of the browser tests",
};
if (env.LINLI_E2E_DATABASE_URL) server.LINLI_DATABASE_URL = env.LINLI_E2E_DATABASE_URL;

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const launch = (...more: string[]) => ({
  executablePath: env.LINLI_CHROMIUM ?? "/usr/bin/chromium",
  args: [...quiet, ...more],
});
const phone = { ...devices["Desktop Chrome"], viewport: { width: 390, height: 844 } };

export default defineConfig({
  testDir: "tests",
  outputDir: join("test-results", env.LINLI_E2E_ENGINE),
  forbidOnly: !!env.CI,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    baseURL: origin,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    screenshot: "only-on-failure",
    // Snapshots of the page would fetch its pictures, against its content policy.
    trace: { mode: "retain-on-failure", snapshots: false },
    actionTimeout: 15_000,
  },
  // Everything a resident does works three ways; `test.info().project.name` says which one runs.
  // Without its compiler the browser's engine has no `WebAssembly`, as in a phone's lockdown mode.
  // What a browser can and what a database does are nothing to each other, so that all three ways
  // are tried on SQLite, and PostgreSQL is asked once.
  projects: [
    { name: "script", use: { ...phone, launchOptions: launch() } },
    { name: "no-wasm", use: { ...phone, launchOptions: launch("--js-flags=--jitless") } },
    { name: "no-script", use: { ...phone, launchOptions: launch(), javaScriptEnabled: false } },
  ].filter(({ name }) => name === "script" || env.LINLI_E2E_ENGINE === "sqlite"),
  webServer: [
    {
      command: `node "${join(__dirname, "gateway.mjs")}"`,
      env: { LINLI_E2E_GATEWAY: env.LINLI_E2E_GATEWAY },
      url: env.LINLI_E2E_GATEWAY,
    },
    {
      command:
        'mkdir -p "$LINLI_DATA_DIR" && ("$LINLI_BIN" migrate && "$LINLI_BIN" demo --volunteers 8 && ' +
        `exec "$LINLI_BIN" serve) > "${join(data, "server.log")}" 2>&1`,
      env: server,
      url: `${origin}/health/ready`,
      timeout: 120_000,
      gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    },
  ],
});
