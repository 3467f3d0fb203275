import axios from "axios";

try {
  const response = await axios.post(
    "https://api.storekit.app/v1/cart",
    {
      productId: "cmc36x85s0007nx0koog2cn0b",
      quantity: 2,
    },
    {
      headers: {
        "x-api-key":
          "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
        "Content-Type": "application/json",
      },
    }
  );

  const { success, message } = response.data;

  if (success) {
    console.log("Success:", message);
  } else {
    console.error("Error:", message);
  }
} catch (error) {
  console.error("Request failed:", error.response?.data || error.message);
}
