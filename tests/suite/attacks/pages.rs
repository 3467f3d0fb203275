//! Pages of other origins: what their browsers send of their own accord, or after asking.

use super::forged::{Attack, Expect, Forged};
use super::target::Wish;

/// Origins of pages that may not, and what let each of them in elsewhere.
const ORIGINS: &[(&str, &str)] = &[
    ("Vite CVE-2025-24010", "https://evil.example"),
    ("esbuild GHSA-67mh-4wv8-2f99", "http://evil.example:8000"),
    ("webpack-dev-server CVE-2018-14732", "https://evil.example:2278"),
    ("webpack-dev-server CVE-2025-30360, an address", "http://203.0.113.7"),
    ("webpack-dev-server CVE-2025-30360, an address of the network", "http://192.168.0.10:3000"),
    ("Next.js CVE-2026-27977, a sandboxed frame", "null"),
    ("0.0.0.0 day", "http://0.0.0.0:2278"),
    ("the beginning of a name", "http://localhost.evil.example"),
    ("the end of a name", "http://evil-localhost"),
    ("an address as the beginning of a name", "http://127.0.0.1.evil.example"),
    ("a name behind credentials", "http://localhost@evil.example"),
    ("credentials", "http://evil.example@localhost"),
    ("a name behind a path", "http://evil.example/http://localhost"),
    ("a path", "http://localhost/"),
    ("a fragment", "http://evil.example#localhost"),
    ("a dot at the end", "http://localhost.:3000"),
    ("an address as a number", "http://2130706433"),
    ("an address in hexadecimal digits", "http://0x7f000001"),
    ("a short address", "http://127.1"),
    ("an address in another family", "http://[::ffff:127.0.0.1]"),
    ("any address of another family", "http://[::]"),
    ("two origins in one", "http://localhost https://evil.example"),
    ("a list of origins", "http://localhost, https://evil.example"),
    ("a file", "file://"),
    ("an extension", "chrome-extension://abcdefghijklmnop"),
    ("a scheme of one's own", "evil://localhost"),
    ("nothing", ""),
    ("a wildcard", "*"),
];

/// Bodies that browsers send for a page without asking first.
const SIMPLE_TYPES: &[&str] = &[
    "text/plain",
    "text/plain;charset=UTF-8",
    "text/plain; application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "",
];

/// What a browser says of a request by a tag of a page: its mode, and what for.
const TAGS: &[(&str, &str)] = &[
    ("no-cors", "image"),
    ("no-cors", "script"),
    ("no-cors", "style"),
    ("no-cors", "video"),
    ("no-cors", "object"),
    ("cors", "font"),
    ("cors", "empty"),
    ("navigate", "document"),
    ("navigate", "iframe"),
    ("websocket", "websocket"),
];

/// Every way of a page to the wish.
pub(super) fn attacks(wish: &Wish, port: u16) -> Vec<Attack> {
    let forged = Forged::new(wish, port);
    let mut attacks = Vec::new();
    for (advisory, origin) in ORIGINS {
        let by = forged.clone().header("Origin", origin);
        attacks.push(by.refused(*advisory));
        attacks.push(by.header("Sec-Fetch-Site", "same-origin").refused(format!("{advisory}, and a lie")));
    }
    let two = forged.clone().header("Origin", "http://localhost").header("Origin", "https://evil.example");
    attacks.push(two.refused("two origins"));
    for (mode, destination) in TAGS {
        let tag = forged.clone().header("Sec-Fetch-Mode", mode).header("Sec-Fetch-Dest", destination);
        let tag = tag.header("Sec-Fetch-Site", "cross-site").header("Referer", "https://evil.example/");
        attacks.push(tag.refused(format!("a tag of a page, {mode} for {destination}")));
    }
    attacks.extend(simple_bodies(wish, &forged));
    attacks.extend(preflights(wish, port));
    attacks.extend(sockets(&forged));
    attacks
}

/// Bodies of types that need no leave; of an old browser even without a word of the page that sends them.
fn simple_bodies(wish: &Wish, forged: &Forged) -> Vec<Attack> {
    if wish.body.is_empty() {
        return Vec::new();
    }
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"quantity\"\r\n\r\n1\r\n--x--\r\n";
    let bodies = [wish.body.as_str(), "quantity=1", multipart];
    let mut attacks = Vec::new();
    for media_type in SIMPLE_TYPES {
        for body in bodies {
            let simple = forged.clone().body(media_type, body);
            attacks.push(simple.refused(format!("MockServer CVE-2021-32827, a body of type {media_type:?}")));
            let by_page =
                simple.header("Origin", "https://evil.example").header("Sec-Fetch-Site", "cross-site");
            attacks.push(by_page.refused(format!("a page's body of type {media_type:?}")));
        }
    }
    attacks
}

/// Browsers that ask first: nothing in the answer lets the page go on.
fn preflights(wish: &Wish, port: u16) -> Vec<Attack> {
    let bare = Wish { headers: Vec::new(), body: String::new(), ..wish.clone() };
    let ask = Forged::new(&bare, port).line(&format!("OPTIONS {} HTTP/1.1", wish.path));
    let ask = ask.header("Access-Control-Request-Method", wish.method);
    let ask = ask.header("Access-Control-Request-Headers", "content-type, authorization, x-api-key");
    let private = "Access-Control-Request-Private-Network";
    ORIGINS
        .iter()
        .flat_map(|(advisory, origin)| {
            let ask = ask.clone().header("Origin", origin);
            let asked_first = ask.refused(format!("{advisory}, asked first"));
            [asked_first, ask.header(private, "true").refused(format!("{advisory}, from outside"))]
        })
        .collect()
}

/// Connections that stop being HTTP/1.1.
fn sockets(forged: &Forged) -> Vec<Attack> {
    let socket = forged.clone().header("Connection", "Upgrade").header("Upgrade", "websocket");
    let socket =
        socket.header("Sec-WebSocket-Version", "13").header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    let by_page = socket.clone().header("Origin", "https://evil.example");
    let mut attacks = vec![by_page.refused("Vite CVE-2025-24010, a socket")];
    // A reading wish is a request as good as without; a writing one is not tried.
    if !forged.is_write() {
        let later = forged.clone().header("Connection", "Upgrade, HTTP2-Settings").header("Upgrade", "h2c");
        let later = later.header("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA");
        attacks.push(later.attack("CVE-2023-44487, HTTP/2 by an upgrade", Expect::Harmless));
        attacks.push(socket.attack("a socket that names no page", Expect::Harmless));
    }
    attacks
}
