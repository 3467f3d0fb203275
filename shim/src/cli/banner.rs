//! What the server says when it is ready.

use std::fmt::Write as _;
use std::net::SocketAddr;

use trolley_engine::engine::recover::Recovered;

use crate::config::{Profile, ServerConfig};
use crate::dialects::{DIALECTS, admin};

/// What became of the demo catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demo {
    /// It was not asked for.
    NotAsked,
    /// It is in.
    Loaded,
    /// The file was there before, and is as it was.
    Kept,
}

/// At most eight lines: where the server is, where its APIs are, where the data is, what to try first.
pub(super) fn banner(
    address: SocketAddr,
    server: &ServerConfig,
    (demo, recovered): (Demo, Option<&Recovered>),
    first_request: Option<&str>,
) -> String {
    let mut banner = format!("trolley listening on http://{address}\n");
    // What is administered is no place to point a client at.
    for dialect in DIALECTS.iter().filter(|dialect| dialect.name != admin::DIALECT.name) {
        // Writing to a text does not fail.
        let _ = writeln!(banner, "  {:<14}http://{address}{}", dialect.title, dialect.base_path);
    }
    banner.push_str(&kept(server, demo));
    if let Some(Recovered { from, aside }) = recovered {
        let from = from.display();
        let _ = match aside {
            Some(aside) => write!(
                banner,
                " A DAMAGED FILE WAS REPLACED by the backup {from}. What was there is kept as {}.",
                aside.display()
            ),
            None => write!(banner, " THE FILE WAS GONE: the backup {from} has taken its place."),
        };
    }
    banner.push('\n');
    if let Some(first_request) = first_request {
        let _ = writeln!(banner, "Try: {first_request}");
    }
    banner
}

fn kept(server: &ServerConfig, demo: Demo) -> String {
    let Some(data) = &server.data else {
        let backups = if server.backups.is_some() { ", and of nothing there are backups" } else { "" };
        return format!("Nothing is kept: everything is gone when the server stops{backups}.");
    };
    let safety = match server.profile {
        Profile::Durable => "durable",
        Profile::Fast => "fast: a failed flush may cost what was answered before",
        Profile::Memory => "memory",
    };
    let demo = match demo {
        Demo::NotAsked => "",
        Demo::Loaded => " The demo catalog and its keys were put into it: EVERYBODY KNOWS THESE KEYS.",
        Demo::Kept => {
            " It was there before: the demo catalog was not put into it again. EVERYBODY KNOWS THE DEMO'S KEYS."
        }
    };
    let backups = server.backups.as_ref().map(|folder| format!(" Backups are made in {}.", folder.display()));
    format!("Carts are kept in {} ({safety}).{}{demo}", data.display(), backups.unwrap_or_default())
}
