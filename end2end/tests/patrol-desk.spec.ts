import type { Page } from "@playwright/test";
import { expect, openOfDesk, test, unlike } from "../fixtures";

/** A day from today on the clocks of the demo community. */
function day(ahead: number): string {
  const at = new Date(Date.now() + ahead * 24 * 60 * 60 * 1000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(at);
}

/** Makes a published shift through its form. */
async function makes(staff: Page, title: string, ahead: number): Promise<void> {
  await staff.goto("/admin/patrols/new");
  await staff.getByLabel("日期").fill(day(ahead));
  await staff.getByLabel("几点开始").fill("18:00");
  await staff.getByLabel("几点结束").fill("20:00");
  await staff.getByLabel("集合地点").fill("3号楼门口");
  await staff.getByLabel("队员").fill("2");
  await staff.getByText("更多：标题、楼栋、路线、注意事项").click();
  await staff.getByRole("textbox", { name: "标题" }).fill(title);
  await staff.getByRole("button", { name: /^发布/ }).click();
  await expect(staff.getByRole("status").filter({ hasText: "发布了" })).toBeVisible();
}

test("v08_v11_v17_x19_the_coordinators_week", async ({ visit }) => {
  const title = unlike("晚间巡查");
  const staff = await visit("dispatcher");
  await makes(staff, title, 4);
  const shift = new URL(staff.url()).pathname;
  const group = staff.locator("#group-text");
  await expect(group).toHaveValue(/志愿者招募，需要3人/);
  await expect(group).toHaveValue(/集合地点：3号楼门口/);
  await expect(group).toHaveValue(new RegExp(`/patrols/${shift.split("/").pop()}`));

  // The gap stands on the board.
  await openOfDesk(staff, "志愿巡查");
  await staff.getByLabel("看哪些").selectOption({ label: "只看缺人的" });
  await staff.getByRole("button", { name: "筛选" }).click();
  const row = staff.getByRole("listitem").filter({ hasText: title });
  await expect(row.getByText("急")).toBeVisible();
  await row.getByRole("link", { name: "人员" }).click();

  // Somebody without an account is entered, and phoned.
  const auntie = unlike("王阿姨").slice(0, 12);
  await staff.getByText("没登记过的，写个名字").click();
  await staff.getByLabel("姓名").fill(auntie);
  await staff.getByRole("textbox", { name: "电话" }).fill("13900005555");
  await staff.getByRole("button", { name: "加进来" }).click();
  await expect(staff.getByRole("status").filter({ hasText: "加进来了" })).toBeVisible();
  const line = staff.getByRole("listitem").filter({ hasText: auntie });
  await expect(line.getByRole("link", { name: "13900005555" })).toHaveAttribute(
    "href",
    "tel:13900005555",
  );
  await line.getByRole("button", { name: "打过了" }).click();
  await expect(line.getByRole("button", { name: "还没打" })).toBeVisible();

  // The shift moves; fewer places are asked about first.
  await staff.goto(shift);
  await staff.getByLabel("几点开始").fill("19:00");
  await staff.getByLabel("几点结束").fill("21:00");
  await staff.getByLabel("队员").fill("0");
  await staff.getByRole("button", { name: "保存" }).click();
  await expect(staff.locator("#asks")).toContainText(auntie);
  await staff.getByRole("link", { name: "不改了" }).click();
  await staff.getByLabel("几点开始").fill("19:00");
  await staff.getByLabel("几点结束").fill("21:00");
  await staff.getByRole("button", { name: "保存" }).click();
  await expect(staff.getByRole("status").filter({ hasText: "改好了" })).toBeVisible();
  await expect(staff.locator("#group-text")).toHaveValue(/还缺2人.*19:00–21:00/);

  // Another one is called off.
  const other = unlike("大扫除");
  await makes(staff, other, 5);
  await staff.getByRole("link", { name: "取消这个班次" }).click();
  await expect(staff.getByRole("main")).toContainText("还没有人报名");
  await staff.getByRole("button", { name: "取消这个班次" }).click();
  await expect(staff.getByRole("alert").getByRole("link", { name: "这里要填一下" })).toBeVisible();
  await staff.getByLabel("为什么取消").fill("下雨");
  await staff.getByRole("button", { name: "取消这个班次" }).click();
  await expect(staff.getByRole("status").filter({ hasText: "取消了" })).toBeVisible();
  await expect(staff.locator("#group-text")).toHaveValue(/取消通知[^]*原因：下雨/);
});

test("v10_a_roster_is_looked_at_then_imported_once", async ({ visit }) => {
  const name = unlike("赵敏").slice(0, 10);
  const staff = await visit("dispatcher");
  const file = `日期,开始,结束,类型,地点,姓名,电话,角色,备注\n${day(9)},06:10,07:10,巡查,东门,${name},,队长,x`;
  const looks = async (text: string) => {
    await staff.goto("/admin/patrols/roster");
    await staff.getByLabel("或者从表格里复制过来").fill(text);
    await staff.getByRole("button", { name: "先看看" }).click();
  };
  await looks(file.replace("06:10", "早上"));
  await expect(staff.getByText("时间看不懂")).toBeVisible();
  await expect(staff.getByRole("button", { name: "导入" })).toHaveCount(0);
  await looks(file);
  await expect(staff.getByText("这几列不留：备注")).toBeVisible();
  await staff.getByRole("button", { name: "导入" }).click();
  await expect(staff.getByRole("status").filter({ hasText: "导入好了" })).toBeVisible();
  await looks(file);
  await expect(staff.getByText("什么也不用改")).toBeVisible();
});
