import { expect, signIn, test } from "../fixtures";
import { door, joinWithSlip, openDoor, openPerson, somebody } from "../people";

test("p12_a_captain_has_one_building_for_a_term_and_nothing_after_it", async ({ page, visit }, info) => {
  const staff = await visit("dispatcher");
  await openDoor(staff, 8, door(info));
  const captain = await joinWithSlip(staff, page, somebody("陶"));

  // Staff give the post for a year, which is proposed, on one building.
  await openPerson(staff, captain.name);
  await staff.getByRole("link", { name: "岗位：给、延长、结束" }).click();
  await staff.getByRole("button", { name: "给这个岗位" }).click();
  await expect(staff.getByRole("alert")).toContainText("这里要填一下");
  await staff.getByRole("radio", { name: "楼长", exact: true }).check();
  await staff.getByLabel("管哪里").selectOption({ label: "8号楼" });
  await expect(staff.getByLabel("到哪天为止")).toHaveValue(/^\d{4}-\d{2}-\d{2}$/);
  await staff.getByRole("button", { name: "给这个岗位" }).click();
  await expect(staff.getByRole("status")).toContainText("给好了，马上有效");
  const posts = staff.url();

  // The captain signs in and sees their part, and only that.
  await page.goto("/me");
  await page.getByRole("button", { name: "退出登录" }).click();
  await signIn(page, captain.signIn, captain.password);
  await page.goto("/me/inbox");
  await expect(page.getByRole("main")).toContainText("您现在是8号楼的楼长");
  await page.goto("/me");
  await page.getByText("8号楼 楼长").click();
  await expect(page.getByRole("main")).toContainText("替居民办事，本人看得到办过什么");
  await page.goto("/assist");
  await page.getByLabel("找谁").fill("赵奶奶");
  await page.getByRole("button", { name: "搜索" }).click();
  await expect(page.getByRole("main")).toContainText("共 0 人");
  await page.getByLabel("找谁").fill("吴女士");
  await page.getByRole("button", { name: "搜索" }).click();
  const neighbour = page.getByRole("button", { name: /吴女士/ });
  await expect(neighbour).toBeVisible();
  for (const desk of ["/admin", "/admin/people", "/admin/posts"]) {
    expect((await page.goto(desk))?.status(), desk).toBe(403);
  }
  await page.goto("/assist?q=吴女士");

  // The list of who may do what says it in plain words.
  await staff.goto("/admin/posts");
  await staff.getByLabel("岗位", { exact: true }).selectOption({ label: "楼长" });
  await staff.getByLabel("楼栋").selectOption({ label: "8号楼" });
  await staff.getByRole("button", { name: "筛选" }).click();
  const row = staff.getByRole("row").filter({ hasText: captain.name });
  await expect(row).toContainText("8号楼");
  await expect(row).toContainText(/\d+月\d+日.* 至 \d{4}年/);
  await staff.locator("summary").filter({ hasText: /^楼长$/ }).click();
  await expect(staff.locator("details[open]")).toContainText("替居民办事，本人看得到办过什么");

  // The term ends, and with it the page that is still open.
  await staff.goto(posts);
  await staff.getByText("延长、缩短或结束").click();
  await staff.getByLabel("为什么").first().fill("搬走了");
  await staff.getByRole("button", { name: "现在结束" }).click();
  await expect(staff.getByRole("status")).toContainText("已经结束，他的权限马上停了");
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await neighbour.click();
  expect((await answer).status()).toBe(403);
  await expect(page.getByRole("heading", { name: "这一页不对您开放" })).toBeVisible();
  await page.goto("/me/inbox");
  await expect(page.getByRole("main")).toContainText("您在8号楼的楼长任期结束了，谢谢您");
  await staff.goto("/admin/posts?post=captain");
  await expect(staff.getByRole("row").filter({ hasText: captain.name })).toHaveCount(0);
});

test("p14_nobody_gives_oneself_a_post", async ({ visit }) => {
  const staff = await visit("dispatcher");
  await openPerson(staff, "居委会小周");
  await staff.getByRole("link", { name: "岗位：给、延长、结束" }).click();
  await expect(staff.getByRole("main")).toContainText("自己的岗位要请别的管理员来定");
  await expect(staff.getByRole("button", { name: "给这个岗位" })).toHaveCount(0);
  await expect(staff.getByRole("button", { name: "现在结束" })).toHaveCount(0);
});
