// The leader's evening, in all three ways: twelve people, three of them without accounts.
import type { Locator, Page } from "@playwright/test";
import { expect, openOfDesk, test, unlike } from "../fixtures";

/** A day and a time on the clocks of the demo community, so many minutes from now. */
function clock(minutes: number): { day: string; time: string } {
  const at = new Date(Date.now() + minutes * 60 * 1000);
  const said = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", hourCycle: "h23", ...options }).format(at);
  return { day: said({ dateStyle: "short" }), time: said({ hour: "2-digit", minute: "2-digit" }) };
}

/** Publishes a shift of two minutes with a leader and eleven others. */
async function publishes(staff: Page, title: string, minutes: number): Promise<string> {
  const { day, time } = clock(minutes);
  await staff.goto("/admin/patrols/new");
  await staff.getByLabel("日期").fill(day);
  await staff.getByLabel("几点开始").fill(time);
  await staff.getByLabel("几点结束").fill(clock(minutes + 2).time);
  await staff.getByLabel("队员").fill("11");
  await staff.getByLabel("其中留给没账号的").fill("3");
  await staff.getByText("更多：标题、楼栋、路线、注意事项").click();
  await staff.getByRole("textbox", { name: "标题" }).fill(title);
  await staff.getByRole("button", { name: /^发布/ }).click();
  await expect(staff.getByRole("status").filter({ hasText: "发布了" })).toBeVisible();
  return new URL(staff.url()).pathname.split("/").pop()!;
}

/** Staff let everybody of a name lead; done before, it stays. */
async function trains(staff: Page, name: string): Promise<void> {
  await staff.goto(`/admin/patrols/skills?q=${encodeURIComponent(name)}`);
  const give = staff.locator("#add").getByRole("button", { name: "可以带队" });
  for (let left = await give.count(); left > 0; left -= 1) {
    await give.first().click();
    await expect(staff.getByRole("status").filter({ hasText: "可以带队" })).toBeVisible();
    await staff.goto(`/admin/patrols/skills?q=${encodeURIComponent(name)}`);
  }
}

test("v11_v12_v13_v16_the_leaders_evening", async ({ visit }, info) => {
  test.setTimeout(180_000);
  // The three ways may run side by side, and nobody is in two places at once.
  const ways = ["script", "no-wasm", "no-script"];
  const minutes = 5 + 3 * ways.indexOf(info.project.name);
  const staff = await visit("dispatcher");
  await trains(staff, "王阿姨");
  const shift = await publishes(staff, unlike("巡查"), minutes);

  // The leader signs up; eight with accounts are entered, and three who have none.
  const leader = await visit("resident");
  await leader.goto(`/patrols/${shift}`);
  await leader.getByRole("button", { name: "我来带队" }).click();
  await expect(leader.getByRole("status").filter({ hasText: "报上名了" })).toBeVisible();
  await staff.goto(`/admin/patrols/${shift}/people`);
  for (let nth = 1; nth <= 8; nth += 1) {
    await staff.goto(`/admin/patrols/${shift}/people?q=志愿者0000${nth}`);
    await staff.locator("#add").getByRole("button", { name: "加进来" }).first().click();
    await expect(staff.getByRole("status").filter({ hasText: "加进来了" })).toBeVisible();
  }
  for (const name of ["吴大爷", "郑奶奶", "冯师傅"]) {
    await staff.getByText("没登记过的，写个名字").click();
    await staff.getByLabel("姓名").fill(unlike(name).slice(0, 12));
    await staff.locator("#add details").getByRole("button", { name: "加进来" }).click();
    await expect(staff.getByRole("status").filter({ hasText: "加进来了" })).toBeVisible();
  }

  // From the own plan to a shift that is written up.
  await leader.goto("/me/patrols");
  let taps = 0;
  const tap = async (what: Locator) => {
    taps += 1;
    await what.click();
  };
  await tap(leader.locator(`a[href="/patrols/${shift}/day"]`));
  await expect(leader).toHaveURL(new RegExp(`/patrols/${shift}/day$`));
  await expect(leader.getByText("应到 12 人")).toBeVisible();
  await tap(leader.getByRole("button", { name: "都来了", exact: true }));
  await expect(leader.getByText("来了 12 人，应到 12 人")).toBeVisible();
  await tap(leader.getByRole("button", { name: "收尾，记时长", exact: true }));
  await expect(leader.getByRole("status").filter({ hasText: "收尾好了" })).toBeVisible();
  expect(taps).toBeLessThanOrEqual(8);

  // The record has everybody, the ledger the minutes.
  await leader.getByRole("link", { name: "看活动记录" }).click();
  await expect(leader.getByRole("heading", { level: 1 })).toHaveText("志愿巡查活动记录");
  await expect(leader.getByRole("main")).toContainText("来了 12 人");
  await leader.goto("/me/hours");
  await expect(leader.getByRole("main")).toContainText("2分钟");

  // Staff open it again, take a tick back, and it is written up once more.
  await openOfDesk(staff, "志愿巡查");
  await staff.goto(`/patrols/${shift}/day`);
  await staff.getByRole("button", { name: "重新打开" }).click();
  await staff.locator("button.tick.on").last().click();
  await expect(staff.getByText("来了 11 人，应到 12 人")).toBeVisible();
  await staff.getByRole("button", { name: "都来了", exact: true }).click();
  await staff.getByRole("button", { name: "收尾，记时长", exact: true }).click();
  await expect(staff.getByRole("status").filter({ hasText: "收尾好了" })).toBeVisible();
});
