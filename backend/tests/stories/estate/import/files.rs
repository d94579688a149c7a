//! The files themselves, as people make them.

use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

/// Invented, with the right check digit (rule P16).
pub const ID_NUMBER: &str = "11010519491231002X";
pub const HEADS: [&str; 5] = ["楼栋", "单元", "房号", "姓名", "电话"];
pub fn write_rows(sheet: &mut Worksheet, from: u32, rows: &[&[&str]]) {
    for (row, cells) in (from..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
}

/// A workbook of one sheet, all text.
pub fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    write_rows(book.add_worksheet(), 0, rows);
    book.save_to_buffer().unwrap()
}

pub fn csv(rows: &[&[&str]], separator: &str) -> String {
    let lines: Vec<_> = rows.iter().map(|cells| cells.join(separator)).collect();
    lines.join("\r\n")
}

/// 7号楼 1单元 101 and 102, as most would write it.
pub fn plain() -> Vec<&'static [&'static str]> {
    vec![
        &HEADS,
        &["7号楼", "1单元", "101", "王小明", "13900001111"],
        &["7号楼", "1单元", "102", "李大", ""],
    ]
}

/// What a workbook may look like that still means the two homes of [`plain`].
#[expect(clippy::too_many_lines, reason = "one file after the other")]
pub fn as_people_make_them() -> Vec<(&'static str, Vec<u8>)> {
    let mut files: Vec<(&'static str, Vec<u8>)> = Vec::new();
    files.push(("plain", xlsx(&plain())));

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let title = Format::new();
    sheet
        .merge_range(0, 0, 0, 4, "翠园社区住户信息登记表（2026年）", &title)
        .unwrap();
    write_rows(sheet, 3, &plain());
    sheet.write_string(8, 0, "合计").unwrap();
    sheet
        .write_formula(8, 2, Formula::new("=COUNTA(C5:C6)").set_result("2"))
        .unwrap();
    files.push((
        "merged title, blank lines, a sum",
        book.save_to_buffer().unwrap(),
    ));

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write_rows(sheet, 0, &[&HEADS]);
    for (row, (door, name, phone)) in [(101.0, "王小明", 13_900_001_111.0), (102.0, "李大", 0.0)]
        .into_iter()
        .enumerate()
    {
        let row = u32::try_from(row + 1).unwrap();
        sheet.write_number(row, 0, 7.0).unwrap();
        sheet.write_number(row, 1, 1.0).unwrap();
        sheet.write_number(row, 2, door).unwrap();
        sheet.write_string(row, 3, name).unwrap();
        if phone > 0.0 {
            sheet.write_number(row, 4, phone).unwrap();
        }
    }
    files.push(("numbers as numbers", book.save_to_buffer().unwrap()));

    files.push((
        "full-width digits",
        xlsx(&[
            &HEADS,
            &[
                "７号楼",
                "１单元",
                "１０１",
                "王小明",
                "１３９００００１１１１",
            ],
            &["７＃", "１", "１０２室", "李大", "　"],
        ]),
    ));
    files.push((
        "floats as text",
        xlsx(&[
            &HEADS,
            &["7.0", "1.0", "101.0", "王小明", "13900001111.0"],
            &["7.0", "1.0", "102.0", "李大", ""],
        ]),
    ));

    let mut book = Workbook::new();
    let notes = book.add_worksheet().set_name("填写说明").unwrap();
    write_rows(notes, 0, &[&["请照第二张表填写"], &["楼栋写数字"]]);
    let hidden = book.add_worksheet().set_name("旧名单").unwrap();
    hidden.set_hidden(true);
    write_rows(
        hidden,
        0,
        &[
            &HEADS,
            &["9", "9", "909", "旧", ""],
            &["9", "9", "908", "旧", ""],
            &["9", "9", "907", "旧", ""],
        ],
    );
    write_rows(book.add_worksheet().set_name("住户").unwrap(), 1, &plain());
    files.push((
        "wrong sheet first, a hidden one too",
        book.save_to_buffer().unwrap(),
    ));

    files.push((
        "columns that are not kept",
        xlsx(&[
            &[
                "序号",
                "楼栋",
                "单元",
                "房号",
                "姓名",
                "性别",
                "身份证号",
                "出生日期",
                "民族",
                "政治面貌",
                "电话",
                "照片",
            ],
            &[
                "1",
                "7",
                "1",
                "101",
                "王小明",
                "男",
                ID_NUMBER,
                "1949-12-31",
                "汉",
                "群众",
                "13900001111",
                "",
            ],
            &[
                "2",
                "7",
                "1",
                "102",
                "李大",
                "女",
                ID_NUMBER,
                "1949-12-31",
                "汉",
                "群众",
                "",
                "",
            ],
        ]),
    ));

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let any = Format::new();
    sheet.merge_range(0, 0, 0, 2, "房屋信息", &any).unwrap();
    sheet.merge_range(0, 3, 0, 4, "户主信息", &any).unwrap();
    write_rows(sheet, 1, &plain());
    files.push(("two header rows", book.save_to_buffer().unwrap()));

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write_rows(sheet, 0, &[&HEADS]);
    sheet.merge_range(1, 0, 2, 0, "7号楼", &any).unwrap();
    sheet.merge_range(1, 1, 2, 1, "1单元", &any).unwrap();
    write_rows(sheet, 1, &[&[], &[]]);
    for (row, door, name, phone) in [(1, "101", "王小明", "13900001111"), (2, "102", "李大", "")]
    {
        sheet.write_string(row, 2, door).unwrap();
        sheet.write_string(row, 3, name).unwrap();
        sheet.write_string(row, 4, phone).unwrap();
    }
    files.push(("merged buildings", book.save_to_buffer().unwrap()));

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write_rows(sheet, 0, &plain());
    sheet.set_column_hidden(4).unwrap();
    sheet.set_column_hidden(1).unwrap();
    files.push(("hidden columns", book.save_to_buffer().unwrap()));

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write_rows(sheet, 0, &plain());
    for row in 1..3 {
        let formula = Formula::new("=7&\"号楼\"").set_result("7号楼");
        sheet.write_formula(row, 0, formula).unwrap();
    }
    files.push(("formulas", book.save_to_buffer().unwrap()));

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let heads = ["入住日期", "楼栋", "单元", "房号", "姓名", "电话"];
    write_rows(sheet, 0, &[&heads]);
    for (row, cells) in (1..).zip(&plain()[1..]) {
        let date = Format::new().set_num_format("yyyy-mm-dd");
        sheet
            .write_number_with_format(row, 0, 45_000.0, &date)
            .unwrap();
        for (column, cell) in (1..).zip(*cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    files.push(("dates as numbers", book.save_to_buffer().unwrap()));

    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("7号楼").unwrap();
    write_rows(
        sheet,
        0,
        &[
            &["单元", "房号", "户主", "手机"],
            &["1", "101", "王小明", "13900001111"],
            &["1", "102", "李大", "无"],
        ],
    );
    files.push(("a sheet of one building", book.save_to_buffer().unwrap()));

    for (name, form) in [
        ("3-2-302", ["7-1-101", "7-1-102"]),
        ("in words", ["7号楼1单元101室", "7号楼1单元102室"]),
    ] {
        files.push((
            name,
            xlsx(&[
                &["住址", "姓名", "联系方式"],
                &[form[0], "王小明", "139 0000 1111"],
                &[form[1], "李大", "/"],
            ]),
        ));
    }
    files.push((
        "a door twice with the same person",
        xlsx(&[
            &HEADS,
            &["7", "1", "101", "王小明", "13900001111"],
            &["7", "1", "101室", "王小明", ""],
            &["7", "1", "102", "李大", ""],
        ]),
    ));
    files.push(("a csv with commas", csv(&plain(), ",").into_bytes()));
    files.push((
        "a csv with a mark",
        format!("\u{feff}{}", csv(&plain(), ",")).into_bytes(),
    ));
    files.push(("a csv with semicolons", csv(&plain(), ";").into_bytes()));
    files.push(("a csv with tabs", csv(&plain(), "\t").into_bytes()));
    files.push((
        "a csv in GBK",
        GB18030.encode(&csv(&plain(), ",")).0.into_owned(),
    ));
    let utf16: Vec<u8> = std::iter::once(0xFEFF_u16)
        .chain(csv(&plain(), "\t").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    files.push(("unicode text of Excel", utf16));
    files.push((
        "a csv with quotes and guarded numbers",
        "\"楼栋\",\"单元\",\"房号\",\"姓名\",\"电话\",\"备注\"\n\"7号楼\",1,=\"101\",\"王小明\",13900001111,\"有\n换行\"\n7,1,102,李大,,"
            .as_bytes()
            .to_vec(),
    ));
    files
}

/// A zip with one part of zeros.
pub fn zipped(name: &str, size: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default())
        .unwrap();
    let zeros = vec![0; 1024 * 1024];
    let mut left = size;
    while left > 0 {
        let some = left.min(zeros.len());
        zip.write_all(&zeros[..some]).unwrap();
        left -= some;
    }
    zip.finish().unwrap().into_inner()
}
