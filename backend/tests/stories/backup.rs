//! Stories of backups: from each engine into each, whole or not at all, and who had gone stays gone
//! (rule P23).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use backend::backup::{self, Error};
use backend::context::{Actor, Context, Stores};
use backend::db::{Db, Location};
use backend::photo::store::PhotoStore;
use backend::privacy::{self, Confirmed, ERASED};
use backend::{audit, community, sql};
use bytes::Bytes;
use domain::audit::Deed;
use domain::permission::Post;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::story::{self, PASSWORD, World};

const NUMBER: &str = "13900002222";
const PICTURE: &str = "0123456789abcdef0123456789abcdef";

/// A folder that goes when the story ends.
struct Folder(PathBuf);

impl Folder {
    fn make(name: &str) -> Self {
        let unique = backend::random::hex(name.as_bytes());
        let path =
            std::env::temp_dir().join(format!("linli-backup-{}-{unique}", std::process::id()));
        std::fs::remove_dir_all(&path).ok();
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

async fn command(cluster: &str, text: &str) {
    let mut connection = PgConnection::connect(cluster).await.unwrap();
    sqlx::query(AssertSqlSafe(text.to_owned()))
        .execute(&mut connection)
        .await
        .unwrap();
}

/// Databases without tables, one of each engine there is.
async fn targets(name: &str, folder: &Folder) -> Vec<Location> {
    let mut targets = vec![Location::Sqlite(folder.0.join("restored.db"))];
    if let Ok(cluster) = std::env::var("LINLI_TEST_POSTGRES_URL") {
        let database = format!("linli_backup_{}_{name}", std::process::id());
        command(
            &cluster,
            &format!("drop database if exists {database} with (force)"),
        )
        .await;
        command(&cluster, &format!("create database {database}")).await;
        let (server, _) = cluster.rsplit_once('/').unwrap();
        targets.push(Location::Postgres(format!("{server}/{database}")));
    }
    targets
}

async fn drop_again(target: &Location) {
    if let Location::Postgres(url) = target {
        let cluster = std::env::var("LINLI_TEST_POSTGRES_URL").unwrap();
        let (_, database) = url.rsplit_once('/').unwrap();
        command(&cluster, &format!("drop database {database} with (force)")).await;
    }
}

async fn rows_of(stores: &Stores) -> (String, i64, i64, i64) {
    let mut read = stores.db.read().await.unwrap();
    sql!(
        &mut read,
        one as (String, i64, i64, i64),
        "select (select name from person where telephone is not null or name = '已注销' order by id limit 1),
                (select count(*) from org_node), (select count(*) from audit),
                (select count(*) from photo)"
    )
    .unwrap()
}

async fn here(stores: &Stores, world: &World) -> Context {
    let community = community::at(&stores.db, &world.here.origin).await.unwrap();
    Context {
        stores: stores.clone(),
        community: Arc::new(community),
        actor: Actor::Clock,
        now: world.now(),
    }
}

/// A resident with a number, a picture, and a sealed trail.
async fn lived_in(world: &World) -> domain::id::AccountId {
    let resident = world.resident("wang").await;
    let staff = world.account("min", Post::Staff).await;
    let ctx = world.ctx(Some(staff)).await;
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update person set telephone = $2
         where id = (select person_id from account where id = $1)",
        resident.get(),
        NUMBER
    )
    .unwrap();
    sql!(
        &mut tx,
        execute,
        "insert into photo (id, community_id, width, height, bytes, created_at)
         values ($1, $2, 1, 1, 3, 0)",
        PICTURE,
        world.here.id.get()
    )
    .unwrap();
    // A parent that came after its child.
    sql!(
        &mut tx,
        execute,
        "update org_node set parent_id = $2 where id = $1",
        world.here.buildings[0].node.get(),
        world.elsewhere.node.get(),
    )
    .unwrap();
    let entry = audit::Entry::new(Deed::NoticeEdited, "notice/1")
        .was(serde_json::json!({ "title": "\"引号\"\n换行 $1" }))
        .personal(serde_json::json!({ "words": "王阿姨" }));
    audit::record(&mut tx, &ctx, entry).await.unwrap();
    tx.commit().await.unwrap();
    audit::seal(&ctx).await.unwrap();
    for size in ["full", "small"] {
        let key = format!("01/{PICTURE}-{size}.jpg");
        let bytes = Bytes::from(vec![0, 255, 1]);
        world.stores.photos.put(&key, bytes).await.unwrap();
    }
    resident
}

async fn restored(
    world: &World,
    target: &Location,
    photos: PhotoStore,
    file: &Path,
) -> (Stores, Result<backup::Restored, Error>) {
    let stores = Stores {
        db: Db::open(target).await.unwrap(),
        photos,
        ..world.stores.clone()
    };
    let done = backup::restore(&stores, world.now(), file, &mut |_, _| {}).await;
    (stores, done)
}

fn name_of(world: &World) -> &'static str {
    if matches!(world.stores.db, Db::Sqlite { .. }) {
        "a"
    } else {
        "b"
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_of_either_engine_restores_into_either() {
    story::both(|world| async move {
        let name = format!("whole_{}", name_of(&world));
        let folder = Folder::make(&name);
        lived_in(&world).await;
        let before = rows_of(&world.stores).await;
        let file = folder.0.join("all.linli");
        let mut last = (0, 1);
        let written = backup::backup(&world.stores, world.now(), &file, &mut |done, all| {
            last = (done, all);
        })
        .await
        .unwrap();
        assert_eq!(last.0, last.1, "x11: the bar comes to its end");
        assert_eq!((written.photos, written.missing), (2, 0));
        let again = backup::backup(&world.stores, world.now(), &file, &mut |_, _| {}).await;
        assert!(matches!(again, Err(Error::Exists)));
        assert_eq!(
            std::fs::read_dir(&folder.0).unwrap().count(),
            1,
            "no draft stays"
        );

        for target in targets(&name, &folder).await {
            let photos = PhotoStore::open_local(&folder.0.join("photos")).unwrap();
            let (stores, done) = restored(&world, &target, photos, &file).await;
            let done = done.unwrap();
            assert_eq!((done.rows, done.photos, done.erased), (written.rows, 2, 0));
            assert_eq!(rows_of(&stores).await, before);
            let key = format!("01/{PICTURE}-small.jpg");
            let picture = stores.photos.get(&key).await.unwrap();
            assert_eq!(picture.as_deref(), Some(&[0, 255, 1][..]));
            let ctx = here(&stores, &world).await;
            let verified = audit::verify(&ctx).await.unwrap();
            assert_eq!((verified.findings.len(), verified.sealed), (0, 1), "p25");
            // Ids go on behind the restored ones, and references hold.
            let mut tx = stores.db.write().await.unwrap();
            audit::record(
                &mut tx,
                &ctx,
                audit::Entry::new(Deed::NoticeEdited, "notice/2"),
            )
            .await
            .unwrap();
            tx.commit().await.unwrap();
            let mut tx = stores.db.write().await.unwrap();
            let nobody = sql!(
                &mut tx,
                execute,
                "insert into account (person_id, display_name, created_at) values (999999, 'x', 0)"
            );
            assert!(nobody.is_err());
            drop(tx);
            // Restoring twice is refused: it is not empty any more.
            let twice = backup::restore(&stores, world.now(), &file, &mut |_, _| {}).await;
            assert!(matches!(twice, Err(Error::NotEmpty(_))));
            stores.db.close().await;
            drop_again(&target).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn p23_who_deleted_their_data_stays_gone_when_an_older_backup_comes_back() {
    story::both(|world| async move {
        let name = format!("gone_{}", name_of(&world));
        let folder = Folder::make(&name);
        let resident = lived_in(&world).await;
        let file = folder.0.join("older.linli");
        backup::backup(&world.stores, world.now(), &file, &mut |_, _| {})
            .await
            .unwrap();
        let ctx = world.ctx(Some(resident)).await;
        let confirmed = Confirmed {
            password: PASSWORD.to_owned(),
            word: String::new(),
        };
        privacy::erase_self(&ctx, &confirmed).await.unwrap();

        for target in targets(&name, &folder).await {
            // The photos' folder of this installation is still there.
            let photos = world.stores.photos.clone();
            let (stores, done) = restored(&world, &target, photos, &file).await;
            assert_eq!(done.unwrap().erased, 1);
            assert_eq!(rows_of(&stores).await.0, ERASED);
            let mut read = stores.db.read().await.unwrap();
            let (left,) = sql!(
                &mut read,
                one as (i64,),
                "select count(*) from person where telephone is not null or name = 'wang'"
            )
            .unwrap();
            assert_eq!(left, 0);
            drop(read);
            stores.db.close().await;
            drop_again(&target).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_that_is_not_whole_changes_nothing() {
    story::both(|world| async move {
        let name = format!("broken_{}", name_of(&world));
        let folder = Folder::make(&name);
        lived_in(&world).await;
        let file = folder.0.join("all.linli");
        backup::backup(&world.stores, world.now(), &file, &mut |_, _| {})
            .await
            .unwrap();
        let whole = std::fs::read(&file).unwrap();
        let mut changed = whole.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 0x10;
        for (nth, target) in targets(&name, &folder).await.into_iter().enumerate() {
            let photos = folder.0.join(format!("photos-{nth}"));
            for (what, bytes) in [
                ("nothing", &[][..]),
                ("something else", b"a letter to the editor".as_slice()),
                ("cut off", &whole[..whole.len() * 2 / 3]),
                ("changed", &changed[..]),
            ] {
                let file = folder.0.join("broken.linli");
                std::fs::write(&file, bytes).unwrap();
                let photos = PhotoStore::open_local(&photos).unwrap();
                let (stores, done) = restored(&world, &target, photos, &file).await;
                assert!(
                    matches!(done, Err(Error::NotABackup | Error::Damaged(_))),
                    "{what}: {done:?}"
                );
                let kept = stores.photos.get(&format!("01/{PICTURE}-full.jpg")).await;
                assert!(kept.unwrap().is_none(), "{what}");
                stores.db.close().await;
            }
            let photos = PhotoStore::open_local(&photos).unwrap();
            let (stores, done) = restored(&world, &target, photos, &file).await;
            done.unwrap();
            stores.db.close().await;
            drop_again(&target).await;
        }
    })
    .await;
}
