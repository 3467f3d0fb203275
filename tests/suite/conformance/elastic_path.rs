//! The errors of elasticpath.md.

use super::documented::{DocumentedError, LeftOut, Reference, document, ours, wider};

pub(super) const ELASTIC_PATH: Reference = Reference {
    dialect: "elastic_path",
    page: "elasticpath.md",
    sections_of_ours: &[],
    errors: ERRORS,
    left_out: LEFT_OUT,
};

const NO_SHIPPING: &str = "there are no shipping groups here";
const NO_CUSTOM_DISCOUNTS: &str = "custom discounts come with a seed and are shown, not made, here";
const READ_ONLY: &str = "the server's configuration is read here, and not written";

/// The titles and details are of section 19 where nothing else is said.
const ERRORS: &[DocumentedError] = &[
    wider(401, "Unable to validate access token", "2 and 19"),
    wider(403, "Forbidden", "2 and 19"),
    wider(429, "", "19").unshown("nobody is made to wait for asking often"),
    wider(409, "Conflict: Write conflict detected", "19")
        .unshown("writes come one after the other, none is refused for another"),
    wider(500, "Internal Server Error", "19").unshown("no request causes it: it is a bug"),
    wider(400, "invalid_type: Invalid type. Expected: ..., given: ...", "19"),
    wider(400, "required: name is required", "3.1 and 19"),
    wider(400, "required: name must not be blank", "3.1 and 19").decided("20 #13"),
    wider(400, "string_lte: String length must be less than or equal to 255", "3.1 and 19"),
    wider(400, "Last cart: This is the last cart associated with a customer", "19"),
    wider(400, "number_lte: Must be less than or equal to 365", "19").unshown(READ_ONLY),
    wider(422, "Cannot use both discounts together", "19").decided("20 #26"),
    wider(422, "Cart contains existing discounts", "19")
        .unshown("rule promotions cannot be switched on here"),
    wider(400, "Invalid Snapshot Date: Snapshot date must be a date in the future.", "19"),
    wider(400, "Bad Request: Checking out carts with snapshot dates not permitted", "19"),
    wider(400, "Cannot remove snapshot dates from carts with existing snapshot dates.", "19"),
    wider(400, "Cannot associate accounts to carts with contact emails", "19"),
    wider(400, "Cannot associate customers to carts with contact emails", "19"),
    wider(404, "Not Found: Cart not found", "19").decided("20 #28"),
    wider(404, "Product not found: The requested product could not be found", "19"),
    document(400, "Could not add product: This product does not have a price for ...", "004, gifts")
        .decided("20 #14"),
    wider(400, "BadRequestError: The selected currency is not enabled on this store", "15 and 19")
        .decided("20 #15"),
    wider(400, "Insufficient stock: There is not enough stock to add ... to your cart", "16 and 19")
        .decided("20 #21, #22"),
    wider(400, "number_gte: Must be greater than or equal to 0", "19"),
    ours(400, "Cart item limit reached: A cart can contain a maximum of 100 unique items", "17")
        .decided("20 #3"),
    ours(400, "Invalid custom input", "9").decided("20 #4"),
    ours(400, "Invalid bundle configuration", "10").decided("20 #9"),
    wider(404, "Not Found: The Item doesn't exist in the cart", "7.1 and 19"),
    wider(404, "Not Found: Item was not found in the cart", "7.2 and 19"),
    wider(404, "Not Found: No promotion could be found with the given code.", "13 and 19"),
    wider(422, "At least one product must be included in your cart to qualify for this offer", "13 and 19"),
    wider(422, "Could not apply EP promotion with the given code", "19").unshown(NO_CUSTOM_DISCOUNTS),
    wider(422, "Failed Validation: The data.name field is required.", "12 and 19").decided("20 #16"),
    wider(
        422,
        "Tax item not added to cart item.: Cannot exceed tax item limit of (5) on cart item.",
        "12 and 19",
    ),
    wider(
        422,
        "Add all or nothing.: Add all or nothing set to (true). Could not bulk add tax items to cart.",
        "12 and 19",
    ),
    wider(404, "Tax item not added to cart item.: Mismatch between bulk tax item type", "12 and 19")
        .decided("20 #17"),
    wider(404, "Resource Not Found: No tax items exist in the cart", "12 and 19")
        .unshown("204, as the older pages have it"),
    wider(422, "Limit Reached: Custom discount limit reached", "14 and 19").unshown(NO_CUSTOM_DISCOUNTS),
    wider(400, "Custom discounts not enabled for this cart", "14 and 19").unshown(NO_CUSTOM_DISCOUNTS),
    wider(
        400,
        "customer or contact is required: data.customer or data.contact must be provided",
        "18.1 and 19",
    ),
    wider(400, "format: Does not match format 'email'", "18.1 and 19"),
    wider(400, "Cart Currency Mismatch: ... shipping group", "19").unshown(NO_SHIPPING),
    wider(404, "Not Found: Order not found", "18.2 and 19"),
    wider(422, "Order cannot be updated in its current state", "18.3 and 19"),
    wider(
        422,
        "Unsupported gateway operation: Cancellation is not supported for Manual payment gateway",
        "18.2 and 19",
    ),
    wider(422, "Transaction cannot be refunded in its current state", "18.2"),
    wider(422, "Cannot complete request", "16 and 19").unshown("stock is not changed by requests here"),
    ours(400, "Bad Request: the body is not JSON", "1"),
    ours(404, "Not Found: There is no such endpoint", "1"),
    ours(405, "Method Not Allowed", "1"),
    wider(400, "Bad Request: grant_type", "2"),
    wider(400, "client_id", "2"),
    wider(401, "Unauthorized: The client_secret is not the client's", "2"),
    ours(409, "Conflict: There is a cart ... already", "3.1"),
    ours(400, "Bad Request: A cart id consists of the characters", "3.2"),
    ours(400, "Bad Request: Promotion items cannot be updated", "7.1"),
    ours(400, "Bad Request: Cannot checkout an empty cart", "18.1"),
    ours(422, "Unprocessable Entity: The amount must be between ... and ...", "18.2"),
    ours(422, "Unprocessable Entity: Order is paid already", "18.2"),
    ours(422, "Unsupported gateway operation: The gateway ... is not supported", "18.2"),
];

const LEFT_OUT: &[LeftOut] = &[
    LeftOut {
        method: "POST",
        path: "/v2/carts/c1/custom-discounts",
        place: "14",
        reason: NO_CUSTOM_DISCOUNTS,
    },
    LeftOut {
        method: "POST",
        path: "/v2/carts/c1/items/i1/custom-discounts",
        place: "14",
        reason: NO_CUSTOM_DISCOUNTS,
    },
    LeftOut { method: "PUT", path: "/v2/settings/cart", place: "3.7", reason: READ_ONLY },
    LeftOut { method: "POST", path: "/v2/inventories/p1", place: "16", reason: "stock comes with a seed" },
    LeftOut {
        method: "POST",
        path: "/v2/inventories/p1/transactions",
        place: "16",
        reason: "stock comes with a seed",
    },
    LeftOut { method: "POST", path: "/v2/carts/c1/shipping-groups", place: "19", reason: NO_SHIPPING },
];
