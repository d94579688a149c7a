//! The steps after the first sign-in: each is a form of its own, and how far the set-up is follows
//! from what is there, so that it can be left and taken up again at any time.

use domain::audit::Deed;
use domain::permission::Permission;
use domain::problem::Problems;
use domain::telephone::public_number;
use domain::words::Line;
use serde_json::json;

use crate::audit::{self, Entry};
use crate::community;
use crate::context::Context;
use crate::error::Error;
use crate::sql;

/// How far the set-up is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Whether the community's own number is known.
    pub has_numbers: bool,
    /// How many buildings there are.
    pub buildings: i64,
    /// How many doors they have.
    pub households: i64,
    /// How many people hold a post that works here.
    pub staff: i64,
}

impl Progress {
    /// Whether everything that nobody can do without is there.
    #[must_use]
    pub fn is_done(self) -> bool {
        self.has_numbers && self.buildings > 0
    }
}

/// How far the set-up is.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn progress(ctx: &Context) -> Result<Progress, Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let id = ctx.community.id.get();
    let mut read = ctx.db().read().await?;
    let (numbers, buildings, households, staff) = sql!(
        &mut read,
        one as (i64, i64, i64, i64),
        "select (select count(*) from contact where community_id = $1 and kind = 'community'
                   and removed_at is null),
                (select count(*) from building where community_id = $1),
                (select count(*) from household where community_id = $1 and closed_on is null),
                (select count(distinct h.person_id) from post_holding h
                 join org_node n on n.id = h.node_id
                 where n.community_id = $1 and h.valid_from <= $2
                   and (h.valid_until is null or h.valid_until > $2))",
        id,
        ctx.now.millis(),
    )?;
    Ok(Progress {
        has_numbers: numbers > 0,
        buildings,
        households,
        staff,
    })
}

/// The two numbers that everybody asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The community office's number.
    pub office: String,
    /// When somebody answers there; optional.
    pub hours: String,
    /// What the property company is called; optional.
    pub property_name: String,
    /// Its number, day and night; optional.
    pub property: String,
}

/// The numbers as they are.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn numbers(ctx: &Context) -> Result<Numbers, Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let contacts = community::contacts(ctx).await?;
    let of = |kind: &str| contacts.iter().find(|contact| contact.kind == kind);
    let office = of("community");
    let property = of("property");
    Ok(Numbers {
        office: office.map_or_else(String::new, |contact| contact.phone.clone()),
        hours: office.map_or_else(String::new, |contact| contact.hours_zh.clone()),
        property_name: property.map_or_else(String::new, |contact| contact.name_zh.clone()),
        property: property.map_or_else(String::new, |contact| contact.phone.clone()),
    })
}

/// Keeps the numbers; the same again changes nothing but the trail.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` with the fields at fault, or when the store fails.
pub async fn set_numbers(ctx: &Context, draft: Numbers) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let mut problems = Problems::new();
    let office = problems.take("office", public_number(&draft.office));
    let hours = problems.take("hours", Line::<40>::optional(&draft.hours));
    let property = match draft.property.trim() {
        "" => Some(None),
        text => problems.take("property", public_number(text).map(Some)),
    };
    let called = problems.take("property_name", Line::<30>::optional(&draft.property_name));
    let (Some(office), Some(hours), Some(property), Some(called)) =
        (office, hours, property, called)
    else {
        return Err(problems.into());
    };
    let hours = hours.map_or_else(String::new, |line| line.as_str().to_owned());
    let called = called.map_or_else(|| "物业公司".to_owned(), |line| line.as_str().to_owned());

    let mut tx = ctx.db().write().await?;
    let own = format!("{}居委会", ctx.community.name);
    set(
        &mut tx,
        ctx,
        "community",
        (&own, "Residents’ committee"),
        &office,
        (&hours, &hours),
        10,
    )
    .await?;
    if let Some(property) = property {
        let hours = ("24小时", "Day and night");
        set(
            &mut tx,
            ctx,
            "property",
            (&called, "Property company"),
            &property,
            hours,
            20,
        )
        .await?;
        sql!(
            &mut tx,
            execute,
            "update service_org set name = $2, phone = $3, version = version + 1
             where community_id = $1 and kind = 'property' and closed_on is null",
            ctx.community.id.get(),
            &called,
            &property,
        )?;
    }
    let deed = Entry::new(Deed::ContactSaved, "contact/setup").became(json!({ "office": office }));
    audit::record(&mut tx, ctx, deed).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}

/// The one number of a kind: changed where there is one, else added.
async fn set(
    tx: &mut crate::db::Tx,
    ctx: &Context,
    kind: &str,
    (zh, en): (&str, &str),
    phone: &str,
    (hours_zh, hours_en): (&str, &str),
    sort: i64,
) -> Result<(), Error> {
    let changed = sql!(
        tx,
        execute,
        "update contact set phone = $3, name_zh = $4, hours_zh = $5, hours_en = $6,
                version = version + 1
         where id = (select id from contact
                     where community_id = $1 and kind = $2 and removed_at is null
                     order by sort, id limit 1)",
        ctx.community.id.get(),
        kind,
        phone,
        zh,
        hours_zh,
        hours_en,
    )?;
    if changed == 0 {
        sql!(
            tx,
            execute,
            "insert into contact (community_id, kind, name_zh, name_en, phone, hours_zh, hours_en, sort)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            ctx.community.id.get(),
            kind,
            zh,
            en,
            phone,
            hours_zh,
            hours_en,
            sort,
        )?;
    }
    Ok(())
}
