import { expect, test, unlike } from "../fixtures";

test("x12_x19_staff_write_once_and_everybody_is_told", async ({ page, visit }) => {
  const title = unlike("明天停水");
  const staff = await visit("dispatcher");
  await staff.goto("/admin");
  await staff.getByRole("main").getByRole("link", { name: "写通知" }).click();
  await staff.getByLabel("标题").fill(title);
  await staff.getByLabel("正文").fill("各位邻居：\n\n明天上午九点到下午四点停水。");
  await staff.getByRole("checkbox", { name: "3号楼", exact: true }).check();
  await staff.getByLabel("紧急").check();
  await staff.getByRole("button", { name: "发布" }).click();
  await expect(staff.getByRole("status").filter({ hasText: "发布了" })).toBeVisible();
  const group = staff.getByLabel("可以复制的文字");
  await expect(group).toHaveValue(new RegExp(`【紧急】${title}`));
  await expect(group).toHaveValue(/请3号楼的邻居看一看/);
  const address = /http:\S+\/notices\/\d+/.exec(await group.inputValue())![0];

  await page.goto("/");
  await expect(page.getByRole("link", { name: title })).toBeVisible();
  await page.getByRole("link", { name: "看通知" }).click();
  await page.getByRole("link", { name: title }).click();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page.getByRole("article")).toContainText("明天上午九点到下午四点停水。");
  await page.getByRole("link", { name: "打印张贴" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page.getByRole("main")).toContainText(address);
  await expect(page.getByRole("img", { name: address })).toBeVisible();
  const feed = await (await page.request.get("/feeds/notices.atom")).text();
  expect(feed).toContain(title);

  await staff.getByRole("button", { name: "撤下" }).click();
  await expect(staff.getByRole("status").filter({ hasText: "撤下了" })).toBeVisible();
  expect((await page.goto(address))?.status()).toBe(404);
  await page.goto("/notices");
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);
  await staff.getByRole("button", { name: "放回去" }).click();
  await expect(staff.getByRole("status").filter({ hasText: "放回去了" })).toBeVisible();
  expect((await page.goto(address))?.status()).toBe(200);
});

test("x10_a_notice_without_a_title_comes_back_as_typed", async ({ visit }) => {
  const staff = await visit("centre");
  await staff.goto("/admin/notices/new");
  await staff.getByLabel("正文").fill("只有正文");
  await staff.getByRole("checkbox", { name: "5号楼", exact: true }).check();
  await staff.getByLabel("到哪天为止").fill("2020-01-01");
  await staff.getByRole("button", { name: "发布" }).click();
  const summary = staff.getByRole("alert");
  await expect(summary.getByRole("link", { name: "请写个标题" })).toBeVisible();
  await expect(summary.getByRole("link", { name: "这一天已经过去了" })).toBeVisible();
  await expect(staff.getByLabel("正文")).toHaveValue("只有正文");
  await expect(staff.getByRole("checkbox", { name: "5号楼", exact: true })).toBeChecked();
  await expect(staff.getByLabel("到哪天为止")).toHaveValue("2020-01-01");
});

test("r03_two_people_at_one_notice_lose_nothing", async ({ visit }) => {
  const title = unlike("活动改期");
  const [first, second] = [await visit("dispatcher"), await visit("admin")];
  await first.goto("/admin/notices/new");
  await first.getByLabel("标题").fill(title);
  await first.getByLabel("正文").fill("周六下午两点。");
  await first.getByRole("button", { name: "发布" }).click();
  await expect(first).toHaveURL(/\/admin\/notices\/\d+$/);
  await second.goto(first.url());
  await first.getByLabel("正文").fill("周日下午两点。");
  await first.getByRole("button", { name: "保存" }).click();
  await expect(first.getByRole("status").filter({ hasText: "改好了" })).toBeVisible();
  await second.getByLabel("正文").fill("周六下午三点。");
  await second.getByRole("button", { name: "保存" }).click();
  await expect(second.getByRole("alert")).toContainText("别人也改了这条通知");
  await expect(second.getByLabel("正文")).toHaveValue("周六下午三点。");
});

test("x19_one_press_copies_the_text_for_the_group", async ({ visit }, info) => {
  test.skip(info.project.name === "no-script", "without script the text is copied by hand");
  const staff = await visit("centre");
  await staff.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await staff.goto("/admin/notices/new");
  await staff.getByLabel("标题").fill(unlike("书画班招生"));
  await staff.getByLabel("正文").fill("每周三上午。");
  await staff.getByRole("button", { name: "发布" }).click();
  const group = await staff.getByLabel("可以复制的文字").inputValue();
  await staff.getByRole("button", { name: "复制" }).click();
  await expect.poll(() => staff.evaluate(() => navigator.clipboard.readText())).toBe(group);
});
