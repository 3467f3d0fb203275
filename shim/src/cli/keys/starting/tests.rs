use std::path::Path;

use trolley_engine::Timestamp;
use trolley_engine::domain::key::{Key, Keys};
use trolley_engine::env::SystemIds;

use super::check;
use crate::demo;
use crate::keyring::making::{New, Wanted};

const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

fn own() -> Key {
    let wanted = Wanted { dialect: "storekit".to_owned(), ..Wanted::default() };
    New::make(&wanted, &SystemIds::new(), NOW).unwrap().keys.remove(0)
}

fn of_the_demo() -> Key {
    demo::seeds().unwrap().iter().flat_map(|seed| seed.keys().unwrap()).next().unwrap()
}

#[track_caller]
fn checked(file: &str, keys: Vec<Key>, is_demo: bool, expected: Result<(), &str>) {
    let keys: Keys = keys.into_iter().collect();
    let said = check(Path::new(file), &keys, is_demo, NOW).map_err(|error| error.to_string());
    assert_eq!(said.as_ref().copied().map_err(String::as_str), expected);
}

#[test]
fn a_till_opens_with_a_key_of_its_own_and_with_none_that_everybody_knows() {
    let no_key = "till.trolley has no key, so that it would refuse everybody; make one first: \
                  trolley keys create --data till.trolley --dialect storekit";
    let revoked = Key { revoked_at: Some(NOW), ..own() };
    let ended = Key { expires_at: Some(NOW), ..own() };
    checked("till.trolley", vec![], false, Err(no_key));
    checked("till.trolley", vec![revoked, ended], false, Err(no_key));
    checked("till.trolley", vec![own()], false, Ok(()));
    let demo = "till.trolley has 1 of the demo's keys, which everybody knows; revoke them: \
                trolley keys revoke --demo --data till.trolley; or serve it as the demo, with --demo";
    checked("till.trolley", vec![own(), of_the_demo()], false, Err(demo));
    checked("till.trolley", vec![own(), of_the_demo()], true, Ok(()));
    checked("till.trolley", vec![own(), Key { revoked_at: Some(NOW), ..of_the_demo() }], false, Ok(()));
}

#[test]
fn the_command_to_run_can_be_pasted_whatever_the_file_is_called() {
    let no_key = r"'my till'\''s file' has no key, so that it would refuse everybody; make one first: trolley keys create --data 'my till'\''s file' --dialect storekit";
    checked("my till's file", vec![], false, Err(no_key));
}
