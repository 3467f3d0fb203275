use trolley_engine::Timestamp;

use super::{Grant, Grantee, issue, verify};
use crate::exchange::TokenSecret;
use crate::keyring::digest;

const SECRET: TokenSecret = TokenSecret([7; 32]);
const NONCE: &str = "0d3b3ad2-0a43-4f5c-8f43-6c1d6c2f0d11";

fn of(grant: Grant) -> Grantee {
    Grantee { grant, client: digest("shop"), secret: digest("shop:secret") }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1_000)
}

#[test]
fn a_token_is_good_until_the_second_it_ends_in() {
    for grant in [Grant::Implicit, Grant::ClientCredentials] {
        let token = issue(&SECRET, of(grant), 3_600, NONCE);
        assert_eq!(verify(&SECRET, &token, at(0)), Some(of(grant)));
        assert_eq!(verify(&SECRET, &token, Timestamp::from_millis(3_599_999)), Some(of(grant)));
        assert_eq!(verify(&SECRET, &token, at(3_600)), None);
    }
}

#[test]
fn a_token_with_any_digit_changed_is_not_good() {
    let token = issue(&SECRET, of(Grant::Implicit), 3_600, NONCE);
    for place in 0..token.len() {
        let digit = if token.as_bytes()[place] == b'0' { "1" } else { "0" };
        let mut forged = token.clone();
        forged.replace_range(place..=place, digit);
        assert_eq!(verify(&SECRET, &forged, at(0)), None, "digit {place}");
    }
}

#[test]
fn a_token_of_another_start_or_spelling_or_length_is_not_good() {
    let token = issue(&SECRET, of(Grant::Implicit), 3_600, NONCE);
    assert_eq!(verify(&TokenSecret([8; 32]), &token, at(0)), None);
    assert_eq!(verify(&SECRET, &token.to_uppercase(), at(0)), None);
    assert_eq!(verify(&SECRET, &token[2..], at(0)), None);
    assert_eq!(verify(&SECRET, &format!("{token}00"), at(0)), None);
    assert_eq!(verify(&SECRET, "", at(0)), None);
    assert_eq!(verify(&SECRET, &"+f".repeat(token.len() / 2), at(0)), None);
}

#[test]
fn two_tokens_of_one_second_differ_by_their_nonce() {
    let one = issue(&SECRET, of(Grant::Implicit), 3_600, NONCE);
    assert_eq!(one, issue(&SECRET, of(Grant::Implicit), 3_600, NONCE));
    assert_ne!(one, issue(&SECRET, of(Grant::Implicit), 3_600, "another"));
}
