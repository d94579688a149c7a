import { expect, test } from "../fixtures";

// A shift of the demo community that was written up: opened once more, its people unticked, it is
// the leader's evening again.
test("v13_two_presses_close_a_shift_on_which_everybody_came", async ({ visit }) => {
  const staff = await visit("dispatcher");
  await staff.goto("/patrols/1/day");
  const reopen = staff.getByRole("button", { name: "重新打开" });
  if (await reopen.isVisible()) {
    await reopen.click();
  }
  const ticked = staff.locator("button.tick.on");
  while ((await ticked.count()) > 0) {
    await ticked.first().click();
  }

  let taps = 0;
  const tap = async (name: string) => {
    taps += 1;
    await staff.getByRole("button", { name, exact: true }).click();
  };
  await staff.goto("/patrols/1/day");
  await tap("都来了");
  await expect(staff.getByRole("status").filter({ hasText: "都来了" })).toBeVisible();
  await tap("收尾，记时长");
  await expect(staff.getByRole("status").filter({ hasText: "收尾好了" })).toBeVisible();
  expect(taps).toBeLessThanOrEqual(8);

  await staff.getByRole("link", { name: "看活动记录" }).click();
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText("志愿巡查活动记录");
});
