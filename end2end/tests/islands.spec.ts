import type { Page } from "@playwright/test";
import { expect, onlyWithScript, test } from "../fixtures";
import { pageOf, visitors, walk } from "../pages";

test.describe.configure({ mode: "parallel" });

// The fixtures fail these when a page or its console complains, in whichever of the three ways.
for (const visitor of visitors) {
  test(`x01_no_page_complains_to_${visitor}_and_every_island_is_exported`, async ({ visit }, info) => {
    test.setTimeout(240_000);
    const page = await pageOf(visit, visitor);
    const exports = new Exports(page);
    await walk(page, visitor, async (path) => {
      // Nothing happens any more on a page that has no script.
      if (!(await page.locator("script").count())) return;
      await page.waitForLoadState("networkidle");
      if (info.project.name === "script") await exports.haveIslandsOf(path);
    });
    if (info.project.name === "script" && visitor === "nobody") expect(exports.seen).toBeGreaterThan(0);
  });
}

/** What the script of islands offers, against what pages ask of it. */
class Exports {
  seen = 0;
  private readonly known = new Map<string, string[]>();

  constructor(private readonly page: Page) {}

  async haveIslandsOf(path: string): Promise<void> {
    const islands = this.page.locator("leptos-island");
    const names = await islands.evaluateAll((all) =>
      all.map((island) => (island as HTMLElement).dataset.component ?? ""),
    );
    if (!names.length) return;
    this.seen += names.length;
    const script = (await this.page.locator("script[data-js]").getAttribute("data-js"))!;
    if (!this.known.has(script)) {
      const source = `import(${JSON.stringify(script)}).then((module) => Object.keys(module))`;
      this.known.set(script, await this.page.evaluate(source));
    }
    for (const name of names) expect(this.known.get(script), path).toContain(name);
  }
}

test("x01_each_way_is_what_it_says", async ({ page }, info) => {
  await page.goto("/reports/new?category=1&building=1");
  const island = page.locator("leptos-island");
  await expect(island).toHaveCount(1);
  const engine = await page.evaluate(() => typeof WebAssembly);
  expect(engine).toBe(info.project.name === "no-wasm" ? "undefined" : "object");
});

test.describe("with script", () => {
  onlyWithScript("islands need script and WebAssembly");

  test("x01_pages_without_an_island_load_no_script", async ({ page }) => {
    for (const path of ["/", "/reports", "/notices", "/phone", "/settings"]) {
      await page.goto(path);
      await expect(page.locator("script"), path).toHaveCount(0);
    }
  });

  test("r14_a_heavy_photo_is_shown_and_shrunk_before_it_is_sent", async ({ page, studio }) => {
    const heavy = await studio.heavyPhoto(3000, 2000);
    expect(heavy.buffer.length).toBeGreaterThan(700_000);
    await page.goto("/reports/new?category=1&building=1");
    const field = page.locator("input[type=file]");
    const preview = page.locator("leptos-island .thumbs img");
    // Chosen again when the page was not awake yet.
    await expect(async () => {
      await field.setInputFiles([heavy]);
      await expect(preview).toBeVisible({ timeout: 4_000 });
    }).toPass();
    await expect(page.getByText("已选 1")).toBeVisible();
    const sent = await field.evaluate(async (element) => {
      const [file] = (element as HTMLInputElement).files!;
      const { width, height } = await createImageBitmap(file);
      return { width, height, bytes: file.size };
    });
    expect([sent.width, sent.height]).toEqual([2048, 1365]);
    expect(sent.bytes).toBeLessThan(heavy.buffer.length);
    await page.getByRole("button", { name: "提交" }).click();
    await expect(page.getByRole("img", { name: "处理前" })).toHaveAttribute("width", "2048");
  });

  test("r14_more_than_three_photos_are_cut_to_three", async ({ page, studio }) => {
    const one = await studio.photo("olive", 300, 200);
    await page.goto("/reports/new?category=1&building=1");
    await expect(async () => {
      await page.locator("input[type=file]").setInputFiles([one, one, one, one]);
      await expect(page.locator("leptos-island .thumbs img")).toHaveCount(3, { timeout: 4_000 });
    }).toPass();
    await expect(page.getByText("已选 3 · 最多 3 张")).toBeVisible();
  });
});
