use hyper::Method;

use super::question;
use crate::cli::carts::till::Ask;
use crate::cli::client::Question;

#[test]
fn whatever_is_in_an_identifier_is_one_segment_of_the_path() {
    let show = |cart: &str| question(&Ask::ShowCart { cart: cart.to_owned() });
    assert_eq!(show("a/b?c #%").path, "/carts/a%2Fb%3Fc%20%23%25");
    assert_eq!(show("guest_1-2.3~").path, "/carts/guest_1-2.3~");
    let list = Ask::ListCarts { customer: Some("a&b=c".to_owned()), limit: 1, offset: 2 };
    assert_eq!(question(&list).path, "/carts?limit=1&offset=2&customer=a%26b%3Dc");
}

#[test]
fn what_is_asked_for_has_a_body_where_there_is_something_to_say() {
    let Question { method, path, body } =
        question(&Ask::Park { cart: "c".to_owned(), note: "a \"note\"".to_owned() });
    assert_eq!((method, path.as_str()), (Method::POST, "/carts/c/park"));
    assert_eq!(body.unwrap().to_string(), r#"{"note":"a \"note\""}"#);
    let Question { path, body, .. } = question(&Ask::Resume { parked: "p".to_owned(), into: None });
    assert_eq!(
        (path.as_str(), body.unwrap().to_string()),
        ("/parked/p/resume", r#"{"into":null}"#.to_owned())
    );
    let Question { method, body, .. } = question(&Ask::DeleteParked { parked: "p".to_owned() });
    assert_eq!((method, body), (Method::DELETE, None));
}
