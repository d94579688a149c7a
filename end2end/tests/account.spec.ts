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

/** A browser of its own for each of the three ways, so that none meets another's sign-in. */
const machines: Record<string, [agent: string, name: string]> = {
  script: ["Mozilla/5.0 (Android 14; Tablet; rv:120.0) Gecko/120.0 Firefox/120.0", "平板 · Firefox"],
  "no-wasm": ["Mozilla/5.0 (Linux; Android 14; Pad) Chrome/120.0 UCBrowser/15 Safari/537.36", "平板 · UC"],
  "no-script": ["Mozilla/5.0 (Linux; Android 14; Pad) Chrome/120.0 Safari/537.36 EdgA/120.0", "平板 · Edge"],
};
/** An account of its own for each of the three ways: a new slip ends the one before. */
const owners: Record<string, [person: number, name: string]> = {
  script: [2, "志愿者小李"],
  "no-wasm": [3, "3号楼楼长陈伯"],
  "no-script": [6, "活动中心孙老师"],
};

test("p09_a_device_is_listed_and_ended", async ({ browser, visit }, info) => {
  const [userAgent, name] = machines[info.project.name];
  const elsewhere = await browser.newContext({ userAgent });
  const tablet = await elsewhere.newPage();
  await signIn(tablet, "captain");
  await tablet.goto("/me/devices");
  const own = tablet.locator("section.card").filter({ hasText: "就是这台" });
  await expect(own.getByRole("heading")).toContainText(name);

  const page = await visit("captain");
  await page.goto("/me");
  await page.getByRole("link", { name: "登录过的设备" }).click();
  await page.getByRole("button", { name: `让“${name}”退出` }).first().click();
  await expect(page.getByRole("status")).toHaveText("已经退出");
  await tablet.goto("/me");
  await expect(tablet).toHaveURL(/\/login/);
  await elsewhere.close();
});

test("p09_a_new_password_is_typed_once_and_can_be_shown", async ({ visit }) => {
  const page = await visit("resident");
  await page.goto("/me/password");
  const field = page.getByLabel("新密码");
  const drawn = () => field.evaluate((input) => getComputedStyle(input).getPropertyValue("-webkit-text-security"));
  expect(await drawn()).toBe("disc");
  await page.getByLabel("显示", { exact: true }).check();
  expect(await drawn()).toBe("none");
  await page.getByLabel("现在的密码").fill("linli-demo");
  await field.fill("12345678");
  await page.getByRole("button", { name: "改密码" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText("这个太容易被猜到，换一个吧");
  await expect(page.getByLabel("新密码")).toHaveValue("");
});

test("p09_a_slip_is_printed_scanned_and_typed", async ({ page, visit }, info) => {
  const [person, name] = owners[info.project.name];
  const staff = await visit("dispatcher");
  await staff.goto(`/admin/people/${person}/slip`);
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText(`给${name}重设密码`);
  await staff.getByLabel("送到信箱或带给本人").check();
  await staff.getByRole("button", { name: "打印单子" }).click();
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText("重设密码");
  const link = await staff.locator(".qr svg").getAttribute("aria-label");
  const digits = await staff.locator(".address.number").innerText();
  expect(digits).toMatch(/^\d{5} \d{5}$/);

  // Nothing is set, since the demo's passwords are everybody's: a weak one is refused both ways.
  await page.goto(link!);
  await page.getByLabel("新密码").fill("linli-demo");
  await page.getByRole("button", { name: "用这个新密码" }).click();
  await expect(page.getByRole("alert")).toContainText("这个太容易被猜到");
  await page.goto("/login");
  await page.getByRole("link", { name: "忘了密码？" }).click();
  await page.getByRole("link", { name: "手里有单子了" }).click();
  await page.getByLabel("单子上的10位数字").fill(digits);
  await page.getByLabel("新密码").fill("88888888");
  await page.getByRole("button", { name: "用这个新密码" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText("这个太容易被猜到，换一个吧");
  await expect(page.getByLabel("单子上的10位数字")).toHaveValue(digits);
});

test("p10_staff_see_how_a_second_factor_is_set_up", async ({ visit }) => {
  const page = await visit("centre");
  await page.goto("/me");
  await page.getByRole("link", { name: "二次验证" }).click();
  await expect(page.locator(".qr svg")).toBeVisible();
  const letters = await page.locator(".letters").innerText();
  await page.getByLabel("六位数字", { exact: true }).fill("abc");
  await page.getByRole("button", { name: "开启" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toContainText("这个码不对");
  await expect(page.locator(".letters")).toHaveText(letters);
});

test("p13_staff_see_how_a_sign_in_stands_and_administrators_change_it", async ({ visit }) => {
  const staff = await visit("dispatcher");
  await staff.goto("/admin/people/1/access");
  await expect(staff.getByRole("main")).toContainText("可以登录");
  await expect(staff.getByRole("button", { name: "停用" })).toHaveCount(0);
  const admin = await visit("admin");
  await admin.goto("/admin/people/1/access");
  await admin.getByRole("button", { name: "停用" }).click();
  await expect(admin.getByRole("alert").getByRole("link")).toHaveCount(1);
});
