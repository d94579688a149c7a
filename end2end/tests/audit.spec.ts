import { expect, openOfDesk, test, unlike } from "../fixtures";

test("p25_what_staff_changed_stands_in_the_records", async ({ visit }) => {
  const title = unlike("值班调整");
  const staff = await visit("dispatcher");
  await staff.goto("/admin/notices/new");
  await staff.getByLabel("标题").fill(title);
  await staff.getByLabel("正文").fill("这周改到下午。");
  await staff.getByRole("button", { name: "发布" }).click();
  await expect(staff.getByRole("status").filter({ hasText: "发布了" })).toBeVisible();

  const admin = await visit("admin");
  await openOfDesk(admin, "操作记录");
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText("操作记录");
  await admin.getByLabel("做了什么").selectOption({ label: "发布了通知" });
  await admin.getByRole("button", { name: "筛选" }).click();
  await expect(admin).toHaveURL(/deed=notice\.published/);
  await expect(admin.getByRole("row").filter({ hasText: "居委会小周" }).first()).toContainText(
    "发布了通知",
  );
});

test("p25_only_administrators_read_the_records", async ({ visit }) => {
  const staff = await visit("dispatcher");
  await staff.goto("/admin#desk-menu");
  await expect(staff.getByRole("link", { name: "组织和网格" })).toBeVisible();
  await expect(staff.getByRole("link", { name: "操作记录" })).toHaveCount(0);
  expect((await staff.goto("/admin/audit"))?.status()).toBe(403);
});
