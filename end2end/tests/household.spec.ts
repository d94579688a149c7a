import { expect, test, unlike } from "../fixtures";
import { door, openDoor } from "../people";

test("p02_somebody_moves_in_and_out", async ({ visit }, info) => {
  const name = unlike("陈").slice(0, 12);
  const staff = await visit("dispatcher");
  await openDoor(staff, 9, door(info));
  await staff.getByText("登记住进来的人").click();
  await staff.getByRole("textbox", { name: "姓名", exact: true }).fill(name);
  await staff.getByRole("button", { name: "登记", exact: true }).click();
  const row = staff.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("还没有账号");
  await row.getByText("搬走").first().click();
  await row.getByRole("button", { name: "搬走" }).click();
  await expect(staff.getByRole("listitem").filter({ hasText: name })).toHaveCount(0);
});

test("p06_a_slip_lets_a_household_in", async ({ page, visit }, info) => {
  const staff = await visit("dispatcher");
  await openDoor(staff, 10, door(info));
  const household = staff.url();
  await staff.getByRole("link", { name: "打印新的入户码" }).click();
  await staff.getByRole("button", { name: "做好，去打印" }).click();
  const slip = staff.getByRole("article");
  await expect(slip).toContainText("入户码");
  const digits = (await slip.locator(".digits").innerText()).trim();
  expect(digits).toMatch(/^\d{3} \d{3} \d{4}$/);

  await page.goto("/login");
  await page.getByRole("link", { name: "还没有账号？用入户码加入" }).click();
  await page.getByLabel("入户码（十个数字）").fill(digits.replace(/\d$/, (last) => `${(Number(last) + 1) % 10}`));
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page.getByRole("alert")).toContainText("数字好像打错了一位");
  await page.getByLabel("入户码（十个数字）").fill(digits);
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page.getByRole("main")).toContainText("您家：10号楼 1单元");
  await page.getByLabel("大家怎么称呼您").fill("新邻居");
  await page.getByLabel("登录名", { exact: true }).fill("admin");
  await page.getByLabel("密码").fill("门前有两棵桂花树");
  await page.getByRole("button", { name: "加入", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("这个已经有人用了");
  await page.getByLabel("登录名", { exact: true }).fill(unlike("lin"));
  await page.getByLabel("密码").fill("门前有两棵桂花树");
  await page.getByRole("button", { name: "加入", exact: true }).click();
  await expect(page).toHaveURL(/\/me\/household$/);
  await expect(page.getByRole("main")).toContainText("新邻居");

  await page.getByText("添一个孩子").click();
  await page.getByLabel("孩子的小名").fill("豆豆");
  await page.getByLabel("多大了").selectOption("3-6");
  await page.getByRole("button", { name: "添上" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "豆豆" })).toContainText("3–6 岁");

  await staff.goto(household);
  await expect(staff.getByRole("main")).toContainText("新邻居");
  await staff.getByRole("button", { name: "让这个码作废" }).click();
  await expect(staff.getByRole("main")).toContainText("现在没有能用的入户码");
});

test("p06_codes_that_are_out_already_stay_good_unless_asked", async ({ visit }) => {
  const staff = await visit("dispatcher");
  await staff.goto("/admin/households");
  await staff.getByRole("link", { name: "打印入户码" }).click();
  await expect(staff.getByLabel("只印还没有入户码的")).toBeChecked();
  await staff.goto("/admin/households/slips?household=1");
  await expect(staff.getByLabel("只印还没有入户码的")).toHaveCount(0);
});

test("p07_a_card_signs_in_with_the_door_until_it_is_blocked", async ({ page, visit }, info) => {
  const name = unlike("冯").slice(0, 12);
  const staff = await visit("dispatcher");
  await openDoor(staff, 12, door(info));
  const household = staff.url();
  await staff.getByText("登记住进来的人").click();
  await staff.getByRole("textbox", { name: "姓名", exact: true }).fill(name);
  await staff.getByRole("button", { name: "登记", exact: true }).click();
  await staff.getByRole("link", { name: "打印便民卡" }).click();
  await staff.getByRole("checkbox", { name }).check();
  await staff.getByRole("button", { name: "做好，去打印" }).click();
  const address = (await staff.getByRole("img", { name: /\/card\// }).getAttribute("aria-label"))!;
  const path = new URL(address).pathname;

  await page.goto(path);
  await page.getByLabel("门牌号").fill("9999");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("对不上");
  await page.getByLabel("门牌号").fill(door(info));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("status")).toContainText(`登录好了，${name}`);

  await staff.goto(household);
  await staff
    .getByRole("listitem")
    .filter({ hasText: `${name} 的便民卡` })
    .getByRole("button", { name: "停用这张卡" })
    .click();
  await expect(staff.getByRole("status")).toContainText("卡已停用");
  await page.goto("/me");
  await expect(page).toHaveURL(/\/login/);
  expect((await page.goto(path))?.status()).toBe(404);
});
