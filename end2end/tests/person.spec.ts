import { expect, openOfDesk, test } from "../fixtures";
import { door, moveIn, openDoor, openPerson, somebody } from "../people";

test("p05_somebody_without_an_account_is_written_down_and_found", async ({ visit }, info) => {
  const name = somebody("齐");
  const telephone = `13900007${["script", "no-wasm", "no-script"].indexOf(info.project.name)}08`;
  const staff = await visit("dispatcher");
  await openOfDesk(staff, "居民");
  await staff.getByRole("link", { name: "登记居民" }).click();
  await staff.getByLabel("姓名").fill(name);
  await staff.getByLabel("电话").fill("139 0000");
  await staff.getByRole("button", { name: "登记居民" }).click();
  await expect(staff.getByRole("alert")).toContainText("电话号码好像不对");
  await expect(staff.getByLabel("姓名")).toHaveValue(name);
  await staff.getByLabel("电话").fill(telephone);
  await staff.getByRole("button", { name: "登记居民" }).click();
  await expect(staff.getByRole("status")).toContainText("登记好了");
  await expect(staff.getByRole("main")).toContainText("没有账号");
  await expect(staff.getByRole("main")).toContainText("还没登记住哪一户");
  await expect(staff.getByRole("main")).not.toContainText(telephone);

  // Found by the end of the number, among those without an account, and by part of the name.
  await staff.goto("/admin/people");
  await staff.getByLabel("找谁").fill(telephone.slice(-4));
  await staff.getByLabel("看哪些").selectOption({ label: "没有账号的" });
  await staff.getByRole("button", { name: "搜索" }).click();
  const row = staff.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText(`139****${telephone.slice(-4)}`);
  await openPerson(staff, name);
});

test("p05_a_neighbour_is_found_by_the_door", async ({ visit }, info) => {
  const name = somebody("葛");
  const number = door(info, 2);
  const staff = await visit("dispatcher");
  await openDoor(staff, 6, number);
  await moveIn(staff, name);
  await staff.goto("/admin/people");
  await staff.getByLabel("找谁").fill(`6号楼1单元${number}`);
  await staff.getByRole("button", { name: "搜索" }).click();
  await staff.getByRole("rowheader").getByRole("link", { name }).click();
  await expect(staff.getByRole("main")).toContainText(`6号楼 1单元 ${number}`);
  await staff.getByRole("link", { name: /^住户：6号楼/ }).click();
  await expect(staff.getByRole("heading", { level: 1 })).toContainText(number);
});
