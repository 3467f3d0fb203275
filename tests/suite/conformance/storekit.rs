//! The errors of storekit.md.

use super::documented::{DocumentedError, LeftOut, Reference, document, ours, wider};

const STORE_FAILS: &str = "no request causes it: the store has to fail";

pub(super) const STOREKIT: Reference = Reference {
    dialect: "storekit",
    page: "storekit.md",
    sections_of_ours: &[],
    errors: ERRORS,
    left_out: &[LeftOut {
        method: "POST",
        path: "/v1/wishlist",
        place: "Endpoints",
        reason: "it is about no cart",
    }],
};

const ERRORS: &[DocumentedError] = &[
    document(401, r#"{"error":"API key is required"}"#, "000 and 001, 401"),
    document(500, r#"{"error":"Internal server error"}"#, "001, Invalid API Key").decided("C3"),
    ours(401, "Invalid API key", "C3").decided("C3"),
    document(404, "Invalid combination of productId or customerId", "000, 404").decided("C2"),
    document(409, "Product already in cart", "000, 409").decided("C1"),
    ours(409, "Insufficient stock", "C5").decided("C5"),
    document(
        422,
        r#"Invalid input data ... "received":"undefined","path":["productId"]"#,
        "000, Invalid Input Data",
    )
    .decided("C2"),
    ours(422, r#"Invalid input data ... "received":"undefined","path":["quantity"]"#, "1"),
    ours(422, r#"Invalid input data ... Expected string, received ..."#, "1"),
    ours(422, r#"Invalid input data ... Expected number, received ..."#, "1"),
    ours(422, r#"Invalid input data ... Expected integer, received float"#, "1").decided("C4"),
    ours(422, r#"Invalid input data ... "code":"too_small","minimum":1"#, "1").decided("C11"),
    ours(422, r#"Invalid input data ... "code":"too_big","maximum":2147483647"#, "1"),
    ours(422, r#"Invalid input data ... Expected object, received ..."#, "1"),
    ours(422, r#"Invalid input data ... "received":"undefined","path":[]"#, "1"),
    ours(422, "Invalid input data ... Malformed JSON", "1"),
    document(500, "Failed to add item to cart", "000, 500").unshown(STORE_FAILS),
    document(422, r#"{"success":false,"message":"Invalid input data"}"#, "001, 422")
        .unshown("the document lists it without a cause: a GET takes no input"),
    document(500, "Failed to fetch cart items", "001, 500").unshown(STORE_FAILS),
    wider(403, "Not authorized to remove this item", "3"),
    wider(404, "Cart item not found", "3"),
    wider(422, r#"Validation error ... "received":"undefined","path":["cartId"]"#, "3"),
    wider(500, r#"{"success":false,"message":"Internal server error"}"#, "3").unshown(STORE_FAILS),
    ours(400, "Invalid guest token", "4"),
    ours(401, "User must be authenticated", "4"),
    ours(500, "Failed to merge guest data", "4").unshown(STORE_FAILS),
    ours(404, r#"{"error":"Not found"}"#, "Endpoints"),
    ours(405, r#"{"error":"Method not allowed"}"#, "Endpoints"),
];
