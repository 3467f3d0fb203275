use hyper::StatusCode;

use super::{Client, ClientError};

fn client(url: Option<&str>) -> Result<Client, ClientError> {
    Client::new(url, "secret".to_owned(), "an operator's key")
}

#[test]
fn a_server_is_named_by_its_address_and_nothing_more() {
    assert_eq!(client(None).unwrap().authority, "127.0.0.1:2278");
    for url in ["http://till.local:80", "http://till.local:80/", "http://till.local:80/_trolley/"] {
        assert_eq!(client(Some(url)).unwrap().authority, "till.local:80", "{url}");
    }
    for url in ["", "till", "127.0.0.1:2278", "https://till", "http://me@till", "http://till/v1", "http://"] {
        assert!(matches!(client(Some(url)), Err(ClientError::UrlInvalid { .. })), "{url}");
    }
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
    assert!(matches!(read(401, refusal), Err(ClientError::KeyUnknown { .. })));
    for body in ["<html>", "{}", "[]", "null"] {
        assert!(matches!(read(404, body), Err(ClientError::Foreign { .. })), "{body}");
    }
}
