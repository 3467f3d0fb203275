//! The same by a real browser: Chromium without a window, in which the attacker's page is open. It is tried where
//! `TROLLEY_TEST_JOURNEYS=1` is set and there is a Chromium; else the test says that it was skipped, and why.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value as Json, json};
use tempfile::TempDir;
use trolley::config::Config;
use trolley_harness::process::spawn_process;
use trolley_harness::{project_root, read_text};

use super::hostile::{Hostile, PAGE_PATH};
use super::target::{SECRET, Target, Wish, wishes};
use crate::journeys::{SWITCH, say};

/// How long the page may take with all its tricks, each of which waits some seconds at most.
const REPORT_WITHIN: Duration = Duration::from_secs(300);
/// Where the name that is made to point here does so: another address of this machine, for the port to be the same.
const ELSEWHERE: &str = "127.0.0.2";

/// A browser; it is ended when the value goes.
struct Browser {
    child: Child,
    _profile: TempDir,
}

impl Browser {
    /// Opens the page.
    fn open(url: &str) -> Self {
        let profile = TempDir::new().unwrap();
        let rules = format!("MAP evil.example 127.0.0.1,MAP rebind.example {ELSEWHERE}");
        let child = spawn_process(
            Command::new("chromium")
                .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
                .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
                .arg(format!("--user-data-dir={}", profile.path().display()))
                .arg(format!("--host-resolver-rules={rules}"))
                .arg(url)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        Self { child: child.unwrap(), _profile: profile }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Why no browser can be tried, where none can.
fn skipped() -> Option<String> {
    if std::env::var(SWITCH).as_deref() != Ok("1") {
        return Some(format!("{SWITCH} is not 1"));
    }
    let version =
        Command::new("chromium").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    match version {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("chromium --version: {status}")),
        Err(error) => Some(format!("there is no chromium: {error}")),
    }
}

/// The attacker's page, which tries these names of the server; without any the name that it has itself.
fn page(targets: &[String]) -> String {
    let wishes: Vec<Json> = wishes().iter().map(as_json).collect();
    let setting = json!({ "targets": targets, "wishes": wishes, "secret": SECRET });
    let page = read_text(&project_root().join("tests/suite/attacks/hostile.html"));
    page.replace("SETTING", &setting.to_string())
}

fn as_json(wish: &Wish) -> Json {
    let headers: serde_json::Map<String, Json> =
        wish.headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect();
    json!({ "method": wish.method, "path": wish.path, "headers": headers, "body": wish.body })
}

/// A way to the server, which may be let, as it is started.
type Attempt = fn(bool, fn(Config) -> Target) -> Outcome;

/// How many tricks were tried, how many of them read something, and whether something has changed.
#[derive(Debug)]
struct Outcome {
    tried: u64,
    read: Vec<Json>,
    changed: bool,
}

fn outcome(target: &Target, hostile: &Hostile, url: &str) -> Outcome {
    let before = target.digest();
    let browser = Browser::open(url);
    let report = hostile.reports.recv_timeout(REPORT_WITHIN).expect("the page reports");
    drop(browser);
    Outcome {
        tried: report["tried"].as_u64().unwrap(),
        read: report["read"].as_array().unwrap().clone(),
        changed: target.digest() != before,
    }
}

/// A page of another origin, which may be one that the server is told to let.
fn visit(is_let: bool, start: fn(Config) -> Target) -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://evil.example:{}", listener.local_addr().unwrap().port());
    let mut config = Config::documented();
    config.server.origins.extend(is_let.then(|| origin.clone()));
    let target = start(config);
    let port = target.address().port();
    let names = ["127.0.0.1", "localhost", "shop.localhost", "0.0.0.0", "evil.example"];
    let targets: Vec<String> = names.map(|name| format!("http://{name}:{port}")).to_vec();
    let hostile = Hostile::start(listener, page(&targets), None);
    outcome(&target, &hostile, &format!("{origin}{PAGE_PATH}"))
}

/// A page of a name that is made to point here, which may be one that the server is told to have.
fn rebind(is_let: bool, start: fn(Config) -> Target) -> Outcome {
    let mut config = Config::documented();
    if is_let {
        config.server.hosts.push("rebind.example".to_owned());
    }
    let target = start(config);
    let port = target.address().port();
    let listener = TcpListener::bind(SocketAddr::new(ELSEWHERE.parse().unwrap(), port)).unwrap();
    let hostile = Hostile::start(listener, page(&[]), Some(target.address()));
    outcome(&target, &hostile, &format!("http://rebind.example:{port}{PAGE_PATH}"))
}

fn as_on_a_till(config: Config) -> Target {
    let mut config = config;
    config.server.profile = trolley::config::Profile::Durable;
    config.server.loopback_origins = false;
    Target::with(config)
}

#[test]
fn a_page_in_a_browser_reads_and_changes_nothing() {
    if let Some(why) = skipped() {
        return say(&format!("the attacks by a browser were skipped: {why}"));
    }
    let attempts: [(&str, Attempt); 2] = [("drive-by", visit), ("rebinding", rebind)];
    for (name, attempt) in attempts {
        for start in [Target::with, as_on_a_till] {
            let Outcome { tried, read, changed } = attempt(false, start);
            say(&format!(
                "{tried} {name} tricks of a page in Chromium, {} read, changed: {changed}",
                read.len()
            ));
            assert!(100 < tried, "{name}: {tried}");
            assert!(read.is_empty(), "{name}: {read:?}");
            assert!(!changed, "{name}");
        }
    }
}

#[test]
fn a_page_that_is_let_shows_that_the_attacks_arrive() {
    if skipped().is_some() {
        return;
    }
    let let_in = visit(true, Target::with);
    assert!(!let_in.read.is_empty() && let_in.changed, "{let_in:?}");
    // Reading is enough: what such a page writes names its origin, which is not let for being a host.
    let pointed = rebind(true, Target::with);
    assert!(!pointed.read.is_empty(), "{pointed:?}");
}
