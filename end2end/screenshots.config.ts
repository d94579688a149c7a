// `npx playwright test --config end2end/screenshots.config.ts` makes the README's pictures anew,
// from the running app with the demo community.
import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

export default defineConfig({
  ...base,
  testDir: ".",
  testMatch: "screenshots.ts",
  workers: 1,
  projects: base.projects!.filter((project) => project.name === "script"),
});
