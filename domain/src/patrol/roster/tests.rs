use super::Fault::{BadDay, BadName, BadRole, BadTelephone, BadTime};
use super::*;

fn sheet(text: &str) -> Vec<Sheet> {
    let rows = text.lines().enumerate().map(|(at, line)| {
        let cells = line.split('|').map(|cell| cell.trim().to_owned()).collect();
        (at + 1, cells)
    });
    vec![Sheet {
        name: String::new(),
        rows: rows.collect(),
    }]
}

fn today() -> LocalDate {
    LocalDate::parse("2026-03-10").unwrap()
}

fn said(roster: &Roster) -> Vec<String> {
    roster
        .rows
        .iter()
        .map(|row| {
            let number = row.telephone.as_ref().map_or("-", Telephone::dial);
            let role = row.role.as_str();
            format!(
                "{} {}-{} {} {} {role} {number}",
                row.day, row.starts, row.ends, row.kind, row.name
            )
        })
        .collect()
}

#[test]
fn p04_a_list_with_merged_cells_and_other_headings_is_read() {
    let roster = read(
        &sheet(
            "三月志愿者排班表\n\
             值班日期|值班时间|内容|志愿者姓名|联系电话|职务|身份证号\n\
             3月12日（周四）|18:00-20:00|巡查|王秀英|139 0000 1111|组长|x\n\
             |||李建国|||\n\
             2026/3/13|晚上7点到9点|打扫|示例：张三|||\n\
             |||赵敏|138****1234|志愿者|",
        ),
        today(),
        &["巡查"],
    )
    .unwrap();
    assert_eq!(roster.faults, []);
    assert_eq!(
        said(&roster),
        [
            "2026-03-12 18:00-20:00 巡查 王秀英 leader 13900001111",
            "2026-03-12 18:00-20:00 巡查 李建国 member -",
            "2026-03-13 19:00-21:00 打扫 赵敏 member -",
        ]
    );
    assert_eq!(roster.dropped, ["身份证号"]);
    assert_eq!(roster.skipped, 1);
}

#[test]
fn p04_a_grid_of_days_and_shifts_is_read() {
    let roster = read(
        &sheet(
            "日期|早班 8:00-10:00|巡查 22:00～次日6:00|备注\n\
             3/12|王秀英（队长）、李建国|赵敏 钱红|x\n\
             3/9|过去的人||",
        ),
        today(),
        &["巡查", "打扫"],
    )
    .unwrap();
    assert_eq!(
        said(&roster),
        [
            "2026-03-12 08:00-10:00  王秀英 leader -",
            "2026-03-12 08:00-10:00  李建国 member -",
            "2026-03-12 22:00-06:00 巡查 赵敏 member -",
            "2026-03-12 22:00-06:00 巡查 钱红 member -",
        ]
    );
    assert_eq!(
        (roster.dropped, roster.skipped),
        (vec!["备注".to_owned()], 1)
    );
}

#[test]
fn p04_every_row_says_what_is_wrong_with_it() {
    let roster = read(
        &sheet(
            "日期|开始|结束|姓名|电话|角色\n\
             后天|18:00|20:00|王|139|队长\n\
             2026-03-12|18:00|18:00|310101199001011234||厂长",
        ),
        today(),
        &[],
    )
    .unwrap();
    let wanted = [
        (2, BadDay),
        (2, BadTelephone),
        (3, BadTime),
        (3, BadName),
        (3, BadRole),
    ];
    assert_eq!(roster.faults, wanted);
    assert_eq!(roster.rows, []);
}

#[test]
fn p04_what_is_no_roster_says_so() {
    assert_eq!(read(&[], today(), &[]), Err(NoRoster::Empty));
    let no_headings = read(&sheet("楼栋|门牌\n1|2"), today(), &[]);
    assert_eq!(no_headings, Err(NoRoster::NoHeadings));
    let no_rows = read(&sheet("日期|时间|姓名"), today(), &[]);
    assert_eq!(no_rows, Err(NoRoster::NoRows));
}

#[test]
fn p04_days_and_times_are_read_as_people_write_them() {
    for (text, wanted) in [
        ("2026-03-12", Some("2026-03-12")),
        ("2026.3.12", Some("2026-03-12")),
        ("３月１２日", Some("2026-03-12")),
        ("1月5日", Some("2026-01-05")),
        ("8月5日 周三", Some("2026-08-05")),
        ("2026年3月", None),
        ("12", None),
        ("周四", None),
        ("", None),
        ("13月40日", None),
    ] {
        let read = day(text, today()).map(|day| day.to_string());
        assert_eq!(read.as_deref(), wanted, "{text}");
    }
    for (text, wanted) in [
        ("8:00", Some("08:00")),
        ("18点半", Some("18:30")),
        ("下午6点", Some("18:00")),
        ("24:00", Some("00:00")),
        ("25:00", None),
        ("早", None),
    ] {
        let read = time(text).map(|time| time.to_string());
        assert_eq!(read.as_deref(), wanted, "{text}");
    }
    assert_eq!(span("早班"), None);
}
