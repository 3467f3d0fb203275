//! Keys that are made and revoked while the engine runs.

use tempfile::TempDir;

use super::{AT, engine, samples, submission, submit};
use crate::domain::apply::Outcome;
use crate::domain::catalog::Customer;
use crate::domain::command::Command;
use crate::domain::command::import::Import;
use crate::domain::command::keys::{CreateKey, RevokeKey};
use crate::domain::id::CustomerId;
use crate::domain::key::{Key, KeyDigest, KeyState};
use crate::domain::time::Timestamp;
use crate::engine::Engine;
use crate::error::Error;
use crate::options::{Options, Profile};

pub(super) fn key(number: u8) -> Key {
    Key { digest: KeyDigest([number; 32]), customer: None, created_at: None, ..samples::key() }
}

pub(super) fn create(key: &Key) -> Command {
    Command::CreateKey(Box::new(CreateKey { key: key.clone() }))
}

pub(super) fn revoke(number: u8) -> Command {
    Command::RevokeKey(RevokeKey { key: KeyDigest([number; 32]) })
}

fn bring(key: &Key) -> Command {
    Command::Import(Box::new(Import { keys: vec![key.clone()], ..Import::default() }))
}

/// The key as the engine has it in memory, after making sure that the store has the same.
#[track_caller]
fn kept(engine: &Engine, number: u8) -> Option<Key> {
    let keys = engine.keys();
    let stored = crate::store::catalog::keys(&engine.store.read().unwrap()).unwrap();
    assert_eq!(*keys, stored.into_iter().collect());
    keys.find(KeyDigest([number; 32])).cloned()
}

#[test]
fn a_key_is_made_once() {
    let engine = engine();
    let made = Key { created_at: Some(AT), ..key(1) };
    let receipt = submit(&engine, create(&key(1))).unwrap();
    assert!(matches!(&receipt.outcomes[..], [Outcome::KeyCreated { key }] if **key == made));
    assert_eq!(kept(&engine, 1), Some(made.clone()));
    let digest = engine.digest().unwrap();
    let other = Key { dialect: "other".to_owned(), ..key(1) };
    assert!(matches!(submit(&engine, create(&other)), Err(Error::KeyExists)));
    assert_eq!(engine.digest().unwrap(), digest);
    assert_eq!(kept(&engine, 1), Some(made));
}

#[test]
fn a_revoked_key_stays_revoked_whatever_is_brought_or_made() {
    let engine = engine();
    assert!(matches!(submit(&engine, revoke(1)), Err(Error::KeyNotFound { key: KeyDigest(_) })));
    submit(&engine, bring(&key(1))).unwrap();
    for was_in_force in [true, false] {
        let receipt = submit(&engine, revoke(1)).unwrap();
        let expected = Outcome::KeyRevoked { was_in_force };
        assert_eq!(format!("{:?}", receipt.outcomes), format!("{:?}", [expected]));
    }
    let revoked = kept(&engine, 1).unwrap();
    assert_eq!((revoked.state(AT), revoked.revoked_at), (KeyState::Revoked, Some(AT)));
    submit(&engine, bring(&key(1))).unwrap();
    assert!(matches!(submit(&engine, create(&key(1))), Err(Error::KeyExists)));
    assert_eq!(kept(&engine, 1), Some(revoked));
}

#[test]
fn of_several_keys_all_are_made_or_none() {
    let engine = engine();
    submit(&engine, create(&key(2))).unwrap();
    let error = engine.submit(submission(vec![create(&key(1)), create(&key(2))])).unwrap_err();
    assert!(matches!(error, Error::KeyExists), "{error}");
    assert_eq!(kept(&engine, 1), None);
    engine.submit(submission(vec![create(&key(1)), create(&key(3)), revoke(2)])).unwrap();
    assert!(kept(&engine, 1).is_some() && kept(&engine, 3).is_some());
    assert_eq!(kept(&engine, 2).unwrap().revoked_at, Some(AT));
}

#[test]
fn a_key_of_an_unknown_customer_is_refused_where_customers_are_known() {
    let engine = engine();
    let customer = |id: &str| CustomerId::new(id).unwrap();
    let of = |id: &str| Key { customer: Some(customer(id)), ..key(1) };
    let ada = Customer { id: customer("ada"), name: String::new(), email: String::new() };
    submit(&engine, Command::Import(Box::new(Import { customers: vec![ada], ..Import::default() }))).unwrap();
    assert!(matches!(submit(&engine, create(&of("bob"))), Err(Error::CustomerNotFound { .. })));
    submit(&engine, create(&of("ada"))).unwrap();
}

#[test]
fn a_key_ends_at_its_very_moment_and_outlives_a_restart() {
    let folder = TempDir::new().unwrap();
    let open = || Engine::open(&folder.path().join("keys.redb"), Options::new(Profile::Durable)).unwrap();
    let engine = open();
    let ends = Timestamp::from_millis(AT.as_millis() + 1);
    submit(&engine, create(&Key { expires_at: Some(ends), ..key(1) })).unwrap();
    submit(&engine, create(&key(2))).unwrap();
    submit(&engine, revoke(2)).unwrap();
    engine.close().unwrap();
    let engine = open();
    let first = kept(&engine, 1).unwrap();
    assert_eq!((first.state(AT), first.state(ends)), (KeyState::InForce, KeyState::Expired));
    assert_eq!(kept(&engine, 2).unwrap().state(AT), KeyState::Revoked);
}
