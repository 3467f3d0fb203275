use trolley_engine::Timestamp;
use trolley_engine::env::SystemIds;

use super::{New, Wanted};
use crate::dialects::{DIALECTS, SecretForm};
use crate::keyring::digest;

const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

fn make(wanted: &Wanted) -> Result<New, String> {
    New::make(wanted, &SystemIds::new(), NOW)
        .map_err(|nonsense| format!("{}: {}", nonsense.field, nonsense.reason))
}

#[track_caller]
fn check_refused(wanted: &Wanted, expected: &str) {
    assert_eq!(make(wanted).err().as_deref(), Some(expected));
}

fn of(dialect: &str) -> Wanted {
    Wanted { dialect: dialect.to_owned(), ..Wanted::default() }
}

#[test]
fn every_kind_of_every_dialect_can_be_made_and_shows_little_of_its_secret() {
    for dialect in DIALECTS {
        for secret in dialect.secrets {
            let wanted = Wanted {
                kind: Some(secret.kind.to_owned()),
                customer: secret.names_customer.then(|| "182".to_owned()),
                ..of(dialect.name)
            };
            let New { keys, secrets } = make(&wanted).unwrap();
            let key = keys.last().unwrap();
            let text = secrets.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(":");
            assert_eq!(
                (key.digest, key.dialect.as_str(), key.kind.as_str()),
                (digest(&text), dialect.name, secret.kind)
            );
            assert_eq!(key.scopes, secret.scopes_default);
            assert_eq!(key.created_at, Some(NOW));
            let prefix = match secret.form {
                SecretForm::Text(prefix) => prefix,
                SecretForm::Second { .. } => "",
            };
            for (hint, (_, text)) in key.hint.split(':').zip(&secrets) {
                assert!(text.starts_with(hint) && hint.len() == prefix.len() + 6, "{hint} of {text}");
                assert_eq!(text.len(), prefix.len() + 64);
            }
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_what_was_probably_meant() {
    check_refused(&of("storkit"), "dialect: there is no dialect `storkit`; did you mean `storekit`?");
    check_refused(
        &of("magento"),
        "dialect: there is no dialect `magento`; there are storekit, stateset, sds_shop, elastic_path, till, admin",
    );
    let kind = |dialect: &str, kind: &str| Wanted { kind: Some(kind.to_owned()), ..of(dialect) };
    check_refused(
        &kind("till", "operator"),
        "kind: `operator` is none of operator_key; did you mean `operator_key`?",
    );
    check_refused(&kind("sds_shop", "bearer_token"), "customer: a `bearer_token` is a customer's");
    let scopes = |dialect: &str, scope: &str| Wanted { scopes: vec![scope.to_owned()], ..of(dialect) };
    check_refused(
        &scopes("stateset", "cart:read"),
        "scopes: `cart:read` is none of carts:read, carts:write, carts:price_override, carts:*, orders:write, \
         orders:*, admin; did you mean `carts:read`?",
    );
    check_refused(&scopes("storekit", "all"), "scopes: `all` is none of no scopes at all");
    let named = Wanted { customer: Some("182".to_owned()), ..of("storekit") };
    check_refused(&named, "customer: a `api_key` is no customer's");
    let called = |name: String| Wanted { name, ..of("storekit") };
    assert!(make(&called("x".repeat(100))).is_ok());
    for name in ["x".repeat(101), "a\nb".to_owned()] {
        check_refused(&called(name), "name: it must have at most 100 characters, none of control");
    }
    let ends = |at| Wanted { expires_at: Some(at), ..of("storekit") };
    check_refused(&ends(NOW), "expires_at: it is over already");
    assert!(make(&ends(Timestamp::from_millis(NOW.as_millis() + 1))).is_ok());
}
