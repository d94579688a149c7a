import { expect, fileReport, onlyOnce, test, unlike } from "../fixtures";
import { findings, looked } from "../looks";
import { routesOfPages, sheets } from "../pages";

onlyOnce("axe is a script; the pages look the same in all three ways and on both databases");

test("x06_axe_finds_nothing_on_a_receipt_or_a_form_that_came_back", async ({ page }) => {
  const { address } = await fileReport(page, unlike("给检查看的"));
  for (const look of ["zh-CN", "en.22"]) {
    await looked(page, look);
    await page.goto(address);
    expect.soft(await findings(page), "receipt").toEqual([]);
    await page.goto("/reports/mine");
    expect.soft(await findings(page), "mine").toEqual([]);
    await page.goto("/reports/new?category=1&building=1");
    await page.locator("main .submit button").click();
    await expect(page.getByRole("alert")).toBeVisible();
    expect.soft(await findings(page), "form again").toEqual([]);
  }
});

test("x06_every_page_of_the_route_table_is_looked_at", () => {
  const known = new Set(Object.values(sheets).flat().map((sheet) => sheet.route));
  known.add("/r/{secret}");
  expect(routesOfPages().filter((route) => !known.has(route))).toEqual([]);
});

test("x06_the_skip_link_is_first_and_leads_to_the_content", async ({ page }) => {
  await page.goto("/notices");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "跳到正文" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("x06_a_report_is_filed_by_keyboard_alone", async ({ page }) => {
  await page.goto("/reports/new");
  await page.getByRole("link", { name: "井盖", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("list").getByRole("link", { name: "东门", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("说说情况").focus();
  await page.keyboard.type("井盖松了");
  await page.getByRole("button", { name: "提交" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "收到了，谢谢您" })).toBeVisible();
});
