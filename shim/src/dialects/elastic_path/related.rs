//! What belongs to a cart or a line, named by type and identifier.

use std::borrow::Cow;

use serde::Serialize;

/// Something that belongs to something else.
#[derive(Debug, Serialize)]
pub(super) struct Related<'a> {
    r#type: &'static str,
    id: Cow<'a, str>,
}

impl<'a> Related<'a> {
    /// What is of this type and has this identifier.
    pub(super) fn new(r#type: &'static str, id: impl Into<Cow<'a, str>>) -> Self {
        Self { r#type, id: id.into() }
    }
}

/// All of one kind that belongs to something.
#[derive(Debug, Serialize)]
pub(super) struct RelatedList<'a> {
    /// Null, not an empty list, where there is none.
    data: Option<Vec<Related<'a>>>,
}

impl<'a> RelatedList<'a> {
    /// These.
    pub(super) fn new(related: impl Iterator<Item = Related<'a>>) -> Self {
        let related: Vec<_> = related.collect();
        Self { data: (!related.is_empty()).then_some(related) }
    }

    /// None.
    pub(super) const fn none() -> Self {
        Self { data: None }
    }
}
