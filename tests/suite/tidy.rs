//! What the compiler's lints cannot hold: who names whom, what has shipped, what belongs together.

mod shipped;

use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;
use trolley::dialects::DIALECTS;
use trolley::keyring::digest;
use trolley_harness::process::spawn_process;
use trolley_harness::{files_below, project_root, read_text};

use self::shipped::SHIPPED_RECORDS;

/// Most lines that a file may have, but for `problem.rs`, which is a table.
const FILE_LINES_MAX: usize = 400;

/// Licences that ask no more than to be named.
const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// A source file: its path below the root, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The lines of code with their numbers, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| {
            let line = if line.trim_start().starts_with("//") { "" } else { line };
            (index + 1, line.split(" // ").next().unwrap_or_default())
        })
    }

    /// Panics where the code has one of these words.
    #[track_caller]
    fn must_not_name(&self, words: &[&str]) {
        for (number, line) in self.code() {
            for word in words {
                assert!(!has_word(line, word), "{}:{number} names {word}: {line}", self.path);
            }
        }
    }
}

fn sources() -> Vec<Source> {
    let root = project_root();
    let mut sources = Vec::new();
    for package in ["engine", "shim", "benches", "tests"] {
        for path in files_below(&root.join(package), ".rs") {
            let text = read_text(&path);
            let path = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            // What a package outside the workspace was built to, where its own settings were not asked.
            if !path.contains("/target/") {
                sources.push(Source { path, text });
            }
        }
    }
    assert!(50 < sources.len());
    sources
}

fn sources_in(folder: &str) -> Vec<Source> {
    let sources: Vec<Source> =
        sources().into_iter().filter(|source| source.path.starts_with(folder)).collect();
    assert!(!sources.is_empty(), "{folder} has no source");
    sources
}

fn has_word(line: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        !before.ends_with(is_part) && !before.ends_with('.') && !after.starts_with(is_part)
    })
}

#[test]
fn words_are_found_whole() {
    assert!(has_word("use redb::Database;", "redb"));
    assert!(!has_word("let redbud = 1;", "redb"));
    assert!(!has_word("fn _redb() {}", "redb"));
    assert!(!has_word("\"carts.redb\"", "redb"));
}

#[test]
fn the_rules_know_no_disk_no_wire_and_no_clock() {
    for source in sources_in("engine/src/domain/") {
        source.must_not_name(&[
            "serde",
            "serde_json",
            "bincode",
            "redb",
            "tokio",
            "hyper",
            "uuid",
            "getrandom",
        ]);
        source.must_not_name(&["SystemTime", "Instant", "crate::store", "crate::env", "crate::engine"]);
        source.must_not_name(&["std::fs", "std::io", "std::thread", "std::sync::Mutex"]);
    }
}

#[test]
fn the_engine_knows_no_http_no_json_and_no_vendor() {
    for source in sources_in("engine/src/") {
        source.must_not_name(&["hyper", "tokio", "serde", "serde_json"]);
        // Samples of keys name whom they are for, and samples of orders where.
        if !source.path.contains("tests") && !source.path.contains("/samples") {
            for dialect in DIALECTS {
                source.must_not_name(&[dialect.name, dialect.title]);
            }
        }
    }
}

#[test]
fn only_the_engine_knows_its_file_and_only_the_codec_its_encoding() {
    for source in sources() {
        let in_store = source.path.starts_with("engine/src/store");
        let in_codec = ["engine/src/store/codec", "engine/src/store/record"];
        if !in_codec.iter().any(|path| source.path.starts_with(path)) && !source.path.ends_with("tidy.rs") {
            source.must_not_name(&["bincode"]);
        }
        let in_engine =
            source.path.starts_with("engine/src/") && !source.path.starts_with("engine/src/domain/");
        // Peers are held against the store's own library by itself.
        let may_look_inside = ["tests/", "benches/peers/"];
        if !in_engine && !may_look_inside.iter().any(|path| source.path.starts_with(path)) {
            source.must_not_name(&["redb"]);
        }
        if in_store {
            source.must_not_name(&["prorate", "may_reach"]);
        }
        // What an order cost is kept as it was; nothing is priced there.
        let keeps_orders = ["engine/src/store/record/", "engine/src/store/samples"];
        if in_store && !keeps_orders.iter().any(|path| source.path.starts_with(path)) {
            source.must_not_name(&["pricing"]);
        }
    }
}

#[test]
fn dialects_do_not_know_each_other() {
    for dialect in DIALECTS {
        let folder = format!("shim/src/dialects/{}/", dialect.name);
        for source in sources_in(&folder) {
            for other in DIALECTS.iter().filter(|other| other.name != dialect.name) {
                match (dialect.name, other.name) {
                    // Both are ours, and answer refusals in the same words.
                    ("admin", "till") => {}
                    // It is a word of a vendor's too.
                    (_, "admin") => source.must_not_name(&["admin::"]),
                    (_, other) => source.must_not_name(&[other]),
                }
            }
        }
    }
}

#[test]
fn every_folder_of_a_dialect_is_registered() {
    let folder = project_root().join("shim/src/dialects");
    let mut folders: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    let mut registered: Vec<&str> = DIALECTS.iter().map(|dialect| dialect.name).collect();
    registered.sort_unstable();
    assert_eq!(folders, registered);
}

#[test]
fn every_answer_to_a_refusal_is_listed() {
    let ours = ["Error::", "Problem::", "CustomInputProblem::", "InvalidId::", "InvalidJson::", "Outcome::"];
    for source in sources_in("shim/src/dialects/") {
        let lines: Vec<&str> = source.code().map(|(_, line)| line).collect();
        for (index, line) in
            lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("_ =>"))
        {
            let depth = depth(line);
            let arms = lines[..index]
                .iter()
                .rev()
                .take_while(|line| line.trim().is_empty() || depth <= self::depth(line));
            for arm in arms.filter(|arm| self::depth(arm) == depth) {
                let is_ours = ours.iter().any(|prefix| arm.trim_start().starts_with(prefix));
                assert!(!is_ours, "{}:{} answers what it does not name", source.path, index + 1);
            }
        }
    }
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[test]
fn sources_are_ascii() {
    for source in sources() {
        for (index, line) in source.text.lines().enumerate() {
            assert!(line.is_ascii(), "{}:{}: {line}", source.path, index + 1);
        }
    }
}

#[test]
fn files_are_short() {
    for source in sources() {
        let lines = source.text.lines().count();
        let is_table = source.path.ends_with("/problem.rs");
        assert!(is_table || lines <= FILE_LINES_MAX, "{} has {lines} lines", source.path);
    }
}

#[test]
fn no_test_is_switched_off() {
    let switched_off = concat!("#[", "ignore");
    for source in sources() {
        assert!(!source.text.contains(switched_off), "{} has one", source.path);
    }
}

#[test]
fn nothing_else_is_at_the_top() {
    let expected = ["benches", "engine", "fixtures", "shim", "target", "tests"];
    for entry in std::fs::read_dir(project_root()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') {
            assert!(expected.contains(&name.as_str()), "{name} is a folder at the top");
        }
    }
}

#[test]
fn the_readme_says_how_to_run_and_to_test() {
    let readme = read_text(&project_root().join("README.md"));
    for command in ["cargo run --release", "cargo test --workspace"] {
        assert!(readme.contains(command), "`{command}` is missing");
    }
}

#[test]
fn shipped_records_are_unchanged() {
    assert!(!SHIPPED_RECORDS.is_empty());
    for (path, expected) in SHIPPED_RECORDS {
        let text = read_text(&project_root().join(path));
        let found: String = digest(&text).0.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, *expected, "{path} has shipped: add the next version instead of changing it");
    }
}

#[test]
fn every_dependency_has_a_permissive_licence() {
    // What other machines need was not fetched here.
    let metadata = output(
        Command::new(env!("CARGO"))
            .args([
                "metadata",
                "--offline",
                "--locked",
                "--format-version",
                "1",
                "--filter-platform",
                &host(),
            ])
            .arg("--manifest-path")
            .arg(project_root().join("Cargo.toml")),
    );
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Json = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(50 < packages.len());
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_permissive(licence), "{} is under {licence:?}", package["name"]);
    }
}

fn output(command: &mut Command) -> Output {
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    spawn_process(command).unwrap().wait_with_output().unwrap()
}

/// The kind of machine that this is, in the compiler's words.
fn host() -> String {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = output(Command::new(rustc).arg("-vV"));
    let version = String::from_utf8(version.stdout).unwrap();
    version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

/// Whether an expression of licences can be kept by naming them: of `OR` one that is permissive, of `AND` all.
fn is_permissive(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = expression.split_whitespace().collect();
    let mut next = 0;
    !words.is_empty() && any_of(&words, &mut next) && next == words.len()
}

fn any_of(words: &[&str], next: &mut usize) -> bool {
    let mut permissive = all_of(words, next);
    while words.get(*next) == Some(&"OR") {
        *next += 1;
        permissive |= all_of(words, next);
    }
    permissive
}

fn all_of(words: &[&str], next: &mut usize) -> bool {
    let mut permissive = one(words, next);
    while words.get(*next) == Some(&"AND") {
        *next += 1;
        permissive &= one(words, next);
    }
    permissive
}

fn one(words: &[&str], next: &mut usize) -> bool {
    let word = words.get(*next).copied().unwrap_or_default();
    *next += 1;
    if word == "(" {
        let permissive = any_of(words, next);
        *next += 1;
        return permissive;
    }
    if words.get(*next) == Some(&"WITH") {
        *next += 2;
    }
    PERMISSIVE.contains(&word)
}

#[test]
fn licences_are_weighed_by_their_expression() {
    assert!(is_permissive("MIT OR Apache-2.0"));
    assert!(is_permissive("MIT/Apache-2.0"));
    assert!(is_permissive("Apache-2.0 WITH LLVM-exception OR MIT"));
    assert!(is_permissive("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(is_permissive("GPL-3.0 OR MIT"));
    assert!(!is_permissive("GPL-3.0"));
    assert!(!is_permissive("MIT AND GPL-3.0"));
    assert!(!is_permissive(""));
}
