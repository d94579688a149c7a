import { expect, openOfDesk, test, unlike } from "../fixtures";

/** A building for each of the three ways, in which no other test gives a post. */
const BUILDINGS: Record<string, string> = { script: "1号楼", "no-wasm": "2号楼", "no-script": "4号楼" };

test("p01_a_new_grid_takes_a_building_in_and_is_closed_when_empty", async ({ visit }, info) => {
  const building = BUILDINGS[info.project.name];
  const grid = unlike("网格").slice(0, 11);
  const staff = await visit("dispatcher");
  await openOfDesk(staff, "组织和网格");
  await staff.getByText("添加网格").click();
  await staff.getByRole("button", { name: "保存" }).click();
  await expect(staff.getByRole("alert")).toContainText("这里要填一下");
  await staff.getByLabel("网格的名字").fill(grid);
  await staff.getByRole("button", { name: "保存" }).click();
  await expect(staff.getByRole("status")).toContainText("添加好了");

  const node = (name: string) => staff.getByRole("main").getByRole("listitem").getByRole("link", { name, exact: true });
  await node(`${building} 楼栋`).click();
  await staff.getByLabel("移到", { exact: true }).selectOption({ label: grid });
  await staff.getByRole("button", { name: "移到别的网格" }).click();
  await expect(staff.getByRole("status")).toContainText("改好了");
  // What lies in a grid follows it in the tree.
  await staff.goto("/admin/org");
  const names = await staff.getByRole("main").locator(".tree b").allInnerTexts();
  expect(names[names.indexOf(grid) + 1]).toBe(building);
  await staff.goto("/admin/estate");
  await expect(staff.getByRole("row").filter({ hasText: building }).first()).toContainText(grid);

  // A grid with something in it is not closed; empty again, it is, and stays to be seen.
  await staff.goto("/admin/org");
  await node(`${grid} 网格`).click();
  await staff.getByRole("button", { name: "关闭" }).click();
  await expect(staff.getByRole("alert")).toContainText("下面还有没关的");
  await staff.goto("/admin/org");
  await node(`${building} 楼栋`).click();
  await staff.getByLabel("移到", { exact: true }).selectOption({ label: "第一网格" });
  await staff.getByRole("button", { name: "移到别的网格" }).click();
  await staff.goto("/admin/org");
  await node(`${grid} 网格`).click();
  await staff.getByRole("button", { name: "关闭" }).click();
  await expect(staff.getByRole("status")).toContainText("改好了");
  await expect(staff.getByRole("main")).toContainText("起关闭");
  await expect(staff.getByRole("button", { name: "重新打开" })).toBeVisible();
});
