import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const folder = join(__dirname, "../docs/screenshots");
const MOST_BYTES = 100_000;
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };

/** Keeps what the window shows, light enough for a README. */
async function keep(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.waitForLoadState("networkidle");
  const path = join(folder, `${name}.jpg`);
  for (const quality of [86, 76, 66, 56]) {
    await page.screenshot({ path, type: "jpeg", quality });
    if (statSync(path).size <= MOST_BYTES) return;
  }
  expect(statSync(path).size, name).toBeLessThanOrEqual(MOST_BYTES);
}

async function follow(page: Page, from: string, link: string): Promise<void> {
  await page.goto(from);
  await page.goto((await page.locator(`main a[href*="${link}"]`).first().getAttribute("href"))!);
}

test("what residents see", async ({ page }) => {
  await page.setViewportSize(phone);
  await page.goto("/");
  await keep(page, "home");
  await page.goto("/reports/new");
  await keep(page, "report-what");
  await page.goto("/reports/new?category=2");
  await keep(page, "report-where");
  await follow(page, "/reports?state=closed", "/reports/2");
  await keep(page, "report-solved");
  await page.goto("/patrols");
  await keep(page, "patrols");
  await page.goto("/");
  await page.getByRole("button", { name: "长辈版" }).click();
  await keep(page, "home-elder");
});

test("what staff see", async ({ visit }) => {
  const page = await visit("dispatcher");
  await page.setViewportSize(desk);
  await page.goto("/admin");
  await keep(page, "today");
  await page.goto("/admin/reports");
  await keep(page, "work-list");
  await follow(page, "/admin/reports?state=reported", "/admin/reports/2");
  await keep(page, "work-sheet");
  await page.goto("/admin/patrols");
  await keep(page, "patrol-board");
  await page.setViewportSize(phone);
  await page.goto("/patrols/1/day");
  await keep(page, "patrol-day");
});

test("what a volunteer takes to school or to the office", async ({ visit }) => {
  const page = await visit("volunteer");
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.goto("/me/hours/certificate");
  await page.getByLabel("真实姓名").fill("李小禾");
  await page.getByRole("button", { name: "开证明" }).click();
  await keep(page, "certificate");
});

test("what hangs at the door", async ({ page }) => {
  await page.setViewportSize({ width: 794, height: 1123 });
  await follow(page, "/notices", "/notices/");
  await page.goto(`${page.url()}/poster`);
  await keep(page, "poster");
});
