//! The table of conformance as a page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use trolley::dialects::{DIALECTS, Dialect};

use super::documented::{DocumentedError, LeftOut, Origin, Reference};
use super::shown::Shown;

/// How many fixtures are named; of more there is the number.
const FIXTURES_NAMED_MAX: usize = 3;

/// The page of these references.
pub(super) fn page(references: &[&Reference], shown: &Shown) -> String {
    let mut page = summary(references, shown);
    for dialect in DIALECTS {
        let _ = writeln!(page, "\n### {}\n", dialect.title);
        match references.iter().find(|reference| reference.dialect == dialect.name) {
            Some(reference) => page.push_str(&documented(dialect, reference, shown)),
            None => {
                page.push_str("No vendor's: all of it is ours.\n\n");
                page.push_str(&endpoints(dialect, |_| Origin::Ours, shown));
                page.push_str("\nAnswers that are errors:\n\n");
                page.push_str(&named(&shown.unlisted(dialect.name, &[]), dialect.name));
            }
        }
    }
    let of_nobody = shown.of_nobody();
    if !of_nobody.is_empty() {
        page.push_str("\n### No API\n\nAnswers on paths that belong to none of them:\n\n");
        page.push_str(&named(&of_nobody, ""));
    }
    page.trim_end().to_owned()
}

/// What a reference says of a dialect, and what there is beyond.
fn documented(dialect: &Dialect, reference: &Reference, shown: &Shown) -> String {
    let origin = |source: &str| {
        let is_ours = reference.sections_of_ours.iter().any(|section| source.starts_with(section));
        match source.starts_with(|first: char| first.is_ascii_digit()) {
            true => Origin::Document,
            false if is_ours => Origin::Ours,
            false => Origin::Wider,
        }
    };
    let mut part = endpoints(dialect, origin, shown);
    part.push('\n');
    part.push_str(&errors(reference, shown));
    let unlisted = shown.unlisted(dialect.name, reference.errors);
    if !unlisted.is_empty() {
        let _ = writeln!(part, "\nAnswers of ours that {} does not list:\n", reference.page);
        part.push_str(&named(&unlisted, dialect.name));
    }
    if !reference.left_out.is_empty() {
        part.push_str("\nNamed there, and not here:\n\n");
    }
    for left_out in reference.left_out {
        let LeftOut { method, path, place, reason } = left_out;
        let _ = writeln!(part, "- `{method} {path}` ({place}): {reason}");
    }
    part
}

fn summary(references: &[&Reference], shown: &Shown) -> String {
    let endpoints: usize = DIALECTS.iter().map(|dialect| dialect.routes.len()).sum();
    let readings: usize = DIALECTS.iter().map(|dialect| dialect.readings.len()).sum();
    let errors: usize = references.iter().map(|reference| reference.errors.len()).sum();
    format!(
        "{endpoints} endpoints, {errors} documented errors, {readings} settings of readings; {} fixtures with {} \
         exchanges.\n",
        shown.fixtures_count,
        shown.exchanges_count()
    )
}

fn endpoints(dialect: &Dialect, origin: impl Fn(&str) -> Origin, shown: &Shown) -> String {
    let mut table = "| endpoint | source | fixtures | readings |\n|---|---|---|---|\n".to_owned();
    for route in dialect.routes {
        let (fixtures, settings) = shown.endpoint(dialect, route);
        let settings: Vec<String> = settings.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(
            table,
            "| `{} {}` | {} | {} | {} |",
            route.method,
            route.path,
            sourced(origin(route.source), route.source),
            links(&fixtures, dialect.name),
            settings.join(", ")
        );
    }
    table
}

/// A source with who says it.
fn sourced(origin: Origin, source: &str) -> String {
    let source = cell(source);
    if source.starts_with(origin.name()) { source } else { format!("{}: {source}", origin.name()) }
}

fn errors(reference: &Reference, shown: &Shown) -> String {
    let mut table = "| status | error | source | fixtures | readings |\n|---|---|---|---|---|\n".to_owned();
    for error in reference.errors {
        let fixtures = shown.showing(reference.dialect, error);
        let fixtures = match error.unshown {
            "" => links(&fixtures, reference.dialect),
            reason => format!("*{}*", cell(reason)),
        };
        let _ = writeln!(
            table,
            "| {} | {} | {} | {fixtures} | {} |",
            error.status,
            code(error.text),
            place(reference, error),
            readings(reference, error, shown)
        );
    }
    table
}

fn place(reference: &Reference, error: &DocumentedError) -> String {
    let page = match error.origin {
        Origin::Document => String::new(),
        Origin::Wider | Origin::Ours => format!("{}, ", reference.page),
    };
    sourced(error.origin, &format!("{page}{}", error.place))
}

/// What was decided, and the settings without which the error does not come.
fn readings(reference: &Reference, error: &DocumentedError, shown: &Shown) -> String {
    let needed = shown.settings_needed(reference.dialect, error);
    let needed = needed.iter().map(|setting| {
        let own = setting.strip_prefix(reference.dialect).and_then(|name| name.strip_prefix('.'));
        code(own.unwrap_or(setting))
    });
    let decided = (!error.decided.is_empty()).then(|| error.decided.to_owned());
    decided.into_iter().chain(needed).collect::<Vec<_>>().join(", ")
}

fn named(errors: &BTreeMap<(u16, &str), BTreeSet<&str>>, dialect: &str) -> String {
    let mut table = "| status | error | fixtures |\n|---|---|---|\n".to_owned();
    for ((status, name), fixtures) in errors {
        let _ = writeln!(table, "| {status} | {} | {} |", code(name), links(fixtures, dialect));
    }
    table
}

/// Links to the first of these, the dialect's own before others', and how many more there are.
fn links(fixtures: &BTreeSet<&str>, dialect: &str) -> String {
    let mut fixtures: Vec<&str> = fixtures.iter().copied().collect();
    fixtures.sort_by_key(|fixture| !fixture.starts_with(&format!("{dialect}/")));
    let named = fixtures.iter().take(FIXTURES_NAMED_MAX);
    let mut links: Vec<String> =
        named.map(|fixture| format!("[{}]({fixture})", short(fixture, dialect))).collect();
    let more = fixtures.len().saturating_sub(FIXTURES_NAMED_MAX);
    if 0 < more {
        links.push(format!("+{more}"));
    }
    links.join(", ")
}

/// A fixture's name, with its folder where that is not the dialect's own.
fn short<'a>(fixture: &'a str, dialect: &str) -> &'a str {
    let own = fixture.strip_prefix(dialect).and_then(|rest| rest.strip_prefix('/')).unwrap_or(fixture);
    own.strip_suffix(".http").unwrap_or(own)
}

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{}`", cell(text)) }
}

/// A text that a cell of a table can have.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
