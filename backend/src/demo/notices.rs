//! Five invented notices.

use domain::instant::Instant;

use super::DAY_MILLIS;
use super::people::People;
use super::place::Estate;
use super::tale::instant;
use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::sql;

struct Notice {
    /// `{day}` stands for tomorrow's date.
    title: &'static str,
    body: &'static str,
    urgent: bool,
    /// Days after today on which it is still shown; none stays.
    until: Option<i64>,
    /// Building numbers; empty for everybody.
    buildings: &'static [usize],
    /// Days before today, hour, minute.
    when: (i64, i64, i64),
    by_centre: bool,
}

/// Oldest first.
const NOTICES: [Notice; 5] = [
    Notice {
        title: "每栋楼都有楼长，欢迎认一认",
        body: "各位邻居：\n\n社区每栋楼都请了一位楼长，平时在楼里走走看看，灯坏了、杂物多了，可以直接跟楼长说，也可以在首页点“反映问题”。\n\n楼长的名字贴在各单元门厅。想当楼长的邻居，请到居委会报名，退休的、上班的都欢迎。",
        urgent: false,
        until: None,
        buildings: &[],
        when: (30, 10, 0),
        by_centre: false,
    },
    Notice {
        title: "文化活动中心全天免费开放",
        body: "文化活动中心每天 8:30–20:30 开放，全部免费：\n\n一楼：阅览室、书画室。\n二楼：棋牌室（麻将桌四张、象棋桌六张）、乒乓球室。\n三楼：排练厅，合唱队、舞蹈队每周二、四下午活动。\n\n人多时请轮流，每桌两小时。棋牌室不打钱，茶水自带。",
        urgent: false,
        until: None,
        buildings: &[],
        when: (21, 9, 30),
        by_centre: true,
    },
    Notice {
        title: "电动车请不要上楼",
        body: "电动车和电池上楼、从窗户拉线充电，一旦起火几分钟就会烧到楼道。\n\n车棚有充电位 48 个，扫码即用；6号楼、9号楼门口各新装了 10 个。电池也请不要带回家充。\n\n看到有人上楼充电，请在首页反映，我们当天上门。",
        urgent: false,
        until: Some(60),
        buildings: &[],
        when: (12, 14, 20),
        by_centre: false,
    },
    Notice {
        title: "感谢周六清理小广告的志愿者",
        body: "上周六，二十六位志愿者用一个上午清理了 1 号楼到 9 号楼的小广告，还把垃圾房西边的死角改成了花角。\n\n谢谢大家！花角的花由志愿者轮流浇水，路过的邻居也可以看一看土干不干。",
        urgent: false,
        until: Some(20),
        buildings: &[],
        when: (5, 16, 0),
        by_centre: false,
    },
    Notice {
        title: "{day} 9:00–16:00 停水，请提前存水",
        body: "自来水公司 {day} 更换主管道，3号楼、5号楼、7号楼 9:00–16:00 停水。\n\n请前一天晚上存好水，出门前关好水龙头。行动不便、需要帮忙提水的邻居，请打居委会电话 021-55500120，志愿者送上门。\n\n恢复供水后水可能发黄，放几分钟就清了。",
        urgent: true,
        until: Some(1),
        buildings: &[3, 5, 7],
        when: (1, 17, 5),
        by_centre: false,
    },
];

/// Posts them.
pub async fn post(
    tx: &mut Tx,
    ctx: &Context,
    estate: &Estate,
    people: &People,
) -> Result<(), Error> {
    let zone = &ctx.community.zone;
    let date = |days: i64| zone.date_of(Instant::from_millis(ctx.now.millis() + days * DAY_MILLIS));
    let tomorrow = date(1).civil();
    let day = format!("{}月{}日", tomorrow.month(), tomorrow.day());
    for notice in &NOTICES {
        let at = instant(ctx, notice.when).millis();
        let until = notice.until.map(date);
        let author = if notice.by_centre {
            people.centre
        } else {
            people.dispatcher
        };
        let (id,) = sql!(
            tx,
            one as (i64,),
            "insert into notice (community_id, title, body, is_urgent, until_date, ends_at,
                 written_by, published_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning id",
            ctx.community.id.get(),
            notice.title.replace("{day}", &day),
            notice.body.replace("{day}", &day),
            i64::from(notice.urgent),
            until.map(|date| date.to_string()),
            until.map(|date| date.end_instant(zone).millis()),
            author,
            at,
        )?;
        for number in notice.buildings {
            sql!(
                tx,
                execute,
                "insert into notice_building (notice_id, building_id) values ($1, $2)",
                id,
                estate.buildings[number - 1].id,
            )?;
        }
    }
    Ok(())
}
