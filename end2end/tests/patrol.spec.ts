// The volunteer's week, in all three ways: finding a shift, taking a place in two taps, seeing it in
// the own plan, giving it back; a calendar address that can be changed.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";

/** The last of the shifts with a place: far enough ahead to leave freely. */
function lastOpen(page: Page) {
  const open = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "我来" }) });
  return open.last();
}

test("v06_two_taps_take_a_place_and_one_gives_it_back", async ({ visit }) => {
  const page = await visit("resident");
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "志愿巡查" }).first().click();
  const card = lastOpen(page);
  const when = await card.locator(".title").innerText();
  await card.getByRole("button", { name: "我来" }).click();
  await expect(page.getByRole("status").filter({ hasText: "报上名了" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(when);
  const address = new URL(page.url()).pathname;

  await page.goto("/me/patrols");
  const planned = page.getByRole("listitem").filter({ has: page.locator(`a[href="${address}"]`) });
  await expect(planned).toContainText("您报上名了");
  await planned.getByRole("button", { name: "来不了" }).click();
  await expect(page.getByRole("status")).toBeVisible();
  await expect(page.locator(`a[href="${address}"]`)).toHaveCount(0);
});

test("v05_whoever_is_not_signed_in_comes_back_to_the_shift", async ({ page }) => {
  await page.goto("/patrols");
  await page.getByRole("listitem").getByRole("link", { name: "我来" }).first().click();
  await expect(page).toHaveURL(/\/login\?back=%2Fpatrols%2F\d+$/);
});

test("v18_the_calendar_address_is_made_changed_and_removed", async ({ visit }) => {
  const page = await visit("volunteer");
  await page.goto("/me/patrols");
  await page.getByText("放进手机日历").click();
  await page.getByRole("button", { name: "给我一个日历地址" }).click();
  const field = page.getByLabel("您的日历地址");
  const first = await field.inputValue();
  expect(await (await page.request.get(first)).text()).toContain("BEGIN:VCALENDAR");
  await page.getByRole("button", { name: "换一个新地址" }).click();
  await expect(field).not.toHaveValue(first);
  expect((await page.request.get(first)).status()).toBe(404);
  await page.getByRole("button", { name: "不要这个地址了" }).click();
  await expect(field).toHaveCount(0);
});
