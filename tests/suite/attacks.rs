//! Attacks on a server of this machine by pages that its user looks at, and by names that are made to point here: each
//! named after the advisory of a program that it once worked against. Every attack has the credentials of somebody who
//! may do what it asks for, so that nothing but the screening of names, origins and bodies stands in its way.
//!
//! After each of them all that is stored must be as it was, by its digest.

mod target;
mod forged;
mod names;
mod pages;
mod paths;
mod hostile;
mod browser;

use self::forged::{Attack, Expect, Heard};
use self::target::Target;
use crate::journeys::say;

/// All attacks on a server of this port, for each thing that can be asked of it.
fn attacks(target: &Target) -> Vec<Attack> {
    let port = target.address().port();
    let mut attacks = Vec::new();
    for wish in target::wishes() {
        attacks.extend(pages::attacks(&wish, port));
        attacks.extend(names::attacks(&wish, port));
        attacks.extend(paths::attacks(&wish, port));
    }
    attacks.extend(paths::anonymous(port));
    attacks
}

#[test]
fn no_attack_reads_or_changes_anything() {
    let (mut count, mut read, mut changed) = (0, 0, 0);
    let mut wrong = Vec::new();
    for target in [Target::memory(), Target::durable()] {
        let mut before = target.digest();
        for attack in attacks(&target) {
            let heard = attack.send(target.address());
            let after = target.digest();
            let (is_read, is_changed) = (is_read(&attack, &heard), after != before);
            before = after;
            count += 1;
            read += usize::from(is_read);
            changed += usize::from(is_changed);
            if let Some(why) = why_wrong(&attack, &heard, is_read, is_changed) {
                wrong.push(format!(
                    "{why} on the {} server by {attack:?}, which heard {heard:?}",
                    target.name()
                ));
            }
        }
    }
    say(&format!("{count} attack requests, {read} read, {changed} changed state"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(500 < count);
}

/// Whether a stranger reads what is in a cart: one who should have been refused, or a page that is let.
fn is_read(attack: &Attack, heard: &Heard) -> bool {
    let is_let = heard.header("access-control-allow-origin").is_some();
    heard.shows() && (is_let || attack.expect == Expect::Refused)
}

/// What no stranger is ever told.
const NEVER_SAID: &[&str] = &[
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-private-network",
    "server",
    "x-powered-by",
    "upgrade",
    "location",
    "refresh",
    "x-injected",
];

/// What is wrong about what came of the attack, where something is.
fn why_wrong(attack: &Attack, heard: &Heard, is_read: bool, is_changed: bool) -> Option<String> {
    if is_read || is_changed {
        return Some(format!("a cart was read: {is_read}, something was changed: {is_changed}"));
    }
    if let Some(name) = NEVER_SAID.iter().find(|name| heard.header(name).is_some()) {
        return Some(format!("the header {name} was sent"));
    }
    let text = heard.text().to_ascii_lowercase();
    if text.contains("evil.example") || text.contains("root:") {
        return Some("a stranger's words were repeated, or a file was shown".to_owned());
    }
    let safe = [
        ("content-type", "application/json"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
    ];
    if !heard.body.is_empty() && safe.iter().any(|(name, value)| heard.header(name) != Some(value)) {
        return Some("the answer may be taken for what it is not, or kept".to_owned());
    }
    let is_refused = match (attack.expect, heard.status) {
        // The connection is closed without a word.
        (Expect::Refused | Expect::Harmless, None) => true,
        (Expect::Refused, Some(status)) => matches!(status, 400..=499 | 501 | 505),
        (Expect::Harmless, Some(status)) => (200..500).contains(&status),
    };
    (!is_refused).then(|| "it was not refused".to_owned())
}

#[test]
fn the_same_wishes_come_true_where_nobody_attacks() {
    for target in [Target::memory(), Target::durable()] {
        for wish in target::wishes() {
            let before = target.digest();
            let heard = forged::plain(&wish, target.address().port()).send(target.address());
            let status = heard.status.unwrap_or_default();
            assert!((200..300).contains(&status), "{wish:?}: {heard:?}");
            assert_eq!(target.digest() != before, wish.writes, "{wish:?}");
            assert!(wish.writes || heard.shows(), "{wish:?}: {heard:?}");
        }
    }
}
