//! Access tokens: signed, so that none has to be kept.
//!
//! A token is the hexadecimal form of a version, a grant, the second it ends in, a nonce, the digests of the keys that it
//! was given for, and the HMAC-SHA256 of these under a secret that is new with each start of the server. It is worth
//! nothing any more when those keys are not.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use trolley_engine::Timestamp;
use trolley_engine::domain::key::KeyDigest;

use crate::exchange::TokenSecret;

/// How long a token is good for.
pub(super) const LIFETIME_S: i64 = 3_600;

/// The names of all grants.
pub(super) const GRANTS: &[&str] = &[Grant::Implicit.name(), Grant::ClientCredentials.name()];

const VERSION: u8 = 2;
const NONCE_LEN: usize = 16;
const MAC_LEN: usize = 32;
const DIGEST_LEN: usize = 32;
/// Version, grant, the second of the end, nonce, client, client's secret.
const CLAIMS_LEN: usize = 1 + 1 + 8 + NONCE_LEN + 2 * DIGEST_LEN;
const TOKEN_LEN: usize = CLAIMS_LEN + MAC_LEN;

/// What a token was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grant {
    /// A shopper's application, which has no secret.
    Implicit,
    /// A server of the shop, which has one.
    ClientCredentials,
}

impl Grant {
    /// The grant of this name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Implicit, Self::ClientCredentials].into_iter().find(|grant| grant.name() == name)
    }

    /// Its name in requests, answers and seeds.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::ClientCredentials => "client_credentials",
        }
    }

    const fn tag(self) -> u8 {
        match self {
            Self::Implicit => 1,
            Self::ClientCredentials => 2,
        }
    }

    const fn from_tag(tag: u8) -> Option<Self> {
        match tag {
            1 => Some(Self::Implicit),
            2 => Some(Self::ClientCredentials),
            _ => None,
        }
    }
}

/// To whom a token was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grantee {
    /// What the token was given for.
    pub(super) grant: Grant,
    /// The digest of the client's identifier.
    pub(super) client: KeyDigest,
    /// The digest of the client's identifier with its secret; all zeros where it has shown none.
    pub(super) secret: KeyDigest,
}

/// What a client has whose secret nobody has asked for.
pub(super) const NO_SECRET: KeyDigest = KeyDigest([0; DIGEST_LEN]);

/// A token for this client that is good until `expires_s`, in seconds since the Unix epoch. `nonce` makes it differ from
/// every other.
pub(super) fn issue(secret: &TokenSecret, grantee: Grantee, expires_s: i64, nonce: &str) -> String {
    let mut token = Vec::with_capacity(TOKEN_LEN);
    token.extend([VERSION, grantee.grant.tag()]);
    token.extend(expires_s.to_be_bytes());
    token.extend_from_slice(&Sha256::digest(nonce.as_bytes())[..NONCE_LEN]);
    token.extend(grantee.client.0);
    token.extend(grantee.secret.0);
    let mac = mac(secret, &token).finalize().into_bytes();
    token.extend_from_slice(&mac);
    token.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// To whom a token was given; none where this server did not give it, or it has ended.
pub(super) fn verify(secret: &TokenSecret, token: &str, now: Timestamp) -> Option<Grantee> {
    let bytes = from_hex(token)?;
    let (claims, signature) = bytes.split_at(CLAIMS_LEN);
    mac(secret, claims).verify_slice(signature).ok()?;
    let [version, grant, rest @ ..] = claims else { return None };
    let expires_s = i64::from_be_bytes(*rest.first_chunk()?);
    if *version != VERSION || expires_s <= now.as_millis().div_euclid(1_000) {
        return None;
    }
    let (rest, secret) = rest.split_last_chunk()?;
    let (_, client) = rest.split_last_chunk()?;
    Some(Grantee { grant: Grant::from_tag(*grant)?, client: KeyDigest(*client), secret: KeyDigest(*secret) })
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn mac(secret: &TokenSecret, claims: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(&secret.0).expect("HMAC takes keys of every length").chain_update(claims)
}

/// The bytes of a token in the one spelling that [`issue`] has.
fn from_hex(token: &str) -> Option<[u8; TOKEN_LEN]> {
    if token.len() != 2 * TOKEN_LEN || !token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; TOKEN_LEN];
    for (byte, digits) in bytes.iter_mut().zip(token.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
