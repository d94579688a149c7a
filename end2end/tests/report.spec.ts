import {
  chooseWhatAndWhere,
  expect,
  fileReport,
  formOf,
  openFromToday,
  press,
  receiptOn,
  stateOn,
  test,
  unlike,
} from "../fixtures";
import { tellsMore, textFile } from "../photos";

test("r04_r11_r15_a_report_travels_from_the_phone_to_solved", async ({ page, visit, studio }) => {
  const words = unlike("单元门口堆了三天垃圾");
  const red = await studio.photo("rgb(200, 30, 30)");
  const green = await studio.photo("rgb(30, 160, 60)");
  expect(tellsMore(red.buffer)).toBe(true);

  const { number, address } = await fileReport(page, words, [red]);
  await expect(stateOn(page)).toHaveText("已提交");
  const kept = await page.getByRole("img", { name: "处理前" }).getAttribute("src");
  expect(tellsMore(await (await page.request.get(kept!)).body())).toBe(false);
  const stranger = await visit();
  expect((await stranger.goto(`/reports/${number}`))?.status()).toBe(404);

  const staff = await visit("dispatcher");
  await openFromToday(staff, "已提交", number);
  await expect(staff.getByRole("main")).toContainText(words);
  const acceptance = formOf(staff, "受理");
  await expect(acceptance.getByLabel("公开说明")).toHaveValue(words);
  await acceptance.getByLabel("第 1 行第 1 列").check();
  await press(staff, "受理");
  await expect(stateOn(staff)).toHaveText("已派出");

  const worker = await visit("property");
  await openFromToday(worker, "已派出", number);
  await press(worker, "开始处理");
  await expect(stateOn(worker)).toHaveText("处理中");
  await worker.getByLabel("拍照或选照片").setInputFiles([green]);
  await press(worker, "处理好了");
  await expect(stateOn(worker)).toHaveText("已处理·待确认");

  await page.goto(address);
  await page.getByRole("button", { name: "解决了" }).click();
  await expect(stateOn(page)).toHaveText("已解决");
  await page.getByRole("link", { name: "看公开的页面" }).click();
  await expect(page).toHaveURL(`/reports/${number}`);
  await expect(page.getByRole("main")).toContainText(words);
  const before = page.getByRole("figure").getByRole("img", { name: "处理前" });
  const after = page.getByRole("figure").getByRole("img", { name: "处理后" });
  const shown = [];
  for (const picture of [before, after]) {
    const answer = await page.request.get((await picture.getAttribute("src"))!);
    expect(answer.status()).toBe(200);
    shown.push(await answer.body());
  }
  expect(shown.map(tellsMore)).toEqual([false, false]);
  // Nobody can make out what is in the covered cell; the others are as they were.
  expect(Math.min(...(await studio.colour(shown[0], 1 / 16, 1 / 12)))).toBeLessThan(150);
  expect(Math.min(...(await studio.colour(shown[0], 3 / 16, 1 / 12)))).toBeGreaterThan(200);
  expect(Math.min(...(await studio.colour(shown[1], 1 / 16, 1 / 12)))).toBeGreaterThan(200);

  await page.goto("/reports?state=closed");
  await expect(page.locator(`a[href="/reports/${number}"]`)).toContainText("已解决");
  await page.goto("/reports/mine");
  await expect(page.getByRole("link", { name: words })).toBeVisible();
});

test("r17_today_leads_with_one_tap_to_what_waits_longest", async ({ visit }) => {
  const staff = await visit("dispatcher");
  await staff.goto("/admin");
  await staff.getByRole("link", { name: "去受理" }).click();
  await expect(staff).toHaveURL(/\/admin\/reports\/\d{4}-\d{6}$/);
  await expect(staff.getByRole("heading", { name: "办理经过" })).toBeVisible();
});

test("r17_a_phone_call_is_entered_on_one_screen", async ({ visit, page }) => {
  const words = unlike("地下室漏水");
  const staff = await visit("dispatcher");
  await staff.goto("/admin");
  await staff.getByRole("main").getByRole("link", { name: "登记来电来访" }).click();
  await expect(staff.getByRole("radio", { name: "电话" })).toBeChecked();
  await staff.getByLabel("问题种类").selectOption("漏水堵塞");
  await staff.getByLabel("地点").selectOption("8号楼");
  await staff.getByLabel("具体位置").fill("地下一层");
  await staff.getByLabel("回电号码").fill("138 0013 8000");
  await staff.getByLabel("怎么称呼").fill("陈先生");
  await staff.getByLabel("说说情况").fill(words);
  await staff.getByRole("button", { name: "登记", exact: true }).click();

  await expect(staff.getByRole("status")).toContainText("登记好了，编号");
  const main = staff.getByRole("main");
  await expect(main).toContainText(words);
  await expect(main).toContainText("电话");
  // The number opens for a reason, which its owner can read (P18); then it is masked again.
  await expect(main).toContainText("138****8000");
  const sheet = staff.url();
  await main.getByRole("button", { name: "回电：这条反映" }).click();
  await expect(main.getByRole("link", { name: "13800138000" })).toBeVisible();
  await staff.goto(sheet);
  await expect(main).not.toContainText("13800138000");
  // Whoever calls may get the link too; the page behind it shows the number masked.
  await page.goto((await main.getByRole("link", { name: /\/r\// }).getAttribute("href"))!);
  await expect(page.getByRole("main")).toContainText("138****8000");
  await expect(page.getByRole("main")).not.toContainText("13800138000");
});

test("x10_an_entry_without_a_place_comes_back_with_everything_typed", async ({ visit }) => {
  const words = unlike("没说在哪里");
  const staff = await visit("dispatcher");
  await staff.goto("/admin/reports/new");
  await staff.getByRole("radio", { name: "来访" }).check();
  await staff.getByLabel("回电号码").fill("12");
  await staff.getByLabel("说说情况").fill(words);
  await staff.getByRole("button", { name: "登记", exact: true }).click();
  const summary = staff.getByRole("alert");
  await expect(summary.getByRole("link", { name: "请选一下是什么问题" })).toBeVisible();
  await expect(summary.getByRole("link", { name: "电话号码好像不对" })).toBeVisible();
  await summary.getByRole("link", { name: "请选一下在哪里" }).click();
  await expect(staff.getByLabel("地点")).toBeInViewport();
  await expect(staff.getByRole("radio", { name: "来访" })).toBeChecked();
  await expect(staff.getByLabel("回电号码")).toHaveValue("12");
  await expect(staff.getByLabel("说说情况")).toHaveValue(words);
});

test("r03_a_question_is_answered_by_the_reporter", async ({ page, visit }) => {
  const { number, address } = await fileReport(page, unlike("楼道里有股味道"));
  const staff = await visit("dispatcher");
  await openFromToday(staff, "已提交", number);
  await staff.getByText("请居民补充", { exact: true }).first().click();
  await formOf(staff, "请居民补充").getByLabel("想问居民什么").fill("是哪一层？");
  await press(staff, "请居民补充");
  await expect(stateOn(staff)).toHaveText("请补充");

  await page.goto(address);
  await expect(page.getByRole("main")).toContainText("是哪一层？");
  await page.getByRole("button", { name: "补充好了" }).click();
  await expect(page.getByRole("alert")).toContainText("请写两句，或放一张照片");
  const answer = unlike("五楼，电梯口左边");
  await page.getByLabel("补充说明").fill(answer);
  await page.getByRole("button", { name: "补充好了" }).click();
  await expect(stateOn(page)).toHaveText("已提交");
  await staff.reload();
  await expect(stateOn(staff)).toHaveText("已提交");
  await expect(staff.getByRole("main")).toContainText(answer);
});

test("r01_the_reporter_withdraws", async ({ page }) => {
  const { address } = await fileReport(page, unlike("已经有人收拾了"));
  await page.getByRole("button", { name: "不反映了，撤回" }).click();
  await expect(page).toHaveURL(address);
  await expect(stateOn(page)).toHaveText("已撤回");
  await expect(page.getByRole("button", { name: "撤回" })).toHaveCount(0);
});

test("r01_a_rejection_says_whom_to_ask_and_may_be_appealed_once", async ({ page, visit }) => {
  const { number, address } = await fileReport(page, unlike("马路对面的路灯不亮"));
  const staff = await visit("dispatcher");
  await openFromToday(staff, "已提交", number);
  await staff.getByText("不归社区管", { exact: true }).first().click();
  await staff.getByRole("button", { name: "不归社区管" }).click();
  await expect(staff.getByRole("alert")).toContainText("请写一句原因，对方看得到");
  const reason = unlike("请打市政热线 12319");
  await formOf(staff, "不归社区管").getByLabel("该找谁，居民看得到").fill(reason);
  await press(staff, "不归社区管");

  await page.goto(address);
  await expect(stateOn(page)).toHaveText("不归社区管");
  await expect(page.getByRole("main")).toContainText(reason);
  await page.getByText("觉得应该归社区管？").click();
  await page.getByRole("button", { name: "请再看看" }).click();
  await expect(page.getByRole("alert")).toContainText("请写一句原因");
  await page.getByLabel("说说为什么").fill("路灯在小区里面");
  await page.getByRole("button", { name: "请再看看" }).click();
  await expect(stateOn(page)).toHaveText("已提交");
});

test("r03_pressing_twice_files_one_report", async ({ page, visit }) => {
  const words = unlike("按了两下");
  await chooseWhatAndWhere(page);
  await page.getByLabel("说说情况").fill(words);
  await page.getByRole("button", { name: "提交" }).dblclick();
  const { number } = await receiptOn(page);
  const staff = await visit("dispatcher");
  await staff.goto(`/admin/reports?q=${encodeURIComponent(words)}`);
  await expect(staff.getByRole("main")).toContainText("共 1 件");
  await expect(staff.getByRole("link", { name: number })).toBeVisible();
});

test("r14_x10_what_is_no_photo_is_refused_and_everything_else_kept", async ({ page, studio }) => {
  const words = unlike("一张好的一张坏的");
  const good = await studio.photo("rgb(30, 60, 200)");
  await chooseWhatAndWhere(page);
  await page.getByLabel("拍照或选照片").setInputFiles([good, textFile]);
  await page.getByLabel("说说情况").fill(words);
  await page.getByLabel("具体位置").fill("电梯口左边");
  await page.getByLabel("回电号码").fill("13800138000");
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    page.getByRole("button", { name: "提交" }).click(),
  ]);
  expect(answer.status()).toBe(422);
  const summary = page.getByRole("alert");
  await expect(summary.getByRole("link", { name: "这张照片打不开，请截屏再传" })).toBeVisible();
  await expect(page.getByRole("img", { name: "第 1 张照片" })).toBeVisible();
  await expect(page.getByRole("img", { name: "第 2 张照片" })).toHaveCount(0);
  await expect(page.getByLabel("说说情况")).toHaveValue(words);
  await expect(page.getByLabel("具体位置")).toHaveValue("电梯口左边");
  await expect(page.getByLabel("回电号码")).toHaveValue("13800138000");

  await page.getByRole("button", { name: "提交" }).click();
  await receiptOn(page);
  await expect(page.getByRole("img", { name: "处理前" })).toHaveCount(1);
  await expect(page.getByRole("main")).toContainText(words);
});

test("x10_a_kept_photo_can_be_dropped_and_the_words_stay", async ({ page, studio }) => {
  await chooseWhatAndWhere(page);
  await page.getByLabel("拍照或选照片").setInputFiles([await studio.photo("teal"), textFile]);
  await page.getByRole("button", { name: "提交" }).click();
  await page.getByLabel("说说情况").fill("先不放照片");
  await page.getByRole("button", { name: "删去" }).click();
  await expect(page.getByRole("img", { name: "第 1 张照片" })).toHaveCount(0);
  await expect(page.getByLabel("说说情况")).toHaveValue("先不放照片");
});

test("x10_an_empty_report_is_told_what_is_missing_at_the_field", async ({ page }) => {
  await chooseWhatAndWhere(page);
  await page.getByRole("button", { name: "提交" }).click();
  await page.getByRole("alert").getByRole("link", { name: "请写两句，或放一张照片" }).click();
  const words = page.getByLabel("说说情况");
  await expect(words).toBeInViewport();
  await expect(words).toHaveAccessibleDescription(/请写两句，或放一张照片/);
});

test("r04_a_sticker_in_the_hall_fills_in_the_place", async ({ page, visit }) => {
  const staff = await visit("dispatcher");
  await staff.goto("/admin/stickers");
  const sticker = staff.getByRole("main").locator("section").first();
  const [place, address] = [
    await sticker.getByRole("heading").innerText(),
    await sticker.locator(".address").innerText(),
  ];
  await page.goto(address);
  await page.getByRole("link", { name: "楼道灯不亮", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(place.split(" ")[0]);
  await expect(page.getByLabel("单元")).toHaveValue(new URL(address).searchParams.get("unit")!);
});

test("r04_words_alone_say_where_it_is", async ({ page }) => {
  await page.goto("/reports/new");
  await page.getByRole("link", { name: "其他", exact: true }).click();
  await page.getByLabel("都不是，写几个字").fill("东门外的公交站");
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByLabel("说说情况").fill("站牌倒了");
  await page.getByRole("button", { name: "提交" }).click();
  await receiptOn(page);
  await expect(page.getByRole("heading", { name: "东门外的公交站 · 其他" })).toBeVisible();
});

test("r08_the_company_sends_a_report_back_and_sees_it_no_more", async ({ page, visit }) => {
  const { number } = await fileReport(page, unlike("这是供电局的箱子"));
  const staff = await visit("dispatcher");
  await openFromToday(staff, "已提交", number);
  await press(staff, "受理");
  const worker = await visit("property");
  await openFromToday(worker, "已派出", number);
  await worker.getByText("退单", { exact: true }).first().click();
  await formOf(worker, "退单").getByLabel("原因").fill("不是我们管的设备");
  await press(worker, "退单");
  await expect(worker).toHaveURL(/\/admin\/reports$/);
  expect((await worker.goto(`/admin/reports/${number}`))?.status()).toBe(404);
  await staff.reload();
  await expect(stateOn(staff)).toHaveText("已受理");
  await expect(staff.getByRole("main")).toContainText("不是我们管的设备");
});

test("r03_whoever_comes_second_is_told_and_changes_nothing", async ({ page, visit }) => {
  const { number } = await fileReport(page, unlike("两个人同时看"));
  const [first, second] = [await visit("dispatcher"), await visit("admin")];
  await first.goto(`/admin/reports/${number}`);
  await second.goto(`/admin/reports/${number}`);
  await press(first, "受理");
  await second.getByRole("button", { name: "受理", exact: true }).click();
  await expect(second.getByRole("heading", { name: "刚刚有人先动过了" })).toBeVisible();
  await first.reload();
  await expect(first.getByText("居委会受理", { exact: true })).toHaveCount(1);
});
