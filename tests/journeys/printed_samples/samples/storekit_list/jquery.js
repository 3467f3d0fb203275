$.ajax({
url: "https://api.storekit.app/v1/cart",
method: "GET",
headers: {
"x-api-key":
"sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
},
success: function (data) {
if (data.success) {
console.log(`Found ${data.count} items in cart:`, data.data);
// Example: Display in UI
$("#cart-count").text(data.count);
$("#cart-items").empty();
let totalPrice = 0;
data.data.forEach(function (item) {
const product = item.product;
const itemTotal = product.price * item.quantity;
totalPrice += itemTotal;
$("#cart-items").append(`
<div class="cart-item" data-id="${item.id}">
<div class="product-info">
<h4>${product.name}</h4>
<p>${product.description}</p>
<img src="${product.image}" alt="${product.name}" />
</div>
<div class="quantity-price">
<span>Quantity: ${item.quantity}</span>
<span>Price: $${product.price}</span>
<span>Total: $${itemTotal}</span>
</div>
<small>Added: ${new Date(item.addedAt).toLocaleDateString()}</small>
</div>
`);
});
$("#cart-total").text(`$${totalPrice}`);
} else {
console.error("Error:", data.message);
$("#cart-error").show().text(data.message);
}
},
error: function (xhr, status, error) {
const errorMessage = xhr.responseJSON?.error || xhr.responseJSON?.message || error;
console.error("Request failed:", errorMessage);
$("#cart-error").show().text(`Failed to load cart: ${errorMessage}`);
},
});
