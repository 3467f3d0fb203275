//! What everybody is answered by every endpoint: the status, and behind it an `o` where it is of something of the caller's
//! own and not of Sam's, to whom all else belongs that is asked for.

/// The tables of all APIs, by their names.
pub(super) const ALL: &[(&str, &str)] = &[
    ("storekit", STOREKIT),
    ("stateset", STATESET),
    ("sds_shop", SDS_SHOP),
    ("elastic_path", ELASTIC_PATH),
    ("till", TILL),
    ("admin", ADMIN),
];

const STOREKIT: &str = "\
                                none malformed unknown foreign expired revoked operator admin guest eve  sam
GET /v1/cart                    401  401       500     500     500     500     500      500   200o  200o 200
POST /v1/cart                   401  401       500     500     500     500     500      500   200o  200o 200
DELETE /v1/cart                 401  401       500     500     500     500     500      500   403   403  200
POST /v1/auth/merge-guest-data  401  401       500     500     500     500     500      500   401   200o 200";

const STATESET: &str = "\
                                       none malformed unknown foreign expired revoked operator admin nothing read write price orders all
GET /v1/carts                          401  401       401     401     401     401     401      401   403     200  403   200   403    200
GET /v1/carts/{id}                     401  401       401     401     401     401     401      401   403     200  403   200   403    200
POST /v1/carts                         401  401       401     401     401     401     401      401   403     403  201   201   201    201
DELETE /v1/carts/{id}                  401  401       401     401     401     401     401      401   403     403  200   200   200    200
POST /v1/carts/{id}/items              401  401       401     401     401     401     401      401   403     403  200   200   200    200
PUT /v1/carts/{id}/items/{item_id}     401  401       401     401     401     401     401      401   403     403  200   200   200    200
PATCH /v1/carts/{id}/items/{item_id}   401  401       401     401     401     401     401      401   403     403  200   200   200    200
DELETE /v1/carts/{id}/items/{item_id}  401  401       401     401     401     401     401      401   403     403  200   200   200    200
POST /v1/carts/{id}/clear              401  401       401     401     401     401     401      401   403     403  200   200   200    200
POST /v1/carts/{id}/coupons            401  401       401     401     401     401     401      401   403     403  200   200   200    200
DELETE /v1/carts/{id}/coupons/{code}   401  401       401     401     401     401     401      401   403     403  200   200   200    200
POST /v1/carts/{id}/merge              401  401       401     401     401     401     401      401   403     403  200   200   200    200
POST /v1/carts/{id}/checkout           401  401       401     401     401     401     401      401   403     403  403   403   200    200";

const SDS_SHOP: &str = "\
                                       none malformed unknown foreign expired revoked operator admin guest guesser no_key old_user ex_user eve  sam
GET /api/v1/shop/cart                  401  401       401     401     401     401     401      401   200o  200o    401    401      401     200o 200
DELETE /api/v1/shop/cart               401  401       401     401     401     401     401      401   200o  200o    401    401      401     200o 200
POST /api/v1/shop/cart/{productSku}    401  401       401     401     401     401     401      401   200o  200o    401    401      401     200o 200
PUT /api/v1/shop/cart/{productSku}     401  401       401     401     401     401     401      401   404   404     401    401      401     404  200
DELETE /api/v1/shop/cart/{productSku}  401  401       401     401     401     401     401      401   404   404     401    401      401     404  200";

const ELASTIC_PATH: &str = "\
                                                            none malformed unknown foreign expired revoked operator admin ex_client nothing implicit old_sam eve  sam  server
POST /oauth/access_token                                    200o 200o      200o    200o    200o    200o    200o     200o  200o      200o    200o     200o    200o 200o 200o
POST /v2/carts/{cart}/items                                 401  401       401     401     401     401     401      401   401       401     404      401     404  201  201
POST /v2/carts                                              401  401       401     401     401     401     401      401   401       401     201o     401     201o 201  201
GET /v2/carts/{cart}                                        401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
PUT /v2/carts/{cart}                                        401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}                                     401  401       401     401     401     401     401      401   401       401     404      401     404  204  204
GET /v2/carts/{cart}/items                                  401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
PUT /v2/carts/{cart}/items/{line}                           401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}/items/{line}                        401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}/items                               401  401       401     401     401     401     401      401   401       401     404      401     404  204  204
GET /v2/carts                                               401  401       401     401     401     401     401      401   401       401     200o     401     200o 200  200
PUT /v2/carts/{cart}/items                                  401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}/discounts/{code}                    401  401       401     401     401     401     401      401   401       401     404      401     404  204  204
POST /v2/carts/{cart}/items/{line}/taxes                    401  401       401     401     401     401     401      401   401       401     404      401     404  201  201
PUT /v2/carts/{cart}/items/{line}/taxes/{tax}               401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}/items/{line}/taxes/{tax}            401  401       401     401     401     401     401      401   401       401     404      401     404  204  204
POST /v2/carts/{cart}/taxes                                 401  401       401     401     401     401     401      401   401       401     404      401     404  201  201
DELETE /v2/carts/{cart}/taxes                               401  401       401     401     401     401     401      401   401       401     404      401     404  204  204
POST /v2/carts/{cart}/relationships/customers               401  401       401     401     401     401     401      401   401       401     403      401     403  204  204
DELETE /v2/carts/{cart}/relationships/customers             401  401       401     401     401     401     401      401   401       401     403      401     403  204  204
POST /v2/carts/{cart}/relationships/accounts                401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}/relationships/accounts              401  401       401     401     401     401     401      401   401       401     404      401     404  204  204
GET /v2/settings/cart                                       401  401       401     401     401     401     401      401   401       401     200      401     200  200  200
GET /v2/currencies                                          401  401       401     401     401     401     401      401   401       401     200      401     200  200  200
GET /v2/promotions                                          401  401       401     401     401     401     401      401   401       401     403      401     403  403  200
GET /v2/inventories/{product}                               401  401       401     401     401     401     401      401   401       401     200      401     200  200  200
POST /v2/carts/{cart}/checkout                              401  401       401     401     401     401     401      401   401       401     404      401     404  201  201
GET /v2/orders                                              401  401       401     401     401     401     401      401   401       401     200o     401     200o 200  200
GET /v2/orders/{order}                                      401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
PUT /v2/orders/{order}                                      401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
GET /v2/orders/{order}/items                                401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
POST /v2/orders/{order}/payments                            401  401       401     401     401     401     401      401   401       401     404      401     404  422  422
GET /v2/orders/{order}/transactions                         401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
GET /v2/orders/{order}/transactions/{transaction}           401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
POST /v2/orders/{order}/transactions/{transaction}/capture  401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
POST /v2/orders/{order}/transactions/{transaction}/refund   401  401       401     401     401     401     401      401   401       401     404      401     404  422  422
POST /v2/orders/{order}/transactions/{transaction}/cancel   401  401       401     401     401     401     401      401   401       401     404      401     404  422  422";

/// Where it is as strict as the hosted API.
pub(super) const ELASTIC_PATH_STRICT: &str = "\
                                                            none malformed unknown foreign expired revoked operator admin ex_client nothing implicit old_sam eve  sam  server
POST /oauth/access_token                                    200o 200o      200o    200o    200o    200o    200o     200o  200o      200o    200o     200o    200o 200o 200o
POST /v2/carts/{cart}/items                                 401  401       401     401     401     401     401      401   401       401     404      401     404  201  201
POST /v2/carts                                              401  401       401     401     401     401     401      401   401       401     201o     401     201o 201  201
GET /v2/carts/{cart}                                        401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
PUT /v2/carts/{cart}                                        401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}                                     401  401       401     401     401     401     401      401   401       401     404      401     404  204  204
GET /v2/carts/{cart}/items                                  401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
PUT /v2/carts/{cart}/items/{line}                           401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}/items/{line}                        401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}/items                               401  401       401     401     401     401     401      401   401       401     404      401     404  204  204
GET /v2/carts                                               401  401       401     401     401     401     401      401   401       401     200o     401     200o 200  200
PUT /v2/carts/{cart}/items                                  401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}/discounts/{code}                    401  401       401     401     401     401     401      401   401       401     404      401     404  204  204
POST /v2/carts/{cart}/items/{line}/taxes                    401  401       401     401     401     401     401      401   401       401     403      401     403  403  201
PUT /v2/carts/{cart}/items/{line}/taxes/{tax}               401  401       401     401     401     401     401      401   401       401     403      401     403  403  200
DELETE /v2/carts/{cart}/items/{line}/taxes/{tax}            401  401       401     401     401     401     401      401   401       401     403      401     403  403  204
POST /v2/carts/{cart}/taxes                                 401  401       401     401     401     401     401      401   401       401     403      401     403  403  201
DELETE /v2/carts/{cart}/taxes                               401  401       401     401     401     401     401      401   401       401     403      401     403  403  204
POST /v2/carts/{cart}/relationships/customers               401  401       401     401     401     401     401      401   401       401     403      401     403  204  204
DELETE /v2/carts/{cart}/relationships/customers             401  401       401     401     401     401     401      401   401       401     403      401     403  204  204
POST /v2/carts/{cart}/relationships/accounts                401  401       401     401     401     401     401      401   401       401     404      401     404  200  200
DELETE /v2/carts/{cart}/relationships/accounts              401  401       401     401     401     401     401      401   401       401     404      401     404  204  204
GET /v2/settings/cart                                       401  401       401     401     401     401     401      401   401       401     403      401     403  403  200
GET /v2/currencies                                          401  401       401     401     401     401     401      401   401       401     200      401     200  200  200
GET /v2/promotions                                          401  401       401     401     401     401     401      401   401       401     403      401     403  403  200
GET /v2/inventories/{product}                               401  401       401     401     401     401     401      401   401       401     200      401     200  200  200
POST /v2/carts/{cart}/checkout                              401  401       401     401     401     401     401      401   401       401     404      401     404  201  201
GET /v2/orders                                              401  401       401     401     401     401     401      401   401       401     403      401     200o 200  200
GET /v2/orders/{order}                                      401  401       401     401     401     401     401      401   401       401     403      401     404  200  200
PUT /v2/orders/{order}                                      401  401       401     401     401     401     401      401   401       401     403      401     403  403  200
GET /v2/orders/{order}/items                                401  401       401     401     401     401     401      401   401       401     403      401     404  200  200
POST /v2/orders/{order}/payments                            401  401       401     401     401     401     401      401   401       401     404      401     404  422  422
GET /v2/orders/{order}/transactions                         401  401       401     401     401     401     401      401   401       401     403      401     404  200  200
GET /v2/orders/{order}/transactions/{transaction}           401  401       401     401     401     401     401      401   401       401     403      401     404  200  200
POST /v2/orders/{order}/transactions/{transaction}/capture  401  401       401     401     401     401     401      401   401       401     403      401     403  403  200
POST /v2/orders/{order}/transactions/{transaction}/refund   401  401       401     401     401     401     401      401   401       401     403      401     403  403  422
POST /v2/orders/{order}/transactions/{transaction}/cancel   401  401       401     401     401     401     401      401   401       401     403      401     403  403  422";

const TILL: &str = "\
                                   none malformed unknown foreign expired revoked operator admin
GET /_trolley/carts                401  401       401     401     401     401     200      401
GET /_trolley/carts/{id}           401  401       401     401     401     401     200      401
DELETE /_trolley/carts/{id}        401  401       401     401     401     401     204      401
POST /_trolley/carts/{id}/park     401  401       401     401     401     401     201      401
GET /_trolley/parked               401  401       401     401     401     401     200      401
GET /_trolley/parked/{id}          401  401       401     401     401     401     200      401
DELETE /_trolley/parked/{id}       401  401       401     401     401     401     204      401
POST /_trolley/parked/{id}/resume  401  401       401     401     401     401     200      401";

const ADMIN: &str = "\
                            none malformed unknown foreign expired revoked operator admin
GET /_trolley/health        200  200       200     200     200     200     200      200
GET /_trolley/keys          401  401       401     401     401     401     401      200
POST /_trolley/keys         401  401       401     401     401     401     401      201
DELETE /_trolley/keys/{id}  401  401       401     401     401     401     401      204
GET /_trolley/backups       401  401       401     401     401     401     401      409
POST /_trolley/backups      401  401       401     401     401     401     401      409";
