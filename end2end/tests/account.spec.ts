import { expect, fileReport, signIn, stateOn, test, unlike } from "../fixtures";

test("p08_a_wrong_password_and_an_unknown_name_are_answered_alike", async ({ page }) => {
  for (const name of ["subdistrict", unlike("nobody")]) {
    await page.goto("/login");
    await signIn(page, name, "not-the-password");
    await expect(page.getByRole("alert")).toHaveText("登录名或密码不对，请再看看");
    await expect(page.getByLabel("登录名")).toHaveValue(name);
    await expect(page.getByLabel("密码")).toHaveValue("");
  }
});

test("x09_whoever_must_sign_in_comes_back_to_the_page_asked_for", async ({ page }) => {
  await page.goto("/admin/reports?state=reported&order=oldest");
  await expect(page).toHaveURL(/\/login\?back=/);
  await signIn(page, "dispatcher");
  await expect(page).toHaveURL("/admin/reports?state=reported&order=oldest");
});

test("x17_signing_out_takes_the_cookie_away", async ({ page, context }) => {
  await signIn(page, "captain");
  await expect(page).toHaveURL("/");
  const session = (await context.cookies()).find((cookie) => /linli$/.test(cookie.name));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  await page.getByRole("link", { name: "3号楼楼长陈伯" }).click();
  await page.getByRole("button", { name: "退出登录" }).click();
  await expect(page.getByRole("link", { name: "登录" })).toBeVisible();
  const names = (await context.cookies()).map((cookie) => cookie.name);
  expect(names).not.toContain(session!.name);
  await page.goto("/me");
  await expect(page).toHaveURL(/\/login/);
  // The old session is ended, not only forgotten.
  await context.addCookies([session!]);
  await page.goto("/me");
  await expect(page).toHaveURL(/\/login/);
});

test("r15_the_company_does_not_see_what_is_not_assigned_to_it", async ({ page, visit }) => {
  const { number } = await fileReport(page, unlike("还没有派给谁"));
  const worker = await visit("property");
  expect((await worker.goto(`/admin/reports/${number}`))?.status()).toBe(404);
  await expect(worker.getByRole("heading", { name: "没有找到这一页" })).toBeVisible();
  await worker.goto(`/admin/reports?q=${number}`);
  await expect(worker.getByRole("link", { name: number })).toHaveCount(0);
});

test("x09_a_resident_is_told_that_the_desk_is_not_theirs", async ({ visit }) => {
  const resident = await visit("resident");
  expect((await resident.goto("/admin"))?.status()).toBe(403);
  await expect(resident.getByRole("heading", { name: "这一页不对您开放" })).toBeVisible();
  await expect(resident.getByRole("main")).toContainText("记录编号");
});

test("r04_a_signed_in_resident_finds_own_reports_on_every_device", async ({ visit }) => {
  const words = unlike("登录以后反映的");
  await fileReport(await visit("resident"), words);
  const elsewhere = await visit("resident");
  await elsewhere.context().clearCookies({ name: "linli-receipts" });
  await elsewhere.goto("/reports/mine");
  await elsewhere.getByRole("link", { name: words }).click();
  await expect(stateOn(elsewhere)).toHaveText("已提交");
});

test("p17_a_borrowed_phone_forgets_receipts_when_asked", async ({ page }) => {
  const words = unlike("借来的手机");
  await fileReport(page, words);
  await page.goto("/reports/mine");
  await expect(page.getByRole("link", { name: words })).toBeVisible();
  await page.getByRole("button", { name: "从这部手机上清掉" }).click();
  await expect(page.getByRole("heading", { name: "这里还没有您的反映" })).toBeVisible();
});
