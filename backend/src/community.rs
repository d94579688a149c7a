//! Which community a request is for, and whom to call there.

use domain::id::CommunityId;
use domain::instant::Zone;

use crate::context::Context;
use crate::db::{Connection, Db, Tx};
use crate::error::Error;
use crate::sql;

/// The community of a request.
#[derive(Debug, Clone)]
pub struct Community {
    /// Its id; every row it owns carries it (rule P3).
    pub id: CommunityId,
    /// What people call it.
    pub name: String,
    /// Its public origin, when it answers at one only.
    pub host: Option<String>,
    /// Where its days begin (rule X15).
    pub zone: Zone,
    /// The path of its node in the organisation tree.
    pub path: String,
    /// Raised by every change the public can see.
    pub public_version: i64,
    /// Whether this is the invented community, whose accounts everybody knows.
    pub is_demo: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    host: Option<String>,
    zone: String,
    path: String,
    public_version: i64,
    is_demo: i64,
}

impl Row {
    fn community(self) -> Result<Community, Error> {
        let zone = Zone::named(&self.zone)
            .map_err(|_| Error::Unexpected("the community's zone is unknown"))?;
        Ok(Community {
            id: CommunityId::new(self.id),
            name: self.name,
            host: self.host,
            zone,
            path: self.path,
            public_version: self.public_version,
            is_demo: self.is_demo == 1,
        })
    }
}

/// The community that answers at an origin such as `https://linli.example.org`, or the one that
/// answers everywhere.
///
/// # Errors
/// `NotFound` for an unknown host (answered 421), or when the store fails.
pub async fn at(db: &Db, origin: &str) -> Result<Community, Error> {
    let mut read = db.read().await?;
    sql!(
        &mut read,
        optional as Row,
        "select c.id, c.name, c.host, c.zone, n.path, c.public_version, c.is_demo
         from community c
         join org_node n on n.community_id = c.id and n.kind = 'community'
         where c.host = $1 or c.host is null
         order by case when c.host is null then 1 else 0 end, c.id
         limit 1",
        origin,
    )?
    .ok_or(Error::NotFound)?
    .community()
}

/// Every community of the installation, for the jobs.
///
/// # Errors
/// When the store fails.
pub async fn all(db: &Db) -> Result<Vec<Community>, Error> {
    let mut read = db.read().await?;
    sql!(
        &mut read,
        all as Row,
        "select c.id, c.name, c.host, c.zone, n.path, c.public_version, c.is_demo
         from community c
         join org_node n on n.community_id = c.id and n.kind = 'community'
         order by c.id",
    )?
    .into_iter()
    .map(Row::community)
    .collect()
}

/// Whether there is any community yet.
///
/// # Errors
/// When the store fails.
pub async fn exists(db: &Db) -> Result<bool, Error> {
    let mut read = db.read().await?;
    let found = sql!(
        &mut read,
        optional as (i64,),
        "select id from community limit 1"
    )?;
    Ok(found.is_some())
}

/// The community with an id.
///
/// # Errors
/// When the store fails.
pub async fn find(db: &mut impl Connection, id: CommunityId) -> Result<Option<Community>, Error> {
    sql!(
        db,
        optional as Row,
        "select c.id, c.name, c.host, c.zone, n.path, c.public_version, c.is_demo
         from community c
         join org_node n on n.community_id = c.id and n.kind = 'community'
         where c.id = $1",
        id.get(),
    )?
    .map(Row::community)
    .transpose()
}

/// The numbers that are the same everywhere: Chinese name, English name, number.
pub const EMERGENCY: [(&str, &str, &str); 3] = [
    ("报警", "Police", "110"),
    ("火警", "Fire", "119"),
    ("急救", "Ambulance", "120"),
];

/// Writes the emergency numbers of a new community, in front of all others (rule X5).
///
/// # Errors
/// When the store fails.
pub async fn add_emergency_numbers(tx: &mut Tx, community: CommunityId) -> Result<(), Error> {
    for (sort, (zh, en, phone)) in (1_i64..).zip(EMERGENCY) {
        sql!(
            tx,
            execute,
            "insert into contact (community_id, kind, name_zh, name_en, phone, hours_zh, hours_en, sort)
             values ($1, 'emergency', $2, $3, $4, '24小时', 'Day and night', $5)",
            community.get(),
            zh,
            en,
            phone,
            sort,
        )?;
    }
    Ok(())
}

/// Makes cached public pages stale, in the transaction of the change itself.
///
/// # Errors
/// When the store fails.
pub async fn public_changed(tx: &mut Tx, ctx: &Context) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update community set public_version = public_version + 1 where id = $1",
        ctx.community.id.get(),
    )?;
    Ok(())
}

/// A number to call; public by rule P17, since it belongs to an organisation.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Contact {
    /// `emergency`, `community`, `property` or `other`.
    pub kind: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The number as dialled.
    pub phone: String,
    /// When somebody answers, Chinese.
    pub hours_zh: String,
    /// When somebody answers, English.
    pub hours_en: String,
}

/// Whom to call, emergency numbers first (rule X5).
///
/// # Errors
/// When the store fails.
pub async fn contacts(ctx: &Context) -> Result<Vec<Contact>, Error> {
    let mut read = ctx.db().read().await?;
    Ok(sql!(
        &mut read,
        all as Contact,
        "select kind, name_zh, name_en, phone, hours_zh, hours_en
         from contact where community_id = $1 and removed_at is null
         order by case when kind = 'emergency' then 0 else 1 end, sort, id",
        ctx.community.id.get(),
    )?)
}
