//! Web pages must not reach a server on the same machine behind its user's back: `Host`, `Origin`, body types, CORS.

use std::net::SocketAddr;

use tempfile::TempDir;
use trolley_harness::client::{Answer, Request, send};
use trolley_harness::local::{LocalServer, Setting};

use crate::shop::{add_as_guest, guest_units, post_guest, program, read_guest};

const GUEST: usize = 1;

/// Sends an add with these headers; the status must be this one, and only a good one has an effect.
#[track_caller]
fn check_add(server: &LocalServer, headers: &[(&str, &str)], status: u16) -> Answer {
    let address = server.address();
    let before = guest_units(address, GUEST);
    let answer = send(address, &with(add_as_guest(GUEST), headers)).unwrap();
    assert_eq!(answer.status, status, "{headers:?}: {}", answer.text());
    let added = guest_units(address, GUEST) - before;
    assert_eq!(added, u64::from(status == 200), "{headers:?}");
    answer
}

fn with(request: Request, headers: &[(&str, &str)]) -> Request {
    headers.iter().fold(request, |request, (name, value)| request.header(name, value))
}

#[track_caller]
fn assert_not_shared(answer: &Answer) {
    for name in ["access-control-allow-origin", "access-control-allow-credentials"] {
        assert_eq!(answer.header(name), None);
    }
}

#[test]
fn only_names_of_this_machine_are_answered_to() {
    let server = LocalServer::demo();
    let port = server.address().port();
    for name in ["127.0.0.1", "localhost", "LOCALHOST", "shop.localhost", "[::1]"] {
        check_add(&server, &[("Host", &format!("{name}:{port}"))], 200);
    }
    for name in [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil-localhost",
        "0.0.0.0",
        "192.168.0.1",
        "2130706433",
        "[::]",
    ] {
        check_add(&server, &[("Host", &format!("{name}:{port}"))], 421);
    }
    for host in ["127.0.0.1", "localhost", "127.0.0.1:1", "localhost:80"] {
        check_add(&server, &[("Host", host)], 421);
    }
}

#[test]
fn an_absolute_target_is_held_to_the_same_names() {
    let server = LocalServer::demo();
    let address = server.address();
    let to = |authority: &str| Request {
        path: format!("http://{authority}/api/v1/shop/cart/TROLLEY-CARD"),
        ..add_as_guest(GUEST)
    };
    assert_eq!(send(address, &to("evil.example")).unwrap().status, 421);
    assert_eq!(guest_units(address, GUEST), 0);
    assert_eq!(send(address, &to(&address.to_string())).unwrap().status, 200);
    assert_eq!(guest_units(address, GUEST), 1);
}

#[test]
fn a_name_can_be_configured() {
    let config = r#"server.hosts = ["till.example"]"#.to_owned();
    let server = LocalServer::start(Setting { config, ..Setting::demo() }).unwrap();
    check_add(&server, &[("Host", "till.example")], 200);
    check_add(&server, &[("Host", "till.example:8080")], 200);
    check_add(&server, &[("Host", "other.example")], 421);
}

#[test]
fn pages_of_other_origins_are_refused() {
    let server = LocalServer::demo();
    for origin in [
        "https://evil.example",
        "null",
        "",
        "http://localhost.evil.example",
        "http://evil.example#localhost",
        "http://localhost@evil.example",
        "http://0.0.0.0",
        "file://",
        "chrome-extension://abcdefghijklmnop",
    ] {
        assert_not_shared(&check_add(&server, &[("Origin", origin)], 403));
    }
    assert_not_shared(&check_add(
        &server,
        &[("Origin", "http://localhost"), ("Origin", "https://evil.example")],
        403,
    ));
    assert_not_shared(&check_add(&server, &[("Sec-Fetch-Site", "cross-site")], 403));
}

#[test]
fn a_refused_page_reads_nothing_either() {
    let server = LocalServer::demo();
    let answer = send(server.address(), &read_guest(GUEST).header("Origin", "https://evil.example")).unwrap();
    assert_eq!(answer.status, 403);
    assert_not_shared(&answer);
    assert!(!answer.text().contains("guest_"));
}

#[test]
fn a_page_of_this_machine_may_talk_to_the_demo() {
    let server = LocalServer::demo();
    for origin in
        ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:5173", "http://shop.localhost:8080"]
    {
        let answer = check_add(&server, &[("Origin", origin)], 200);
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin), "never `*`");
        assert!(answer.header_values("vary").any(|value| value.eq_ignore_ascii_case("origin")));
    }
    for site in ["same-origin", "same-site", "none"] {
        check_add(&server, &[("Sec-Fetch-Site", site)], 200);
    }
    assert_not_shared(&check_add(&server, &[], 200));
}

#[test]
fn an_origin_can_be_configured() {
    let config = r#"server.origins = ["https://shop.example"]
server.loopback_origins = false"#;
    let server = LocalServer::start(Setting { config: config.to_owned(), ..Setting::demo() }).unwrap();
    let page = [("Origin", "https://shop.example"), ("Sec-Fetch-Site", "cross-site")];
    let answer = check_add(&server, &page, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://shop.example"));
    check_add(&server, &[("Origin", "http://shop.example")], 403);
    check_add(&server, &[("Origin", "https://shop.example.evil.example")], 403);
    check_add(&server, &[("Origin", "http://localhost:3000")], 403);
    check_add(&server, &[("Origin", "null")], 403);
}

fn preflight(address: SocketAddr, path: &str, origin: &str) -> Answer {
    let request = Request::new("OPTIONS", path)
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type,x-api-key,x-cart-id");
    send(address, &request).unwrap()
}

#[test]
fn a_preflight_is_answered_without_a_key() {
    let server = LocalServer::demo();
    let answer = preflight(server.address(), "/api/v1/shop/cart/TROLLEY-CARD", "http://localhost:3000");
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some("http://localhost:3000"));
    let listed = |name: &str| -> Vec<String> {
        let value = answer.header(name).unwrap_or_default();
        value.split(',').map(|entry| entry.trim().to_ascii_lowercase()).collect()
    };
    for method in ["post", "put", "delete"] {
        assert!(listed("access-control-allow-methods").contains(&method.to_owned()), "{method}");
    }
    for header in ["content-type", "x-api-key", "x-cart-id", "authorization"] {
        assert!(listed("access-control-allow-headers").contains(&header.to_owned()), "{header}");
    }
    assert!(!listed("access-control-allow-headers").contains(&"*".to_owned()));
    assert_eq!(answer.header("access-control-max-age"), Some("600"));
    assert_eq!(answer.header("access-control-allow-private-network"), None);
}

#[test]
fn every_dialect_answers_a_preflight_for_its_own_headers() {
    let server = LocalServer::demo();
    for dialect in trolley::dialects::DIALECTS {
        let route = dialect.routes.first().unwrap();
        let path = route.path.replace(['{', '}'], "");
        let answer = preflight(server.address(), &path, "http://localhost:3000");
        if dialect.name == "admin" {
            assert_eq!(answer.status, 405, "no page administers a server");
            assert_not_shared(&answer);
            continue;
        }
        assert_eq!(answer.status, 204, "{}", dialect.title);
        let headers = answer.header("access-control-allow-headers").unwrap_or_default().to_ascii_lowercase();
        for header in dialect.pages.request_headers {
            assert!(headers.contains(header), "{}: {header}", dialect.title);
        }
    }
}

#[test]
fn a_preflight_of_a_stranger_is_refused() {
    let server = LocalServer::demo();
    for origin in ["https://evil.example", "null"] {
        let answer = preflight(server.address(), "/v1/cart", origin);
        assert!((400..500).contains(&answer.status), "{}", answer.status);
        assert_not_shared(&answer);
    }
}

#[test]
fn with_the_durable_profile_no_page_is_answered_unless_it_is_configured() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let arguments =
        ["serve", "--demo", "--profile", "durable", "--port", "0", "--data", file.to_str().unwrap()];
    let server = program().args(arguments).serve().unwrap();
    let answer = preflight(server.address, "/v1/cart", "http://localhost:3000");
    assert!((400..500).contains(&answer.status), "{}", answer.status);
    assert_not_shared(&answer);
    let answer =
        send(server.address, &add_as_guest(GUEST).header("Origin", "http://localhost:3000")).unwrap();
    assert_eq!(answer.status, 403);
    assert_not_shared(&answer);
    assert_eq!(guest_units(server.address, GUEST), 0);
}

#[test]
fn bodies_that_pages_may_send_unasked_have_no_effect() {
    let server = LocalServer::demo();
    let address = server.address();
    let json = r#"{"quantity":1}"#;
    for (media_type, body) in [
        ("text/plain", json),
        ("text/plain;application/json", json),
        ("application/x-www-form-urlencoded", json),
        ("application/x-www-form-urlencoded", "quantity=1"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"quantity\"\r\n\r\n1\r\n--x--\r\n",
        ),
        ("application/jsonp", json),
    ] {
        let answer = send(address, &post_guest(GUEST).body(media_type, body)).unwrap();
        assert_eq!(answer.status, 415, "{media_type}: {}", answer.text());
    }
    let untyped = Request { headers: post_guest(GUEST).headers, ..post_guest(GUEST).json(json) };
    assert_eq!(send(address, &untyped).unwrap().status, 415);
    assert_eq!(guest_units(address, GUEST), 0);
    for media_type in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
        assert_eq!(
            send(address, &post_guest(GUEST).body(media_type, json)).unwrap().status,
            200,
            "{media_type}"
        );
    }
    assert_eq!(guest_units(address, GUEST), 3);
}

#[test]
fn answers_are_not_kept_and_not_guessed_at() {
    let server = LocalServer::demo();
    for request in [read_guest(GUEST), Request::new("GET", "/nowhere"), Request::new("PATCH", "/v1/cart")] {
        let answer = send(server.address(), &request).unwrap();
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("server"), None);
    }
}

#[test]
fn every_answer_is_safe_to_look_at() {
    let server = LocalServer::demo();
    let routes = trolley::dialects::DIALECTS.iter().flat_map(|dialect| dialect.routes);
    let routed = routes.map(|route| (route.method.as_str(), route.path.replace(['{', '}'], "")));
    let others =
        [("GET", "/"), ("OPTIONS", "/v1/cart"), ("PURGE", "/v2/carts"), ("HEAD", "/_trolley/health")];
    let others = others.map(|(method, path)| (method, path.to_owned()));
    let mut count = 0;
    for (method, path) in routed.chain(others) {
        let keyless = Request::new(method, &path);
        let keyed = keyless.clone().header("Authorization", "Bearer XXXX-client-credentials");
        for request in [keyless.clone().json("{}"), keyed.json("{}"), keyless] {
            let answer = send(server.address(), &request).unwrap();
            let name = format!("{method} {path}: {} {:?}", answer.status, answer.headers);
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{name}");
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{name}");
            assert_eq!((answer.header("server"), answer.header("x-powered-by")), (None, None), "{name}");
            assert!(
                answer.body.is_empty() || answer.header("content-type") == Some("application/json"),
                "{name}"
            );
            assert_not_shared(&answer);
            count += 1;
        }
    }
    assert!(150 < count);
}
