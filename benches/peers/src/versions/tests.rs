use super::{LOCKED, version, versions_in};

#[test]
fn the_raw_store_is_the_one_that_the_engine_uses() {
    let of_the_program = versions_in(include_str!("../../../../Cargo.lock"), "redb");
    assert_eq!(of_the_program.len(), 1);
    assert_eq!(versions_in(LOCKED, "redb"), of_the_program);
}

#[test]
fn a_package_that_is_there_has_a_version_and_another_has_none() {
    assert!(version("fjall").starts_with("3."));
    assert_eq!(version("no-such-package"), "unknown");
}
