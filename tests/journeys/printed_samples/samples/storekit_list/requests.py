import requests
import json

url = "https://api.storekit.app/v1/cart"
headers = {
    "x-api-key": "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402"
}

try:
    response = requests.get(url, headers=headers)
    response.raise_for_status()

    data = response.json()

    if data.get('success'):
        print(f"Found {data['count']} items in cart:")

        total_price = 0
        for item in data['data']:
            product = item['product']
            item_total = product['price'] * item['quantity']
            total_price += item_total
            print(f"- {product['name']}: ${product['price']} x {item['quantity']} = ${item_total}")

        print(f"Total cart value: ${total_price}")
    else:
        print(f"Error: {data.get('message', data.get('error'))}")

except requests.exceptions.RequestException as e:
    print(f"Request failed: {e}")
