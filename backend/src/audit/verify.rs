//! Whether the trail is as it was written (rule P25).

use super::personal_digest;
use super::seal::{Row, seal_of};
use crate::context::Context;
use crate::error::Error;
use crate::secret::same;
use crate::sql;

/// Seals read at a time.
const PAGE: i64 = 1000;

/// What is wrong at one place of the trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The row is not what was sealed.
    Changed,
    /// The row is gone; its seal is still there.
    Missing,
    /// The seal is gone: there is a gap in the chain.
    SealMissing,
    /// The personal content does not fit its digest.
    Personal,
}

impl What {
    /// For the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::SealMissing => "seal missing",
            Self::Personal => "personal content does not fit its digest",
        }
    }
}

/// One place where the trail is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// The row's id; unknown where the seal is gone.
    pub row: Option<i64>,
    /// The place in the chain.
    pub seq: i64,
    /// What is wrong.
    pub what: What,
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Everything that is wrong, in the order of the chain.
    pub findings: Vec<Finding>,
    /// How many rows are sealed.
    pub sealed: u64,
    /// How many rows wait for the sealing job.
    pub unsealed: u64,
    /// The newest seal. Written down elsewhere, it shows whether the end of the chain was cut off.
    pub head: String,
}

#[derive(sqlx::FromRow)]
struct SealRow {
    seq: i64,
    audit_id: i64,
    seal: String,
    community_id: Option<i64>,
    at: Option<i64>,
    actor_id: Option<i64>,
    post: Option<String>,
    deed: Option<String>,
    subject: Option<String>,
    person_id: Option<i64>,
    was: Option<String>,
    became: Option<String>,
    personal: Option<String>,
    salt: Option<String>,
    personal_digest: Option<String>,
}

impl SealRow {
    /// The audit row that was sealed, if it is still there.
    fn row(&self) -> Option<Row> {
        Some(Row {
            id: self.audit_id,
            community_id: self.community_id?,
            at: self.at?,
            actor_id: self.actor_id,
            post: self.post.clone()?,
            deed: self.deed.clone()?,
            subject: self.subject.clone()?,
            person_id: self.person_id,
            was: self.was.clone()?,
            became: self.became.clone()?,
            personal_digest: self.personal_digest.clone()?,
        })
    }

    /// Whether the personal content is what was written, or was erased together with its salt.
    fn personal_fits(&self) -> bool {
        let digest = self.personal_digest.as_deref().unwrap_or_default();
        match (&self.personal, &self.salt) {
            (None, None) => true,
            (Some(personal), Some(salt)) => same(digest, &personal_digest(salt, personal)),
            _ => false,
        }
    }
}

/// Compares the whole trail of this community with its seals.
///
/// # Errors
/// When the store fails.
pub async fn verify(ctx: &Context) -> Result<Verified, Error> {
    let community = ctx.community.id.get();
    let mut read = ctx.db().read().await?;
    let mut verified = Verified::default();
    let mut seq = 0;
    loop {
        let page = sql!(
            &mut read,
            all as SealRow,
            "select s.seq, s.audit_id, s.seal, a.community_id, a.at, a.actor_id, a.post, a.deed,
                    a.subject, a.person_id, a.was, a.became, a.personal, a.salt, a.personal_digest
             from audit_seal s left join audit a on a.id = s.audit_id
             where s.community_id = $1 and s.seq > $2 order by s.seq limit $3",
            community,
            seq,
            PAGE,
        )?;
        if page.is_empty() {
            break;
        }
        for sealed in page {
            let follows = sealed.seq == seq + 1;
            seq = sealed.seq;
            verified.sealed += 1;
            let mut note = |row, seq, what| verified.findings.push(Finding { row, seq, what });
            let row = Some(sealed.audit_id);
            if !follows {
                note(None, seq - 1, What::SealMissing);
            }
            match sealed.row() {
                None => note(row, seq, What::Missing),
                // Behind a gap the seal before is not known.
                Some(found) if follows => {
                    let expected = seal_of(ctx, &verified.head, seq, &found);
                    if !same(&expected, &sealed.seal) {
                        note(row, seq, What::Changed);
                    } else if !sealed.personal_fits() {
                        note(row, seq, What::Personal);
                    }
                }
                Some(_) if !sealed.personal_fits() => note(row, seq, What::Personal),
                Some(_) => {}
            }
            // The kept seal goes on, so that one change is told once.
            verified.head = sealed.seal;
        }
    }
    let (unsealed,) = sql!(
        &mut read,
        one as (i64,),
        "select count(*) from audit a
         where a.community_id = $1
           and not exists (select 1 from audit_seal s where s.audit_id = a.id)",
        community,
    )?;
    verified.unsealed = u64::try_from(unsealed).unwrap_or_default();
    Ok(verified)
}
