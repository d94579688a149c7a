// Every page, for whom it is, and how to come to those whose addresses no one knows beforehand.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Account, Visit } from "./fixtures";

/** A page: its route in the table, and an address. */
export type Sheet = { route: string; path: string | ((page: Page) => Promise<string>) };

const at = (path: string): Sheet => ({ route: path.split("?")[0], path });

/** The address of the first link of a kind on a page. */
function linked(route: string, from: string, link: string): Sheet {
  return {
    route,
    path: async (page) => {
      await page.goto(from);
      return (await page.locator(`main a[href*="${link}"]`).first().getAttribute("href"))!;
    },
  };
}

/** One report's work sheet in each state in which staff do something. */
const worked = (states: string[]): Sheet[] =>
  states.map((state) =>
    linked("/admin/reports/{number}", `/admin/reports?state=${state}`, "/admin/reports/2"),
  );

/** A spreadsheet on its way into the estate, never said yes to. */
async function imported(page: Page): Promise<string> {
  await page.goto("/admin/estate/import");
  await page.locator("textarea[name=pasted]").fill("楼栋,单元,房号,姓名\n1,1,101,王\n1,1,,李");
  await page.locator("main form button").last().click();
  return new URL(page.url()).pathname;
}

/** A page of a shift that staff look after: the board's first, or one made for this. */
const shift = (page: string) => async (browser: Page) => {
  await browser.goto("/admin/patrols");
  const first = browser.locator('main .rows a[href^="/admin/patrols/"]').first();
  if ((await first.count()) > 0) {
    return `${(await first.getAttribute("href"))!}${page}`;
  }
  await browser.goto("/admin/patrols/new");
  const day = new Date(Date.now() + 3 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  await browser.locator("[name=day]").fill(day);
  await browser.locator("[name=starts]").fill("18:00");
  await browser.locator("[name=ends]").fill("20:00");
  await browser.locator("main form.shift button[name=publish]").click();
  return `${new URL(browser.url()).pathname}${page}`;
};

/** The address of the first person's hours. */
async function served(page: Page): Promise<string> {
  await page.goto("/admin/hours");
  const links = page.locator('main table a[href^="/admin/hours/"]');
  return (await links.first().getAttribute("href"))!;
}

/** A certificate of that person's, made here. */
async function certified(page: Page): Promise<string> {
  await page.goto(`${await served(page)}/certificate`);
  await page.locator("input[name=real_name]").fill("赵守望");
  await page.locator("main form button").last().click();
  return new URL(page.url()).pathname;
}

/** A page of the first recurring shift; where there is none yet, one is written. */
async function recurring(page: Page, below: string): Promise<string> {
  const first = page.locator("main table.sheet a").first();
  await page.goto("/admin/patrols/templates");
  if ((await first.count()) === 0) {
    await page.goto("/admin/patrols/templates/new");
    await page.locator("#weekdays input").nth(1).check();
    await page.locator("#starts").fill("18:00");
    await page.locator("#ends").fill("20:00");
    await page.locator("#members").fill("3");
    await page.locator("main form button.big").click();
  }
  return `${await first.getAttribute("href")}${below}`;
}

const open: Sheet[] = [
  at("/"),
  at("/phone"),
  at("/settings"),
  at("/login"),
  at("/reports"),
  at("/reports?state=closed"),
  at("/reports?q=nothing-like-it&building=1&category=1"),
  linked("/reports/{number}", "/reports?state=closed", "/reports/2"),
  linked("/reports/{number}", "/reports?state=open", "/reports/2"),
  at("/reports/new"),
  at("/reports/new?category=1"),
  at("/reports/new?category=1&building=3"),
  at("/reports/new?category=1&area=1"),
  at("/reports/new?category=1&place_words=x"),
  at("/reports/mine"),
  at("/notices"),
  linked("/notices/{id}", "/notices", "/notices/"),
  { route: "/notices/{id}/poster", path: "/notices/1/poster" },
  { route: "/setup/{token}", path: "/setup/gone" },
  at("/login/code"),
  at("/login/set-up"),
  at("/login/forgotten"),
  at("/login/forgotten?sent=1"),
  at("/login/sms"),
  { route: "/login/sms/{secret}", path: "/login/sms/gone" },
  at("/reset"),
  { route: "/reset/{secret}", path: "/reset/gone" },
  { route: "/me/mail/{token}", path: "/me/mail/gone" },
  at("/join"),
  { route: "/join/{code}", path: "/join/1234567890" },
  at("/join/ask"),
  { route: "/join/asked/{secret}", path: "/join/asked/gone" },
  at("/certificates"),
  { route: "/certificates/{secret}", path: "/certificates/gone" },
  { route: "/card/{secret}", path: "/card/gone" },
  { route: "/family/{secret}", path: "/family/gone" },
  at("/patrols"),
  at("/patrols?from=2030-01-01&kind=1&building=1"),
  linked("/patrols/{id}", "/patrols", "/patrols/"),
  at("/no-such-page"),
];

/** What each sort of visitor can open beyond what everybody can. */
export const sheets: Record<"nobody" | "resident" | "dispatcher" | "property" | "admin", Sheet[]> = {
  nobody: open,
  resident: [
    at("/"),
    at("/me"),
    at("/me/household"),
    at("/me/family"),
    at("/assist"),
    at("/me/acts"),
    at("/me/privacy"),
    at("/me/privacy/delete"),
    at("/me/name"),
    at("/me/password"),
    at("/me/devices"),
    at("/me/sms"),
    at("/me/hours"),
    at("/me/hours?year=2020"),
    at("/me/hours/new"),
    at("/me/hours/certificate"),
    at("/patrols"),
    linked("/patrols/{id}", "/patrols", "/patrols/"),
    at("/me/patrols"),
    at("/me/inbox"),
    at("/me/inbox/channels"),
    at("/reports/mine"),
    at("/admin"),
    { route: "/patrols/{id}/check-in", path: "/patrols/1/check-in" },
  ],
  dispatcher: [
    ...["day", "finding", "sheet", "grid", "code", "record"].map((page) => ({
      route: `/patrols/{id}/${page}`,
      path: `/patrols/1/${page}`,
    })),
    at("/admin"),
    at("/admin/reports"),
    at("/admin/reports?state=withdrawn&q=nothing-like-it"),
    at("/admin/reports/new"),
    ...worked([
      "reported",
      "accepted",
      "dispatched",
      "in_progress",
      "pending_check",
      "needs_info",
      "on_hold",
      "closed",
      "rejected",
    ]),
    at("/admin/notices"),
    at("/admin/notices/new"),
    { route: "/admin/notices/{id}", path: "/admin/notices/1" },
    at("/admin/estate"),
    at("/admin/org"),
    linked("/admin/org/{id}", "/admin/org", "/admin/org/"),
    at("/admin/estate/plan"),
    at("/admin/estate/plan?at=b3"),
    at("/admin/estate/areas"),
    at("/admin/estate/new"),
    at("/admin/estate/import"),
    { route: "/admin/estate/import/{id}", path: imported },
    { route: "/admin/estate/{id}", path: "/admin/estate/1" },
    at("/admin/people"),
    at("/admin/people?q=nothing-like-it&with=post&building=1"),
    at("/admin/people/new"),
    { route: "/admin/people/{id}", path: "/admin/people/3" },
    { route: "/admin/people/{id}/consents", path: "/admin/people/3/consents" },
    { route: "/admin/people/{id}/slip", path: "/admin/people/1/slip" },
    { route: "/admin/people/{id}/slip", path: "/admin/people/7/slip" },
    at("/me/second-factor"),
    { route: "/admin/people/{id}/posts", path: "/admin/people/3/posts" },
    at("/admin/posts"),
    at("/admin/posts?post=captain&ending=soon"),
    at("/admin/households"),
    at("/admin/households?building=3&door=30&code=no&members=yes"),
    at("/admin/households/slips"),
    at("/admin/households/slips?household=1"),
    { route: "/admin/households/{id}", path: "/admin/households/1" },
    { route: "/admin/households/{id}/cards", path: "/admin/households/1/cards" },
    at("/admin/hours"),
    at("/admin/hours?month=1&name=nobody-like-it"),
    at("/admin/hours/claims"),
    at("/admin/hours/claims?state=approved"),
    { route: "/admin/hours/{id}", path: served },
    {
      route: "/admin/hours/{id}/certificate",
      path: async (page) => `${await served(page)}/certificate`,
    },
    {
      route: "/admin/hours/entries/{id}",
      path: async (page) => {
        await page.goto(await served(page));
        const links = page.locator('main a[href^="/admin/hours/entries/"]');
        return (await links.first().getAttribute("href"))!;
      },
    },
    { route: "/me/hours/certificates/{id}", path: certified },
    at("/admin/certificates"),
    linked("/admin/certificates/{id}", "/admin/certificates", "/admin/certificates/"),
    at("/admin/join"),
    linked("/admin/join/{id}", "/admin/join", "/admin/join/"),
    at("/admin/categories"),
    at("/admin/contacts"),
    at("/admin/patrols/templates"),
    at("/admin/patrols/templates/new"),
    { route: "/admin/patrols/templates/{id}", path: (page) => recurring(page, "") },
    { route: "/admin/patrols/templates/{id}/end", path: (page) => recurring(page, "/end") },
    at("/admin/patrols/kinds"),
    at("/admin/patrols/routes"),
    at("/admin/patrols/settings"),
    at("/admin/calendar"),
    at("/admin/calendar?year=2027"),
    at("/admin/services"),
    at("/admin/stickers"),
    at("/admin/calls"),
    at("/admin/patrols"),
    at("/admin/patrols?gaps=1&kind=1"),
    at("/admin/patrols/new"),
    at("/admin/patrols/figures"),
    at("/admin/patrols/roster"),
    at("/admin/patrols/figures?year=2020"),
    at("/admin/patrols/skills"),
    at("/admin/patrols/skills?q=nothing-like-it"),
    { route: "/admin/patrols/{id}", path: shift("") },
    { route: "/admin/patrols/{id}/people", path: shift("/people") },
    { route: "/admin/patrols/{id}/ask", path: shift("/ask") },
    { route: "/admin/patrols/{id}/phones", path: shift("/phones") },
    { route: "/admin/patrols/{id}/cancel", path: shift("/cancel") },
    at("/admin/setup"),
    at("/admin/setup/numbers"),
    at("/admin/setup/staff"),
    at("/admin/setup/tell"),
    at("/me"),
  ],
  admin: [
    at("/admin/audit"),
    at("/admin/privacy/review"),
    { route: "/admin/people/{id}/access", path: "/admin/people/1/access" },
    { route: "/admin/people/{id}/telephone", path: "/admin/people/1/telephone" },
    at("/admin/audit?deed=notice.edited&day=2026-01-01"),
    linked("/admin/audit/{id}", "/admin/audit", "/admin/audit/"),
  ],
  property: [at("/admin"), at("/admin/reports"), ...worked(["dispatched", "in_progress"])],
};

export type Visitor = keyof typeof sheets;
export const visitors = Object.keys(sheets) as Visitor[];

/** A browser of this visitor. */
export function pageOf(visit: Visit, visitor: Visitor): Promise<Page> {
  return visit(visitor === "nobody" ? undefined : (visitor as Account));
}

/** Opens one page after the other and does something with each. */
export async function walk(
  page: Page,
  visitor: Visitor,
  look: (path: string) => Promise<void>,
): Promise<void> {
  for (const sheet of sheets[visitor]) {
    const path = typeof sheet.path === "string" ? sheet.path : await sheet.path(page);
    await page.goto(path);
    await look(path);
  }
}

/** The routes that show a page, read from the sources, so that no new one is forgotten. */
export function routesOfPages(): string[] {
  const app = join(__dirname, "../app/src");
  const files = readdirSync(app, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".rs"))
    .flatMap((file) => [...readFileSync(join(app, file), "utf8").matchAll(/Route::get\(\s*"([^"]+)"/g)])
    .map((found) => found[1])
    .filter((route) => !route.includes("/photos/") && !route.startsWith("/feeds/"))
    .filter((route) => !/\.(xlsx|csv|ics|svg)$|\/places$/.test(route))
    .filter((route) => !route.endsWith(".json"));
}
