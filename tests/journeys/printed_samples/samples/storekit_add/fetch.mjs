const response = await fetch("https://api.storekit.app/v1/cart", {
  method: "POST",
  headers: {
    "x-api-key":
      "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    productId: "cmc36x85s0007nx0koog2cn0b",
    quantity: 2,
  }),
});

const data = await response.json();

if (data.success) {
  console.log("Success:", data.message);
} else {
  console.error("Error:", data.message);
}
