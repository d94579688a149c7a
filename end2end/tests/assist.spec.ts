import { chooseWhatAndWhere, expect, receiptOn, test, unlike } from "../fixtures";
import { alone, door, joinWithSlip, moveIn, openDoor, somebody } from "../people";

test("p15_a_daughter_elsewhere_reports_for_her_mother_who_reads_it", async ({ page, visit }, info) => {
  const staff = await visit("dispatcher");
  await openDoor(staff, 7, door(info));
  const mother = await joinWithSlip(staff, page, somebody("何"));
  await page.goto("/me/family");
  await page.getByRole("button", { name: "请一位家人" }).click();
  const invited = page.getByRole("status").filter({ hasText: "请把这个链接发给家人" });
  const link = new URL(await invited.locator(".address").innerText()).pathname;

  const daughter = await visit();
  const called = somebody("小何");
  await daughter.goto(link);
  await expect(daughter.getByRole("heading", { level: 1 })).toHaveText(`${mother.name} 请您帮忙代办`);
  await daughter.getByLabel("大家怎么称呼您").fill(called);
  await daughter.getByLabel("登录名", { exact: true }).fill(unlike("xiaohe"));
  await daughter.getByLabel("密码").fill("江对岸有一盏旧路灯");
  await daughter.getByRole("button", { name: "加入", exact: true }).click();
  await expect(daughter).toHaveURL(/\/me\/household$/);
  // The invitation was for one.
  expect((await (await visit()).goto(link))?.status()).toBe(404);

  // For whom stands above every page and on the form.
  await daughter.goto("/me");
  await daughter.getByRole("link", { name: "替谁办" }).click();
  await daughter.getByRole("button", { name: mother.name }).click();
  const bar = daughter.getByRole("complementary", { name: "正在替别人办" });
  await expect(bar).toContainText(`正在替${mother.name}办理`);
  await chooseWhatAndWhere(daughter, "杂物堆放", "7号楼");
  await expect(bar).toBeVisible();
  await expect(daughter.getByRole("main")).toContainText(`这次是替${mother.name}办`);
  const words = unlike("妈妈门口堆了纸箱");
  await daughter.getByLabel("说说情况").fill(words);
  await daughter.getByRole("button", { name: "提交" }).click();
  const { number } = await receiptOn(daughter);
  await bar.getByRole("button", { name: "结束" }).click();
  await expect(daughter.getByRole("status")).toContainText("现在办的是您自己的事");
  await expect(bar).toHaveCount(0);

  // It is the mother's, and she reads who did it.
  await page.goto("/reports/mine");
  await expect(page.getByRole("link", { name: words })).toBeVisible();
  await page.goto("/me/inbox");
  await page.getByRole("link", { name: "有人替您办了一件事" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("谁替我办过什么");
  const act = page.getByRole("listitem").filter({ hasText: number });
  await expect(act).toContainText("替居民反映了问题");
  await expect(act).toContainText(called);

  // She ends it; the daughter may not begin again.
  await daughter.goto("/assist");
  await page.goto("/me/family");
  const helper = page.getByRole("listitem").filter({ hasText: called });
  await helper.getByRole("button", { name: "不再代办" }).click();
  await expect(page.getByRole("status")).toContainText("已停止代办");
  await daughter.getByRole("button", { name: mother.name }).click();
  await expect(daughter.getByRole("heading", { name: "这一页不对您开放" })).toBeVisible();
});

test("p15_staff_report_for_a_resident_without_an_account", async ({ visit }, info) => {
  const staff = await alone(visit, "dispatcher");
  const resident = somebody("严");
  await openDoor(staff, 7, door(info, 2));
  await moveIn(staff, resident);
  await staff.goto("/assist");
  await staff.getByLabel("找谁").fill(resident);
  await staff.getByRole("button", { name: "搜索" }).click();
  await staff.getByRole("button", { name: resident }).click();
  const bar = staff.getByRole("complementary", { name: "正在替别人办" });
  await expect(bar).toContainText(`正在替${resident}办理`);
  await chooseWhatAndWhere(staff, "杂物堆放", "7号楼");
  await expect(staff.getByRole("main")).toContainText(`这次是替${resident}办`);
  await staff.getByLabel("说说情况").fill(unlike("楼梯灯不亮"));
  await staff.getByRole("button", { name: "提交" }).click();
  const { number } = await receiptOn(staff);
  await bar.getByRole("button", { name: "结束" }).click();
  await expect(bar).toHaveCount(0);

  const admin = await visit("admin");
  await admin.goto("/admin/audit?deed=assist.reported");
  const row = admin.getByRole("row").filter({ hasText: number });
  await expect(row).toContainText("居委会小周");
  await expect(row).toContainText("替居民反映了问题");
});

test("p15_a_form_for_somebody_else_than_now_is_not_filed", async ({ visit }) => {
  const helper = await alone(visit, "volunteer");
  await helper.goto("/assist");
  await helper.getByRole("button", { name: "赵奶奶" }).click();
  await chooseWhatAndWhere(helper, "杂物堆放", "3号楼");
  await helper.getByLabel("说说情况").fill(unlike("没有替谁办了"));
  // In another tab it is ended meanwhile.
  const tab = await helper.context().newPage();
  await tab.goto("/");
  await tab.getByRole("button", { name: "结束" }).click();
  await expect(tab.getByRole("status")).toContainText("现在办的是您自己的事");
  await helper.getByRole("button", { name: "提交" }).click();
  await expect(helper.getByRole("heading", { level: 1 })).not.toHaveText("收到了，谢谢您");
  await expect(helper).not.toHaveURL(/\/r\//);
});
