//! Who lives where: doors of all buildings, a few families, a child, somebody who asks to come in.

use domain::instant::Instant;

use super::DAY_MILLIS;
use super::place::Estate;
use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::secret::Purpose;
use crate::sql;

/// Doors on each floor of a unit.
const DOORS: i64 = 2;

/// Sign-in name, building, unit, door.
const AT_HOME: [(&str, usize, usize, &str); 3] = [
    ("resident", 2, 0, "302"),
    ("captain", 2, 1, "501"),
    ("volunteer", 4, 0, "802"),
];

/// Neighbours without an account: building, unit, door, what they are called.
const NEIGHBOURS: [(usize, usize, &str, &str); 9] = [
    (2, 0, "302", "王阿姨的婆婆"),
    (2, 0, "101", "赵奶奶"),
    (2, 0, "102", "钱师傅"),
    (2, 2, "401", "孙老师"),
    (0, 0, "201", "李大妈"),
    (0, 1, "502", "周先生"),
    (7, 0, "1101", "吴女士"),
    (7, 1, "1802", "郑先生"),
    (11, 0, "901", "冯阿婆"),
];

/// Writes households, members, a child with its guardian, a helper and a request.
pub async fn settle(tx: &mut Tx, ctx: &Context, estate: &Estate) -> Result<(), Error> {
    let community = estate.community.get();
    for building in &estate.buildings {
        for unit in &building.units {
            for (level, floor) in &building.floors {
                if *level < 1 || *level > building.top {
                    continue;
                }
                for nth in 1..=DOORS {
                    let door = level * 100 + nth;
                    sql!(
                        tx,
                        execute,
                        "insert into household
                             (community_id, building_id, unit_id, floor_id, door, sort)
                         values ($1, $2, $3, $4, $5, $6)",
                        community,
                        building.id,
                        *unit,
                        *floor,
                        door.to_string(),
                        door,
                    )?;
                }
            }
        }
    }
    let long_ago = Instant::from_millis(ctx.now.millis() - 900 * DAY_MILLIS);
    let since = ctx.community.zone.date_of(long_ago).to_string();
    for (name, building, unit, door) in AT_HOME {
        let person = account(tx, name).await?;
        let unit = estate.buildings[building].units[unit];
        moved_in(tx, unit, door, person, &since).await?;
    }
    let mut owner = None;
    for (building, unit, door, name) in NEIGHBOURS {
        let person = person(tx, community, name, long_ago).await?;
        let unit = estate.buildings[building].units[unit];
        moved_in(tx, unit, door, person, &since).await?;
        if name == "赵奶奶" {
            owner = Some(person);
        }
    }
    let resident = account(tx, "resident").await?;
    let child = person(tx, community, "乐乐", long_ago).await?;
    let home = estate.buildings[2].units[0];
    moved_in(tx, home, "302", child, &since).await?;
    sql!(
        tx,
        execute,
        "insert into child (person_id, community_id, guardian_id, age_band)
         values ($1, $2, $3, '3-6')",
        child,
        community,
        resident,
    )?;
    let helper = account(tx, "volunteer").await?;
    sql!(
        tx,
        execute,
        "insert into family_helper (community_id, owner_id, helper_id, since)
         values ($1, $2, $3, $4)",
        community,
        owner,
        helper,
        ctx.now.millis() - 30 * DAY_MILLIS,
    )?;
    let secret = ctx.stores.random.token();
    let asked = ctx.now.millis() - DAY_MILLIS;
    sql!(
        tx,
        execute,
        "insert into join_request (community_id, secret_hash, name, telephone, unit_id, door, words,
                                   state, asked_at, expires_at)
         values ($1, $2, '沈先生', '13900000402', $3, '402', '刚搬来，没有收到纸条。', 'waiting',
                 $4, $5)",
        community,
        ctx.stores.secret.keyed(Purpose::JoinRequest, &format!("{community}/{secret}")),
        estate.buildings[5].units[1],
        asked,
        asked + 30 * DAY_MILLIS,
    )?;
    Ok(())
}

async fn account(tx: &mut Tx, name: &str) -> Result<i64, Error> {
    let (person,) = sql!(
        tx,
        one as (i64,),
        "select a.person_id from credential c join account a on a.id = c.account_id
         where c.kind = 'password' and c.name = $1",
        name,
    )?;
    Ok(person)
}

async fn person(tx: &mut Tx, community: i64, name: &str, at: Instant) -> Result<i64, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into person (community_id, name, created_at) values ($1, $2, $3) returning id",
        community,
        name,
        at.millis(),
    )?;
    Ok(id)
}

async fn moved_in(
    tx: &mut Tx,
    unit: i64,
    door: &str,
    person: i64,
    since: &str,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "insert into household_member (household_id, person_id, since)
         select id, $3, $4 from household where unit_id = $1 and door = $2",
        unit,
        door,
        person,
        since,
    )?;
    Ok(())
}
