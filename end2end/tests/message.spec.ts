import { chooseWhatAndWhere, expect, fileReport, press, receiptOn, test, unlike } from "../fixtures";
import type { Page } from "@playwright/test";
import { alone, door, joinWithSlip, moveIn, openDoor, somebody } from "../people";

/** Staff accept a report, which hands it to the property company as proposed. */
async function accept(staff: Page, number: string): Promise<void> {
  await staff.goto(`/admin/reports/${number}`);
  await press(staff, "受理");
}

test("x19_the_inbox_tells_that_a_report_moved_and_what_else_to_use", async ({ page, visit }, info) => {
  const staff = await visit("dispatcher");
  await openDoor(staff, 5, door(info));
  await joinWithSlip(staff, page, somebody("池"));
  const { number } = await fileReport(page, unlike("信箱里应该看得到"));
  await accept(staff, number);

  await page.goto("/me");
  await expect(page.getByRole("link", { name: /我的消息/ })).toContainText("1 条新的");
  await page.getByRole("link", { name: /我的消息/ }).click();
  const line = page.getByRole("listitem").filter({ hasText: number });
  await expect(line).toContainText("新");
  await expect(line).toContainText("已派出");
  await line.getByRole("link").click();
  await expect(page.getByRole("main")).toContainText(number);
  await page.goto("/me/inbox");
  await expect(page.getByRole("listitem").filter({ hasText: number }).locator(".mark")).toHaveCount(0);

  // A mail address counts once its owner has pressed the link in the mail.
  await page.getByRole("link", { name: "用什么方式告诉我" }).click();
  await page.getByLabel("邮箱").fill("chi@example");
  await page.getByRole("button", { name: "保存邮箱" }).click();
  await expect(page.getByRole("alert")).toContainText("邮箱地址不对");
  await expect(page.getByLabel("邮箱")).toHaveValue("chi@example");
  await page.getByLabel("邮箱").fill("chi@example.com");
  await page.getByRole("button", { name: "保存邮箱" }).click();
  await expect(page.getByRole("status")).toContainText("信已寄出");
  await expect(page.getByRole("main")).toContainText("还没有确认");
  await expect(page.getByLabel("有消息发邮件")).toHaveCount(0);
  await page.getByLabel("邮箱").fill("");
  await page.getByRole("button", { name: "保存邮箱" }).click();
  await expect(page.getByRole("status")).toContainText("邮箱已经去掉");
  await expect(page.getByLabel("邮箱")).toHaveValue("");
});

test("x19_whom_nothing_reaches_is_called_and_a_wrong_tick_is_taken_back", async ({ visit }, info) => {
  const name = somebody("骆");
  const staff = await alone(visit, "dispatcher");
  await openDoor(staff, 5, door(info, 2));
  await moveIn(staff, name);
  await staff.goto("/assist");
  await staff.getByLabel("找谁").fill(name);
  await staff.getByRole("button", { name: "搜索" }).click();
  await staff.getByRole("button", { name }).click();
  await chooseWhatAndWhere(staff, "杂物堆放", "5号楼");
  await staff.getByLabel("说说情况").fill(unlike("请打电话告诉我"));
  await staff.getByRole("button", { name: "提交" }).click();
  const { number } = await receiptOn(staff);
  await staff.getByRole("button", { name: "结束" }).click();
  await accept(staff, number);

  await staff.goto("/admin");
  await staff.getByRole("link", { name: /位邻居要打电话通知/ }).click();
  const line = staff.getByRole("listitem").filter({ hasText: name });
  await expect(line).toContainText(`您反映的 ${number}：已派出`);
  await expect(line).toContainText("没有留号码，请上门或托楼长转告");
  await line.getByRole("button", { name: "打过了" }).click();
  await expect(staff.getByRole("status")).toContainText("勾掉了");
  await staff.getByText("今天打过的").click();
  await line.getByRole("button", { name: "还没打" }).click();
  await expect(staff.getByRole("status")).toContainText("放回去了");
  await line.getByRole("button", { name: "打过了" }).click();
  await expect(line.getByRole("button", { name: "打过了" })).toHaveCount(0);
});
