//! The errors of sds.md.

use super::documented::{DocumentedError, LeftOut, Reference, ours};

pub(super) const SDS_SHOP: Reference = Reference {
    dialect: "sds_shop",
    page: "sds.md",
    sections_of_ours: &[],
    errors: ERRORS,
    left_out: &[LeftOut {
        method: "POST",
        path: "/api/v1/orders",
        place: "Endpoints",
        reason: "orders are made of carts elsewhere, and are no part of the document",
    }],
};

const ERRORS: &[DocumentedError] = &[
    ours(401, "API key is required", "Errors"),
    ours(401, "Invalid API key", "Errors"),
    ours(401, "Unauthenticated.", "Errors").decided("5"),
    ours(404, "Product not found", "Errors"),
    ours(404, "Cart item not found", "Errors"),
    ours(422, "Insufficient stock ... items are available.", "Errors"),
    ours(422, "The options.team_id field is required.", "Errors").decided("10"),
    ours(403, "This action is unauthorized.", "Contradictions").decided("10"),
    ours(404, r#""message":"Not found""#, "Errors"),
    ours(405, "method is not supported for this route.", "Errors"),
    ours(413, "Payload too large", "Errors")
        .unshown("its body is too large for a fixture: tests/suite/bodies.rs"),
    ours(400, "Malformed JSON body", "Errors"),
    ours(422, "The request body must be an object.", "Errors"),
    ours(500, "Server Error", "Errors").unshown("no request causes it: the store has to fail"),
    ours(422, "The quantity field is required.", "Errors, texts"),
    ours(422, "The quantity field must be an integer.", "Errors, texts"),
    ours(422, "The quantity field must be at least 1.", "Errors, texts"),
    ours(422, "The quantity field must be an integer. (and 1 more error)", "Errors, texts"),
    ours(422, "The quantity field must not be greater than 2147483647.", "Errors, texts"),
    ours(422, "The options field must be an array.", "Errors, texts"),
];
