curl --location --request POST 'https://api.stateset.com/v1/carts/cart_0901f083-aa1c-43c5-af5c-0a9d2fc64e30/items' \
--header 'Content-Type: application/json' \
--header 'Authorization: Bearer YOUR_API_KEY' \
--data-raw '{
    "product_id": "prod_789",
    "variant_id": "var_red_medium",
    "quantity": 1,
    "notes": "Gift wrap please"
}'
