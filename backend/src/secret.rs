//! `LINLI_SECRET`: the installation's key for codes, links and counters.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::random::{Random, hex};

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
    /// Counting failures of anything else that is tried, under what it is tried at.
    Tries,
    /// The link and the digits of a reset slip, worked out from its form's key (P9).
    SlipMaking,
    /// The link and the digits of a reset slip, as they are kept.
    Slip,
    /// A code of the printed list (P10).
    OneTimeCode,
    /// A device on which the second factor is not asked.
    DeviceTrust,
    /// A person's private calendar address (V18).
    PatrolFeed,
    /// The changing code of a shift (V12).
    PatrolCode,
    /// The form's key of a report that a look at a place makes (V16).
    PatrolLook,
    /// What the code on a certificate is worked out from (V15).
    CertificateCode,
    /// The link that confirms a mail address.
    MailAddress,
    /// Counting what is asked to be sent, under what was typed (P8).
    AskedOf,
    /// A code sent by text message and the address of its page, as they are kept (P5).
    SignInCode,
    /// The number for which signing in by text message was turned on (P5).
    SignInNumber,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::LoginName => b"linli login name",
            Self::Receipt => b"linli receipt",
            Self::PhotoDraft => b"linli photo draft",
            Self::FormToken => b"linli form token",
            Self::Tries => b"linli tries",
            Self::SlipMaking => b"linli slip making",
            Self::Slip => b"linli slip",
            Self::OneTimeCode => b"linli one-time code",
            Self::DeviceTrust => b"linli device trust",
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
            Self::PatrolFeed => b"linli patrol feed",
            Self::PatrolLook => b"linli patrol look",
            Self::PatrolCode => b"linli patrol code",
            Self::CertificateCode => b"linli certificate code",
            Self::MailAddress => b"linli mail address",
            Self::AskedOf => b"linli asked of",
            Self::SignInCode => b"linli sign-in code",
            Self::SignInNumber => b"linli sign-in number",
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

/// Bytes of a nonce of XChaCha20-Poly1305: so many that chance never gives one twice.
const NONCE: usize = 24;

impl Secret {
    /// The key for sealing, which no keyed hash ever shows.
    fn cipher(&self) -> XChaCha20Poly1305 {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0)
            .expect("HMAC takes keys of every length");
        mac.update(b"linli sealing");
        let key: [u8; 32] = mac.finalize().into_bytes().into();
        XChaCha20Poly1305::new(&Key::from(key))
    }

    /// Encrypts what has to be read again, bound to whose it is: hexadecimal nonce and ciphertext
    /// of XChaCha20-Poly1305.
    #[must_use]
    #[expect(
        clippy::missing_panics_doc,
        reason = "so few bytes can always be sealed"
    )]
    pub fn seal(&self, random: &Random, whose: &str, plain: &[u8]) -> String {
        let nonce = random.bytes::<NONCE>();
        let payload = Payload {
            msg: plain,
            aad: whose.as_bytes(),
        };
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .expect("so few bytes can always be sealed");
        format!("{}{}", hex(&nonce), hex(&sealed))
    }

    /// What [`Secret::seal`] was given; nothing when it was sealed for something else, under another
    /// secret, or changed.
    #[must_use]
    pub fn unseal(&self, whose: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = unhex(sealed)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload {
            msg: sealed,
            aad: whose.as_bytes(),
        };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).ok()
    }
}

/// The bytes of hexadecimal digits.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(
        digits
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect(),
    )
}

impl Secret {
    /// HMAC-SHA-256 (RFC 2104) of a body and nothing else, as 64 hexadecimal digits: for others who
    /// know this key to check what we send them.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "HMAC takes keys of every length")]
    pub fn signature(&self, body: &str) -> String {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0)
            .expect("HMAC takes keys of every length");
        mac.update(body.as_bytes());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p10_what_is_sealed_opens_for_its_owner_only() {
        let secret = Secret::new("a secret of the tests").expect("long enough");
        let random = Random::from_seed([3; 32]);
        let sealed = secret.seal(&random, "account/7", b"twenty bytes or so");
        assert_ne!(
            sealed,
            secret.seal(&random, "account/7", b"twenty bytes or so")
        );
        let opened = secret.unseal("account/7", &sealed);
        assert_eq!(opened.as_deref(), Some(b"twenty bytes or so".as_slice()));
        assert_eq!(secret.unseal("account/8", &sealed), None);
        let other = Secret::new("another secret, later").expect("long enough");
        assert_eq!(other.unseal("account/7", &sealed), None);
        for bad in ["", "0", "zz", &sealed[2..], &sealed[..sealed.len() - 2]] {
            assert_eq!(secret.unseal("account/7", bad), None, "{bad}");
        }
    }
}
