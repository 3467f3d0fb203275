use serde_json::json;
use trolley_engine::Timestamp;

use super::{ago, all_parked, cart, carts, cut, parked_now, resumed};

fn one_cart() -> serde_json::Value {
    json!({
        "id": "cart_1", "customer": "ada", "name": "", "status": "active", "currency": "USD", "units": 3,
        "lines": [
            {"sku": "MUG", "name": "Enamel Mug", "quantity": 2, "unit_price": 950, "subtotal": 1900, "notes": "gift"},
            {"sku": "SOCKS-L", "name": "Wool Socks", "quantity": 1, "unit_price": 1299, "subtotal": 1299, "notes": null},
        ],
        "codes": ["SAVE10"], "subtotal": 3199, "discount": 320, "tax": 0, "total": 2879,
    })
}

#[test]
fn a_cart_is_shown_with_its_lines_and_sums() {
    let expected = "\
cart cart_1, active
  customer  ada
  codes     SAVE10
  QTY  SKU      NAME                EACH  SUBTOTAL
    2  MUG      Enamel Mug (gift)   9.50     19.00
    1  SOCKS-L  Wool Socks         12.99     12.99
                subtotal                     31.99
                discount                     -3.20
                tax                           0.00
                total USD                    28.79
";
    assert_eq!(cart(&one_cart()), expected);
    assert_eq!(cart(&json!({"id": "c", "status": "active", "lines": []})), "cart c, active\n  empty\n");
}

#[test]
fn what_was_done_is_one_short_answer() {
    let parked = json!({"id": "park_1", "cart": one_cart()});
    let expected = "parked 3 units, 28.79 USD of cart_1 as park_1\n  trolley carts resume park_1\n";
    assert_eq!(parked_now(&parked), expected);
    assert_eq!(resumed("park_1", &one_cart()), "resumed park_1: 3 units, 28.79 USD in cart_1\n");
}

#[test]
fn lists_are_aligned_and_say_when_they_go_on() {
    let yen = json!({"id": "c", "status": "active", "currency": "JPY", "units": 1, "total": 1400});
    let list = json!({"carts": [one_cart(), yen], "limit": 2, "offset": 0, "total": 3});
    let expected = "  \
  CART    STATUS  UNITS      TOTAL  CHANGED  CUSTOMER
  cart_1  active      3  28.79 USD           ada
  c       active      1   1400 JPY
  there are more: --offset 2
";
    assert_eq!(carts(&list), expected);
    assert_eq!(carts(&json!({"carts": [], "limit": 2, "offset": 0, "total": 0})), "no carts\n");
    assert_eq!(all_parked(&json!({"parked": []})), "nothing is parked\n");
}

#[test]
fn what_is_parked_is_named_as_shortly_as_can_be() {
    let one = |id: &str| json!({"id": id, "note": "a\u{1b}[2Jb", "cart": one_cart()});
    let ids = ["park_11111111-aaaa", "park_22222222-aaaa", "park_22222222-bbbb", "other"];
    let list = all_parked(&json!({"parked": ids.map(one)}));
    let names: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["park_11111111", "park_22222222-aaaa", "park_22222222-bbbb", "other"]);
    assert!(list.contains("a [2Jb") && !list.contains('\u{1b}'), "{list:?}");
    assert_eq!(cut(&"long ".repeat(20)).chars().count(), 32);
}

#[test]
fn ages_are_told_as_people_do() {
    let check = |seconds: i64, expected: &str| {
        assert_eq!(ago(Timestamp::from_millis(0), Timestamp::from_millis(seconds * 1_000)), expected);
    };
    check(-5, "just now");
    check(59, "just now");
    check(60, "1 min");
    check(119 * 60, "119 min");
    check(120 * 60, "2 h");
    check(48 * 3_600, "2 days");
}
