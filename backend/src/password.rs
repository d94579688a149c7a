//! Passwords: argon2id, one at a time per core, the same work for names that do not exist.

use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::error::Error;
use crate::random::Random;

/// How much work a hash is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane.
    Owasp,
    /// For tests only: the least the algorithm allows.
    Least,
}

impl Cost {
    fn argon2(self) -> Argon2<'static> {
        let params = match self {
            Self::Owasp => Params::new(19_456, 2, 1, None),
            Self::Least => Params::new(8, 1, 1, None),
        };
        Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            params.expect("the costs are within argon2's range"),
        )
    }

    /// A hash of nothing anybody knows, for names that do not exist (rule P8).
    const fn stand_in(self) -> &'static str {
        match self {
            Self::Owasp => {
                "$argon2id$v=19$m=19456,t=2,p=1$bGlubGktc3RhbmQtaW4$jk6vQ2yWd7bI3xW0p5cCqf8eWz9sLr1uTn4oKg2hVbM"
            }
            Self::Least => {
                "$argon2id$v=19$m=8,t=1,p=1$bGlubGktc3RhbmQtaW4$jk6vQ2yWd7bI3xW0p5cCqf8eWz9sLr1uTn4oKg2hVbM"
            }
        }
    }
}

static PERMITS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Arc::new(Semaphore::new(cores))
});

/// Hashes a password for keeping.
///
/// # Errors
/// `Unexpected` when the hashing itself fails.
pub async fn hash(cost: Cost, random: &Random, password: String) -> Result<String, Error> {
    let salt = random.bytes::<16>();
    in_turn(move || {
        cost.argon2()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|_| Error::Unexpected("a password could not be hashed"))
    })
    .await?
}

/// Whether a password fits a kept hash. With no hash, the same work is done for nothing.
///
/// # Errors
/// `Unexpected` when the work could not be done.
pub async fn fits(cost: Cost, kept: Option<String>, password: String) -> Result<bool, Error> {
    in_turn(move || {
        // What is no hash, such as the empty one of an account whose slip is not used yet, fits
        // nothing and is the same work.
        let kept = kept
            .as_deref()
            .and_then(|text| PasswordHash::new(text).ok());
        let is_kept = kept.is_some();
        let hash = kept.map_or_else(|| PasswordHash::new(cost.stand_in()), Ok);
        let fits = hash.is_ok_and(|hash| {
            cost.argon2()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        });
        fits && is_kept
    })
    .await
}

/// The permit is held inside, so that a request that gives up does not let another one in early.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let permit = Arc::clone(&PERMITS)
        .acquire_owned()
        .await
        .map_err(|_| Error::Unexpected("the hashing permits are gone"))?;
    tokio::task::spawn_blocking(move || {
        let answer = work();
        drop(permit);
        answer
    })
    .await
    .map_err(|_| Error::Unexpected("hashing stopped"))
}

#[cfg(test)]
mod tests {
    use super::{Cost, PasswordHash, fits, hash};
    use crate::random::Random;

    #[test]
    fn the_stand_ins_are_hashes_of_the_same_cost() {
        for cost in [Cost::Owasp, Cost::Least] {
            let hash = PasswordHash::new(cost.stand_in()).expect("a stand-in is a whole hash");
            assert_eq!(
                argon2::Params::try_from(&hash).expect("params").m_cost(),
                cost.argon2().params().m_cost()
            );
        }
    }

    #[tokio::test]
    async fn only_the_password_itself_fits() {
        let random = Random::from_seed([1; 32]);
        let kept = hash(Cost::Least, &random, "松树下".to_owned())
            .await
            .expect("hash");
        assert!(
            fits(Cost::Least, Some(kept.clone()), "松树下".to_owned())
                .await
                .expect("work")
        );
        assert!(
            !fits(Cost::Least, Some(kept), "松树上".to_owned())
                .await
                .expect("work")
        );
        assert!(
            !fits(Cost::Least, None, "松树下".to_owned())
                .await
                .expect("work")
        );
    }
}
