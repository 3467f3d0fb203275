import requests
import json

url = "https://api.storekit.app/v1/cart"
headers = {
    "x-api-key": "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
    "Content-Type": "application/json"
}

payload = {
    "productId": "cmc36x85s0007nx0koog2cn0b",
    "quantity": 2
}

try:
    response = requests.post(url, headers=headers, json=payload)
    response.raise_for_status()

    data = response.json()

    if data['success']:
        print(f"Success: {data['message']}")
    else:
        print(f"Error: {data['message']}")

except requests.exceptions.RequestException as e:
    print(f"Request failed: {e}")
