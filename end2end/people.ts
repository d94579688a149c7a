// Neighbours who come in as people do, and the doors where they live.
import type { Page, TestInfo } from "@playwright/test";
import { expect, signIn, unlike } from "./fixtures";
import type { Visit } from "./fixtures";

/** Somebody with an account that no other test knows. */
export type Neighbour = { name: string; signIn: string; password: string; household: string };

const PASSWORD = "门前有两棵桂花树";
const FLOORS: Record<string, string> = { script: "2", "no-wasm": "3", "no-script": "4" };

/** A door that a test has to itself in each of the three ways. */
export function door(info: TestInfo, nth: 1 | 2 = 1): string {
  return `${FLOORS[info.project.name]}0${nth}`;
}

/** A name of ordinary length that no other test uses. */
export function somebody(family: string): string {
  return unlike(family).slice(0, 12);
}

/** Staff open the page of a household. */
export async function openDoor(staff: Page, building: number, number: string): Promise<void> {
  await staff.goto(`/admin/households?building=${building}&door=${number}`);
  await staff.getByRole("rowheader").getByRole("link").first().click();
  await expect(staff.getByRole("heading", { level: 1 })).toContainText(number);
}

/** Staff write down who lives in the household that is open. */
export async function moveIn(staff: Page, name: string, telephone = ""): Promise<void> {
  await staff.getByText("登记住进来的人").click();
  await staff.getByRole("textbox", { name: "姓名", exact: true }).fill(name);
  await staff.getByLabel("电话", { exact: false }).last().fill(telephone);
  await staff.getByRole("button", { name: "登记", exact: true }).click();
  await expect(staff.getByRole("listitem").filter({ hasText: name })).toContainText("还没有账号");
}

/** Joins with the slip that staff print for the household that is open there, as the neighbour whom
 * they wrote down there, if they did. */
export async function joinWithSlip(staff: Page, page: Page, name: string): Promise<Neighbour> {
  const household = staff.url();
  await staff.getByRole("link", { name: "打印新的入户码" }).click();
  await staff.getByRole("button", { name: "做好，去打印" }).click();
  const digits = await staff.locator(".slip .digits").innerText();
  await page.goto(`/join/${digits.replace(/\D/g, "")}`);
  const written = page.getByRole("group", { name: "您是不是登记过的这位" }).getByRole("radio");
  if (await written.count()) await written.first().check();
  const neighbour = { name, signIn: unlike("lin"), password: PASSWORD, household };
  await page.getByLabel("大家怎么称呼您").fill(name);
  await page.getByLabel("登录名", { exact: true }).fill(neighbour.signIn);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "加入", exact: true }).click();
  await expect(page).toHaveURL(/\/me\/household$/);
  return neighbour;
}

/** Staff look somebody up by name and open their page. */
export async function openPerson(staff: Page, name: string): Promise<void> {
  await staff.goto("/admin/people");
  await staff.getByLabel("找谁").fill(name);
  await staff.getByRole("button", { name: "搜索" }).click();
  await staff.getByRole("rowheader").getByRole("link", { name, exact: true }).click();
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText(name);
}

/** An account in a session of its own, where what one test leaves behind disturbs no other. */
export async function alone(visit: Visit, account: string): Promise<Page> {
  const page = await visit();
  await signIn(page, account);
  await expect(page).not.toHaveURL(/\/login/);
  return page;
}
