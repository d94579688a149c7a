//! `LINLI_SECRET`: the installation's key for codes, links and counters.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::random::hex;

/// The installation's secret. It never shows itself.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// What a keyed hash is for, so that one use's value means nothing to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Counting sign-in failures under what was typed.
    LoginName,
    /// The secret part of a report's receipt link.
    Receipt,
    /// Whose form a photo draft belongs to.
    PhotoDraft,
    /// The form token of a signed-in session.
    FormToken,
    /// A household's ten digits (rule P6).
    HouseholdCode,
    /// What a household's code is made of, so that a form sent twice makes one.
    HouseholdCodeSeed,
    /// Counting codes and doors that did not fit.
    JoinAttempt,
    /// A printed card's token (rule P7).
    Card,
    /// What a card's token is made of, so that a form sent twice makes one.
    CardSeed,
    /// The secret part of a request's receipt link (rule P6).
    JoinRequest,
    /// What that secret is made of.
    JoinRequestSeed,
    /// A family invitation's link and digits (rule P15).
    FamilyInvitation,
    /// The chain over the audit rows (rule P25).
    AuditSeal,
    /// Who was removed (rule P23).
    Tombstone,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::LoginName => b"linli login name",
            Self::Receipt => b"linli receipt",
            Self::PhotoDraft => b"linli photo draft",
            Self::FormToken => b"linli form token",
            Self::HouseholdCode => b"linli household code",
            Self::HouseholdCodeSeed => b"linli household code seed",
            Self::JoinAttempt => b"linli join attempt",
            Self::Card => b"linli card",
            Self::CardSeed => b"linli card seed",
            Self::JoinRequest => b"linli join request",
            Self::JoinRequestSeed => b"linli join request seed",
            Self::FamilyInvitation => b"linli family invitation",
            Self::AuditSeal => b"linli audit seal",
            Self::Tombstone => b"linli tombstone",
        }
    }
}

impl Secret {
    /// From at least 16 characters.
    ///
    /// # Errors
    /// A sentence when it is too short to be a secret.
    pub fn new(text: &str) -> Result<Self, String> {
        if text.trim().len() < 16 {
            return Err("LINLI_SECRET needs at least 16 characters".to_owned());
        }
        Ok(Self(text.trim().as_bytes().to_vec()))
    }

    /// HMAC-SHA-256 (RFC 2104) of a text for one purpose, as 64 hexadecimal digits.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "HMAC takes keys of every length")]
    pub fn keyed(&self, purpose: Purpose, text: &str) -> String {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0)
            .expect("HMAC takes keys of every length");
        mac.update(purpose.label());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        hex(&mac.finalize().into_bytes())
    }
}

/// SHA-256 as 64 hexadecimal digits, for looking up what is itself unguessable.
#[must_use]
pub fn digest(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// Compares without telling by its time where the texts differ.
#[must_use]
pub fn same(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left
            .bytes()
            .zip(right.bytes())
            .fold(0, |differ, (l, r)| differ | (l ^ r))
            == 0
}
