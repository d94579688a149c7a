//! What every use case gets: the stores, the community, who asks, and the present instant.

use std::sync::Arc;

use domain::id::{AccountId, PersonId, ServiceOrgId};
use domain::instant::Instant;
use domain::permission::{Permission, Post};

use crate::community::Community;
use crate::db::Db;
use crate::error::Error;
use crate::photo::store::PhotoStore;
use crate::random::Random;
use crate::secret::Secret;

/// What a process holds for its whole life. Clones share it.
#[derive(Debug, Clone)]
pub struct Stores {
    /// The database.
    pub db: Db,
    /// Cleaned pictures.
    pub photos: PhotoStore,
    /// The installation's key.
    pub secret: Secret,
    /// Unpredictable bytes.
    pub random: Random,
    /// How costly a password hash is; cheaper only in tests.
    pub password_cost: crate::password::Cost,
}

/// One request's or job's view of the world. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Context {
    /// Database, photos, secret, randomness.
    pub stores: Stores,
    /// Whose rows may be seen.
    pub community: Arc<Community>,
    /// Who asks.
    pub actor: Actor,
    /// The instant at which this happens.
    pub now: Instant,
}

/// Who asks.
#[derive(Debug, Clone)]
pub enum Actor {
    /// Somebody who is not signed in.
    Anonymous,
    /// A signed-in person.
    Person(Arc<SignedIn>),
    /// A job.
    Clock,
}

/// A signed-in person with the rights in force now.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// The person behind it.
    pub person: PersonId,
    /// What neighbours see.
    pub display_name: String,
    /// Rights in force at the request's instant (rule P12).
    pub rights: Vec<Right>,
    /// Whether a second factor is set up (rule P10).
    pub has_second_factor: bool,
    /// Raised when what was shown before is worth nothing any more (rule P9).
    pub sign_in_version: i64,
}

/// A post held on a subtree of the organisation.
#[derive(Debug, Clone)]
pub struct Right {
    /// The bundle of permissions.
    pub post: Post,
    /// The subtree: every place whose path begins with it.
    pub path: String,
    /// For people of a service organisation: which one.
    pub service_org: Option<ServiceOrgId>,
}

impl Context {
    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.stores.db
    }

    /// The signed-in person, if any.
    #[must_use]
    pub fn signed_in(&self) -> Option<&SignedIn> {
        match &self.actor {
            Actor::Person(person) => Some(person),
            Actor::Anonymous | Actor::Clock => None,
        }
    }

    /// The signed-in account, if any.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        self.signed_in().map(|person| person.account)
    }

    /// Whether the person holds a permission anywhere in this community: to show a link, never to
    /// decide a change of one row, which is [`Context::require_at`].
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.rights_with(permission).next().is_some()
    }

    /// Every permission that the person holds anywhere in this community.
    #[must_use]
    pub fn permissions(&self) -> Vec<Permission> {
        let mut all: Vec<_> = self
            .rights_here()
            .flat_map(|right| right.post.permissions())
            .copied()
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Refuses whoever does not hold a permission somewhere in this community.
    ///
    /// # Errors
    /// `SignIn` when nobody is signed in, else `Denied`.
    pub fn require(&self, permission: Permission) -> Result<&SignedIn, Error> {
        let person = self.signed_in().ok_or(Error::SignIn)?;
        if self.may(permission) {
            Ok(person)
        } else {
            Err(self.refused(permission))
        }
    }

    /// Refuses whoever does not hold a permission on the subtree that `path` lies in.
    ///
    /// # Errors
    /// `SignIn` when nobody is signed in, else `Denied`.
    pub fn require_at(&self, permission: Permission, path: &str) -> Result<&SignedIn, Error> {
        let person = self.signed_in().ok_or(Error::SignIn)?;
        if self.may_at(permission, path) {
            Ok(person)
        } else {
            Err(self.refused(permission))
        }
    }

    /// Notes in the log that somebody was refused (rule P13): the permission and the account's
    /// number beside the request's own path, no names.
    #[must_use]
    pub fn refused(&self, permission: Permission) -> Error {
        let account = self.account().map(AccountId::get);
        tracing::info!(?permission, account, "refused");
        Error::Denied
    }

    /// Whether the person holds a permission on the subtree that `path` lies in.
    #[must_use]
    pub fn may_at(&self, permission: Permission, path: &str) -> bool {
        self.rights_with(permission)
            .any(|right| path.starts_with(&right.path))
    }

    /// The rights that carry a permission and touch this community.
    pub fn rights_with(&self, permission: Permission) -> impl Iterator<Item = &Right> {
        self.rights_here()
            .filter(move |right| right.post.allows(permission))
    }

    /// The rights that touch this community.
    pub fn rights_here(&self) -> impl Iterator<Item = &Right> {
        let community = &self.community.path;
        self.signed_in()
            .into_iter()
            .flat_map(|person| &person.rights)
            .filter(move |right| {
                community.starts_with(&right.path) || right.path.starts_with(community.as_str())
            })
    }
}
