import { expect, test } from "../fixtures";

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
