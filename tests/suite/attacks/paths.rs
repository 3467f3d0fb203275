//! What else a request can say to get more than it may: other methods, paths that climb, lines within lines, and words of
//! proxies that there are none of.

use super::forged::{Attack, Expect, Forged};
use super::target::Wish;

/// Paths that climb, or try to be two.
const PATHS: &[(&str, &str)] = &[
    ("WireMock CVE-2018-9117", "/v1/../../../../etc/passwd"),
    ("Mockoon CVE-2025-59049", "/v1/carts/..%2f..%2f..%2f..%2fetc%2fpasswd"),
    ("Mockoon CVE-2025-59049, twice escaped", "/v1/carts/..%252f..%252fetc%252fpasswd"),
    ("dots that are escaped", "/%2e%2e/%2e%2e/etc/passwd"),
    ("the other slash", "/..\\..\\etc\\passwd"),
    ("the other slash, escaped", "/v1/carts/..%5c..%5cetc%5cpasswd"),
    ("a NUL at the end", "/api/v1/shop/cart/TROLLEY-CARD%00.txt"),
    ("two slashes", "//evil.example/v1/cart"),
    ("empty segments", "/v1//carts//user_182"),
    ("a climb into another's cart", "/v1/carts/guest_1/../user_182"),
    ("a climb out of the prefix", "/_trolley/../v1/cart"),
    ("bytes that are no text", "/v1/carts/%ff%fe"),
    ("a letter in too many bytes", "/v1/carts/%c0%ae%c0%ae%c0%afetc"),
    ("a template", "/v2/carts/%7B%7B7*7%7D%7D/items"),
    ("hoppscotch CVE-2026-34932, a script", "/v1/carts/%3Cscript%3Ealert(1)%3C/script%3E"),
    ("a file's address", "/file:///etc/passwd"),
    ("mock2easy CVE-2020-7697, a command", "/v1/carts/%3Bcat%20%2Fetc%2Fpasswd"),
    ("Next.js CVE-2025-48068, what a server of developers has", "/__nextjs_original-stack-frame"),
    ("Next.js CVE-2026-94485, tools", "/_next/mcp"),
    ("Vite, files", "/@fs/etc/passwd?import&raw??"),
    ("settings of a repository", "/.git/config"),
    ("settings of a program", "/.env"),
];

/// Headers by which proxies and frameworks say what the request is really.
const REWRITES: &[(&str, &str)] = &[
    ("X-HTTP-Method-Override", "DELETE"),
    ("X-HTTP-Method", "DELETE"),
    ("X-Method-Override", "DELETE"),
    ("X-Original-URL", "/_trolley/carts"),
    ("X-Rewrite-URL", "/_trolley/carts"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Server", "evil.example"),
    ("X-Forwarded-Prefix", "/evil.example"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-For", "10.0.0.1"),
    ("X-Real-IP", "10.0.0.1"),
    ("X-Host", "evil.example"),
    ("Forwarded", "for=127.0.0.1;host=evil.example;proto=https"),
    ("Proxy", "http://evil.example"),
    ("X-Callback-Url", "http://evil.example/"),
    ("Accept", "text/html, text/javascript"),
    ("Accept-Encoding", "gzip, br, zstd"),
    ("Expect", "200-maybe"),
    ("Range", "bytes=0-1"),
    ("If-None-Match", "*"),
    ("Cookie", "session=evil; session=evil"),
];

/// Values with lines in them.
const LINES: &[(&str, &str)] = &[
    ("an escaped line", "a%0d%0aX-Injected:%20yes"),
    ("a bare carriage return", "a\rX-Injected: yes"),
    ("a folded line", "a\r\n X-Injected: yes"),
    ("a NUL", "a\0X-Injected: yes"),
    ("a line of Unicode", "a\u{2028}X-Injected: yes"),
];

/// What can be made of the wish, credentials and all.
pub(super) fn attacks(wish: &Wish, port: u16) -> Vec<Attack> {
    let forged = Forged::new(wish, port);
    let mut attacks = Vec::new();
    for method in ["TRACE", "CONNECT", "PROPFIND", "MOVE", "SEARCH", "get", "post", "DELETE\u{a0}", "G\tET"] {
        let line = format!("{method} {} HTTP/1.1", wish.path);
        attacks.push(forged.clone().line(&line).refused(format!("the method {method:?}")));
    }
    attacks.push(forged.clone().line("OPTIONS * HTTP/1.1").refused("a question about everything"));
    attacks.push(forged.clone().line(&format!("CONNECT 127.0.0.1:{port} HTTP/1.1")).refused("a tunnel"));
    for version in ["HTTP/0.9", "HTTP/1.2", "HTTP/2", "HTTP/2.0", "http/1.1", "HTTP/1.1 HTTP/1.1", ""] {
        let line = format!("{} {} {version}", wish.method, wish.path);
        attacks.push(forged.clone().line(&line).refused(format!("the version {version:?}")));
    }
    if wish.writes {
        return attacks;
    }
    for (name, value) in REWRITES {
        let rewritten = forged.clone().header(name, value);
        attacks.push(rewritten.attack(format!("{name}: {value}"), Expect::Harmless));
    }
    for name in ["X-Request-ID", "Idempotency-Key", "X-Cart-ID", "X-Moltin-Currency", "x-session-id"] {
        for (trick, value) in LINES {
            let split = forged.clone().header(name, value);
            attacks.push(split.attack(format!("{trick} in {name}"), Expect::Harmless));
        }
    }
    for query in
        ["?callback=alert(1)", "?_method=DELETE", "?x=%0d%0aX-Injected:%20yes", "?url=http://evil.example"]
    {
        let line = format!("GET {}{query} HTTP/1.1", wish.path);
        attacks.push(forged.clone().line(&line).attack(format!("the query {query}"), Expect::Harmless));
    }
    for (advisory, path) in PATHS {
        let climb = forged.clone().line(&format!("GET {path} HTTP/1.1"));
        attacks.push(climb.attack(*advisory, Expect::Harmless));
    }
    attacks
}

/// Attacks of callers who prove nothing: greetings of other protocols, and an identity that is only claimed.
pub(super) fn anonymous(port: u16) -> Vec<Attack> {
    let bytes = |name: &str, bytes: &[u8]| Attack {
        name: name.to_owned(),
        expect: Expect::Refused,
        bytes: bytes.to_vec(),
    };
    let mut attacks = vec![
        bytes(
            "CVE-2023-44487, a greeting of HTTP/2",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0",
        ),
        bytes("a greeting of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        bytes("a greeting of a mail server", b"EHLO evil.example\r\nMAIL FROM:<a@evil.example>\r\n"),
        bytes("a greeting of a proxy", b"PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\n\r\n"),
        bytes("a greeting of Redis", b"*1\r\n$8\r\nFLUSHALL\r\n"),
    ];
    let body = r#"{"customer_id":"182","userId":"182","role":"admin","productId":"4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04","quantity":1}"#;
    for path in ["/v1/cart", "/v1/carts", "/v1/carts/user_182/items", "/api/v1/shop/cart/TROLLEY-CARD"] {
        for claim in
            ["X-User-Id: 182", "x-customer-id: 182", "X-Cart-ID: user_182", "X-Moltin-Customer-Token: 182"]
        {
            let text = format!(
                "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{claim}\r\nContent-Type: application/json\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                body.len()
            );
            attacks.push(bytes("PocketBase CVE-2024-38351, an identity that is claimed", text.as_bytes()));
        }
    }
    attacks
}
