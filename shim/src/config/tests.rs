use super::Config;
#[test]
fn t() {
    assert_eq!(Config::from_toml("").unwrap(), Config::documented());
}
