// What every test starts from: visitors whose browsers must stay free of errors, and the steps
// that many stories share.
import { randomUUID } from "node:crypto";
import { test as base, expect } from "@playwright/test";
import type { BrowserContext, BrowserContextOptions, Locator, Page } from "@playwright/test";
import { Studio } from "./photos";
import type { Picture } from "./photos";

export { expect };

export const PASSWORD = "linli-demo";
export type Account =
  | "resident"
  | "volunteer"
  | "captain"
  | "dispatcher"
  | "property"
  | "centre"
  | "admin"
  | "subdistrict";

/** Somebody with a browser of their own, signed in when an account is named. */
export type Visit = (account?: Account) => Promise<Page>;
type Passes = Map<Account, BrowserContextOptions["storageState"]>;

export const test = base.extend<
  { faults: Fault[]; visit: Visit },
  { studio: Studio; passes: Passes }
>({
  studio: [
    async ({ browser }, use) => {
      const studio = await Studio.open(browser);
      await use(studio);
      await studio.close();
    },
    { scope: "worker" },
  ],
  // Each account signs in once; its later visits bring the session along.
  passes: [async ({}, use) => use(new Map()), { scope: "worker" }],
  // Rule X1: whatever else a test is about, no page may complain.
  faults: [
    async ({}, use) => {
      const faults: Fault[] = [];
      await use(faults);
      expect(faults.filter((fault) => !fault.isAnswer()).map(String)).toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, faults }, use) => {
    watch(context, faults);
    await use(context);
  },
  visit: async ({ browser, passes, faults }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (account) => {
      const known = account && passes.get(account);
      const context = await browser.newContext(known ? { storageState: known } : {});
      opened.push(context);
      watch(context, faults);
      const page = await context.newPage();
      if (account && !known) {
        await signIn(page, account);
        await expect(page).not.toHaveURL(/\/login/);
        passes.set(account, await context.storageState());
      }
      return page;
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

/** What a browser complained about. */
class Fault {
  constructor(
    private readonly words: string,
    private readonly address = "",
    private readonly refused = new Set<string>(),
  ) {}

  /** Browsers also write down that a page came with a status like 422, as ours do on purpose. */
  isAnswer(): boolean {
    return this.refused.has(this.address);
  }

  toString(): string {
    return `${this.words} ${this.address}`.trim();
  }
}

function watch(context: BrowserContext, faults: Fault[]): void {
  const refused = new Set<string>();
  context.on("response", (response) => {
    if (response.status() >= 400 && response.request().isNavigationRequest()) {
      refused.add(response.url());
    }
  });
  context.on("weberror", (error) => faults.push(new Fault(`page error: ${error.error()}`)));
  context.on("console", (message) => {
    if (message.type() === "error") {
      faults.push(new Fault(`console: ${message.text()}`, message.location().url, refused));
    }
  });
}

/** For what needs script, or looks the same in all three ways. */
export function onlyWithScript(why: string): void {
  test.beforeEach(({}, info) => test.skip(info.project.name !== "script", why));
}

/** For what is about the pages' looks: both databases answer the same pages, as the tests below the browser see to. */
export function onlyOnce(why: string): void {
  test.beforeEach(({}, info) =>
    test.skip(info.project.name !== "script" || process.env.LINLI_E2E_ENGINE === "postgres", why),
  );
}

export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  if (!page.url().includes("/login")) await page.goto("/login");
  await page.getByLabel("登录名").fill(name);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

/** Opens one of the desk's pages as staff do: on a phone the list of pages is folded until asked for. */
export async function openOfDesk(page: Page, name: string): Promise<void> {
  await page.goto("/admin");
  const pages = page.getByRole("navigation", { name: "工作台" });
  await pages.getByRole("link", { name: "全部功能" }).click();
  await pages.getByRole("link", { name, exact: true }).click();
}

/** Words that no other test uses. */
export function unlike(words: string): string {
  return `${words} ${randomUUID().slice(0, 8)}`;
}

/** The form that a button sends. */
export function formOf(page: Page, button: string): Locator {
  return page
    .locator("form")
    .filter({ has: page.getByRole("button", { name: button, exact: true }) });
}

/** What a reporter keeps. */
export type Receipt = { number: string; address: string };

/** The first two steps of reporting, from the first page. */
export async function chooseWhatAndWhere(
  page: Page,
  category = "垃圾死角",
  place = "3号楼",
): Promise<void> {
  await page.goto("/");
  await page.getByRole("link", { name: "反映问题 拍张照片就行" }).click();
  await page.getByRole("link", { name: category, exact: true }).click();
  await page.getByRole("list").getByRole("link", { name: place, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${place} · ${category}`);
}

/** Files a report in three steps and comes back with its receipt. */
export async function fileReport(
  page: Page,
  words: string,
  photos: Picture[] = [],
): Promise<Receipt> {
  await chooseWhatAndWhere(page);
  if (photos.length) await page.getByLabel("拍照或选照片").setInputFiles(photos);
  await page.getByLabel("说说情况").fill(words);
  await page.getByRole("button", { name: "提交" }).click();
  return receiptOn(page);
}

/** The receipt that a page shows. */
export async function receiptOn(page: Page): Promise<Receipt> {
  await expect(page.getByRole("heading", { name: "收到了，谢谢您" })).toBeVisible();
  await expect(page).toHaveURL(/\/r\/[0-9a-f]{24}$/);
  return { number: await page.locator(".receipt .number").innerText(), address: page.url() };
}

/** The word for the state that a page shows. */
export function stateOn(page: Page): Locator {
  return page.getByRole("main").locator(".chip");
}

/** From 今天要办 to one report, as its number is found among those in a state. */
export async function openFromToday(page: Page, state: string, number: string): Promise<void> {
  await page.goto("/admin");
  await page.getByRole("link", { name: state, exact: true }).click();
  await page.getByLabel("找字").fill(number);
  await page.getByRole("button", { name: "筛选" }).click();
  await page.getByRole("link", { name: number }).click();
}

/** Presses a button of a work sheet and sees that it is done. */
export async function press(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "办好了" })).toBeVisible();
}
