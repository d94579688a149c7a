// What is looked for on every page, in whichever letters and colours.
import { readFileSync } from "node:fs";
import { test } from "@playwright/test";
import type { Page } from "@playwright/test";
import type axe from "axe-core";

const script = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const everything = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

/** Has the settings' cookie say how the pages look from now on. */
export async function looked(page: Page, look: string): Promise<void> {
  const url = test.info().project.use.baseURL;
  await page.context().addCookies([{ name: "linli-look", value: look, url }]);
}

/** What axe finds on a page whose folded parts are all open. */
export function findings(page: Page): Promise<string[]> {
  return found(page, { type: "tag", values: everything });
}

/** What axe finds in other words and larger letters, which change no colour. */
export function worded(page: Page): Promise<string[]> {
  return found(page, { type: "tag", values: everything }, { "color-contrast": { enabled: false } });
}

/** Whether everything can be read, the one thing that other colours of the same page change. */
export function faint(page: Page): Promise<string[]> {
  return found(page, { type: "rule", values: ["color-contrast"] });
}

async function found(
  page: Page,
  runOnly: axe.RunOnly,
  rules: axe.RuleObject = {},
): Promise<string[]> {
  // Once a page: reading the script takes longer than most of what it does.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(script);
  return page.evaluate(async (asked) => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    // Whatever is in order need not be described, which takes time too.
    const { violations } = await axe.run(document, { ...asked, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help} at ${node.target.join(" ")}`),
    );
  }, { runOnly, rules });
}

/** What sticks out to the side, when the page can be scrolled there. */
export function overhang(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    const names = wide.map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
    return [`${scrollWidth} px wide`, ...new Set(names.slice(0, 6))];
  });
}

/** Buttons and links of navigation that are smaller than a finger needs. */
export function small(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const targets = document.querySelectorAll("button, .button, summary, nav a, label.check, select");
    return [...targets]
      .map((target) => ({ target, box: target.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < least - 0.5)
      .map(({ target, box }) => {
        const size = `${Math.round(box.width)} × ${Math.round(box.height)}`;
        return `${target.textContent?.trim()}: ${size}`;
      });
  }, least);
}
