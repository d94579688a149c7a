use proptest::prelude::*;

use super::*;

/// Rows as a person sees them, blank ones left out but counted.
fn sheet(name: &str, text: &str) -> Sheet {
    let rows = text.lines().enumerate().map(|(at, line)| {
        (
            at + 1,
            line.split('|')
                .map(|cell| cell.trim().to_owned())
                .collect::<Vec<_>>(),
        )
    });
    Sheet {
        name: name.to_owned(),
        rows: rows
            .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()))
            .collect(),
    }
}

fn table(text: &str) -> Table {
    read(&[sheet("Sheet1", text)]).unwrap()
}

/// `3号楼 2单元 302 王小明 138…`, line by line.
fn lines(table: &Table) -> Vec<String> {
    table
        .lines
        .iter()
        .map(|line| {
            let phone = match &line.phone {
                Phone::None => "",
                Phone::Masked => "*",
                Phone::Number(number) => number,
            };
            format!(
                "{} {} {} {} {phone}",
                line.building,
                line.unit,
                line.door,
                line.name.as_deref().unwrap_or("-"),
            )
            .trim()
            .to_owned()
        })
        .collect()
}

#[test]
fn p04_titles_blank_lines_sums_and_remarks_are_not_households() {
    let table = table(
        "翠园社区住户信息登记表\n\n序号|楼栋|单元|房号|姓名|联系电话|备注\n\n1|3号楼|2|302|王小明|13900001111|\n2|3号楼|2|303|李大|无|独居\n合计|2户||||\n填表人：小周||||||",
    );
    assert_eq!(
        lines(&table),
        ["3号楼 2单元 302 王小明 13900001111", "3号楼 2单元 303 李大"]
    );
    assert_eq!(table.dropped, ["序号", "备注"]);
    assert_eq!((table.skipped, table.faults.len()), (2, 0));
    assert_eq!(table.lines[0].level, Some(3));
}

#[test]
fn p04_headings_have_many_names() {
    for heads in [
        "楼号|单元号|门牌号|户主|手机",
        "幢|单元|室|业主姓名|电话号码",
        "楼栋（必填）|单 元|房间号*|住户姓名：|联系方式",
        "Building|Unit|Door|Name|Phone",
        "栋号|单元|房屋号|联系人|手机号码",
    ] {
        let table = table(&format!("{heads}\n3|2|302|王小明|13900001111"));
        assert_eq!(
            lines(&table),
            ["3号楼 2单元 302 王小明 13900001111"],
            "{heads}"
        );
    }
}

#[test]
fn p04_full_width_text_numbers_and_floats_are_one_door() {
    let table =
        table("楼栋|单元|房号|姓名\n３|２|３０２|王\n3.0|2.0|302.0|李\n三号楼|二单元|302室|张");
    let first = &table.lines[0];
    assert!(
        table.lines.iter().all(|line| same_door(line, first)),
        "{:?}",
        lines(&table)
    );
}

#[test]
fn p04_a_whole_address_in_one_cell() {
    for (cell, at) in [
        ("3-2-302", "3号楼 2单元 302"),
        ("3号楼2单元302室", "3号楼 2单元 302"),
        ("３号楼２单元３０２", "3号楼 2单元 302"),
        ("翠园小区3栋302", "3栋 1单元 302"),
        ("清河路18弄3号302室", "3号楼 1单元 302"),
        ("3#2-302", "3号楼 2单元 302"),
    ] {
        for heads in ["地址|姓名", "房号|姓名", "楼栋单元房号|姓名"] {
            let table = table(&format!("{heads}\n{cell}|王"));
            assert_eq!(lines(&table), [format!("{at} 王")], "{cell} under {heads}");
        }
    }
    let beside = table("楼栋|房号|姓名\n3|2-302|王\n3|3-2-303|李");
    assert_eq!(lines(&beside), ["3号楼 2单元 302 王", "3号楼 2单元 303 李"]);
}

#[test]
fn p04_merged_cells_hold_their_text_once() {
    let table = table(
        "楼栋|单元|房号|姓名|电话\n3号楼|1单元|101|王|13900001111\n||102|李|\n||||\n|||小李|13900002222\n|2单元|101|张|\n4号楼||101|赵|",
    );
    assert_eq!(
        lines(&table),
        [
            "3号楼 1单元 101 王 13900001111",
            "3号楼 1单元 102 李",
            "3号楼 1单元 102 小李 13900002222",
            "3号楼 2单元 101 张",
            "4号楼 1单元 101 赵",
        ]
    );
}

#[test]
fn p04_two_rows_of_headings_are_one() {
    let table = table("房屋信息|||住户\n楼栋|单元|房号|姓名|电话\n3|2|302|王|13900001111");
    assert_eq!(lines(&table), ["3号楼 2单元 302 王 13900001111"]);
    let split = self::table("楼栋|单元|房号|户主|\n|||姓名|电话\n3|2|302|王|13900001111");
    assert_eq!(lines(&split), ["3号楼 2单元 302 王 13900001111"]);
}

#[test]
fn p04_the_right_sheet_is_found_and_may_name_its_building() {
    let notes = sheet("填写说明", "填写说明\n请按楼栋填写");
    let data = sheet("5号楼", "单元|房号|姓名\n1|101|王");
    let table = read(&[notes, data]).unwrap();
    assert_eq!(table.sheet, "5号楼");
    assert_eq!(lines(&table), ["5号楼 1单元 101 王"]);
}

#[test]
fn p16_columns_that_are_not_kept_are_left_behind_and_named() {
    // Invented numbers with the right check digit.
    let table = table(
        "楼栋|单元|房号|姓名|身份证号|出生日期|民族|政治面貌|电话|照片\n3|2|302|王|11010519491231002X|1949-12-31|汉|群众|13900001111|x",
    );
    assert_eq!(
        table.dropped,
        ["身份证号", "出生日期", "民族", "政治面貌", "照片"]
    );
    let kept = serde_json_like(&table);
    for never in ["11010519491231002X", "1949-12-31", "汉", "群众"] {
        assert!(!kept.contains(never), "{never}");
    }
    // Under another heading, too.
    let hidden = self::table(
        "楼栋|房号|姓名|电话\n3|302|王|11010519491231002X\n3|303|李|11010519491231002X",
    );
    assert_eq!(hidden.dropped, ["电话"]);
    assert!(!serde_json_like(&hidden).contains("11010519491231002X"));
    // One such cell among names is left out, and said.
    let one = self::table("楼栋|房号|姓名\n3|302|王\n3|303|李\n3|304|11010519491231002X");
    assert_eq!(one.faults, [(4, Fault::BadName)]);
    assert!(!serde_json_like(&one).contains("11010519491231002X"));
}

fn serde_json_like(table: &Table) -> String {
    format!("{table:?}")
}

#[test]
fn p04_masked_cells_are_told_from_numbers() {
    let table = table(
        "楼栋|房号|姓名|电话\n3|301|王|138****1234\n3|302|李|139 0000 1111、0571-88886666\n3|303|赵|+86 13900001111",
    );
    let phones: Vec<_> = table.lines.iter().map(|line| line.phone.clone()).collect();
    let number = Phone::Number("13900001111".to_owned());
    assert_eq!(phones, [Phone::Masked, number.clone(), number]);
}

#[test]
fn p04_faults_are_told_with_the_row_number_of_the_spreadsheet() {
    let table = table(
        "住户表\n楼栋|单元|房号|姓名|电话\n\n|1|101|王|\n3|1||李|\n3|1|2026-03-02|赵|\n3|1|#REF!|钱|\n3|1|105|孙|12\n3|1|106||13900001111\n甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌|1|107|周|",
    );
    assert_eq!(
        table.faults,
        [
            (4, Fault::NoBuilding),
            (5, Fault::NoDoor),
            (6, Fault::DateForDoor),
            (7, Fault::BadDoor),
            (8, Fault::BadTelephone),
            (9, Fault::TelephoneWithoutName),
            (10, Fault::TooLong),
        ]
    );
    assert_eq!(lines(&table), ["3号楼 1单元 105 孙", "3号楼 1单元 106 -"]);
    assert!(Fault::NoDoor.stops() && !Fault::BadTelephone.stops());
}

#[test]
fn p04_what_is_no_list_is_said() {
    for (text, why) in [
        ("", NoTable::Empty),
        ("只有一行字", NoTable::NoHeadings),
        ("姓名|电话\n王|13900001111", NoTable::NoHeadings),
        ("楼栋|房号|姓名", NoTable::NoRows),
        ("楼栋|房号|姓名\n3|302|示例：王小明", NoTable::NoRows),
        ("楼栋|房号|姓名\n合计||2", NoTable::NoRows),
    ] {
        assert_eq!(read(&[sheet("", text)]), Err(why), "{text}");
    }
    let head = (1, vec!["楼栋".to_owned(), "房号".to_owned()]);
    let row = vec!["3".to_owned(), "302".to_owned()];
    let rows = std::iter::once(head).chain((0..=MAX_ROWS).map(|at| (at + 2, row.clone())));
    let large = Sheet {
        name: String::new(),
        rows: rows.collect(),
    };
    assert_eq!(read(&[large]), Err(NoTable::TooManyRows));
}

#[test]
fn p04_the_example_of_the_template_is_skipped() {
    let table =
        table("楼栋|单元|房号|姓名|电话\n1号楼|1单元|101|示例：王小明|13900000000\n3|2|302|王|");
    assert_eq!(lines(&table), ["3号楼 2单元 302 王"]);
    assert_eq!(table.skipped, 1);
}

proptest! {
    #[test]
    fn x16_any_cells_are_answered(
        cells in proptest::collection::vec(proptest::collection::vec(any::<String>(), 0..6), 0..8),
        heads in any::<bool>(),
    ) {
        let mut rows: Vec<(usize, Vec<String>)> = cells.into_iter().enumerate().collect();
        if heads {
            let head = ["楼栋", "单元", "房号", "姓名", "电话", "地址"];
            rows.insert(0, (0, head.map(ToOwned::to_owned).to_vec()));
        }
        let _ = read(&[Sheet { name: String::new(), rows }]);
    }
}
