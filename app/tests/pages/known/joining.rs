//! What people who join hold in their hands.

use backend::sql;

use crate::story::World;

/// A household with a code and a member's card, somebody who asks to join, and an invitation.
pub(super) struct ComingIn {
    pub(super) household: String,
    pub(super) member: String,
    pub(super) code: String,
    pub(super) card: String,
    pub(super) asked: String,
    pub(super) request: String,
    pub(super) family: String,
    pub(super) building: String,
}

impl ComingIn {
    pub(super) fn form(&self, path: &str, key: &str) -> Vec<(&'static str, String)> {
        let act = if path.contains("/join/") {
            "approve"
        } else {
            "move_in"
        };
        vec![
            (
                "request_key",
                format!("walk-{key}-{}", path.replace(['/', '{', '}'], "-")),
            ),
            ("act", act.to_owned()),
            ("version", "1".to_owned()),
            ("door", "302".to_owned()),
            ("name", "走过".to_owned()),
            ("building", self.building.clone()),
            ("people", self.member.clone()),
        ]
    }
}

pub(super) async fn coming_in(world: &World, staff: domain::id::AccountId) -> ComingIn {
    use backend::household::{self, code};
    use backend::join::{ask, card, family};

    let building = &world.here.buildings[0];
    let mut tx = world.write().await;
    let (home,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into household (community_id, building_id, unit_id, door, sort)
         values ($1, $2, $3, '302', 302) returning id",
        world.here.id.get(),
        building.id.get(),
        building.units[0].get(),
    )
    .unwrap();
    tx.commit().await.unwrap();
    let home = domain::id::HouseholdId::new(home);
    let ctx = world.ctx(Some(staff)).await;
    let moved = domain::household::MoveIn {
        request_key: "known-move-in".to_owned(),
        name: "钱奶奶".to_owned(),
        ..domain::household::MoveIn::default()
    };
    household::move_in(&ctx, home, moved).await.unwrap();
    let member = household::whole(&ctx, home).await.unwrap().members[0]
        .person
        .to_string();
    let order = code::Order {
        request_key: "known-slips".to_owned(),
        households: vec![home.to_string()],
        ..code::Order::default()
    };
    let slips = code::print(&ctx, order).await.unwrap();
    let order = card::Order {
        request_key: "known-cards".to_owned(),
        people: vec![member.clone()],
    };
    let cards = card::print(&ctx, home, order).await.unwrap();
    let asked = domain::join::Ask {
        request_key: "known-asked".to_owned(),
        name: "孙大爷".to_owned(),
        unit: building.units[0].to_string(),
        door: "302".to_owned(),
        telephone: "13900002222".to_owned(),
        words: String::new(),
    };
    let asked = ask::ask(&world.ctx(None).await, asked).await.unwrap();
    let waiting = ask::page(&ctx, ask::State::Waiting, None).await.unwrap();
    ComingIn {
        household: home.to_string(),
        member,
        code: slips[0].code.digits().to_owned(),
        card: cards[0].token.clone(),
        asked,
        request: waiting.requests[0].id.to_string(),
        family: family::invite(&ctx).await.unwrap().link,
        building: building.id.to_string(),
    }
}
