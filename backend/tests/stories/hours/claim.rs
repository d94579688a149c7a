use backend::hours::claim::{self, State};
use backend::hours::{self, Totals};
use backend::{Context, Error, sql};
use domain::hours::{CorrectionDraft, Draft, Whose};
use domain::id::HoursEntryId;
use domain::permission::Post;
use domain::problem::Problem;

use super::ledger::{minutes, person, signed_up};
use crate::message::told;
use crate::story::{self, World};

async fn kind(ctx: &Context) -> String {
    let offered = claim::choices(ctx, Whose::Mine).await.unwrap();
    offered.kinds[0].id.to_string()
}

/// Two hours of yesterday.
pub(crate) async fn draft(ctx: &Context, key: &str) -> Draft {
    Draft {
        request_key: format!("claim-{key}"),
        kind: kind(ctx).await,
        day: "2026-03-09".to_owned(),
        hours: "2".to_owned(),
        words: "帮忙清理楼道".to_owned(),
        ..Draft::default()
    }
}

async fn as_post(world: &World, name: &str, post: Post) -> Context {
    let account = world.account(name, post).await;
    world.ctx(Some(account)).await
}

async fn as_resident(world: &World, name: &str) -> Context {
    let account = world.resident(name).await;
    world.ctx(Some(account)).await
}

#[tokio::test]
async fn v13_hours_entered_afterwards_count_once_somebody_agrees_and_stand_apart() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let chen = as_resident(&world, "chen").await;
        let form = draft(&chen, "one").await;
        let id = claim::enter(&chen, form.clone()).await.unwrap();
        assert_eq!(claim::enter(&chen, form).await.unwrap(), id, "r03");
        assert_eq!(minutes(&world, person(&chen)).await, [0_i64; 0]);

        claim::approve(&staff, id).await.unwrap();
        claim::approve(&staff, id).await.unwrap();
        assert_eq!(minutes(&world, person(&chen)).await, [120]);
        let there = signed_up(&world, "2026-03-09", person(&chen)).await;
        super::ledger::credit(&staff, "2026-03-09", there, person(&chen), 90).await;

        let own = hours::own(&chen, None).await.unwrap().own;
        let apart = Totals {
            automatic: 90,
            back_entered: 120,
        };
        assert_eq!((own.year, own.balance), (apart, apart));
        assert_eq!(own.lines.len(), 2);
        assert_eq!(told(&world, person(&chen)).await, ["hours_decided"]);
        let seen = claim::own(&chen).await.unwrap();
        assert_eq!((seen.len(), seen[0].state), (1, State::Approved));
    })
    .await;
}

#[tokio::test]
async fn p14_nobody_agrees_to_their_own_hours_or_to_those_they_entered() {
    story::both(|world| async move {
        let min = as_post(&world, "min", Post::Staff).await;
        let lin = as_post(&world, "lin", Post::Admin).await;
        let chen = as_resident(&world, "chen").await;

        let own = claim::enter(&min, draft(&min, "own").await).await.unwrap();
        let child = crate::patrol::child(&world, person(&min), "小陈").await;
        let for_child = Draft {
            whose: Whose::Child(child).to_string(),
            ..draft(&min, "child").await
        };
        let of_child = claim::enter(&min, for_child).await.unwrap();
        let for_chen = Draft {
            whose: Whose::Of(person(&chen)).to_string(),
            ..draft(&min, "chen").await
        };
        let of_chen = claim::enter(&min, for_chen).await.unwrap();
        for id in [own, of_child, of_chen] {
            let yes = claim::approve(&min, id).await;
            assert!(matches!(yes, Err(Error::Denied)), "{yes:?}");
            let no = claim::decline(&min, id, "不对").await;
            assert!(matches!(no, Err(Error::Denied)), "{no:?}");
        }
        let queue = claim::page(&min, State::Waiting, None).await.unwrap();
        assert!(queue.claims.iter().all(|claim| !claim.may_judge));
        assert_eq!(minutes(&world, person(&min)).await, [0_i64; 0]);
        assert_eq!(minutes(&world, person(&chen)).await, [0_i64; 0]);

        for id in [own, of_child, of_chen] {
            claim::approve(&lin, id).await.unwrap();
        }
        assert_eq!(minutes(&world, person(&chen)).await, [120]);
        // Nor does who entered them make more of them afterwards.
        let mut read = world.stores.db.read().await.unwrap();
        let (entry,) = sql!(
            &mut read,
            one as (i64,),
            "select id from hours_entry where person_id = $1",
            person(&chen).get(),
        )
        .unwrap();
        drop(read);
        let more = || CorrectionDraft {
            request_key: "correct-more".to_owned(),
            hours: "24".to_owned(),
            minutes: String::new(),
            reason: "其实更长".to_owned(),
        };
        let entry = HoursEntryId::new(entry);
        let denied = hours::correct(&min, entry, more()).await;
        assert!(matches!(denied, Err(Error::Denied)), "{denied:?}");
        hours::correct(&lin, entry, more()).await.unwrap();
        assert_eq!(minutes(&world, person(&chen)).await, [120, -120, 1440]);
        // Nor can a colleague enter them under the child's own name for the guardian to agree to.
        let under_the_child = Draft {
            whose: Whose::Of(child).to_string(),
            ..draft(&lin, "under-the-child").await
        };
        let refused = claim::enter(&lin, under_the_child).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        // Who came of age is no child of theirs any more; a paper of what was done stays to be had.
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "delete from child where person_id = $1",
            child.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let offered = backend::certificate::choices(&min, None).await.unwrap();
        assert_eq!(offered.whose.len(), 2, "v15");
        let ledger = hours::own(&min, None).await.unwrap();
        assert_eq!(ledger.own.balance.sum(), 120, "p21: the child's are apart");
        assert_eq!(ledger.children[0].child, Some(child));
        assert_eq!(ledger.children[0].balance.sum(), 120);
    })
    .await;
}

#[tokio::test]
async fn v13_a_no_has_a_reason_and_a_claim_is_decided_once() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let chen = as_resident(&world, "chen").await;
        let id = claim::enter(&chen, draft(&chen, "no").await).await.unwrap();
        let Err(Error::Invalid(problems)) = claim::decline(&staff, id, " ").await else {
            panic!("a no needs a reason");
        };
        assert_eq!(problems.of("reason"), Some(Problem::NeedsReason));
        claim::decline(&staff, id, "当天没有活动").await.unwrap();
        claim::decline(&staff, id, "当天没有活动").await.unwrap();
        let yes = claim::approve(&staff, id).await;
        assert!(matches!(yes, Err(Error::Changed)));
        let back = claim::withdraw(&chen, id).await;
        assert!(matches!(back, Err(Error::Changed)));
        assert_eq!(told(&world, person(&chen)).await, ["hours_decided"]);
        assert_eq!(minutes(&world, person(&chen)).await, [0_i64; 0]);

        let id = claim::enter(&chen, draft(&chen, "back").await)
            .await
            .unwrap();
        let wang = as_resident(&world, "wang").await;
        let theirs = claim::withdraw(&wang, id).await;
        assert!(matches!(theirs, Err(Error::NotFound)));
        claim::withdraw(&chen, id).await.unwrap();
        claim::withdraw(&chen, id).await.unwrap();
        let yes = claim::approve(&staff, id).await;
        assert!(matches!(yes, Err(Error::Changed)));
    })
    .await;
}

#[tokio::test]
async fn v13_two_who_agree_at_once_write_one_entry() {
    story::both(|world| async move {
        let min = as_post(&world, "min", Post::Staff).await;
        let lin = as_post(&world, "lin", Post::Admin).await;
        let chen = as_resident(&world, "chen").await;
        let id = claim::enter(&chen, draft(&chen, "both").await)
            .await
            .unwrap();
        let (one, other) = tokio::join!(claim::approve(&min, id), claim::approve(&lin, id));
        one.unwrap();
        other.unwrap();
        assert_eq!(minutes(&world, person(&chen)).await, [120]);
        assert_eq!(told(&world, person(&chen)).await, ["hours_decided"]);
    })
    .await;
}

#[tokio::test]
async fn v13_a_leader_enters_hours_for_those_on_the_shift_and_for_nobody_else() {
    story::both(|world| async move {
        let leader = as_resident(&world, "zhou").await;
        let chen = as_resident(&world, "chen").await;
        let wang = as_resident(&world, "wang").await;
        let (shift, _) = signed_up(&world, "2026-03-09", person(&chen)).await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "insert into patrol_sign_up (community_id, shift_id, person_id, role, state, seq, holds,
                                         signed_at, changed_at)
             values ($1, $2, $3, 'leader', 'completed', 2, 1, 0, 0)",
            world.here.id.get(),
            shift.get(),
            person(&leader).get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        for (whose, may) in [(&chen, true), (&wang, false)] {
            let whose = Whose::Of(person(whose));
            let form = Draft {
                whose: whose.to_string(),
                ..draft(&leader, &format!("led-{may}")).await
            };
            let entered = claim::enter(&leader, form).await;
            assert_eq!(entered.is_ok(), may);
        }
        let yes = claim::own(&chen).await.unwrap();
        assert_eq!(yes.len(), 1, "whose they are sees them");
        assert_eq!(
            (yes[0].called.as_deref(), &yes[0].entered_by),
            (None, &Some("zhou".to_owned()))
        );
        let entered = claim::own(&leader).await.unwrap();
        assert_eq!(
            entered[0].called.as_deref(),
            Some("chen"),
            "and who entered them"
        );
    })
    .await;
}

#[tokio::test]
async fn p13_only_staff_decide_and_p03_strangers_find_nothing() {
    story::both(|world| async move {
        let chen = as_resident(&world, "chen").await;
        let id = claim::enter(&chen, draft(&chen, "one").await)
            .await
            .unwrap();
        for post in [
            Post::Volunteer,
            Post::Captain,
            Post::GridWorker,
            Post::Property,
        ] {
            let ctx = as_post(&world, post.as_str(), post).await;
            let yes = claim::approve(&ctx, id).await;
            assert!(matches!(yes, Err(Error::Denied)), "{post:?}");
            let list = claim::page(&ctx, State::Waiting, None).await;
            assert!(matches!(list, Err(Error::Denied)), "{post:?}");
        }
        let stranger = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let yes = claim::approve(&there, id).await;
        assert!(matches!(yes, Err(Error::NotFound)));
        let theirs = Draft {
            whose: Whose::Of(person(&chen)).to_string(),
            ..draft(&there, "theirs").await
        };
        let entered = claim::enter(&there, theirs).await;
        assert!(matches!(entered, Err(Error::Invalid(_))));
        let nobody = claim::enter(&world.ctx(None).await, Draft::default()).await;
        assert!(matches!(nobody, Err(Error::SignIn)));
    })
    .await;
}
