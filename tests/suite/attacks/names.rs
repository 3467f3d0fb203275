//! Names that are made to point here: what a browser sends that takes the attacker's page and this server for one.

use super::forged::{Attack, Forged};
use super::target::Wish;

/// Hosts that are not this server's, with `PORT` for its port, and who was once reached by such a one.
const HOSTS: &[(&str, &str)] = &[
    ("Ollama CVE-2024-28224", "evil.example:PORT"),
    ("rmcp CVE-2026-42559", "evil.example"),
    ("Vite CVE-2025-24010, a name that points here", "rebind.evil.example:PORT"),
    ("WireMock CVE-2023-41329", "127.0.0.1.evil.example:PORT"),
    ("a name of one's own for each address", "127-0-0-1.evil.example:PORT"),
    ("the beginning of a name", "localhost.evil.example:PORT"),
    ("the end of a name", "evillocalhost:PORT"),
    ("a name that is too short", ".localhost:PORT"),
    ("a dot at the end", "localhost.:PORT"),
    ("an address and a dot at the end", "127.0.0.1.:PORT"),
    ("0.0.0.0 day", "0.0.0.0:PORT"),
    ("0.0.0.0 day, shorter", "0:PORT"),
    ("any address of another family", "[::]:PORT"),
    ("an address in another family", "[::ffff:127.0.0.1]:PORT"),
    ("an address in another family, in hexadecimal digits", "[::ffff:7f00:1]:PORT"),
    ("an address with a zone", "[::1%25lo]:PORT"),
    ("another address of this machine", "127.0.0.2:PORT"),
    ("an address of the network", "192.168.0.10:PORT"),
    ("an address as a number", "2130706433:PORT"),
    ("an address in hexadecimal digits", "0x7f000001:PORT"),
    ("an address in octal digits", "0177.0.0.1:PORT"),
    ("a short address", "127.1:PORT"),
    ("credentials", "localhost@evil.example:PORT"),
    ("a name as credentials", "evil.example@localhost:PORT"),
    ("a name behind a name", "localhost:PORT@evil.example"),
    ("another port", "127.0.0.1:1"),
    ("no port", "127.0.0.1"),
    ("an empty port", "127.0.0.1:"),
    ("a port that wraps around", "127.0.0.1:65536PORT"),
    ("a port with a sign", "127.0.0.1:+PORT"),
    ("two names", "127.0.0.1:PORT, evil.example"),
    ("two names apart", "127.0.0.1:PORT evil.example"),
    ("a path", "127.0.0.1:PORT/evil"),
    ("a query", "127.0.0.1:PORT?evil"),
    ("a fragment", "evil.example#127.0.0.1:PORT"),
    ("an escaped NUL", "localhost%00.evil.example:PORT"),
    ("a NUL", "localhost\0.evil.example:PORT"),
    ("a name in other letters", "l\u{f6}calhost:PORT"),
    ("letters that fold to others", "localho\u{17f}t:PORT"),
    ("nothing", ""),
];

/// Absolute targets, which servers are to prefer to the host.
const TARGETS: &[(&str, &str)] = &[
    ("a target elsewhere", "http://evil.example"),
    ("a target elsewhere, on this port", "http://evil.example:PORT"),
    ("a target behind credentials", "http://127.0.0.1:PORT@evil.example"),
    ("a target with credentials", "http://evil@127.0.0.1:PORT"),
    ("a target of any address", "http://0.0.0.0:PORT"),
    ("a target on another port", "http://127.0.0.1:1"),
];

/// Every other name for the server that the wish can be sent to.
pub(super) fn attacks(wish: &Wish, port: u16) -> Vec<Attack> {
    let forged = Forged::new(wish, port);
    let mut attacks = Vec::new();
    for (advisory, host) in HOSTS {
        let host = host.replace("PORT", &port.to_string());
        let named = forged.clone().host(&host);
        // Such a page is of the origin that it asks: its browser says so, or says nothing.
        let is_own = ["127.0.0.1", "localhost"].iter().any(|own| host.starts_with(own));
        let origin = if is_own { "http://evil.example" } else { &format!("http://{host}") };
        let same = named.clone().header("Sec-Fetch-Site", "same-origin");
        attacks.push(same.header("Origin", origin).refused(format!("{advisory}, a page")));
        attacks.push(named.clone().header("X-Forwarded-Host", "localhost").refused(*advisory));
        let whole = named.line(&format!("{} http://127.0.0.1:{port}{} HTTP/1.1", wish.method, wish.path));
        attacks.push(whole.refused(format!("{advisory}, and a whole target")));
    }
    for (trick, target) in TARGETS {
        let target = target.replace("PORT", &port.to_string());
        let line = format!("{} {target}{} HTTP/1.1", wish.method, wish.path);
        attacks.push(forged.clone().line(&line).refused(*trick));
    }
    let ours = format!("Host: 127.0.0.1:{port}\r\n");
    attacks.push(forged.clone().host_lines("").refused("no host"));
    attacks.push(forged.clone().host_lines(&format!("{ours}Host: evil.example\r\n")).refused("two hosts"));
    attacks.push(forged.clone().host_lines(&format!("Host: evil.example\r\n{ours}")).refused("two hosts"));
    attacks.push(forged.clone().host_lines(&format!("{ours}{ours}")).refused("one host twice"));
    let old = format!("{} {} HTTP/1.0", wish.method, wish.path);
    attacks.push(forged.clone().host_lines("").line(&old).refused("an old version that needs no host"));
    attacks.push(forged.host("evil.example").line(&old).refused("an old version"));
    attacks
}
