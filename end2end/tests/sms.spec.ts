import { expect, test } from "../fixtures";
import { door, moveIn, openDoor, somebody } from "../people";

/** A number for each of the three ways: one a minute is all that a number gets. */
const numbers: Record<string, string> = {
  script: "13900005551",
  "no-wasm": "13900005552",
  "no-script": "13900005553",
};

test("p05_a_resident_turns_it_on_and_signs_in_with_six_digits", async (
  { page, visit, request },
  info,
) => {
  const number = numbers[info.project.name];
  const name = somebody("周");
  // Staff write down who lives there, with the number, and hand over a card to sign in once.
  const staff = await visit("dispatcher");
  await openDoor(staff, 8, door(info));
  await moveIn(staff, name, number);
  await staff.getByRole("link", { name: "打印便民卡" }).click();
  await staff.getByRole("checkbox", { name }).check();
  await staff.getByRole("button", { name: "做好，去打印" }).click();
  const card = (await staff.getByRole("img", { name: /\/card\// }).getAttribute("aria-label"))!;
  await page.goto(new URL(card).pathname);
  await page.getByLabel("门牌号").fill(door(info));
  await page.getByRole("button", { name: "登录", exact: true }).click();

  await page.goto("/me");
  await page.getByRole("link", { name: "短信登录" }).click();
  await expect(page.getByRole("main")).toContainText(`${number.slice(0, 3)}****${number.slice(7)}`);
  await page.getByRole("button", { name: "开启" }).click();
  await expect(page.getByRole("status")).toHaveText("短信登录开启了");
  await page.goto("/me");
  await page.getByRole("button", { name: "退出登录" }).click();

  await page.goto("/login?back=/me/name");
  await page.getByRole("link", { name: "用短信验证码登录" }).click();
  await page.getByRole("button", { name: "发验证码" }).click();
  await expect(page.getByRole("alert")).toContainText("这里要填一下");
  await page.getByLabel("手机号码").fill(number);
  await page.getByRole("button", { name: "发验证码" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("填短信里的码");
  const field = page.getByLabel("六位数字");
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await expect(field).toHaveAttribute("inputmode", "numeric");

  const sent = async () => (await request.get(`${process.env.LINLI_E2E_GATEWAY}${number}`)).text();
  await expect.poll(sent, { timeout: 20_000 }).toMatch(/登录验证码 \d{6}/);
  const code = (await sent()).match(/\d{6}/)![0];
  await field.fill(code === "000000" ? "000001" : "000000");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("alert").getByRole("link")).toContainText("这个码不对");
  await page.getByLabel("六位数字").fill(code);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page).toHaveURL("/me/name");

  // Another one within the minute is not sent, and the page says what to do.
  const stranger = await visit();
  await stranger.goto("/login/sms");
  await stranger.getByLabel("手机号码").fill(number);
  await stranger.getByRole("button", { name: "发验证码" }).click();
  await expect(stranger.getByRole("main")).toContainText("刚发过一条");
});

test("p05_without_a_number_staff_are_told_to_write_it_down_first", async ({ visit }) => {
  const staff = await visit("dispatcher");
  await staff.goto("/admin/people/1/slip");
  await expect(staff.getByRole("main")).toContainText("还没有记手机号");
});
