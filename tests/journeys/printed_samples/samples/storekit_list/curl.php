<?php
$curl = curl_init();
curl_setopt_array($curl, [
CURLOPT_URL => "https://api.storekit.app/v1/cart",
CURLOPT_RETURNTRANSFER => true,
CURLOPT_HTTPHEADER => [
"x-api-key: sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402"
],
]);
$response = curl_exec($curl);
$httpCode = curl_getinfo($curl, CURLINFO_HTTP_CODE);
curl_close($curl);
$data = json_decode($response, true);
if ($httpCode === 200 && $data['success']) {
echo "Found " . $data['count'] . " items in cart:\n";
$totalPrice = 0;
foreach ($data['data'] as $item) {
$product = $item['product'];
$itemTotal = $product['price'] * $item['quantity'];
$totalPrice += $itemTotal;
echo "- " . $product['name'] . ": $" . $product['price'] . " x " . $item['quantity'] . " = $" . $itemTotal . "\n";
}
echo "Total cart value: $" . $totalPrice . "\n";
} else {
echo "Error: " . ($data['message'] ?? $data['error']) . "\n";
}
?>
