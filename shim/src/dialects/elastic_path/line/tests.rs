use super::product_link;

#[test]
fn a_link_to_a_product_is_a_url_whatever_its_identifier_is() {
    let link = |id| product_link("http://127.0.0.1:2278", id);
    assert_eq!(link("prod_1-a.b~c"), "http://127.0.0.1:2278/v2/products/prod_1-a.b~c");
    assert_eq!(link("50% a/b?\u{e9}"), "http://127.0.0.1:2278/v2/products/50%25%20a%2Fb%3F%C3%A9");
}
