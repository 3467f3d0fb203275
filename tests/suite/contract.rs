//! The documents' printed exchanges, played against the real server and compared byte for byte.
//!
//! `TROLLEY_TEST_FIXTURES=stateset/add` plays only the files whose paths contain that.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use trolley::dialects::{DIALECTS, Dialect, Route};
use trolley_harness::fixture::Fixture;
use trolley_harness::local::LocalServer;
use trolley_harness::play::play;
use trolley_harness::{files_below, project_root, read_text};

#[test]
fn every_printed_exchange_is_answered_as_printed() {
    let wanted = std::env::var("TROLLEY_TEST_FIXTURES").unwrap_or_default();
    let files: Vec<PathBuf> =
        fixture_files().into_iter().filter(|path| path.to_string_lossy().contains(&wanted)).collect();
    assert!(!files.is_empty(), "no fixture is called {wanted:?}");
    let files_count = files.len();
    let files = Mutex::new(files.into_iter());
    let mismatches = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let Some(path) = files.lock().unwrap().next() else { break };
                    mismatches.lock().unwrap().extend(play_file(&path));
                }
            });
        }
    });
    let mut mismatches = mismatches.into_inner().unwrap();
    mismatches.sort();
    let count = mismatches.len();
    assert_eq!(
        count,
        0,
        "\n\n{}\n\n{count} exchanges of {files_count} files differ",
        mismatches.join("\n\n")
    );
}

fn play_file(path: &Path) -> Vec<String> {
    let short = path.strip_prefix(project_root().join("fixtures")).unwrap_or(path);
    match Fixture::parse(short, &read_text(path)) {
        Ok(fixture) => play_fixture(&fixture),
        Err(fault) => vec![fault.to_string()],
    }
}

/// What goes otherwise than the fixture says, each in a text for people.
pub(crate) fn play_fixture(fixture: &Fixture) -> Vec<String> {
    let server = match LocalServer::for_fixture(fixture) {
        Ok(server) => server,
        Err(problem) => return vec![format!("{}:1: no server: {problem}", fixture.path.display())],
    };
    play(fixture, server.address(), |exchange| server.prepare(exchange))
}

#[test]
fn every_fixture_keeps_to_the_format() {
    for path in fixture_files() {
        let fixture = Fixture::parse(&path, &read_text(&path)).unwrap_or_else(|fault| panic!("{fault}"));
        for seed in &fixture.seeds {
            let seed = project_root().join("fixtures/seed").join(format!("{seed}.json"));
            assert!(seed.is_file(), "{}: there is no {}", path.display(), seed.display());
        }
    }
}

#[test]
fn every_endpoint_has_a_source_and_a_fixture() {
    let fixtures = fixtures();
    let asked: Vec<(&str, &str)> = fixtures
        .iter()
        .flat_map(|fixture| &fixture.exchanges)
        .filter_map(|exchange| find_route(&exchange.method, &exchange.path))
        .map(|route| (route.method.as_str(), route.path))
        .collect();
    for (dialect, route) in routes() {
        let name = format!("{} {} of {}", route.method, route.path, dialect.title);
        assert!(!route.source.trim().is_empty(), "{name} names no source");
        assert!(asked.contains(&(route.method.as_str(), route.path)), "{name} has no fixture");
    }
}

#[test]
fn every_dialect_has_endpoints_and_a_folder_of_fixtures() {
    for dialect in DIALECTS {
        assert!(!dialect.routes.is_empty(), "{} has no endpoint", dialect.title);
        let folder = project_root().join("fixtures").join(dialect.name);
        assert!(folder.is_dir(), "{} is missing", folder.display());
        assert!(!files_below(&folder, ".http").is_empty(), "{} is empty", folder.display());
    }
}

/// All fixtures, with their paths below the folder of fixtures, in the order of these.
pub(crate) fn fixtures() -> Vec<Fixture> {
    let folder = project_root().join("fixtures");
    let read = |path: &PathBuf| {
        let short = path.strip_prefix(&folder).unwrap_or(path);
        Fixture::parse(short, &read_text(path)).unwrap_or_else(|fault| panic!("{fault}"))
    };
    fixture_files().iter().map(read).collect()
}

fn fixture_files() -> Vec<PathBuf> {
    files_below(&project_root().join("fixtures"), ".http")
}

fn routes() -> impl Iterator<Item = (&'static Dialect, &'static Route)> {
    DIALECTS.iter().flat_map(|dialect| dialect.routes.iter().map(move |route| (*dialect, route)))
}

/// The endpoint that answers this: of several that fit, the one with the most segments of its own.
pub(crate) fn find_route(method: &str, target: &str) -> Option<&'static Route> {
    let path = target.split('?').next().unwrap_or_default();
    routes()
        .map(|(_, route)| route)
        .filter(|route| route.method.as_str() == method && fits(route.path, path))
        .max_by_key(|route| route.path.split('/').filter(|segment| !segment.starts_with('{')).count())
}

fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern
            .iter()
            .zip(&path)
            .all(|(one, other)| one == other || (one.starts_with('{') && !other.is_empty()))
}
