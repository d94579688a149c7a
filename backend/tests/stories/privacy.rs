//! Stories of looks, consents, one's own data, and going (rules P18–P20, P22, P23).

mod erase;

use std::collections::BTreeSet;

use backend::privacy::registry::{HOLDINGS, NOT_TOLD};
use backend::{Context, Error, consent, privacy, sql};
use domain::audit::Deed;
use domain::id::{AccountId, PersonId};
use domain::permission::Post;
use domain::privacy::{Channel, LookDraft, Purpose, Reason};
use serde_json::Value;

use crate::household::moves_in;
use crate::message::told;
use crate::story::{self, World, local};

const NUMBER: &str = "13900002222";

async fn person_of(world: &World, account: AccountId) -> PersonId {
    let mut tx = world.write().await;
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "select person_id from account where id = $1",
        account.get()
    )
    .unwrap();
    PersonId::new(id)
}

async fn has_number(world: &World, person: PersonId) {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update person set telephone = $2 where id = $1",
        person.get(),
        NUMBER
    )
    .unwrap();
    tx.commit().await.unwrap();
}

fn because(reason: &str, words: &str) -> LookDraft {
    LookDraft {
        reason: reason.to_owned(),
        words: words.to_owned(),
    }
}

async fn looks(ctx: &Context) -> Vec<privacy::Look> {
    privacy::own(ctx).await.unwrap().looks
}

#[tokio::test]
async fn p18_staff_see_a_number_for_a_reason_and_its_owner_sees_who_when_and_why() {
    story::both(|world| async move {
        let staff = world.account("min", Post::Staff).await;
        let resident = world.resident("wang").await;
        let person = person_of(&world, resident).await;
        has_number(&world, person).await;
        moves_in(&world, (0, 0), "302", person).await;
        let ctx = world.ctx(Some(staff)).await;

        let masked = privacy::masked(&ctx, person).await.unwrap();
        assert_eq!(masked.telephone.unwrap().to_string(), "139****2222");
        assert!(masked.duty.is_empty());
        for draft in [because("", ""), because("other", ""), because("x", "y")] {
            let refused = privacy::telephone(&ctx, person, &draft).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{draft:?}");
        }
        let mine = world.ctx(Some(resident)).await;
        assert!(looks(&mine).await.is_empty(), "what was refused is no look");
        assert!(told(&world, person).await.is_empty());

        world.at(local("2026-03-12T10:00"));
        let ctx = world.ctx(Some(staff)).await;
        let shown = privacy::telephone(&ctx, person, &because("other", "送还钥匙"))
            .await
            .unwrap();
        assert_eq!(shown.dial(), NUMBER);
        assert_eq!(told(&world, person).await, ["number_seen"]);
        let seen = looks(&mine).await;
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].deed, Some(Deed::TelephoneShown));
        assert_eq!(seen[0].at, local("2026-03-12T10:00"));
        assert_eq!(
            (seen[0].who.as_deref(), &seen[0].posts[..]),
            (Some("min"), &[Post::Staff][..])
        );
        assert_eq!(
            (seen[0].reason, seen[0].words.as_str()),
            (Some(Reason::Other), "送还钥匙")
        );

        // A number given for a duty is seen without more ado, while the post lasts.
        world
            .hold(resident, Post::Captain, world.here.buildings[0].node, None)
            .await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update post_holding set telephone = '13900003333' where person_id = $1",
            person.get()
        )
        .unwrap();
        tx.commit().await.unwrap();
        let masked = privacy::masked(&ctx, person).await.unwrap();
        assert_eq!(masked.duty[0].dial(), "13900003333");

        for post in Post::ALL {
            if matches!(post, Post::Staff | Post::Admin) {
                continue;
            }
            let account = world.account(post.as_str(), post).await;
            let ctx = world.ctx(Some(account)).await;
            let refused = privacy::telephone(&ctx, person, &because("report", "")).await;
            assert!(matches!(refused, Err(Error::Denied)), "{post:?}");
        }
        // A right on one building does not reach the other.
        let next_door = world.resident("li").await;
        world
            .hold(next_door, Post::Staff, world.here.buildings[1].node, None)
            .await;
        let ctx = world.ctx(Some(next_door)).await;
        assert!(matches!(
            privacy::masked(&ctx, person).await,
            Err(Error::Denied)
        ));
        let far = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(far)).await;
        let refused = privacy::telephone(&there, person, &because("report", "")).await;
        assert!(matches!(refused, Err(Error::NotFound)), "p03");
        let nobody = world.ctx(None).await;
        assert!(matches!(
            privacy::masked(&nobody, person).await,
            Err(Error::SignIn)
        ));
    })
    .await;
}

#[tokio::test]
async fn p19_a_captains_number_is_public_with_consent_and_hidden_with_its_withdrawal() {
    story::both(|world| async move {
        let captain = world.account("chen", Post::Captain).await;
        let person = person_of(&world, captain).await;
        has_number(&world, person).await;
        let ctx = world.ctx(Some(captain)).await;
        let public = || async {
            let ctx = world.ctx(None).await;
            let version = ctx.community.public_version;
            let mut read = ctx.db().read().await.unwrap();
            let number = consent::public_number(&mut read, &ctx, person)
                .await
                .unwrap();
            (number.map(|number| number.to_string()), version)
        };
        let (before, first) = public().await;
        assert_eq!(before, None);
        consent::decide(&ctx, "captain_telephone", true)
            .await
            .unwrap();
        let (shown, second) = public().await;
        assert_eq!(shown.as_deref(), Some(NUMBER));
        assert!(second > first, "kept pages are stale on every server");
        consent::decide(&ctx, "captain_telephone", false)
            .await
            .unwrap();
        let (hidden, third) = public().await;
        assert_eq!(hidden, None);
        assert!(third > second);
        // Another purpose does not do, and neither does the consent of somebody without the post.
        consent::decide(&ctx, "name_on_plan", true).await.unwrap();
        assert_eq!(public().await.0, None);
        consent::decide(&ctx, "captain_telephone", true)
            .await
            .unwrap();
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update post_holding set valid_until = $2 where person_id = $1",
            person.get(),
            world.now().millis()
        )
        .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(public().await.0, None);
    })
    .await;
}

#[tokio::test]
async fn p20_a_consent_is_a_row_that_one_press_gives_and_one_withdraws() {
    story::both(|world| async move {
        let resident = world.resident("wang").await;
        let person = person_of(&world, resident).await;
        let ctx = world.ctx(Some(resident)).await;
        assert!(
            privacy::own(&ctx).await.unwrap().consents.is_empty(),
            "nothing is agreed beforehand"
        );
        for _ in 0..2 {
            consent::decide(&ctx, "activity_photos", true)
                .await
                .unwrap();
        }
        consent::decide(&ctx, "messages", true).await.unwrap();
        world.at(local("2026-03-11T09:00"));
        let ctx = world.ctx(Some(resident)).await;
        for _ in 0..2 {
            consent::decide(&ctx, "messages", false).await.unwrap();
        }
        let given = privacy::own(&ctx).await.unwrap().consents;
        assert_eq!(given.len(), 1, "withdrawing one leaves the other");
        assert_eq!(
            (given[0].purpose, given[0].channel),
            (Purpose::ActivityPhotos, Channel::Online)
        );
        let mut tx = world.write().await;
        let rows = sql!(
            &mut tx,
            all as (String, i64, String, i64, Option<i64>),
            "select purpose, text_version, text_hash, given_at, withdrawn_at from consent
             where person_id = $1 order by id",
            person.get()
        )
        .unwrap();
        drop(tx);
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].1, rows[0].2.len(), rows[0].4), (1, 64, None));
        assert_eq!(rows[1].4, Some(local("2026-03-11T09:00").millis()));
        let refused = consent::decide(&ctx, "everything", true).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));

        // Staff note what somebody signed on paper; the person reads that.
        let staff = world.account("min", Post::Staff).await;
        let staff = world.ctx(Some(staff)).await;
        consent::note(&staff, person, Purpose::Messages, Some(Channel::Paper))
            .await
            .unwrap();
        let own = privacy::own(&ctx).await.unwrap();
        assert_eq!(own.consents[1].channel, Channel::Paper);
        assert_eq!(own.looks[0].deed, Some(Deed::ConsentGiven));
        let worker = world.account("gong", Post::Property).await;
        let worker = world.ctx(Some(worker)).await;
        let refused = consent::note(&worker, person, Purpose::Messages, None).await;
        assert!(matches!(refused, Err(Error::Denied)));
        let far = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(far)).await;
        let refused = consent::note(&there, person, Purpose::Messages, None).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let refused = consent::standing(&there, person).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        // Taken back on paper too, with as little; done twice, it is noted once.
        for _ in 0..2 {
            consent::note(&staff, person, Purpose::Messages, None)
                .await
                .unwrap();
        }
        let standing = consent::standing(&staff, person).await.unwrap();
        assert!(!standing.has_post);
        let given: Vec<_> = standing.given.iter().map(|given| given.purpose).collect();
        assert_eq!(given, [Purpose::ActivityPhotos]);
        let acts = backend::assist::acts(&ctx).await.unwrap();
        let acts: Vec<_> = acts.iter().map(|act| act.deed).collect();
        assert_eq!(acts, [Deed::ConsentWithdrawn, Deed::ConsentGiven]);
        let own = staff.signed_in().unwrap().person;
        let refused = consent::note(&staff, own, Purpose::Messages, Some(Channel::Paper)).await;
        assert!(
            matches!(refused, Err(Error::Denied)),
            "one's own is one's own"
        );
    })
    .await;
}

/// A report by somebody, with their name and number.
async fn reported(world: &World, account: AccountId, words: &str) {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "insert into report (community_id, year, seq, state, category_id, source, reporter_id,
                             reporter_name, show_name, callback, words, receipt_hash, reported_at,
                             updated_at)
         values ($1, 2026, 1, 'reported', $2, 'web', $3, 'wang', 1, $4, $5, 'hash', 0, 0)",
        world.here.id.get(),
        world.here.categories[0].get(),
        account.get(),
        NUMBER,
        words,
    )
    .unwrap();
    sql!(
        &mut tx,
        execute,
        "insert into report_history (report_id, step, at, role, action, to_state, account_id)
         select id, 1, 0, 'reporter', 'create', 'reported', $1 from report where year = 2026",
        account.get(),
    )
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn p22_the_file_has_every_table_that_knows_me_and_no_secret() {
    story::both(|world| async move {
        let resident = world.resident("wang").await;
        let person = person_of(&world, resident).await;
        has_number(&world, person).await;
        moves_in(&world, (1, 0), "302", person).await;
        reported(&world, resident, "路灯不亮").await;
        let ctx = world.ctx(Some(resident)).await;
        consent::decide(&ctx, "messages", true).await.unwrap();
        let text = privacy::written(&ctx).await.unwrap();
        let file: Value = serde_json::from_str(&text).unwrap();
        let tables = &file["tables"];
        assert_eq!(tables["person"][0]["telephone"], NUMBER);
        assert_eq!(tables["household_member"][0]["door"], "302");
        assert_eq!(tables["report"][0]["words"], "路灯不亮");
        assert_eq!(tables["consent"][0]["purpose"], "messages");
        assert_eq!(tables["credential"][0]["name"], "wang");
        for secret in ["argon2", "id_hash", "secret", "salt"] {
            assert!(!text.contains(secret), "{secret}");
        }
        for holding in HOLDINGS {
            assert!(tables.get(holding.table).is_some(), "{}", holding.table);
        }
        // Somebody else's is not in it.
        let other = world.resident("li").await;
        let theirs = privacy::written(&world.ctx(Some(other)).await)
            .await
            .unwrap();
        assert!(!theirs.contains(NUMBER) && !theirs.contains("路灯"));
        let nobody = privacy::written(&world.ctx(None).await).await;
        assert!(matches!(nobody, Err(Error::SignIn)));
    })
    .await;
}

/// Every table with a reference to a person or an account, or a column that holds a number of one.
async fn tables_of_persons(world: &World) -> BTreeSet<String> {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        all as (String,),
        { sqlite: "select distinct m.name from sqlite_schema m
                   join pragma_foreign_key_list(m.name) f
                   where m.type = 'table' and f.\"table\" in ('person', 'account')
                   union select m.name from sqlite_schema m join pragma_table_info(m.name) c
                   where m.type = 'table' and (c.name like '%person%' or c.name like '%account_id%'
                      or c.name like '%telephone%' or c.name like '%callback%'
                      or c.name in ('owner_id', 'actor_id', 'guardian_id', 'helper_id', 'phone'))",
          postgres: "select distinct cast(r.relname as text) from pg_constraint k
                     join pg_class r on r.oid = k.conrelid join pg_class t on t.oid = k.confrelid
                     where k.contype = 'f' and t.relname in ('person', 'account')
                     union select cast(table_name as text) from information_schema.columns
                     where table_schema = 'public' and (column_name like '%person%'
                        or column_name like '%account_id%' or column_name like '%telephone%'
                        or column_name like '%callback%'
                        or column_name in ('owner_id', 'actor_id', 'guardian_id', 'helper_id', 'phone'))" },
    )
    .unwrap()
    .into_iter()
    .map(|(name,)| name)
    .collect()
}

#[tokio::test]
async fn p22_every_table_that_knows_a_person_is_in_the_registry_or_says_why_not() {
    story::both(|world| async move {
        let mut known: BTreeSet<String> = HOLDINGS
            .iter()
            .map(|holding| holding.table.to_owned())
            .collect();
        known.extend(NOT_TOLD.iter().map(|(table, _)| (*table).to_owned()));
        // An organisation's numbers are public by P17.
        known.insert("contact".to_owned());
        let missing: Vec<_> = tables_of_persons(&world)
            .await
            .into_iter()
            .filter(|table| !known.contains(table))
            .collect();
        assert!(
            missing.is_empty(),
            "{missing:?}: say in backend/src/privacy/registry.rs how each is told to its owner and \
             what becomes of it when they go, or why it is not"
        );
    })
    .await;
}

#[tokio::test]
async fn p16_no_table_has_a_column_for_what_is_not_kept() {
    story::both(|world| async move {
        let mut tx = world.write().await;
        let columns = sql!(
            &mut tx,
            all as (String, String),
            { sqlite: "select m.name, lower(c.name) from sqlite_schema m
                       join pragma_table_info(m.name) c where m.type = 'table'",
              postgres: "select cast(table_name as text), cast(column_name as text)
                         from information_schema.columns where table_schema = 'public'" },
        )
        .unwrap();
        drop(tx);
        assert!(columns.len() > 100, "the columns are read");
        for (table, column) in columns {
            let words: Vec<_> = column.split('_').collect();
            for refused in [
                "identity",
                "idcard",
                "idno",
                "citizen",
                "passport",
                "birth",
                "birthday",
                "born",
                "dob",
                "age",
                "ethnic",
                "ethnicity",
                "nation",
                "nationality",
                "religion",
                "religious",
                "party",
                "political",
                "politics",
                "face",
                "fingerprint",
                "biometric",
                "latitude",
                "longitude",
                "lat",
                "lng",
                "lon",
                "gps",
                "track",
                "position",
                "gender",
            ] {
                // Of a child only the band is kept (P21).
                let is_band = column == "age_band";
                assert!(is_band || !words.contains(&refused), "{table}.{column}");
            }
            assert!(
                !column.contains("id_number") && !column.contains("id_card"),
                "{table}.{column}"
            );
        }
    })
    .await;
}
