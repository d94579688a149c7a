import type { Page } from "@playwright/test";
import { expect, onlyOnce, test } from "../fixtures";
import { pageOf, visitors, walk } from "../pages";

onlyOnce("the pages look the same in all three ways and on both databases");
test.describe.configure({ mode: "parallel" });

/** What sticks out to the side, when the page can be scrolled there. */
function overhang(page: Page): Promise<string[]> {
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
function small(page: Page, least: number): Promise<string[]> {
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

for (const visitor of visitors) {
  for (const [look, least] of [["zh-CN", 44], ["zh-CN.30", 60], ["en.30", 60]] as const) {
    test(`x04_x06_pages_fit_a_phone_for_${visitor}_in_${look}`, async ({ visit }) => {
      test.setTimeout(360_000);
      const page = await pageOf(visit, visitor);
      const url = test.info().project.use.baseURL;
      await page.context().addCookies([{ name: "linli-look", value: look, url }]);
      await walk(page, visitor, async (path) => {
        for (const width of [320, 360]) {
          await page.setViewportSize({ width, height: 740 });
          expect.soft(await overhang(page), `${path} at ${width} px`).toEqual([]);
        }
        expect.soft(await small(page, least), `${path}: targets under ${least} px`).toEqual([]);
      });
    });
  }
}
