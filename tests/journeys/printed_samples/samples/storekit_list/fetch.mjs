const response = await fetch("https://api.storekit.app/v1/cart", {
method: "GET",
headers: {
"x-api-key":
"sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
},
});
const data = await response.json();
if (data.success) {
console.log(`Found ${data.count} items in cart:`, data.data);
// Calculate total price
const totalPrice = data.data.reduce((sum, item) =>
sum + (item.product.price * item.quantity), 0
);
console.log(`Total cart value: $${totalPrice}`);
} else {
console.error("Error:", data.message);
}
