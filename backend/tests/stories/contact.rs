//! Stories of the numbers that everybody may call (rules X5, X8, P17).

use backend::contact::{self, Contact};
use backend::{Context, Error, community};
use domain::contact::Draft;
use domain::order::Step;
use domain::permission::Post;
use domain::problem::Problem;

use crate::story::{self, World};

fn draft(name: &str, phone: &str) -> Draft {
    Draft {
        kind: "property".to_owned(),
        name_zh: name.to_owned(),
        phone: phone.to_owned(),
        hours_zh: "夜里".to_owned(),
        ..Draft::default()
    }
}

async fn staff(world: &World) -> Context {
    let account = world.account("min", Post::Staff).await;
    world.ctx(Some(account)).await
}

async fn called(ctx: &Context) -> Vec<String> {
    let all = community::contacts(ctx).await.unwrap();
    all.into_iter().map(|contact| contact.phone).collect()
}

async fn find(ctx: &Context, name: &str) -> Contact {
    let all = contact::all(ctx).await.unwrap();
    all.into_iter()
        .find(|one| one.said.name_zh == name)
        .unwrap()
}

async fn version(world: &World) -> i64 {
    world.ctx(None).await.community.public_version
}

#[tokio::test]
async fn x05_a_number_is_added_changed_ordered_and_read_at_once() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let before = version(&world).await;
        for _ in 0..2 {
            // The same form again adds nothing (rule R3).
            let night = draft("物业夜班", "021-55500177");
            contact::save(&ctx, None, &night, "contact-night")
                .await
                .unwrap();
        }
        assert_eq!(called(&ctx).await, ["110", "021-55501234", "021-55500177"]);
        assert!(version(&world).await > before, "kept pages are stale");

        let night = find(&ctx, "物业夜班").await;
        for _ in 0..2 {
            contact::step(&ctx, night.id, Step::Up, "contact-up-once")
                .await
                .unwrap();
        }
        assert_eq!(called(&ctx).await, ["110", "021-55500177", "021-55501234"]);
        // It stays behind the emergency numbers, however often it is sent up.
        contact::step(&ctx, night.id, Step::Up, "contact-up-again")
            .await
            .unwrap();
        assert_eq!(called(&ctx).await, ["110", "021-55500177", "021-55501234"]);

        let known = Some((night.id, night.version));
        let changed = draft("物业夜班", "139 0000 5555");
        contact::save(&ctx, known, &changed, "contact-change")
            .await
            .unwrap();
        assert_eq!(called(&ctx).await[1], "139-0000-5555");
        let late = contact::save(&ctx, known, &draft("别的", "110"), "contact-late").await;
        assert!(matches!(late, Err(Error::Changed)), "{late:?}");
    })
    .await;
}

#[tokio::test]
async fn x08_a_removed_number_can_be_put_back() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let office = find(&ctx, "居委会").await;
        let stale = (office.id, office.version - 1);
        let refused = contact::set_removed(&ctx, stale, true).await;
        assert!(matches!(refused, Err(Error::Changed)));
        for _ in 0..2 {
            contact::set_removed(&ctx, (office.id, office.version), true)
                .await
                .unwrap();
        }
        assert_eq!(called(&ctx).await, ["110"]);
        let gone = find(&ctx, "居委会").await;
        assert!(gone.is_removed);
        let edited = contact::save(
            &ctx,
            Some((gone.id, gone.version)),
            &draft("居委会", "021-55501234"),
            "contact-gone",
        )
        .await;
        assert!(
            matches!(edited, Err(Error::Changed)),
            "nobody edits what is gone"
        );
        contact::set_removed(&ctx, (gone.id, gone.version), false)
            .await
            .unwrap();
        assert_eq!(called(&ctx).await, ["110", "021-55501234"]);
    })
    .await;
}

#[tokio::test]
async fn p13_only_staff_keep_the_numbers_and_only_of_their_own_community() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let office = find(&ctx, "居委会").await;
        let Err(Error::Invalid(problems)) =
            contact::save(&ctx, None, &draft(" ", "call me"), "contact-bad").await
        else {
            panic!("saved")
        };
        assert_eq!(problems.of("name_zh"), Some(Problem::Missing));
        assert_eq!(problems.of("phone"), Some(Problem::NotANumberToCall));

        for post in [
            Post::Property,
            Post::Captain,
            Post::Volunteer,
            Post::Subdistrict,
        ] {
            let other = world.account(post.as_str(), post).await;
            let other = world.ctx(Some(other)).await;
            let refused = contact::save(&other, None, &draft("我", "110"), "contact-sly").await;
            assert!(matches!(refused, Err(Error::Denied)), "{post:?}");
        }
        let nobody = world.ctx(None).await;
        assert!(matches!(contact::all(&nobody).await, Err(Error::SignIn)));

        let stranger = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let known = (office.id, office.version);
        let draft = draft("我们的", "110");
        for refused in [
            contact::save(&there, Some(known), &draft, "contact-far").await,
            contact::step(&there, office.id, Step::Up, "contact-far-up").await,
            contact::set_removed(&there, known, true).await,
        ] {
            assert!(matches!(refused, Err(Error::NotFound)), "p03: {refused:?}");
        }
        assert_eq!(called(&ctx).await, ["110", "021-55501234"]);
    })
    .await;
}
