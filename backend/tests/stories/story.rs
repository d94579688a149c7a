//! What every story begins with: a fresh database, a small community, and a clock that stands.
//!
//! ```ignore
//! #[tokio::test(flavor = "multi_thread")]
//! async fn r03_a_form_sent_twice_makes_one_notice() {
//!     story::both(|world| async move {
//!         let staff = world.account("min", Post::Staff).await;
//!         let ctx = world.ctx(Some(staff)).await;
//!         …
//!     })
//!     .await;
//! }
//! ```
//!
//! The story is told on `SQLite`, and once more on a database of its own in the cluster that
//! `LINLI_TEST_POSTGRES_URL` names, when it is set. Nothing is shared between two stories. A story
//! that fails names its engine.

// Written out, because the tests of the pages include this file from another folder.
#[path = "story/engine.rs"]
mod engine;
#[path = "story/estate.rs"]
mod estate;

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use backend::context::{Actor, Context, Stores};
use backend::db::{Db, Tx};
use backend::password::{self, Cost};
use backend::photo::store::PhotoStore;
use backend::random::Random;
use backend::secret::{Purpose, Secret};
use backend::{account, community, sql};
use domain::id::{AccountId, OrgNodeId, ServiceOrgId};
use domain::instant::Instant;
use domain::permission::Post;
use futures::FutureExt;

use engine::Fresh;
pub use estate::Estate;

/// When every story begins, on the clocks of the community.
pub const BEGINNING: &str = "2026-03-10T09:00";
/// The password of every account that a story makes.
pub const PASSWORD: &str = "松树下的石凳";

/// Tells a story on every engine there is.
pub async fn both<F, Fut>(story: F)
where
    F: Fn(World) -> Fut,
    Fut: Future<Output = ()>,
{
    tell(Fresh::sqlite(), &story).await;
    if let Ok(cluster) = std::env::var("LINLI_TEST_POSTGRES_URL") {
        tell(Fresh::postgres(&cluster, true).await, &story).await;
    }
}

async fn tell<F, Fut>(fresh: Fresh, story: &F)
where
    F: Fn(World) -> Fut,
    Fut: Future<Output = ()>,
{
    let world = World::begin(&fresh).await;
    let db = world.stores.db.clone();
    let told = AssertUnwindSafe(story(world)).catch_unwind().await;
    db.close().await;
    let engine = fresh.engine();
    if let Err(panic) = told {
        fresh.remove().await;
        eprintln!("this story failed on {engine}");
        resume_unwind(panic);
    }
    fresh.give_back().await;
}

/// One story's database and clock. Clones share them.
#[derive(Clone)]
pub struct World {
    /// What a process holds: database, photos in a folder of the story's own, fixed secret and
    /// randomness, the cheapest passwords.
    pub stores: Stores,
    /// The community that the story is about: two buildings, an area, three categories, a
    /// committee and a property company, in `Asia/Shanghai`.
    pub here: Estate,
    /// Another community of the same installation, in `Asia/Urumqi`, for strangers (rule P3).
    pub elsewhere: Estate,
    now: Arc<Mutex<Instant>>,
}

impl World {
    async fn begin(fresh: &Fresh) -> Self {
        let db = Db::open(&fresh.location)
            .await
            .expect("the fresh database opens");
        db.migrate()
            .await
            .expect("the fresh database takes every step");
        let stores = Stores {
            db,
            photos: PhotoStore::open_local(&fresh.photos()).expect("the photo folder opens"),
            secret: Secret::new("a secret of the stories").expect("it is long enough"),
            random: Random::from_seed([7; 32]),
            password_cost: Cost::Least,
        };
        let now = local(BEGINNING);
        let mut tx = stores.db.write().await.expect("a transaction begins");
        let here = Estate::make(
            &mut tx,
            now,
            "翠园社区",
            "https://cuiyuan.test",
            "Asia/Shanghai",
        )
        .await;
        let elsewhere = Estate::make(
            &mut tx,
            now,
            "雪松社区",
            "https://xuesong.test",
            "Asia/Urumqi",
        )
        .await;
        tx.commit().await.expect("both communities are kept");
        Self {
            stores,
            here,
            elsewhere,
            now: Arc::new(Mutex::new(now)),
        }
    }

    /// The story's instant.
    pub fn now(&self) -> Instant {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the clock; contexts made from now on have it.
    pub fn at(&self, now: Instant) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// The context of a request here, by nobody or by an account with the rights in force now.
    pub async fn ctx(&self, account: Option<AccountId>) -> Context {
        self.ctx_in(&self.here, account).await
    }

    /// The same, in either community.
    pub async fn ctx_in(&self, estate: &Estate, account: Option<AccountId>) -> Context {
        let community = community::at(&self.stores.db, &estate.origin).await;
        let mut ctx = Context {
            stores: self.stores.clone(),
            community: Arc::new(community.expect("the community is found by its origin")),
            actor: Actor::Anonymous,
            now: self.now(),
        };
        if let Some(account) = account {
            let person = account::signed_in(&ctx, account)
                .await
                .expect("the account can be read");
            ctx.actor = Actor::Person(Arc::new(person.expect("the account is of this community")));
        }
        ctx
    }

    /// An account here that holds a post on the whole community from now on; a property worker
    /// belongs to the property company. It signs in with `name` and [`PASSWORD`].
    pub async fn account(&self, name: &str, post: Post) -> AccountId {
        let org = (post == Post::Property).then_some(self.here.property);
        let account = self.resident(name).await;
        self.hold(account, post, self.here.node, org).await;
        self.as_it_must(account, post).await;
        account
    }

    /// Whoever must have a second factor (rule P10) has one, of whose codes nobody knows any:
    /// [`World::trusted`] goes past it.
    async fn as_it_must(&self, account: AccountId, post: Post) {
        if !post.must_have_second_factor() {
            return;
        }
        let mut tx = self.write().await;
        sql!(
            &mut tx,
            execute,
            "insert into second_factor (account_id, secret, last_step, created_at)
             values ($1, '', 0, $2)",
            account.get(),
            self.now().millis(),
        )
        .expect("the second factor is kept");
        tx.commit().await.expect("the second factor is kept");
    }

    /// What a device keeps on which the account of a sign-in name is not asked for its second
    /// factor; nothing when it has none.
    pub async fn trusted(&self, name: &str) -> Option<String> {
        let token = self.stores.random.token();
        let mut tx = self.write().await;
        let trusted = sql!(
            &mut tx,
            execute,
            "insert into device_trust (token_hash, account_id, created_at, expires_at)
             select $1, f.account_id, $2, $3 from second_factor f
             join credential c on c.account_id = f.account_id where c.name = $4",
            self.stores.secret.keyed(Purpose::DeviceTrust, &token),
            self.now().millis(),
            self.now().millis() + 60 * 60 * 1000,
            name,
        )
        .expect("the trust is kept");
        tx.commit().await.expect("the trust is kept");
        (trusted == 1).then_some(token)
    }

    /// An account here without any post.
    pub async fn resident(&self, name: &str) -> AccountId {
        self.account_in(&self.here, name).await
    }

    /// An account of the other community with a post there: a stranger here (rule P3).
    pub async fn stranger(&self, name: &str, post: Post) -> AccountId {
        let account = self.account_in(&self.elsewhere, name).await;
        self.hold(account, post, self.elsewhere.node, None).await;
        self.as_it_must(account, post).await;
        account
    }

    /// Gives an account a post on a node's subtree from now on, for an organisation if any.
    pub async fn hold(
        &self,
        account: AccountId,
        post: Post,
        node: OrgNodeId,
        org: Option<ServiceOrgId>,
    ) {
        let mut tx = self.write().await;
        sql!(
            &mut tx,
            execute,
            "insert into post_holding (person_id, post, node_id, service_org_id, valid_from)
             select person_id, $2, $3, $4, $5 from account where id = $1",
            account.get(),
            post.as_str(),
            node.get(),
            org.map(ServiceOrgId::get),
            self.now().millis(),
        )
        .expect("the post is kept");
        tx.commit().await.expect("the post is kept");
    }

    async fn account_in(&self, estate: &Estate, name: &str) -> AccountId {
        let hash = password::hash(Cost::Least, &self.stores.random, PASSWORD.to_owned()).await;
        let now = self.now().millis();
        let mut tx = self.write().await;
        let (person,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into person (community_id, name, created_at) values ($1, $2, $3) returning id",
            estate.id.get(),
            name,
            now,
        )
        .expect("the person is kept");
        let (account,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into account (person_id, display_name, created_at) values ($1, $2, $3)
             returning id",
            person,
            name,
            now,
        )
        .expect("the account is kept");
        sql!(
            &mut tx,
            execute,
            "insert into credential (account_id, kind, name, secret, created_at)
             values ($1, 'password', $2, $3, $4)",
            account,
            name,
            hash.expect("the password can be hashed"),
            now,
        )
        .expect("the way to sign in is kept");
        tx.commit().await.expect("the account is kept");
        AccountId::new(account)
    }

    /// A transaction, to look or to change beside the use cases.
    pub async fn write(&self) -> Tx {
        self.stores.db.write().await.expect("a transaction begins")
    }
}

/// A day and time on the clocks of `Asia/Shanghai`, such as `2026-03-10T09:00`.
pub fn local(text: &str) -> Instant {
    let zoned: jiff::Zoned = format!("{text}[Asia/Shanghai]")
        .parse()
        .expect("a day and a time");
    zoned.timestamp().into()
}

#[tokio::test]
async fn every_story_finds_the_same_small_community() {
    both(|world| async move {
        let ctx = world.ctx(None).await;
        let mut read = world.stores.db.read().await.unwrap();
        let loaded = backend::estate::load(&mut read, &ctx).await.unwrap();
        let orgs = backend::estate::service_orgs(&mut read, &ctx)
            .await
            .unwrap();
        let categories = backend::category::all(&mut read, &ctx).await.unwrap();
        drop(read);

        let here = &world.here;
        for (building, made) in loaded.buildings.iter().zip(&here.buildings) {
            let units: Vec<_> = building.units.iter().map(|(id, _)| *id).collect();
            let floors: Vec<_> = building.floors.iter().map(|(id, _)| *id).collect();
            assert_eq!(
                (building.id, units, floors),
                (made.id, made.units.clone(), made.floors.clone())
            );
            assert!(building.path.starts_with(&ctx.community.path));
            assert!(building.path.ends_with(&format!("/{}/", made.node)));
        }
        assert_eq!((loaded.buildings.len(), here.buildings.len()), (2, 2));
        assert_eq!(
            loaded.areas.iter().map(|area| area.id).collect::<Vec<_>>(),
            [here.area]
        );
        let ids: Vec<_> = categories.iter().map(|category| category.id).collect();
        assert_eq!(ids, here.categories);
        let ids: Vec<_> = orgs.iter().map(|org| org.id).collect();
        assert_eq!(ids, [here.property, here.committee]);
        assert_eq!(community::contacts(&ctx).await.unwrap().len(), 2);
        assert_ne!(world.elsewhere.id, ctx.community.id);
        assert_eq!(
            ctx.community.zone.civil(ctx.now).to_string(),
            "2026-03-10T09:00:00"
        );
    })
    .await;
}

#[tokio::test]
async fn an_account_of_a_story_signs_in() {
    both(|world| async move {
        let staff = world.account("min", Post::Staff).await;
        let tried = account::Try {
            name: "min".to_owned(),
            password: PASSWORD.to_owned(),
        };
        let person = account::sign_in(&world.ctx(None).await, tried)
            .await
            .unwrap();
        assert_eq!(person.account, staff);
        assert!(person.is_staff());
    })
    .await;
}
