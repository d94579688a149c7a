import { expect, test, unlike } from "../fixtures";

test("v13_v15_hours_are_entered_agreed_to_certified_checked_and_taken_back", async ({
  page,
  visit,
}) => {
  const words = unlike("清理三号楼楼道");
  const volunteer = await visit("volunteer");
  await volunteer.goto("/me");
  await volunteer.getByRole("link", { name: "我的时长" }).click();
  await volunteer.getByRole("link", { name: "补录时长" }).click();
  await volunteer.getByLabel("做了什么").selectOption({ label: "打扫" });
  await volunteer.getByLabel("哪一天").fill("2020-01-01");
  await volunteer.getByLabel("从几点").fill("09:00");
  await volunteer.getByLabel("到几点").fill("11:15");
  await volunteer.getByRole("button", { name: "交上去" }).click();
  await expect(volunteer.getByRole("alert")).toContainText("请");
  await expect(volunteer.getByLabel("到几点")).toHaveValue("11:15");
  await volunteer.getByLabel("说明").fill(words);
  await volunteer.getByRole("button", { name: "交上去" }).click();
  const entered = volunteer.getByRole("listitem").filter({ hasText: words });
  await expect(entered).toContainText("2小时15分");
  await expect(entered).toContainText("等居委会看");

  const staff = await visit("dispatcher");
  await staff.goto("/admin/hours/claims");
  const claim = staff.getByRole("listitem").filter({ hasText: words });
  await claim.getByRole("button", { name: "同意" }).first().click();
  await expect(staff.getByRole("status").filter({ hasText: "已经记上" })).toBeVisible();

  await volunteer.goto("/me/hours?year=2020");
  await expect(volunteer.getByRole("row").filter({ hasText: "补录" }).first()).toBeVisible();
  await volunteer.getByRole("link", { name: "开证明" }).click();
  await volunteer.getByLabel("真实姓名").fill("赵守望");
  await volunteer.getByLabel("从哪天").fill("2020-01-01");
  await volunteer.getByLabel("到哪天").fill("2020-12-31");
  await volunteer.getByRole("button", { name: "开证明" }).click();
  await expect(volunteer.getByRole("heading", { level: 1 })).toHaveText("志愿服务记录证明");
  const paper = volunteer.getByRole("main");
  await expect(paper).toContainText("赵守望");
  const text = await paper.innerText();
  const number = /\d{4}-\d{6}/.exec(text)![0];
  const code = /(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}/.exec(text)![0];

  await page.goto("/certificates");
  await page.getByLabel("编号").fill(number);
  await page.getByLabel("校验码").fill("2222-2222-2222-2222");
  await page.getByRole("button", { name: "查一查" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("校验码").fill(code.toLowerCase());
  await page.getByRole("button", { name: "查一查" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("这张证明有效");
  await expect(page.getByRole("main")).toContainText("赵守望");
  await expect(page.getByRole("main")).not.toContainText(words);

  await staff.goto(`/admin/certificates?number=${number}`);
  await staff.getByRole("main").getByRole("link", { name: number }).click();
  await staff.getByLabel("作废的原因").fill("名字写错了");
  await staff.getByRole("button", { name: "作废" }).click();
  await expect(staff.getByRole("status").filter({ hasText: "已作废" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("这张证明已作废");
  await expect(page.getByRole("main")).not.toContainText("名字写错了");
});
