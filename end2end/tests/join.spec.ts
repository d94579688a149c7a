import { expect, test, unlike } from "../fixtures";
import type { Account } from "../fixtures";

test("p06_without_a_slip_one_asks_and_finishes_with_the_receipt", async ({ page, visit }, info) => {
  const name = unlike("沈").slice(0, 12);
  const door = `${(info.project.name.length % 9) + 2}02`;
  await page.goto("/join");
  await page.getByRole("link", { name: "请社区帮我加入" }).click();
  await page.getByRole("button", { name: "请帮我加入" }).click();
  await expect(page.getByRole("alert")).toContainText("这里要填一下");
  await page.getByLabel("您的姓名").fill(name);
  await page.getByLabel("哪栋楼哪个单元").selectOption({ label: "11号楼 1单元" });
  await page.getByLabel("门牌号").fill(door);
  await page.getByLabel("回电号码").fill("139 0000 0000");
  await page.getByRole("button", { name: "请帮我加入" }).click();
  await expect(page.getByRole("main")).toContainText("工作人员核实后会通过");
  const receipt = page.url();

  const staff = await visit("dispatcher");
  await staff.goto("/admin");
  await staff.getByRole("link", { name: "申请加入" }).first().click();
  await staff.goto("/admin/join");
  await staff.getByRole("link", { name }).click();
  await staff.getByRole("button", { name: "通过", exact: true }).click();
  await expect(staff.getByRole("status")).toContainText("已通过");

  await page.goto(receipt);
  await page.getByLabel("大家怎么称呼您").fill(name);
  await page.getByLabel("登录名", { exact: true }).fill(unlike("shen"));
  await page.getByLabel("密码").fill("河边的柳树长得高");
  await page.getByRole("button", { name: "加入", exact: true }).click();
  await expect(page).toHaveURL(/\/me\/household$/);
  await expect(page.getByRole("main")).toContainText(`11号楼 1单元 ${door}`);
});

/** A new invitation ends the one before, so that each project has somebody else who invites. */
const owners: Record<string, [Account, string]> = {
  script: ["centre", "活动中心孙老师"],
  "no-wasm": ["volunteer", "志愿者小李"],
  "no-script": ["captain", "3号楼楼长陈伯"],
};

test("p15_a_daughter_elsewhere_joins_by_the_invitation", async ({ page, visit }, info) => {
  const [account, shown] = owners[info.project.name];
  const owner = await visit(account);
  await owner.goto("/me/family");
  await owner.getByRole("button", { name: "请一位家人" }).click();
  const invited = owner.getByRole("status").filter({ hasText: "请把这个链接发给家人" });
  const address = (await invited.locator(".address").innerText()).trim();

  const name = unlike("女儿").slice(0, 12);
  await page.goto(new URL(address).pathname);
  await page.getByLabel("大家怎么称呼您").fill(name);
  await page.getByLabel("登录名", { exact: true }).fill(unlike("nuer"));
  await page.getByLabel("密码").fill("河边的柳树长得高");
  await page.getByRole("button", { name: "加入", exact: true }).click();
  await expect(page).toHaveURL(/\/me\/household$/);
  await page.goto("/me/family");
  await expect(page.getByRole("listitem").filter({ hasText: shown })).toBeVisible();

  await owner.goto("/me/family");
  const helper = owner.getByRole("listitem").filter({ hasText: name });
  await helper.getByRole("button", { name: "不再代办" }).click();
  await expect(owner.getByRole("listitem").filter({ hasText: name })).toHaveCount(0);
});
