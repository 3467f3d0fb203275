import axios from "axios";
try {
const response = await axios.get("https://api.storekit.app/v1/cart", {
headers: {
"x-api-key":
"sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
},
});
const { success, data, count, message } = response.data;
if (success) {
console.log(`Found ${count} items in cart:`, data);
// Calculate total price
const totalPrice = data.reduce((sum, item) =>
sum + (item.product.price * item.quantity), 0
);
console.log(`Total cart value: $${totalPrice}`);
} else {
console.error("Error:", message);
}
} catch (error) {
if (error.response?.data?.error) {
console.error("API Error:", error.response.data.error);
} else {
console.error("Request failed:", error.message);
}
}
