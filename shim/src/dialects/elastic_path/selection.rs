//! What a shopper selects of a bundle, as far as it can be judged without the product.
//!
//! Source: 004_dda9b2f8eeb71665, "Dynamic Bundles" and "Adding a Bundle"; elasticpath.md, 10.

use serde_json::{Map, Value as Json};
use trolley_engine::domain::bundle::SelectedComponent;
use trolley_engine::domain::id::ProductId;

use super::problem::ErrorEntry;
use super::schema::{integer, invalid_type};

/// Where a selection stands.
pub(super) const SOURCE: &str = "data.bundle_configuration";

/// The selection in `data.bundle_configuration`; none where that is absent or null, for what is selected by default.
///
/// Reading: selections without the member `selected_options` around them are a common mistake, so the detail says where
/// they belong.
///
/// # Errors
///
/// The entry of one that is not well-formed.
pub(super) fn decode(data: &Map<String, Json>) -> Result<Option<Vec<SelectedComponent>>, ErrorEntry> {
    let configuration = match data.get("bundle_configuration") {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::Object(configuration)) => configuration,
        Some(other) => return Err(invalid_type(SOURCE, "object", other)),
    };
    let components = match configuration.get("selected_options") {
        Some(Json::Object(components)) => components,
        None | Some(Json::Null) => return Err(unwrapped()),
        Some(other) => return Err(invalid_type(&format!("{SOURCE}.selected_options"), "object", other)),
    };
    components.iter().map(|(key, options)| component(key, options)).collect::<Result<_, _>>().map(Some)
}

fn component(key: &str, options: &Json) -> Result<SelectedComponent, ErrorEntry> {
    let source = format!("{SOURCE}.selected_options.{key}");
    let options = match options {
        Json::Object(options) => options,
        other => return Err(invalid_type(&source, "object", other)),
    };
    let selected = options.iter().map(|(product, units)| {
        let units = integer(&format!("{source}.{product}"), units, 1..=i64::from(u32::MAX))?;
        // What cannot be an identifier is none of an option's.
        let product = ProductId::new(product.as_str()).map_err(|_| {
            invalid_selection(format!("Component \"{key}\" has no option \"{product}\"")).source(&source)
        })?;
        Ok((product, u32::try_from(units).unwrap_or(u32::MAX)))
    });
    Ok(SelectedComponent { key: key.to_owned(), options: selected.collect::<Result<_, _>>()? })
}

fn unwrapped() -> ErrorEntry {
    invalid_selection(
        "bundle_configuration must have the member selected_options, and the components within it".to_owned(),
    )
    .source(SOURCE)
}

/// The entry of a selection that cannot be had.
///
/// Reading: elasticpath.md, 10: no document has texts for it.
pub(super) fn invalid_selection(detail: String) -> ErrorEntry {
    ErrorEntry::new(400, "Invalid bundle configuration").detail(detail)
}

#[cfg(test)]
mod tests;
