//! Texts of every kind go in and come out as they were, to the character, or are refused: none is mended, cut, folded or
//! taken for another.

use serde_json::{Value as Json, json};
use trolley_harness::client::{Request, send};
use trolley_harness::local::LocalServer;

use crate::journeys::say;
use crate::shop::{post_guest, read_guest};

const CARD: &str = "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04";

/// A place for a text: the path of its cart, how it is put there, and how it is read again, with the cart's name for CART.
struct Place {
    name: &'static str,
    put: fn(&str, &Json) -> Request,
    read: fn(&str) -> Request,
}

const PLACES: &[Place] = &[
    Place { name: "Elastic Path, the name of a custom item", put: custom_item, read: lines },
    Place { name: "Elastic Path, custom inputs", put: custom_inputs, read: lines },
    Place { name: "StateSet, notes", put: notes, read: stateset_cart },
    Place { name: "StateSet, metadata", put: metadata, read: stateset_cart },
    Place { name: "SDS shop, options", put: options, read: |_| read_guest(1) },
];

fn as_shop(method: &str, path: &str) -> Request {
    Request::new(method, path).header("Authorization", "Bearer XXXX-client-credentials")
}

fn as_stateset(method: &str, path: &str) -> Request {
    Request::new(method, path).header("Authorization", "Bearer YOUR_API_KEY")
}

fn custom_item(cart: &str, text: &Json) -> Request {
    let line =
        json!({"type": "custom_item", "name": text, "sku": "x", "quantity": 1, "price": {"amount": 1}});
    as_shop("POST", &format!("/v2/carts/{cart}/items")).json(&json!({ "data": line }).to_string())
}

fn custom_inputs(cart: &str, text: &Json) -> Request {
    let line = json!({"type": "cart_item", "id": CARD, "quantity": 1, "custom_inputs": {"note": text}});
    as_shop("POST", &format!("/v2/carts/{cart}/items")).json(&json!({ "data": line }).to_string())
}

fn lines(cart: &str) -> Request {
    as_shop("GET", &format!("/v2/carts/{cart}/items"))
}

fn notes(cart: &str, text: &Json) -> Request {
    let line = json!({"product_id": CARD, "quantity": 1, "notes": text});
    as_stateset("POST", &format!("/v1/carts/{cart}/items")).json(&line.to_string())
}

fn metadata(cart: &str, text: &Json) -> Request {
    let line = json!({"product_id": CARD, "quantity": 1, "metadata": {"note": text}});
    as_stateset("POST", &format!("/v1/carts/{cart}/items")).json(&line.to_string())
}

fn stateset_cart(cart: &str) -> Request {
    as_stateset("GET", &format!("/v1/carts/{cart}"))
}

fn options(_: &str, text: &Json) -> Request {
    post_guest(1).json(&json!({"quantity": 1, "options": {"size": text}}).to_string())
}

/// Texts that are often taken for others.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "plain",
        " with spaces at both ends ",
        "\u{1f6d2}",
        // A family of four, joined; a flag; a skin; a keycap.
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}",
        "\u{1f1ec}\u{1f1e7}",
        "\u{1f44d}\u{1f3fd}",
        "1\u{fe0f}\u{20e3}",
        // One word in two forms, and one letter in three.
        "caf\u{e9}",
        "cafe\u{301}",
        "\u{212b}\u{c5}A\u{30a}",
        "\u{fb01}\u{133}\u{ff21}",
        // From right to left, and turned around.
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
        "\u{202e}gnp.exe\u{202c}",
        "\u{2066}a\u{2069}\u{200f}\u{200e}",
        // Nothing to be seen.
        "\u{200b}\u{200c}\u{feff}\u{2060}",
        "\u{feff}at the beginning",
        // Lines.
        "a\nb\r\nc\td",
        "a\u{2028}b\u{2029}c\u{85}d",
        // Controls, and what is no character.
        "a\u{0}b",
        "\u{1}\u{1b}[31m\u{7f}\u{9b}",
        "\u{fffd}\u{fffe}\u{ffff}\u{10ffff}",
        "\u{e000}\u{f8ff}",
        // What other languages take for something.
        "\"\\/<script>alert(1)</script>&amp;'",
        "${jndi:ldap://x}{{7*7}}%s%n%00",
        "'; DROP TABLE carts; --",
        "null",
        "1e400",
        // What folds to another in some tongue.
        "\u{130}I\u{131}i\u{df}\u{1e9e}\u{3c3}\u{3c2}",
        // Marks without end.
        "Z\u{351}\u{36b}\u{343}\u{346}a\u{34b}\u{301}l\u{30d}g\u{322}\u{321}o",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("\u{1f6d2}".repeat(60));
    texts.push("e\u{301}".repeat(60));
    texts
}

/// Whether the text is somewhere in the answer, exactly.
fn has(answer: &Json, text: &Json) -> bool {
    match answer {
        Json::Array(members) => members.iter().any(|member| has(member, text)),
        Json::Object(members) => members.values().any(|member| has(member, text)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => answer == text,
    }
}

#[test]
fn every_text_comes_out_as_it_went_in_or_is_refused() {
    let (mut kept, mut refused) = (0, 0);
    for place in PLACES {
        for text in texts() {
            let server = LocalServer::demo();
            let address = server.address();
            let cart = "texts";
            // StateSet has no cart of a name of the caller's own: it takes one that is there.
            let first = as_shop("POST", "/v2/carts/texts/items")
                .json(r#"{"data":{"type":"custom_item","name":"first","sku":"first","quantity":1,"price":{"amount":1}}}"#);
            assert_eq!(send(address, &first).unwrap().status, 201);
            let sent = Json::String(text);
            let answer = send(address, &(place.put)(cart, &sent)).unwrap();
            match answer.status {
                200 | 201 => {
                    let read = send(address, &(place.read)(cart)).unwrap();
                    assert!(has(&read.json(), &sent), "{}: {sent:?} in {}", place.name, read.text());
                    kept += 1;
                }
                400 | 422 => {
                    assert_ne!(sent, "plain", "{}: {}", place.name, answer.text());
                    refused += 1;
                }
                status => panic!("{}: {sent:?}: {status} {}", place.name, answer.text()),
            }
        }
    }
    say(&format!(
        "{} texts in {} places: {kept} kept, {refused} refused, 0 changed",
        texts().len(),
        PLACES.len()
    ));
}

#[test]
fn what_is_no_text_is_refused() {
    let server = LocalServer::demo();
    let line = |text: &[u8]| {
        let around = json!({"quantity": 1, "options": {"size": "TEXT"}}).to_string();
        let (before, after) = around.split_once("TEXT").unwrap();
        [before.as_bytes(), text, after.as_bytes()].concat()
    };
    for text in [
        &br"\ud800"[..],
        br"\udc00\ud800",
        br"\ud83d\u0041",
        br"\u12",
        br"\x41",
        b"\xff",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"a\nb",
        b"a\0b",
    ] {
        let request = post_guest(1).body("application/json", line(text));
        assert_eq!(send(server.address(), &request).unwrap().status, 400, "{text:?}");
    }
    let marked = [b"\xef\xbb\xbf", line(b"a").as_slice()].concat();
    assert_eq!(send(server.address(), &post_guest(1).body("application/json", marked)).unwrap().status, 400);
}

#[test]
fn twins_that_look_the_same_are_two_lines_and_no_carts() {
    let server = LocalServer::demo();
    let address = server.address();
    for text in ["caf\u{e9}", "cafe\u{301}"] {
        assert_eq!(send(address, &custom_inputs("lines", &json!(text))).unwrap().status, 201);
    }
    let read = send(address, &lines("lines")).unwrap().json();
    assert_eq!(read["data"].as_array().unwrap().len(), 2, "{read}");
    for cart in ["caf%C3%A9", "cafe%CC%81", "lines%E2%80%8B", "%EF%BD%8Cines"] {
        assert_eq!(send(address, &custom_inputs(cart, &json!("x"))).unwrap().status, 400, "{cart}");
    }
}
