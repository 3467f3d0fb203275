//! The table of what each reference asks for and where it is shown, in `fixtures/README.md`: made of the endpoints, the
//! lists of errors here, and the fixtures, and compared with what stands there.
//!
//! `TROLLEY_TEST_WRITE=1 cargo test -p trolley-tests --test suite conformance` brings it up to date.

mod documented;
mod storekit;
mod stateset;
mod sds_shop;
mod elastic_path;
mod shown;
mod page;

use std::path::PathBuf;

use trolley::dialects::DIALECTS;
use trolley_harness::{project_root, read_text};

use self::documented::Reference;
use self::shown::Shown;
use crate::contract::{find_route, fixtures};

/// What each reference says, in the order of the dialects.
const REFERENCES: &[&Reference] =
    &[&storekit::STOREKIT, &stateset::STATESET, &sds_shop::SDS_SHOP, &elastic_path::ELASTIC_PATH];

const BEGIN: &str = "<!-- conformance: begin -->";
const END: &str = "<!-- conformance: end -->";
const SWITCH: &str = "TROLLEY_TEST_WRITE";

fn readme() -> PathBuf {
    project_root().join("fixtures/README.md")
}

/// What stands before the table, the table, and what stands behind it.
fn parts(text: &str) -> (&str, &str, &str) {
    let (before, rest) = text.split_once(BEGIN).unwrap_or_else(|| panic!("{BEGIN} is missing"));
    let (table, behind) = rest.split_once(END).unwrap_or_else(|| panic!("{END} is missing"));
    (before, table.trim(), behind)
}

#[test]
fn the_table_of_conformance_is_what_there_is() {
    let shown = Shown::new(&fixtures());
    let table = page::page(REFERENCES, &shown);
    let path = readme();
    if std::env::var_os(SWITCH).is_some() {
        let text = read_text(&path);
        let (before, _, behind) = parts(&text);
        std::fs::write(&path, format!("{before}{BEGIN}\n\n{table}\n\n{END}{behind}")).unwrap();
    }
    let text = read_text(&path);
    let found = parts(&text).1;
    let differing = found.lines().zip(table.lines()).find(|(one, other)| one != other);
    assert!(
        found == table,
        "{} is not up to date: {differing:?}\n{SWITCH}=1 cargo test -p trolley-tests --test suite conformance \
         writes it",
        path.display()
    );
}

#[test]
fn every_vendors_dialect_has_its_reference() {
    for reference in REFERENCES {
        let dialect = DIALECTS.iter().find(|dialect| dialect.name == reference.dialect);
        assert!(dialect.is_some(), "{} is no dialect", reference.dialect);
    }
    // A vendor's documents leave something open; what is ours does not.
    for dialect in DIALECTS.iter().filter(|dialect| !dialect.readings.is_empty()) {
        let reference = REFERENCES.iter().find(|reference| reference.dialect == dialect.name);
        assert!(reference.is_some(), "{} has no reference", dialect.name);
    }
}

#[test]
fn every_documented_error_has_a_fixture_or_a_reason() {
    let shown = Shown::new(&fixtures());
    let mut faults = Vec::new();
    for reference in REFERENCES {
        for error in reference.errors {
            let name = format!("{} {} {}", reference.dialect, error.status, error.text);
            match (error.unshown.is_empty(), shown.showing(reference.dialect, error).is_empty()) {
                (true, true) => faults.push(format!("{name}: no fixture shows it, and no reason is given")),
                (false, false) => {
                    faults.push(format!("{name}: a fixture shows it, and a reason is given too"))
                }
                (true, false) | (false, true) => {}
            }
        }
    }
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n"));
}

#[test]
fn what_is_left_out_is_not_there() {
    for reference in REFERENCES {
        for left_out in reference.left_out {
            let route = find_route(left_out.method, left_out.path);
            assert!(route.is_none(), "{} {} is there", left_out.method, left_out.path);
        }
    }
}
