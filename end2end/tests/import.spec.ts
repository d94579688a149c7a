import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { openDoor } from "../people";
import { workbook } from "../sheets";
import type { Cell } from "../sheets";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** Invented, with the right check digit. */
const ID_NUMBER = "11010519491231002X";
/** A building of its own for each of the three ways. */
const BUILDINGS: Record<string, string> = { script: "21", "no-wasm": "22", "no-script": "23" };

/** A list as an office keeps it: a title, headings further down, a column too many, a sum. */
const list = (building: string, rows: Cell[][]): Buffer =>
  workbook([
    ["翠园社区住户信息登记表（2026年）"],
    [],
    ["楼栋", "单元", "房号", "姓名", "联系电话", "身份证号"],
    ...rows.map((row) => [building, ...row]),
    ["合计", "", rows.length],
  ]);

async function upload(staff: Page, file: Buffer, name = "住户.xlsx"): Promise<void> {
  await staff.goto("/admin/estate/import");
  await staff.getByLabel("表格文件").setInputFiles({ name, mimeType: XLSX, buffer: file });
  await staff.getByRole("button", { name: "看看要改什么" }).click();
}

/** A number under 要改的. */
const figure = (staff: Page, name: string): Locator =>
  staff.locator("dl.facts > div").filter({ has: staff.getByText(name, { exact: true }) }).locator("dd");

/** What a link hands over. */
async function downloaded(staff: Page, link: string): Promise<Buffer> {
  const download = staff.waitForEvent("download");
  await staff.getByRole("link", { name: link }).click();
  return readFileSync(await (await download).path());
}

test("p04_a_list_as_offices_keep_it_becomes_households_once", async ({ visit }, info) => {
  const building = BUILDINGS[info.project.name];
  const staff = await visit("dispatcher");
  await staff.goto("/admin/estate");
  await staff.getByRole("link", { name: "从表格导入" }).click();
  await expect(staff.getByRole("main")).toContainText("身份证号、出生日期、民族、政治面貌这些我们不收");

  // A row without a door stops it; nothing is there by half.
  await upload(
    staff,
    list(building, [
      [1, 101, "钟大伯", 13900004101, ID_NUMBER],
      [1, "", "找不到门", "", ""],
      [1, 102, "柳师傅", "139 0000 41", ""],
    ]),
  );
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText("导入前请看看");
  await expect(staff.getByRole("alert")).toContainText("现在什么都没有导入");
  await expect(staff.getByRole("main")).toContainText("这些列我们不收，已经丢掉：身份证号");
  const faults = staff.getByRole("listitem");
  await expect(faults.filter({ hasText: "第 5 行" })).toContainText("没有写门牌号");
  await expect(faults.filter({ hasText: "第 6 行" })).toContainText("电话号码不对，会空着");
  await expect(staff.getByRole("button", { name: "就这样导入" })).toHaveCount(0);

  // The corrected list.
  const corrected = list(building, [
    [1, 101, "钟大伯", 13900004101, ID_NUMBER],
    [1, 102, "柳师傅", "139 0000 41", ""],
    [2, 101, "", "", ""],
  ]);
  await staff.getByRole("link", { name: "换一个表格" }).click();
  await upload(staff, corrected);
  await expect(figure(staff, "新楼栋")).toHaveText("1");
  await expect(figure(staff, "新门牌")).toHaveText("3");
  await expect(figure(staff, "新住户")).toHaveText("2");
  await expect(staff.getByRole("main")).toContainText("这些格子会空着，其他照样导入");
  await staff.getByRole("button", { name: "就这样导入" }).click();
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText("导入好了");
  await staff.goto(`/admin/people?q=${encodeURIComponent(`${building}-101`)}`);
  const row = staff.getByRole("row").filter({ hasText: "钟大伯" });
  await expect(row).toContainText("139****4101");
  await staff.goto("/admin/estate");
  const made = staff.getByRole("row").filter({ hasText: `${building}号楼` });
  await made.getByRole("link").click();
  const id = Number(new URL(staff.url()).pathname.split("/").pop());
  await openDoor(staff, id, "102");
  await expect(staff.getByRole("main")).toContainText("柳师傅");

  // The same list again has nothing to say.
  await upload(staff, corrected);
  await expect(staff.getByRole("main")).toContainText("表格里的内容都已经有了，没有要改的");
  await expect(figure(staff, "新门牌")).toHaveText("0");
  await expect(figure(staff, "新住户")).toHaveText("0");

  // Masked cells, as the export has them, leave the number as it is.
  await upload(staff, list(building, [["1单元", "101", "钟大伯", "139****4101", ""]]));
  await expect(figure(staff, "电话有改的")).toHaveText("0");
  await expect(staff.getByRole("main")).toContainText("没有要改的");
});

test("p04_the_empty_list_and_the_estate_as_files", async ({ visit }) => {
  const staff = await visit("dispatcher");
  await staff.goto("/admin/estate/import");
  const template = await downloaded(staff, "下载空表格");
  expect(template.subarray(0, 2).toString()).toBe("PK");
  // Its example is no household.
  await upload(staff, template);
  await expect(staff.getByRole("alert")).toContainText("表格里没有住户");

  await staff.goto("/admin/estate");
  const text = (await downloaded(staff, "导出 CSV")).toString("utf8");
  expect(text.startsWith("\ufeff楼栋,单元,楼层,门牌,姓名,电话\r\n")).toBe(true);
  expect(text).toContain("3号楼,1单元,1层,101,赵奶奶,");
  expect(text).not.toMatch(/1[3-9]\d{9}/);
  expect(text).not.toContain(ID_NUMBER);
  const book = await downloaded(staff, "导出 Excel");
  await upload(staff, book);
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText("导入前请看看");
  await expect(figure(staff, "新楼栋")).toHaveText("0");
  await expect(figure(staff, "新门牌")).toHaveText("0");

  const admin = await visit("admin");
  await admin.goto("/admin/audit?deed=estate.exported");
  await expect(admin.getByRole("row").filter({ hasText: "居委会小周" }).first()).toContainText("导出了楼栋和住户的表格");
});

test("p04_a_text_file_of_an_old_program_is_read", async ({ visit }) => {
  const staff = await visit("dispatcher");
  const rows = ["楼号;单元号;门牌号;户主;手机", "31;1;101;=范师傅;13900004131", ";;;;", "合计;;1;;"];
  const file = Buffer.from(`\ufeff${rows.join("\r\n")}`);
  await staff.goto("/admin/estate/import");
  await staff.getByLabel("表格文件").setInputFiles({ name: "导出.csv", mimeType: "text/csv", buffer: file });
  await staff.getByRole("button", { name: "看看要改什么" }).click();
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText("导入前请看看");
  await expect(figure(staff, "新门牌")).toHaveText("1");
  await expect(figure(staff, "新住户")).toHaveText("1");
});
