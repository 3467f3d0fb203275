use hyper::{Method, StatusCode};

use super::{Client, parts};
use crate::cli::carts::CartsError;
use crate::cli::carts::till::Ask;

fn client(url: Option<&str>) -> Result<Client, CartsError> {
    Client::new(url, "secret".to_owned())
}

#[test]
fn a_server_is_named_by_its_address_and_nothing_more() {
    assert_eq!(client(None).unwrap().authority, "127.0.0.1:2278");
    for url in ["http://till.local:80", "http://till.local:80/", "http://till.local:80/_trolley/"] {
        assert_eq!(client(Some(url)).unwrap().authority, "till.local:80", "{url}");
    }
    for url in ["", "till", "127.0.0.1:2278", "https://till", "http://me@till", "http://till/v1", "http://"] {
        assert!(matches!(client(Some(url)), Err(CartsError::UrlInvalid { .. })), "{url}");
    }
}

#[test]
fn whatever_is_in_an_identifier_is_one_segment_of_the_path() {
    let show = |cart: &str| parts(&Ask::ShowCart { cart: cart.to_owned() });
    assert_eq!(show("a/b?c #%").1, "/carts/a%2Fb%3Fc%20%23%25");
    assert_eq!(show("guest_1-2.3~").1, "/carts/guest_1-2.3~");
    let list = Ask::ListCarts { customer: Some("a&b=c".to_owned()), limit: 1, offset: 2 };
    assert_eq!(parts(&list).1, "/carts?limit=1&offset=2&customer=a%26b%3Dc");
}

#[test]
fn what_is_asked_for_has_a_body_where_there_is_something_to_say() {
    let (method, path, body) = parts(&Ask::Park { cart: "c".to_owned(), note: "a \"note\"".to_owned() });
    assert_eq!((method, path.as_str()), (Method::POST, "/carts/c/park"));
    assert_eq!(body.unwrap().to_string(), r#"{"note":"a \"note\""}"#);
    let (_, path, body) = parts(&Ask::Resume { parked: "p".to_owned(), into: None });
    assert_eq!(
        (path.as_str(), body.unwrap().to_string()),
        ("/parked/p/resume", r#"{"into":null}"#.to_owned())
    );
    let (method, _, body) = parts(&Ask::DeleteParked { parked: "p".to_owned() });
    assert_eq!((method, body), (Method::DELETE, None));
}

#[test]
fn an_answer_is_told_from_what_another_server_says() {
    let client = client(None).unwrap();
    let read = |status: u16, body: &str| client.read(StatusCode::from_u16(status).unwrap(), body.as_bytes());
    assert_eq!(read(204, "").unwrap(), None);
    assert_eq!(read(200, "{\"id\":1}").unwrap().unwrap()["id"], 1);
    let refusal = r#"{"error":{"code":"cart_empty","message":"The cart is empty"}}"#;
    let error = read(409, refusal).unwrap_err();
    assert_eq!(error.to_string(), "the cart is empty");
    assert!(matches!(read(401, refusal), Err(CartsError::KeyUnknown { .. })));
    for body in ["<html>", "{}", "[]", "null"] {
        assert!(matches!(read(404, body), Err(CartsError::Foreign { .. })), "{body}");
    }
}
