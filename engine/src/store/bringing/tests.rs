use super::in_order;
use crate::domain::catalog::Product;
use crate::domain::id::ProductId;
use crate::store::samples;

#[track_caller]
fn check(ids: &[&str]) {
    let product = |id: &&str| Product { id: ProductId::new(id).unwrap(), ..samples::product("mug") };
    let products: Vec<Product> = ids.iter().map(product).collect();
    let ordered: Vec<&str> = in_order(&products).into_iter().map(|product| product.id.as_str()).collect();
    let mut expected = ids.to_vec();
    expected.sort_unstable();
    assert_eq!(ordered, expected);
}

#[test]
fn products_are_put_in_the_order_of_their_identifiers() {
    check(&[]);
    check(&["mug"]);
    check(&["mug", "mug", "mu", "muga", "cup"]);
    // Nothing in common; all of the shortest in common; told apart by what comes late.
    check(&["b", "a", "ab", "\u{ff}", "\u{e9}", "\u{65e5}\u{672c}", "~"]);
    check(&["product-", "product-2", "product-10", "product-1"]);
    check(&["product-00000002", "product-00000001x", "product-00000001", "product-000000010"]);
    check(&["a-long-one-2-and-more", "a-long-one-1-and-more", "a-long-one-1-and-less"]);
    check(&["a-long-one-12345678-2", "a-long-one-12345678-1", "a-long-one-02345678-3"]);
}
