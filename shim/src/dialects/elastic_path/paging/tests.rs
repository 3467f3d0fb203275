use hyper::{HeaderMap, Method};
use trolley_engine::Page;

use super::{page, page_meta};
use crate::exchange::{Request, RequestBody};

fn request(query: &[(&str, &str)]) -> Request {
    Request {
        method: Method::GET,
        params: Vec::new(),
        query: query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        headers: HeaderMap::new(),
        body: RequestBody::Absent,
    }
}

#[test]
fn a_page_has_25_entries_unless_another_number_is_asked_for() {
    #[track_caller]
    fn check(query: &[(&str, &str)], limit: usize, offset: usize) {
        assert_eq!(page(&request(query)).unwrap(), Page { offset, limit });
    }
    check(&[], 25, 0);
    check(&[("page[limit]", "1")], 1, 0);
    check(&[("page[limit]", "100"), ("page[offset]", "10000")], 100, 10_000);
    check(&[("limit", "3"), ("page", "4")], 25, 0);
}

#[test]
fn a_page_out_of_range_is_refused() {
    #[track_caller]
    fn check(name: &str, value: &str, expected: &str) {
        let entry = page(&request(&[(name, value)])).unwrap_err();
        let entry = serde_json::to_string(&entry).unwrap();
        assert!(entry.contains(expected), "{entry}");
    }
    check("page[limit]", "0", r#""title":"number_gte","detail":"Must be greater than or equal to 1""#);
    check("page[limit]", "101", r#""title":"number_lte","detail":"Must be less than or equal to 100""#);
    check("page[offset]", "-1", r#""title":"number_gte""#);
    check(
        "page[offset]",
        "10001",
        r#""detail":"Must be less than or equal to 10000","source":"page[offset]""#,
    );
    check("page[offset]", "ten", "Invalid type. Expected: integer, given: string");
    check("page[offset]", "1.5", "Invalid type. Expected: integer, given: number");
}

#[test]
fn an_empty_list_has_one_page() {
    #[track_caller]
    fn check(offset: usize, total: u64, expected: &str) {
        let meta = page_meta(Page { offset, limit: 10 }, total);
        let meta = serde_json::to_string(&meta).unwrap();
        assert!(meta.contains(expected), "{meta}");
    }
    check(0, 0, r#""current":1,"total":1}"#);
    check(0, 10, r#""current":1,"total":1}"#);
    check(10, 11, r#""current":2,"total":2}"#);
}
