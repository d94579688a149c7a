import { expect, onlyOnce, test } from "../fixtures";
import { faint, findings, looked, overhang, small, worded } from "../looks";
import { pageOf, visitors, walk } from "../pages";

onlyOnce("the pages look the same in all three ways and on both databases");
// Each walk by itself, so that every worker has some.
test.describe.configure({ mode: "parallel" });

// One walk sees to everything that one way of looking can go wrong in: axe reads what the letters'
// size and the language change, and of colours alone only whether they can be read.
const looks = [
  { look: "zh-CN", finger: 44, light: findings, dark: faint },
  { look: "en.30", finger: 60, light: worded },
  { look: "zh-CN.30.high", finger: 60, light: faint, dark: faint },
];

for (const visitor of visitors) {
  for (const { look, finger, light, dark } of looks) {
    test(`x04_x06_axe_finds_nothing_and_pages_fit_for_${visitor}_in_${look}`, async ({ visit }) => {
      test.setTimeout(600_000);
      const page = await pageOf(visit, visitor);
      await looked(page, look);
      // No colour is caught half-way to another.
      await page.emulateMedia({ reducedMotion: "reduce" });
      await walk(page, visitor, async (path) => {
        for (const width of [320, 360]) {
          await page.setViewportSize({ width, height: 740 });
          expect.soft(await overhang(page), `${path} at ${width} px`).toEqual([]);
        }
        expect.soft(await small(page, finger), `${path}: under ${finger} px`).toEqual([]);
        expect.soft(await light(page), path).toEqual([]);
        if (!dark) return;
        await page.emulateMedia({ colorScheme: "dark" });
        expect.soft(await dark(page), `${path} in the dark`).toEqual([]);
        await page.emulateMedia({ colorScheme: "light" });
      });
    });
  }
}
