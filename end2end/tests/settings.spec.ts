import { expect, test } from "../fixtures";

test("x05_elder_mode_is_one_press_on_every_page_and_kept_without_an_account", async ({ page }) => {
  await page.goto("/notices");
  await page.getByRole("button", { name: "长辈版" }).click();
  await expect(page).toHaveURL("/notices");
  await expect(page.getByRole("button", { name: "长辈版" })).toHaveAttribute("aria-pressed", "true");
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("data-elder", "22");
  await expect(page.getByRole("main")).toHaveCSS("font-size", "22px");
  const actions = page.getByRole("navigation", { name: "四件常用的事" }).getByRole("link");
  await expect(actions).toHaveText([/^反映问题/, /^查进度/, /^看通知/, /^打电话/]);
  await page.getByRole("button", { name: "长辈版" }).click();
  await expect(page.getByRole("main")).toHaveCSS("font-size", "18px");
  await expect(actions).toHaveCount(4);
});

test("x03_larger_and_largest_are_chosen_on_the_settings_page", async ({ page }) => {
  for (const [label, size] of [["更大", "26px"], ["最大", "30px"]]) {
    await page.goto("/settings");
    await page.getByLabel(`长辈版 · ${label}`).check();
    await page.getByRole("button", { name: "保存" }).click();
    await expect(page.getByRole("main")).toHaveCSS("font-size", size);
    await expect(page.getByLabel(`长辈版 · ${label}`)).toBeChecked();
  }
});

test("x02_english_is_chosen_on_any_page_and_stays", async ({ page }) => {
  await page.goto("/reports/new?category=1");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page).toHaveURL("/reports/new?category=1");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("navigation", { name: "Sections" })).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("link", { name: /Report a problem/ }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "中文" })).toHaveAttribute("lang", "zh-CN");
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
});

test("x02_a_phone_that_asks_for_english_gets_chinese_until_english_is_chosen", async ({ browser }) => {
  const page = await browser.newPage({ locale: "en-US" });
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await page.context().close();
});

test("x04_high_contrast_is_chosen_and_kept", async ({ page }) => {
  await page.goto("/settings");
  await page.getByLabel("更清楚").check();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByLabel("更清楚")).toBeChecked();
  await page.goto("/phone");
  await expect(page.locator("html")).toHaveAttribute("data-contrast", "high");
  await expect(page.getByRole("main")).toHaveCSS("color", "rgb(0, 0, 0)");
});

test("x05_emergency_numbers_come_first", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "打电话 居委会" }).click();
  const calls = page.getByRole("main").getByRole("link");
  await expect(calls.first()).toHaveAttribute("href", /^tel:1\d\d$/);
  await expect(page.getByRole("main")).toContainText("24小时");
});

test("x09_a_page_that_is_not_there_says_what_to_do", async ({ page }) => {
  expect((await page.goto("/no-such-page"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "没有找到这一页" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("记录编号");
  await page.getByRole("link", { name: "回首页" }).click();
  await expect(page).toHaveURL("/");
});
