//! What the fixtures show: which endpoints, which errors, under which settings.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use trolley::dialects::{DIALECTS, Dialect, Route};
use trolley_harness::compact::compact;
use trolley_harness::fixture::{Exchange, Fixture};

use super::documented::DocumentedError;
use crate::contract::find_route;

/// Who answers where no dialect does.
const NOBODY: &str = "";

/// What the fixtures show.
pub(super) struct Shown {
    answers: Vec<Answer>,
    /// How many fixtures there are.
    pub(super) fixtures_count: usize,
}

/// What one exchange shows.
struct Answer {
    /// The fixture's path below the folder of fixtures.
    fixture: String,
    dialect: &'static str,
    /// Method and path of its endpoint, where it has one.
    endpoint: Option<(&'static str, &'static str)>,
    errors: Vec<Error>,
    /// The settings that its fixture sets, as `name = value`.
    settings: BTreeSet<String>,
}

struct Error {
    status: u16,
    text: String,
    /// What it is called where no reference lists it.
    name: String,
}

impl Shown {
    /// What these fixtures show.
    pub(super) fn new(fixtures: &[Fixture]) -> Self {
        let answers = fixtures
            .iter()
            .flat_map(|fixture| fixture.exchanges.iter().map(move |exchange| answer(fixture, exchange)));
        Self { answers: answers.collect(), fixtures_count: fixtures.len() }
    }

    /// How many exchanges there are.
    pub(super) fn exchanges_count(&self) -> usize {
        self.answers.len()
    }

    /// The fixtures of an endpoint, and the settings of its dialect that they have.
    pub(super) fn endpoint(&self, dialect: &Dialect, route: &Route) -> (BTreeSet<&str>, BTreeSet<&str>) {
        let endpoint = Some((route.method.as_str(), route.path));
        let answers = || self.answers.iter().filter(|answer| answer.endpoint == endpoint);
        let prefix = format!("{}.", dialect.name);
        let settings = answers().flat_map(|answer| &answer.settings);
        let names = settings.filter_map(|setting| setting.strip_prefix(&prefix)?.split(" = ").next());
        (answers().map(|answer| answer.fixture.as_str()).collect(), names.collect())
    }

    /// The fixtures that show an error.
    pub(super) fn showing(&self, dialect: &str, error: &DocumentedError) -> BTreeSet<&str> {
        self.with(dialect, error).map(|answer| answer.fixture.as_str()).collect()
    }

    /// The settings without which no fixture shows an error.
    pub(super) fn settings_needed(&self, dialect: &str, error: &DocumentedError) -> BTreeSet<String> {
        let mut answers = self.with(dialect, error);
        let Some(first) = answers.next() else { return BTreeSet::new() };
        answers.fold(first.settings.clone(), |needed, answer| &needed & &answer.settings)
    }

    fn with<'a>(&'a self, dialect: &str, error: &DocumentedError) -> impl Iterator<Item = &'a Answer> {
        self.answers.iter().filter(move |answer| {
            answer.dialect == dialect && answer.errors.iter().any(|found| error.is(found.status, &found.text))
        })
    }

    /// The errors of a dialect that are none of the listed ones, with the fixtures that show them.
    pub(super) fn unlisted(
        &self,
        dialect: &str,
        listed: &[DocumentedError],
    ) -> BTreeMap<(u16, &str), BTreeSet<&str>> {
        self.named(dialect, |error| !listed.iter().any(|listed| listed.is(error.status, &error.text)))
    }

    /// The errors of paths that belong to no dialect.
    pub(super) fn of_nobody(&self) -> BTreeMap<(u16, &str), BTreeSet<&str>> {
        self.named(NOBODY, |_| true)
    }

    fn named(
        &self,
        dialect: &str,
        is_wanted: impl Fn(&Error) -> bool,
    ) -> BTreeMap<(u16, &str), BTreeSet<&str>> {
        let mut named: BTreeMap<(u16, &str), BTreeSet<&str>> = BTreeMap::new();
        for answer in self.answers.iter().filter(|answer| answer.dialect == dialect) {
            for error in answer.errors.iter().filter(|error| is_wanted(error)) {
                named.entry((error.status, error.name.as_str())).or_default().insert(&answer.fixture);
            }
        }
        named
    }
}

fn answer(fixture: &Fixture, exchange: &Exchange) -> Answer {
    let route = find_route(&exchange.method, &path(exchange));
    let settings = fixture.config.iter().filter_map(|line| {
        let (name, value) = line.split_once('=')?;
        Some(format!("{} = {}", name.trim(), value.trim()))
    });
    Answer {
        fixture: fixture.path.display().to_string(),
        dialect: owner(&path(exchange)),
        endpoint: route.map(|route| (route.method.as_str(), route.path)),
        errors: errors(exchange.expected.status, &exchange.expected.body),
        settings: settings.collect(),
    }
}

/// The path as the server has it, without the query.
fn path(exchange: &Exchange) -> String {
    let path = exchange.path.split('?').next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    format!("/{}", segments.join("/"))
}

/// The dialect that answers below this path: of several the one with the longest beginning.
fn owner(path: &str) -> &'static str {
    let owned = DIALECTS.iter().flat_map(|dialect| dialect.owns.iter().map(|owned| (dialect.name, *owned)));
    owned
        .filter(|(_, owned)| {
            path.strip_prefix(owned).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .max_by_key(|(_, owned)| owned.len())
        .map_or(NOBODY, |(name, _)| name)
}

/// The errors in an answer: the answer itself, or each of those that it lists, be it a good one otherwise.
fn errors(status: u16, body: &str) -> Vec<Error> {
    let json: Json = serde_json::from_str(body).unwrap_or_default();
    let listed =
        json["errors"].as_array().filter(|errors| errors.iter().all(|error| error["title"].is_string()));
    match listed {
        Some(errors) => errors.iter().map(entry).collect(),
        None if 400 <= status => vec![whole(status, body, &json)],
        None => Vec::new(),
    }
}

/// One of several errors that an answer lists.
fn entry(error: &Json) -> Error {
    let title = error["title"].as_str().unwrap_or_default();
    let text = match error["detail"].as_str() {
        Some(detail) => format!("{title}: {detail}"),
        None => title.to_owned(),
    };
    let status = error["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or_default();
    // A title such as `number_gte` is a family; one such as `Bad Request` says nothing without the detail.
    let is_family = title.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let name = if is_family { title.to_owned() } else { text.clone() };
    Error { status, text, name }
}

fn whole(status: u16, body: &str, json: &Json) -> Error {
    let names = [&json["error"]["code"], &json["message"], &json["error"]];
    let name =
        names.iter().find_map(|name| name.as_str()).unwrap_or(if body.is_empty() { "no body" } else { body });
    Error { status, text: compact(body).unwrap_or_else(|| body.to_owned()), name: name.to_owned() }
}
