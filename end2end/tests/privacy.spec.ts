import { expect, signIn, test } from "../fixtures";
import { door, joinWithSlip, moveIn, openDoor, openPerson, somebody } from "../people";

test("p18_p22_a_look_at_a_number_is_read_by_its_owner", async ({ visit }) => {
  const resident = await visit("resident");
  await resident.goto("/me");
  await resident.getByRole("main").getByRole("link", { name: "我的资料和隐私" }).click();
  await expect(resident.getByRole("heading", { level: 1 })).toHaveText("我的资料和隐私");
  const looks = resident.locator("section").filter({ hasText: "谁看过我的电话" });
  await expect(looks).toContainText("居委会小周");
  await expect(looks).toContainText("看了居民的电话");
  await expect(looks).toContainText("原因：联系反映的事");
});

test("p20_agreeing_and_withdrawing_is_one_press_each", async ({ visit }) => {
  const page = await visit("volunteer");
  await page.goto("/me/privacy");
  const messages = page.getByRole("listitem").filter({ hasText: "短信和邮件" });
  await expect(messages).toContainText("还没有同意");
  await messages.getByRole("button", { name: "同意" }).click();
  await expect(messages).toContainText("已同意");
  await messages.getByRole("button", { name: "收回同意" }).click();
  await expect(messages).toContainText("还没有同意");
});

test("p22_the_file_is_whole", async ({ visit }) => {
  const page = await visit("captain");
  const answer = await page.request.get("/me/privacy/data.json");
  expect(answer.headers()["cache-control"]).toContain("no-store");
  const file = await answer.json();
  expect(file.tables.person).toHaveLength(1);
  expect(JSON.stringify(file)).not.toContain("argon2");
});

test("p23_nothing_is_deleted_without_the_password", async ({ visit }) => {
  const page = await visit("volunteer");
  await page.goto("/me/privacy/delete");
  await page.getByLabel("您的密码").fill("not-it");
  await page.getByRole("button", { name: "注销，删掉我的资料" }).click();
  await expect(page.getByRole("alert")).toContainText("密码不对");
  await page.getByRole("link", { name: "不注销了" }).click();
  await expect(page).toHaveURL(/\/me\/privacy$/);
});

test("p18_p22_p23_one_sees_who_looked_takes_the_file_and_goes", async ({ page, visit }, info) => {
  const name = somebody("苗");
  const telephone = `1390000${["script", "no-wasm", "no-script"].indexOf(info.project.name)}661`;
  const staff = await visit("dispatcher");
  await openDoor(staff, 6, door(info));
  await moveIn(staff, name, telephone);
  const resident = await joinWithSlip(staff, page, name);

  // Staff see the number masked, and whole for a reason.
  await openPerson(staff, name);
  await expect(staff.getByRole("main")).not.toContainText(telephone);
  await staff.getByRole("link", { name: "看电话号码" }).click();
  await staff.getByRole("button", { name: "显示号码" }).click();
  await expect(staff.getByRole("alert")).toContainText("这里要填一下");
  await staff.getByLabel("其他原因").check();
  await staff.getByLabel("说一句").fill("家里水表在漏");
  await staff.getByRole("button", { name: "显示号码" }).click();
  await expect(staff.getByRole("link", { name: telephone })).toHaveAttribute("href", `tel:${telephone}`);
  await expect(staff.getByRole("status")).toContainText("已记下这次查看");
  await staff.goto(staff.url());
  await expect(staff.getByRole("main")).not.toContainText(telephone);

  // Whose number it is reads who, when and why.
  await page.goto("/me/inbox");
  await expect(page.getByRole("main")).toContainText("有工作人员看了您的电话");
  await page.goto("/me/privacy");
  const looks = page.locator("section").filter({ hasText: "谁看过我的电话" }).getByRole("listitem");
  const look = looks.filter({ hasText: "看了居民的电话" }).first();
  await expect(look).toContainText("居委会小周");
  await expect(look).toContainText("原因：其他原因 · 家里水表在漏");
  await expect(look.locator("time")).toHaveText(/今天|\d+:\d+/);

  // Everything that is kept, to read and as a file.
  const facts = page.locator("section").filter({ has: page.getByRole("heading", { name: "我的资料", exact: true }) });
  await expect(facts).toContainText(telephone);
  await expect(facts).toContainText("6号楼");
  await expect(facts).toContainText(`密码（登录名 ${resident.signIn}）`);
  const file = await (await page.request.get("/me/privacy/data.json")).json();
  expect(file.tables.person[0]).toMatchObject({ name, telephone });
  expect(JSON.stringify(file)).toContain("家里水表在漏");

  // Before it goes, the page names what will go.
  await page.getByRole("link", { name: "注销账号" }).click();
  await expect(page.getByRole("main")).toContainText("姓名、电话、登录方式、同意、和住户的关系、职务");
  await expect(page.getByRole("main")).toContainText("您反映过的事和办理经过");
  await page.getByLabel("您的密码").fill(resident.password);
  await page.getByRole("button", { name: "注销，删掉我的资料" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("已注销");

  await page.goto("/me");
  await expect(page).toHaveURL(/\/login/);
  await signIn(page, resident.signIn, resident.password);
  await expect(page.getByRole("alert")).toHaveText("登录名或密码不对，请再看看");
  await staff.goto(`/admin/people?q=${encodeURIComponent(name)}`);
  await expect(staff.getByRole("main")).toContainText("共 0 人");
  await staff.goto(`/admin/people?q=${telephone.slice(-4)}`);
  await expect(staff.getByRole("row").filter({ hasText: name })).toHaveCount(0);
  await staff.goto(resident.household);
  await expect(staff.getByRole("main")).not.toContainText(name);
  const admin = await visit("admin");
  await admin.goto("/admin/audit?deed=person.telephone_shown");
  await expect(admin.getByRole("main")).not.toContainText(name);
  await expect(admin.getByRole("main")).not.toContainText("家里水表在漏");
});
