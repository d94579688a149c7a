//! Colleagues, entered in one go while setting up: each gets an account, a post and a slip with which
//! they choose their own password, so that no password ever passes through somebody else's hands.

use domain::audit::Deed;
use domain::id::PersonId;
use domain::permission::{Permission, Post};
use domain::problem::{Problem, Problems};
use domain::request_key::RequestKey;
use domain::words::Line;
use serde_json::json;

use super::{add_password, give, person_with_account};
use crate::account::slip::{self, Slip};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::error::Error;
use crate::{request_key, sql};

/// The use case's name among the request keys.
const ADMIT: &str = "setup_staff";
/// How many the form has room for.
pub const MOST: usize = 4;

/// One colleague as typed.
#[derive(Debug, Clone, Default)]
pub struct Newcomer {
    /// What people call them; also what they sign in with, unless it is taken.
    pub name: String,
    /// A post's name.
    pub post: String,
}

/// What the form holds.
#[derive(Debug, Clone, Default)]
pub struct Newcomers {
    /// The form's key.
    pub request_key: String,
    /// Rows without a name are none.
    pub rows: Vec<Newcomer>,
}

/// The posts that the form offers: the four that every community begins with.
pub const OFFERED: [Post; 4] = [
    Post::Staff,
    Post::Property,
    Post::Captain,
    Post::Subdistrict,
];

/// Enters colleagues and makes their slips, good for seven days. The same form sent again gives the
/// same slips.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` with the fields at fault, or when the store fails.
pub async fn admit(ctx: &Context, draft: Newcomers) -> Result<Vec<Slip>, Error> {
    ctx.require_at(Permission::AdmitResidents, &ctx.community.path)?;
    let mut gives: Vec<Post> = Vec::new();
    ctx.require_at(Permission::GivePosts, &ctx.community.path)?;
    for right in ctx.rights_with(Permission::GivePosts) {
        if ctx.community.path.starts_with(&right.path) {
            gives.extend(right.post.gives());
        }
    }
    let mut problems = Problems::new();
    let key = problems.take("request_key", RequestKey::parse(&draft.request_key));
    let mut checked = Vec::new();
    for row in draft.rows.iter().filter(|row| !row.name.trim().is_empty()) {
        let name = problems.take("name", Line::<20>::parse(&row.name));
        let post = Post::parse(&row.post)
            .filter(|post| OFFERED.contains(post) && gives.contains(post))
            .ok_or(Problem::NotAChoice);
        if let (Some(name), Some(post)) = (name, problems.take("post", post)) {
            checked.push((name, post));
        }
    }
    if draft.rows.len() > MOST {
        problems.add("name", Problem::TooMany { max: MOST });
    } else if checked.is_empty() && problems.is_empty() {
        problems.add("name", Problem::Missing);
    }
    let Some(key) = key.filter(|_| problems.is_empty()) else {
        return Err(problems.into());
    };

    let mut people = Vec::new();
    for (nth, (name, post)) in checked.iter().enumerate() {
        people.push(enter(ctx, &key, nth, name.as_str(), *post).await?);
    }
    let mut slips = Vec::new();
    for (nth, person) in people.into_iter().enumerate() {
        let draft = slip::Draft {
            request_key: format!("{key}-{nth}"),
            handing: "delivered".to_owned(),
        };
        slips.push(slip::make(ctx, person, draft).await?);
    }
    Ok(slips)
}

/// One colleague, once for a form and a row.
async fn enter(
    ctx: &Context,
    key: &RequestKey,
    nth: usize,
    name: &str,
    post: Post,
) -> Result<PersonId, Error> {
    let key = RequestKey::parse(&format!("{key}-{nth}"))
        .map_err(|problem| Error::at("request_key", problem))?;
    let mut tx = ctx.db().write().await?;
    if let Some(before) = request_key::answered(&mut tx, ctx, ADMIT, &key).await? {
        return before
            .parse()
            .map_err(|_| Error::Unexpected("a kept answer is no person"));
    }
    let (person, account) = person_with_account(&mut tx, ctx.now, ctx.community.id, name).await?;
    // No password fits an empty hash: the slip sets the first one.
    let wanted = name.to_lowercase();
    if !add_password(&mut tx, ctx.now, account, &wanted, "").await? {
        add_password(&mut tx, ctx.now, account, &format!("{wanted}{account}"), "").await?;
    }
    let org = if post == Post::Property {
        property(&mut tx, ctx).await?
    } else {
        None
    };
    give(&mut tx, ctx.now, person, post, &ctx.community.path, org).await?;
    let deed = Entry::new(Deed::StaffEntered, format!("person/{person}"))
        .whose(person)
        .became(json!({ "post": post.as_str() }));
    audit::record(&mut tx, ctx, deed).await?;
    request_key::answer(&mut tx, ctx, ADMIT, &key, &person.to_string()).await?;
    tx.commit().await?;
    Ok(person)
}

async fn property(tx: &mut crate::db::Tx, ctx: &Context) -> Result<Option<i64>, Error> {
    Ok(sql!(
        tx,
        optional as (i64,),
        "select id from service_org
         where community_id = $1 and kind = 'property' and closed_on is null
         order by sort, id limit 1",
        ctx.community.id.get(),
    )?
    .map(|(id,)| id))
}
