//! Who may do what: every endpoint of every API, asked by everybody, with the answer that each is to get.
//!
//! What is asked for is the cart, the order and the parked sale of Sam, of which every text that others must not
//! see has the word CANARY in it. Whoever is refused learns nothing of them and changes nothing.

mod people;
mod tables;
mod world;
mod particular;
mod commands;

use std::collections::BTreeSet;

use trolley::dialects::{DIALECTS, Dialect};
use trolley_harness::client::{Request, send};

use self::people::people;
use self::world::World;

/// What stands in every text of Sam's.
const CANARY: &str = "canary";

/// A cell of a table: what somebody is answered.
struct Cell {
    status: u16,
    /// Whether it is of the caller's own, and not of Sam's.
    is_own: bool,
}

/// The cells of a row by its endpoint, in the order of the people.
struct Row<'a> {
    method: &'a str,
    path: &'a str,
    cells: Vec<Cell>,
}

fn rows(table: &str) -> impl Iterator<Item = Row<'_>> {
    table.lines().skip(1).filter(|line| !line.trim().is_empty()).map(|line| {
        let mut words = line.split_whitespace();
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let cells = words.map(|word| Cell {
            status: word.trim_end_matches('o').parse().unwrap(),
            is_own: word.ends_with('o'),
        });
        Row { method, path, cells: cells.collect() }
    })
}

/// What came instead of what was expected; none where it was that.
fn fault(world: &World, request: &Request, cell: &Cell) -> Option<String> {
    let before = world.server.digest();
    let own = world.canary_cart();
    let answer = send(world.address(), request).unwrap();
    let said = format!("{} {}", answer.status, answer.text());
    let is_refused = 400 <= answer.status;
    let shows = answer.text().to_lowercase().contains(CANARY);
    let named = request.path.to_lowercase().contains(CANARY);
    if answer.status != cell.status {
        return Some(said);
    }
    if is_refused && world.server.digest() != before {
        return Some(format!("refused, and yet something changed: {said}"));
    }
    if shows && !named && (is_refused || cell.is_own) {
        return Some(format!("shows what is another's: {said}"));
    }
    if cell.is_own && world.canary_cart() != own {
        return Some(format!("changes what is another's: {said}"));
    }
    None
}

/// How many cells there are, all of them as they are to be.
#[track_caller]
fn check(dialect: &Dialect, table: &str, config: &str) -> usize {
    let names: Vec<&str> = table.lines().next().unwrap().split_whitespace().collect();
    let asked: BTreeSet<(String, String)> =
        rows(table).map(|row| (row.method.to_owned(), row.path.to_owned())).collect();
    let there: BTreeSet<(String, String)> =
        dialect.routes.iter().map(|route| (route.method.to_string(), route.path.to_owned())).collect();
    assert_eq!(asked, there, "{}: each endpoint has its row", dialect.title);

    let mut world = World::new(config);
    let everybody: Vec<&str> = people(dialect.name, &world).iter().map(|(name, _)| *name).collect();
    assert_eq!(names, everybody, "{}: each caller has a column", dialect.title);
    let mut faults = Vec::new();
    let mut cells = 0;
    for row in rows(table) {
        assert_eq!(row.cells.len(), names.len(), "{} {}", row.method, row.path);
        for (place, cell) in row.cells.iter().enumerate() {
            cells += 1;
            let (name, headers) = people(dialect.name, &world).swap_remove(place);
            let request = world.request(dialect.name, row.method, row.path, &headers);
            if let Some(said) = fault(&world, &request, cell) {
                faults.push(format!("{} {} by {name}: {said}", row.method, row.path));
            }
            // Whoever is let in may have changed what the next one is to find.
            if cell.status < 400 && row.method != "GET" {
                world = World::new(config);
            }
        }
    }
    assert!(faults.is_empty(), "{} of {cells} cells:\n{}", faults.len(), faults.join("\n"));
    cells
}

fn dialect(name: &str) -> &'static Dialect {
    DIALECTS.iter().copied().find(|dialect| dialect.name == name).unwrap()
}

#[test]
fn every_api_has_its_table() {
    let tables: BTreeSet<&str> = tables::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(tables, DIALECTS.iter().map(|dialect| dialect.name).collect());
}

#[track_caller]
fn check_table(name: &str) {
    let (_, table) = tables::ALL.iter().find(|(one, _)| *one == name).unwrap();
    assert!(0 < check(dialect(name), table, ""));
}

#[test]
fn storekit_lets_in_whom_it_should() {
    check_table("storekit");
}

#[test]
fn stateset_lets_in_whom_it_should() {
    check_table("stateset");
}

#[test]
fn sds_shop_lets_in_whom_it_should() {
    check_table("sds_shop");
}

#[test]
fn elastic_path_lets_in_whom_it_should() {
    check_table("elastic_path");
}

#[test]
fn elastic_path_lets_in_whom_the_hosted_api_does_where_it_is_strict() {
    check(dialect("elastic_path"), tables::ELASTIC_PATH_STRICT, "elastic_path.auth = \"strict\"");
}

#[test]
fn tills_let_in_whom_they_should() {
    check_table("till");
}

#[test]
fn administration_lets_in_whom_it_should() {
    check_table("admin");
}
