use serde_json::Value as Json;

use super::{LINE_CHARACTERS_MAX, find, json, text};
use crate::config::Config;
use crate::dialects::DIALECTS;

#[test]
fn every_reading_is_shown_below_its_api() {
    let shown = text(&find(&Config::documented(), None).unwrap());
    for dialect in DIALECTS.iter().filter(|dialect| !dialect.readings.is_empty()) {
        let section = shown.split(&format!("section [{}]\n", dialect.name)).nth(1).unwrap();
        let section = section.split(": section [").next().unwrap();
        for reading in dialect.readings {
            assert!(section.contains(&format!("\n  {} = ", reading.name)), "{}", reading.name);
        }
        assert_eq!(section.matches("(default)").count(), dialect.readings.len(), "{section}");
    }
    assert!(!shown.contains("not the default"), "{shown}");
}

#[test]
fn its_lines_fit_a_terminal() {
    let shown = text(&find(&Config::documented(), None).unwrap());
    for line in shown.lines() {
        assert!(line.chars().count() <= LINE_CHARACTERS_MAX, "{line}");
    }
}

#[test]
fn what_is_set_otherwise_is_marked() {
    let config = Config::from_toml("elastic_path.stock_check = \"request\"").unwrap();
    let shown = text(&find(&config, None).unwrap());
    assert_eq!(shown.matches("not the default").count(), 1, "{shown}");
    assert!(shown.contains("\n  stock_check = \"request\"    <- set, not the default\n"), "{shown}");
    let shown = text(&find(&config, Some("elastic_path.stock_check")).unwrap());
    let expected = "\
Elastic Path: section [elastic_path]

  stock_check = \"request\"    <- set, not the default
    changes    which quantity is held against the stock: what all lines of the
               cart would hold, or what the request asks for
    values     \"line\" (default), \"request\"
    documents  elasticpath.md, 20 #22: an overview checks each request alone,
               shoppers expect their cart to be
";
    assert_eq!(shown, expected);
}

#[test]
fn machines_get_the_same_as_json() {
    let config = Config::from_toml("elastic_path.cart_expiry_days = 30").unwrap();
    let rows: Json = serde_json::from_str(&json(&find(&config, None).unwrap()).unwrap()).unwrap();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), DIALECTS.iter().map(|dialect| dialect.readings.len()).sum::<usize>());
    let row = |name: &str| rows.iter().find(|row| row["setting"] == name).unwrap();
    let days = row("elastic_path.cart_expiry_days");
    assert_eq!((days["value"].as_u64(), days["default"].as_u64()), (Some(30), Some(7)));
    assert!(row("elastic_path.default_address")["default"].is_null());
    assert_eq!(row("elastic_path.default_address")["alternatives"][0]["first_name"], "Till");
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest() {
    let config = Config::documented();
    for (name, expected) in [
        ("elastic_pth", "no reading is called `elastic_pth`: did you mean `elastic_path`?"),
        (
            "elastic_path.stok_check",
            "no reading is called `elastic_path.stok_check`: did you mean `elastic_path.stock_check`?",
        ),
        ("stock_check", "no reading is called `stock_check`: did you mean `elastic_path.stock_check`?"),
        ("xyz", "no reading is called `xyz`: see trolley config --readings for all of them"),
    ] {
        let error = find(&config, Some(name)).err().unwrap();
        assert_eq!(error.to_string(), expected);
    }
}
