"""A shop's whole journey with the vendor's published Python client, of which nothing is changed but the base URL.

    python journey.py http://127.0.0.1:2278 http://127.0.0.1:2279

The second server says of errors at the top level of the body too what they are, where this client looks for it
(`repeat_errors`). Says what was done, a line each; ends with status 1 at the first answer that is not as it must be.
"""

import asyncio
import sys

import httpx
from stateset import Stateset
from stateset import errors
from stateset._version import __version__
from stateset.resources import GenericResource

KEY = "sk_test_demo_admin"
MUG = "prod_mug"
TOTE = "prod_tote"


def say(text):
    print(f"stateset-python {__version__}: {text}")


def must(seen, expected):
    if seen != expected:
        raise SystemExit(f"{seen!r} should be {expected!r}")


def connect(address, key=KEY, **more):
    return Stateset(api_key=key, base_url=f"{address}/v1", **more)


def carts_of(client, below=""):
    """The client knows no carts; a resource of any path is what it has for that."""
    return GenericResource(client, f"carts{below}")


def summed(cart):
    return cart["item_count"], cart["subtotal"], cart["discount_amount"], cart["total"]


async def shop(client):
    carts = carts_of(client)
    cart = await carts.create({"customer_id": "cust_abc123", "channel": "pos", "metadata": {"till": 4}})
    must((cart["object"], cart["status"], cart["items"]), ("cart", "active", []))
    cart_id = cart["id"]
    lines = carts_of(client, f"/{cart_id}/items")
    say("create: a cart of status active")

    cart = await lines.create({"product_id": MUG, "quantity": 2})
    noted = {"product_id": MUG, "quantity": 1, "notes": "in paper"}
    for _ in range(2):
        # A resource takes no headers, the request below it does: with a key twice is once.
        headers = {"Idempotency-Key": "till-4-add-2"}
        cart = await client.request("POST", f"carts/{cart_id}/items", json=noted, headers=headers)
    cart = await lines.create({"product_id": "prod_789", "variant_id": "var_red_medium", "quantity": 1})
    must(summed(cart), (4, 5049, 0, 5049))
    mug = cart["items"][0]["id"]
    say(f"add, once twice with one key: {cart['item_count']} units; {cart['messages'][0]['message']}")

    got = await carts.get(cart_id)
    must((summed(got), got["customer"]["name"]), (summed(cart), "Jane Doe"))
    say(f"get: the same, for {got['customer']['name']}")

    cart = await lines.update(mug, {"quantity": 5})
    must(summed(cart), (6, 6749, 0, 6749))
    say(f"update: {cart['messages'][0]['message']}, to {cart['items'][0]['quantity']}")

    cart = await carts_of(client, f"/{cart_id}/coupons").create({"code": "SAVE10"})
    must(summed(cart), (6, 6749, 675, 6074))
    say(f"coupon: {cart['messages'][0]['message']}")
    await carts_of(client, f"/{cart_id}/coupons").delete("SAVE10")
    must(summed(await carts.get(cart_id)), (6, 6749, 0, 6749))
    say("coupon removed")

    must(await lines.delete(mug), None)
    must(summed(await carts.get(cart_id)), (1, 2499, 0, 2499))
    say("line removed")
    return cart_id


async def merge(client, target):
    carts = carts_of(client)
    source = await carts.create({"items": [{"product_id": MUG, "quantity": 1}, {"product_id": TOTE, "quantity": 1}]})
    merged = await carts_of(client, f"/{target}/merge").create({"source_cart_id": source["id"]})
    details = merged["merge_details"]
    must((details["items_merged"], details["items_combined"]), (2, 0))
    must(summed(merged), (3, 4549, 0, 4549))
    say(f"merge: {merged['messages'][0]['message']}")


async def look(client, cart_id):
    found = await carts_of(client).list(customer_id="cust_abc123", status="active", channel="pos", limit=5)
    must(([row["id"] for row in found["data"]], found["total_count"], found["has_more"]), ([cart_id], 1, False))
    must(summed_row(found["data"][0]), (3, 4549, 4549))
    say(f"list: {found['total_count']} active cart of this customer at this till, of {found['data'][0]['total']}")


def summed_row(row):
    return row["item_count"], row["subtotal"], row["total"]


async def check_out(client, cart_id):
    checkout = carts_of(client, f"/{cart_id}/checkout")
    bought = {"payment_method": {"type": "cash"}, "customer_note": "Leave at the door"}
    order = await checkout.create(bought)
    must((order["object"], order["payment_status"], len(order["items"])), ("order", "paid", 3))
    must((await checkout.create(bought))["id"], order["id"])
    must((await carts_of(client).get(cart_id))["status"], "converted")
    late = await refused(carts_of(client, f"/{cart_id}/items").create({"product_id": MUG, "quantity": 1}))
    must((late.status_code, late.raw_response["error"]["code"]), (422, "CART_NOT_ACTIVE"))
    number, total = order["order_number"], order["total"]
    say(f"checkout: {number} of {total}, {order['payment_status']}; again the same order; the cart is converted")


async def end(client):
    carts = carts_of(client)
    cart = await carts.create({"items": [{"product_id": MUG, "quantity": 1}]})
    cleared = await carts_of(client, f"/{cart['id']}/clear").create({"reason": "closing time"})
    must((cleared["items"], cleared["metadata"]["clear_reason"]), ([], "closing time"))
    say(f"clear: {cleared['messages'][0]['message']}")
    must(await carts.delete(cart["id"]), None)
    must((await carts.get(cart["id"]))["status"], "abandoned")
    say("delete: the cart is abandoned")


async def refused(call):
    try:
        answer = await call
    except errors.StatesetError as error:
        return error
    raise SystemExit(f"it was not refused: {answer!r}")


async def refusals(address, expected):
    """What the client makes of errors, and that it sends none of these again."""
    asked = []

    async def count(request):
        asked.append(request.method)

    async with httpx.AsyncClient(base_url=f"{address}/v1", event_hooks={"request": [count]}) as plain:
        async with connect(address, client=plain) as client:
            cart = await carts_of(client).create({})
            lines = carts_of(client, f"/{cart['id']}/items")
            calls = {
                404: lambda: carts_of(client).get("cart_nowhere"),
                400: lambda: lines.create({"product_id": MUG}),
                422: lambda: lines.create({"product_id": TOTE, "quantity": 4}),
            }
            for status, call in calls.items():
                asked.clear()
                error = await refused(call())
                must((error.status_code, len(asked)), (status, 1))
                check_error(error, expected[status])
    async with connect(address, key="sk_wrong") as client:
        error = await refused(carts_of(client).get("cart_nowhere"))
        must(error.status_code, 401)
        check_error(error, expected[401])


def check_error(error, expected):
    name, code = expected
    must(type(error).__name__, name)
    must(error.raw_response["error"]["code"], code)
    say(f"{error.status_code}, asked once: {error}")


API_ERROR = "StatesetAPIError"
# The published envelope has the kind of error within `error`, where this client does not look.
AS_PUBLISHED = {
    400: (API_ERROR, "MISSING_REQUIRED_FIELD"),
    401: (API_ERROR, "INVALID_API_KEY"),
    404: (API_ERROR, "RESOURCE_NOT_FOUND"),
    422: (API_ERROR, "INSUFFICIENT_INVENTORY"),
}
REPEATED = {
    400: ("StatesetInvalidRequestError", "MISSING_REQUIRED_FIELD"),
    401: ("StatesetAuthenticationError", "INVALID_API_KEY"),
    404: ("StatesetNotFoundError", "RESOURCE_NOT_FOUND"),
    422: ("StatesetInvalidRequestError", "INSUFFICIENT_INVENTORY"),
}


async def main(address, repeating):
    async with connect(address) as client:
        cart_id = await shop(client)
        await merge(client, cart_id)
        await look(client, cart_id)
        await check_out(client, cart_id)
        await end(client)
    await refusals(address, AS_PUBLISHED)
    await refusals(repeating, REPEATED)


asyncio.run(main(*sys.argv[1:3]))
