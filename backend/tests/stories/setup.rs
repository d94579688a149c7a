//! How a community begins, and its first administrator (rule P11).

use backend::account::slip;
use backend::setup::staff::{self, Newcomer, Newcomers};
use backend::setup::{self, Numbers, Purpose};
use backend::{Context, Error, account, community, sql};
use domain::permission::Post;
use domain::problem::Problem;
use domain::setup::Draft;

use crate::story::{self, World};

const PASSWORD: &str = "桂花树下的一条长椅";
const ORIGIN: &str = "https://guihua.test";

fn draft(sign_in: &str) -> Draft {
    Draft {
        community: "桂花社区".to_owned(),
        zone: "Asia/Shanghai".to_owned(),
        name: "钱主任".to_owned(),
        sign_in: sign_in.to_owned(),
        password: PASSWORD.to_owned(),
    }
}

fn new_community() -> Purpose {
    Purpose::NewCommunity {
        host: Some(ORIGIN.to_owned()),
    }
}

async fn at(world: &World, origin: &str) -> Context {
    let mut ctx = world.ctx(None).await;
    let found = community::at(&world.stores.db, origin).await;
    ctx.community = found.expect("the community answers there").into();
    ctx
}

#[tokio::test]
async fn p11_a_link_begins_a_community_that_can_be_used_at_once() {
    story::both(|world| async move {
        let (stores, now) = (&world.stores, world.now());
        let token = setup::link(stores, now, &new_community()).await.unwrap();
        assert_eq!(
            setup::open(stores, now, &token, ORIGIN).await.unwrap(),
            new_community()
        );
        let (id, account) = setup::begin(stores, now, &token, ORIGIN, draft("Qian"))
            .await
            .unwrap();

        let ctx = at(&world, ORIGIN).await;
        assert_eq!((ctx.community.id, &*ctx.community.name), (id, "桂花社区"));
        let tried = account::Try {
            name: "qian".to_owned(),
            password: PASSWORD.to_owned(),
        };
        let person = account::sign_in(&ctx, tried).await.unwrap();
        assert_eq!(person.account, account);
        assert_eq!(person.rights[0].post, Post::Admin);
        assert_eq!(person.rights[0].path, ctx.community.path);

        let mut read = stores.db.read().await.unwrap();
        let categories = backend::category::all(&mut read, &ctx).await.unwrap();
        drop(read);
        assert_eq!(categories.len(), backend::category::SHIPPED.len());
        assert_eq!(categories.last().unwrap().picture, "other");
        let numbers = community::contacts(&ctx).await.unwrap();
        let numbers: Vec<_> = numbers.iter().map(|contact| &*contact.phone).collect();
        assert_eq!(numbers, ["110", "119", "120"]);

        // The link is used up.
        for answer in [
            setup::open(stores, now, &token, ORIGIN).await.err(),
            setup::begin(stores, now, &token, ORIGIN, draft("other"))
                .await
                .err(),
        ] {
            assert!(matches!(answer, Some(Error::NotFound)), "{answer:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn p11_ten_presses_at_once_begin_one_community() {
    story::both(|world| async move {
        let (stores, now) = (world.stores.clone(), world.now());
        let token = setup::link(&stores, now, &new_community()).await.unwrap();
        let presses = (0..10).map(|nth| {
            let (stores, token) = (stores.clone(), token.clone());
            tokio::spawn(async move {
                setup::begin(&stores, now, &token, ORIGIN, draft(&format!("qian{nth}"))).await
            })
        });
        let mut begun = 0;
        for press in presses.collect::<Vec<_>>() {
            match press.await.unwrap() {
                Ok(_) => begun += 1,
                Err(Error::NotFound) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(begun, 1);
        assert_eq!(community::all(&stores.db).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn p11_a_form_with_faults_leaves_the_link_as_it_was() {
    story::both(|world| async move {
        let (stores, now) = (&world.stores, world.now());
        world.resident("qian").await;
        let token = setup::link(stores, now, &new_community()).await.unwrap();
        let bad = Draft {
            community: " ".to_owned(),
            zone: "Mars/Olympus".to_owned(),
            name: String::new(),
            sign_in: "\0".to_owned(),
            password: "1234567".to_owned(),
        };
        let Err(Error::Invalid(problems)) = setup::begin(stores, now, &token, ORIGIN, bad).await
        else {
            panic!("it has faults");
        };
        let fields: Vec<_> = problems.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["community", "zone", "name", "sign_in", "password"]);
        // A name that somebody has is found only when it is written, and undoes everything.
        let Err(Error::Invalid(problems)) =
            setup::begin(stores, now, &token, ORIGIN, draft("qian")).await
        else {
            panic!("the name is taken");
        };
        assert_eq!(problems.of("sign_in"), Some(Problem::Taken));
        assert_eq!(community::all(&stores.db).await.unwrap().len(), 2);
        setup::begin(stores, now, &token, ORIGIN, draft("qian2"))
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn p11_a_link_ends_after_a_week_or_when_another_was_used() {
    story::both(|world| async move {
        let (stores, now) = (&world.stores, world.now());
        let here = Purpose::Administrator(world.here.id);
        let first = setup::link(stores, now, &here).await.unwrap();
        let origin = world.here.origin.clone();
        let used = setup::link(stores, now, &here).await.unwrap();
        setup::begin(stores, now, &used, &origin, draft("qian"))
            .await
            .unwrap();
        let gone = setup::open(stores, now, &first, &origin).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
        let second = setup::link(stores, now, &here).await.unwrap();
        world.at(story::local("2026-03-17T08:59"));
        setup::open(stores, world.now(), &second, &world.here.origin)
            .await
            .unwrap();
        // Another community's address is the wrong door (rule P3).
        let wrong = setup::open(stores, world.now(), &second, &world.elsewhere.origin).await;
        assert!(matches!(wrong, Err(Error::NotFound)), "{wrong:?}");
        world.at(story::local("2026-03-17T09:00"));
        let gone = setup::open(stores, world.now(), &second, &world.here.origin).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
        assert_eq!(
            setup::remove_old_links(&stores.db, world.now())
                .await
                .unwrap(),
            2
        );
        let nowhere = Purpose::Administrator(domain::id::CommunityId::new(4711));
        let none = setup::link(stores, now, &nowhere).await;
        assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    })
    .await;
}

#[tokio::test]
async fn p11_a_community_without_an_administrator_needs_one() {
    story::both(|world| async move {
        let (stores, now) = (&world.stores, world.now());
        let needed = || setup::needed(&stores.db, now);
        let here = Purpose::Administrator(world.here.id);
        assert_eq!(needed().await.unwrap(), Some(here.clone()));
        // Staff are none, and one whose term has ended is none.
        world.account("min", Post::Staff).await;
        assert_eq!(needed().await.unwrap(), Some(here.clone()));
        let token = setup::link(stores, now, &here).await.unwrap();
        let (id, _) = setup::begin(stores, now, &token, &world.here.origin, draft("qian"))
            .await
            .unwrap();
        assert_eq!(id, world.here.id);
        let elsewhere = Purpose::Administrator(world.elsewhere.id);
        assert_eq!(needed().await.unwrap(), Some(elsewhere));
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update community set is_demo = 1 where id = $1",
            world.elsewhere.id.get()
        )
        .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(needed().await.unwrap(), None);
        assert_eq!(community::all(&stores.db).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn p11_the_steps_can_be_left_and_taken_up_again() {
    story::both(|world| async move {
        let staff = world.account("min", Post::Staff).await;
        let ctx = world.ctx(Some(staff)).await;
        let before = setup::progress(&ctx).await.unwrap();
        assert_eq!(
            (before.buildings, before.households, before.staff),
            (2, 0, 1)
        );
        let numbers = Numbers {
            office: "021 5550 0120".to_owned(),
            property: "０２１-55500166".to_owned(),
            ..Numbers::default()
        };
        setup::set_numbers(&ctx, numbers.clone()).await.unwrap();
        setup::set_numbers(&ctx, numbers).await.unwrap();
        let kept = setup::numbers(&ctx).await.unwrap();
        assert_eq!(
            (&*kept.office, &*kept.property),
            ("021-5550-0120", "021-55500166")
        );
        let contacts = community::contacts(&ctx).await.unwrap();
        assert_eq!(
            contacts.len(),
            3,
            "one number a kind, however often it is saved"
        );

        let bad = Numbers {
            office: "问问门口".to_owned(),
            property: "1".to_owned(),
            ..Numbers::default()
        };
        let Err(Error::Invalid(problems)) = setup::set_numbers(&ctx, bad).await else {
            panic!("those are no numbers");
        };
        assert_eq!(problems.iter().count(), 2);

        let volunteer = world.account("li", Post::Volunteer).await;
        let refused = setup::progress(&world.ctx(Some(volunteer)).await).await;
        assert!(matches!(refused, Err(Error::Denied)), "{refused:?}");
    })
    .await;
}

fn newcomers(key: &str, rows: &[(&str, Post)]) -> Newcomers {
    Newcomers {
        request_key: format!("staff-{key}"),
        rows: rows
            .iter()
            .map(|(name, post)| Newcomer {
                name: (*name).to_owned(),
                post: post.as_str().to_owned(),
            })
            .collect(),
    }
}

#[tokio::test]
async fn p11_colleagues_choose_their_own_password_from_a_slip() {
    story::both(|world| async move {
        let lin = world.account("lin", Post::Admin).await;
        let ctx = world.ctx(Some(lin)).await;
        let rows = [
            ("周敏", Post::Staff),
            ("", Post::Staff),
            ("赵师傅", Post::Property),
        ];
        let slips = staff::admit(&ctx, newcomers("one", &rows)).await.unwrap();
        let again = staff::admit(&ctx, newcomers("one", &rows)).await.unwrap();
        let names: Vec<_> = slips.iter().map(|slip| &*slip.sign_in_name).collect();
        assert_eq!(names, ["周敏", "赵师傅"]);
        for (first, second) in slips.iter().zip(&again) {
            assert_eq!(
                (&first.token, &first.digits),
                (&second.token, &second.digits)
            );
        }
        let tried = |password: &str| account::Try {
            name: "周敏".to_owned(),
            password: password.to_owned(),
        };
        let nobody = world.ctx(None).await;
        let early = account::sign_in(&nobody, tried("")).await;
        assert!(matches!(early, Err(Error::Denied)), "{early:?}");
        let shown = slip::Shown::Token(slips[0].token.clone());
        slip::redeem(&nobody, shown, PASSWORD.to_owned())
            .await
            .unwrap();
        let zhou = account::sign_in(&nobody, tried(PASSWORD)).await.unwrap();
        assert_eq!(zhou.rights[0].post, Post::Staff);
        assert_eq!(zhou.rights[0].path, ctx.community.path);
        let progress = setup::progress(&ctx).await.unwrap();
        assert_eq!(progress.staff, 3);

        // A second of that name gets another name to sign in with.
        let other = staff::admit(&ctx, newcomers("two", &[("周敏", Post::Captain)])).await;
        assert!(other.unwrap()[0].sign_in_name.starts_with("周敏"));
        // Staff make no staff (P14), and an empty form makes nobody.
        let min = world
            .ctx(Some(world.account("min", Post::Staff).await))
            .await;
        for rows in [
            &[("钱一", Post::Staff)][..],
            &[("", Post::Captain)],
            &[("钱二", Post::Admin)],
        ] {
            let refused = staff::admit(&min, newcomers("three", rows)).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{rows:?}");
        }
    })
    .await;
}
