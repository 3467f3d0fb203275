//! Records that are whole, and that no version of ours has written.

use super::{KEY, refused};
use crate::domain::value::Value;
use crate::store::codec;
use crate::store::record::{catalog, promotion, v1, value};
use crate::store::samples::{self, promotions};

/// The tag and the length of a list of one value.
const LIST_OF_ONE: [u8; 2] = [4, 1];
const NULL: u8 = 0;

/// A value in as many lists, each in the other, as a record.
fn nested(depth: usize) -> Vec<u8> {
    let mut bytes = vec![v1::VERSION];
    bytes.extend(LIST_OF_ONE.repeat(depth));
    bytes.push(NULL);
    codec::reseal(&KEY, bytes)
}

#[test]
fn a_value_that_is_nested_too_deeply_is_not_read() {
    for depth in [4_000, 100_000] {
        let reason = refused(value::open("blobs", &KEY, &nested(depth)));
        assert!(reason.contains("it is nested too deeply"), "{reason}");
    }
    // What is read in spite of its depth does not take more than there is either, in no way that it goes.
    for depth in (100..4_000).step_by(100) {
        drop(value::open("blobs", &KEY, &nested(depth)));
    }
    let mut stored = value::open("blobs", &KEY, &nested(64)).unwrap();
    for _ in 0..64 {
        let Value::List(mut values) = stored else { panic!("it is a list") };
        stored = values.remove(0);
    }
    assert_eq!(stored, Value::Null);
}

#[test]
fn a_record_that_claims_more_than_it_can_have_is_not_read() {
    // A list of 2^24 values, as 251 and a number say that would be too long for a byte.
    let bytes = vec![v1::VERSION, 4, 252, 0, 0, 0, 1];
    let reason = refused(value::open("blobs", &KEY, &codec::reseal(&KEY, bytes)));
    assert_eq!(reason, "LimitExceeded");
}

#[test]
fn a_record_under_another_identifier_is_not_read() {
    let reason = "a record has another identifier than the one under which it stands";
    let reseal = |table: &'static str, sealed: Vec<u8>, own: &[u8]| {
        let (version, body) = codec::unseal(table, own, &sealed).unwrap();
        let mut bytes = vec![version];
        bytes.extend_from_slice(body);
        codec::reseal(b"other", bytes)
    };
    let sealed = catalog::seal_product(&samples::product("mug")).unwrap();
    let sealed = reseal("products", sealed, b"mug");
    assert_eq!(refused(catalog::open_product("other", &sealed)), reason);
    let sealed = catalog::seal_customer(&samples::customer()).unwrap();
    let sealed = reseal("customers", sealed, b"182");
    assert_eq!(refused(catalog::open_customer("other", &sealed)), reason);
    let sealed = promotion::seal(&promotions::gift("gift", "mug", 1, "cup")).unwrap();
    let sealed = reseal("promotions", sealed, b"gift");
    assert_eq!(refused(promotion::open("other", &sealed)), reason);
}
