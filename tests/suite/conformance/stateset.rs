//! The errors of stateset.md.

use super::documented::{DocumentedError, LeftOut, Reference, ours, wider};

pub(super) const STATESET: Reference = Reference {
    dialect: "stateset",
    page: "stateset.md",
    sections_of_ours: &["stateset.md, 3.11"],
    errors: ERRORS,
    left_out: LEFT_OUT,
};

const ERRORS: &[DocumentedError] = &[
    wider(400, "VALIDATION_ERROR", "1.9").decided("4.3 #16"),
    wider(400, "MISSING_REQUIRED_FIELD", "1.9"),
    wider(400, "INVALID_FIELD_FORMAT", "1.9"),
    wider(401, "MISSING_AUTH_HEADER", "1.9"),
    wider(401, "INVALID_TOKEN_FORMAT", "1.9"),
    wider(401, "INVALID_API_KEY", "1.9"),
    wider(401, "EXPIRED_API_KEY", "1.9"),
    wider(403, "INSUFFICIENT_PERMISSIONS", "1.3 and 1.9"),
    wider(403, "RESOURCE_ACCESS_DENIED", "1.9"),
    wider(404, "RESOURCE_NOT_FOUND", "1.9"),
    wider(409, "RESOURCE_CONFLICT", "1.9").unshown(
        "commands are told apart in time: nothing here is refused that a resend would bring through",
    ),
    wider(409, "RESOURCE_ALREADY_EXISTS", "1.9")
        .unshown("the server makes the identifiers of carts and lines, and no two are the same"),
    ours(422, "VARIANT_REQUIRED", "1.9 and 5, 4"),
    ours(422, "INSUFFICIENT_INVENTORY", "1.9 and 3.1"),
    ours(422, "INVALID_QUANTITY", "1.9 and 5, 2"),
    ours(422, "CART_NOT_ACTIVE", "1.9 and 3.1"),
    ours(422, "CART_EMPTY", "1.9 and 3.10"),
    ours(422, "COUPON_INVALID", "1.9 and 3.8"),
    ours(422, "COUPON_EXPIRED", "1.9 and 3.8"),
    ours(422, "COUPON_MINIMUM_NOT_MET", "1.9 and 3.8"),
    ours(422, "COUPON_ALREADY_APPLIED", "1.9 and 3.8"),
    wider(422, "IDEMPOTENCY_KEY_IN_USE", "1.7"),
    ours(409, "IDEMPOTENCY_KEY_IN_USE", "1.7")
        .unshown("a second call waits in the queue for the first, and is answered as that was"),
    wider(429, "RATE_LIMIT_EXCEEDED", "1.8 and 1.9"),
    ours(500, "INTERNAL_ERROR", "1.9").unshown("no request causes it: it is a bug"),
    ours(405, "METHOD_NOT_ALLOWED", "3.11"),
    ours(413, "REQUEST_TOO_LARGE", "5, 10")
        .unshown("its body is too large for a fixture: tests/suite/bodies.rs"),
];

const IN_ONE_CLIENT: &str = "one client library has it, and no page";

const LEFT_OUT: &[LeftOut] = &[
    LeftOut { method: "PATCH", path: "/v1/carts/cart_1", place: "3.11", reason: IN_ONE_CLIENT },
    LeftOut { method: "POST", path: "/v1/carts/cart_1/convert", place: "3.11", reason: IN_ONE_CLIENT },
    LeftOut { method: "GET", path: "/v1/carts/cart_1/analytics", place: "3.11", reason: IN_ONE_CLIENT },
    LeftOut { method: "GET", path: "/v1/carts/token/t1", place: "3.11", reason: IN_ONE_CLIENT },
];
