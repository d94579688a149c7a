// A community of twelve buildings begins from the link in the log of a first start (rule P11).
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";

const root = resolve(__dirname, "../..");

/** The program on an empty folder of its own, with the link that its log tells. */
class FirstStart {
  private constructor(
    private readonly server: ChildProcess,
    private readonly folder: string,
    readonly link: string,
  ) {}

  static async begin(): Promise<FirstStart> {
    const folder = mkdtempSync(join(tmpdir(), "linli-first-"));
    const env: NodeJS.ProcessEnv = {
      PATH: process.env.PATH,
      LINLI_ADDR: "127.0.0.1:0",
      LINLI_DATA_DIR: folder,
      LINLI_SITE_DIR: process.env.LINLI_SITE_DIR ?? join(root, "target/site"),
    };
    const binary = process.env.LINLI_BIN ?? join(root, "target/debug/linli");
    const server = spawn(binary, ["serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
    const link = await new Promise<string>((found, failed) => {
      let log = "";
      server.stderr!.on("data", (text) => {
        log += text;
        const told = log.match(/http:\/\/[0-9.:]+\/setup\/[0-9a-f]+/);
        if (told) found(told[0]);
      });
      server.on("exit", () => failed(new Error(`the server ended: ${log}`)));
    });
    return new FirstStart(server, folder, link);
  }

  end(): void {
    this.server.removeAllListeners("exit");
    this.server.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Counts what hands do. */
class Hands {
  did = 0;
  constructor(private readonly page: Page) {}

  async fill(label: string, value: string): Promise<void> {
    this.did += 1;
    await this.page.getByLabel(label, { exact: true }).fill(value);
  }

  async choose(label: string, nth: number, value: string): Promise<void> {
    this.did += 1;
    await this.page.getByLabel(label, { exact: true }).nth(nth).selectOption(value);
  }

  async press(name: string | RegExp): Promise<void> {
    this.did += 1;
    await this.page.getByRole("button", { name }).click();
  }

  async follow(name: string | RegExp): Promise<void> {
    this.did += 1;
    await this.page.getByRole("main").getByRole("link", { name }).first().click();
  }
}

test("p11_twelve_buildings_live_in_at_most_sixty_presses", async ({ page }) => {
  const first = await FirstStart.begin();
  try {
    const hands = new Hands(page);
    await page.goto(first.link);
    await hands.fill("社区叫什么", "桂花社区");
    await hands.fill("您怎么称呼", "钱主任");
    await hands.fill("登录名", "qian");
    await hands.fill("密码", "桂花树下的一条长椅");
    await hands.press("开始");
    // An administrator has a second factor from the first minute (P10); here, a printed list.
    await page.getByText("没有智能手机？只用密码单").click();
    hands.did += 1;
    await hands.press("打印密码单");
    await expect(page.locator("ol.codes li")).toHaveCount(10);
    hands.did += 1;
    await page.getByRole("link", { name: "收好了，继续" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("把社区建起来");

    await hands.follow(/留下电话/);
    await hands.fill("居委会电话", "021-55500120");
    await page.getByLabel("物业电话").fill("021-55500166");
    hands.did += 1;
    await hands.press("保存");
    await expect(page.getByRole("status")).toHaveText("电话记下了");

    await hands.follow(/画出楼栋/);
    await hands.fill("楼号", "1-12");
    await page.getByLabel("每栋几个单元").fill("3");
    await page.getByLabel("最高几层").fill("6");
    await page.getByLabel("每层几户").fill("2");
    hands.did += 3;
    await hands.press("先看看");
    await expect(page.getByRole("main")).toContainText("要建 12 栋");
    await hands.press("就这样建");
    await expect(page.getByRole("status")).toContainText("12 栋，432 户");

    await page.goto(new URL("/admin/setup", first.link).href);
    hands.did += 1;
    await hands.follow(/请同事进来/);
    await hands.fill("第 1 位怎么称呼", "周敏");
    await hands.fill("第 2 位怎么称呼", "赵师傅");
    await hands.choose("岗位", 1, "property");
    await hands.press("打印条子");
    await expect(page.locator(".slip")).toHaveCount(2);
    await expect(page.locator(".slip").first()).toContainText("周敏");

    await page.goto(new URL("/admin/setup", first.link).href);
    hands.did += 1;
    await hands.follow(/告诉居民/);
    await expect(page.getByLabel("发到微信群的话")).toHaveValue(/桂花社区.*http/s);
    await hands.follow(/打印入户条子/);
    await hands.press("做好，去打印");
    await expect(page.locator(".slips")).toHaveCount(54);
    expect(hands.did).toBeLessThanOrEqual(60);

    // The link is used up.
    expect((await page.goto(first.link))?.status()).toBe(404);
  } finally {
    first.end();
  }
});
