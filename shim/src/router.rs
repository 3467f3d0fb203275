//! Which endpoint a path and a method mean, and which dialect a path belongs to.

use std::borrow::Cow;

use hyper::Method;
use percent_encoding::percent_decode_str;

use crate::dialects::{Dialect, Route};

/// All endpoints of the given dialects, by path.
#[derive(Debug)]
pub struct Router {
    dialects: &'static [&'static Dialect],
    paths: Vec<Path>,
    tree: matchit::Router<usize>,
}

/// A path with all its endpoints.
#[derive(Debug)]
struct Path {
    /// As the tree has it: parameters by their place, so that each endpoint may name them as it likes.
    pattern: String,
    endpoints: Vec<Endpoint>,
}

/// An endpoint and its dialect.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint {
    /// The dialect.
    pub dialect: &'static Dialect,
    /// The endpoint in it.
    pub route: &'static Route,
}

/// What a method and a path mean.
#[derive(Debug)]
pub enum Found {
    /// This endpoint, with the path's parameters by name, percent-decoded.
    Endpoint(Endpoint, Vec<(&'static str, String)>),
    /// A path that has no endpoint of this method, but of these.
    OtherMethods(Vec<Method>),
    /// Nothing.
    Nothing,
    /// A parameter that is not UTF-8 once it is percent-decoded.
    NotUtf8,
}

impl Router {
    /// A router of these dialects' endpoints.
    ///
    /// # Errors
    ///
    /// [`matchit::InsertError`] where two paths cannot stand beside each other, or one is not well-formed: a fault of
    /// a dialect's table.
    pub fn new(dialects: &'static [&'static Dialect]) -> Result<Self, matchit::InsertError> {
        let mut paths: Vec<Path> = Vec::new();
        let mut tree = matchit::Router::new();
        for dialect in dialects {
            for route in dialect.routes {
                let pattern = by_place(route.path);
                let endpoint = Endpoint { dialect, route };
                match paths.iter_mut().find(|path| path.pattern == pattern) {
                    Some(path) => path.endpoints.push(endpoint),
                    None => {
                        tree.insert(pattern.clone(), paths.len())?;
                        paths.push(Path { pattern, endpoints: vec![endpoint] });
                    }
                }
            }
        }
        Ok(Self { dialects, paths, tree })
    }

    /// What this method and this path, as it was sent, mean. Repeated slashes count as one, and one at the end as none,
    /// but where something that is to be deleted seems to be missing behind it.
    #[must_use]
    pub fn find(&self, method: &Method, path_sent: &str) -> Found {
        let path = normalized(path_sent);
        let Ok(found) = self.tree.at(&path) else { return Found::Nothing };
        let Some(Path { endpoints, .. }) = self.paths.get(*found.value) else { return Found::Nothing };
        let Some(endpoint) = endpoints.iter().find(|endpoint| endpoint.route.method == *method) else {
            return Found::OtherMethods(
                endpoints.iter().map(|endpoint| endpoint.route.method.clone()).collect(),
            );
        };
        // `DELETE .../items/` most likely wants to name one of them, and must not delete all.
        if *method == Method::DELETE && path_sent.ends_with('/') && !endpoint.route.path.ends_with('}') {
            return Found::Nothing;
        }
        let decoded = names(endpoint.route.path)
            .zip(found.params.iter())
            .map(|(name, (_, value))| Ok((name, percent_decode_str(value).decode_utf8()?.into_owned())))
            .collect::<Result<_, std::str::Utf8Error>>();
        decoded.map_or(Found::NotUtf8, |params| Found::Endpoint(*endpoint, params))
    }

    /// The dialect that owns this path, as it was sent: the one with the longest beginning of it, by whole segments.
    #[must_use]
    pub fn owner(&self, path: &str) -> Option<&'static Dialect> {
        let path = normalized(path);
        let owned =
            self.dialects.iter().flat_map(|dialect| dialect.owns.iter().map(|prefix| (*prefix, *dialect)));
        owned
            .filter(|(prefix, _)| {
                path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
            .max_by_key(|(prefix, _)| prefix.len())
            .map(|(_, dialect)| dialect)
    }
}

/// The segments' names that stand in braces.
fn names(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

/// The path with the parameters' places instead of their names.
fn by_place(path: &'static str) -> String {
    let mut pattern = String::with_capacity(path.len());
    for (place, segment) in path.split('/').enumerate() {
        if 0 < place {
            pattern.push('/');
        }
        match segment.starts_with('{') {
            true => pattern.push_str(&format!("{{{place}}}")),
            false => pattern.push_str(segment),
        }
    }
    pattern
}

/// Most paths are so already.
fn normalized(path: &str) -> Cow<'_, str> {
    let is_normal = path.starts_with('/')
        && !path.ends_with('/')
        && !path.as_bytes().windows(2).any(|pair| pair == b"//");
    if is_normal {
        return Cow::Borrowed(path);
    }
    let mut normalized = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        normalized.push('/');
        normalized.push_str(segment);
    }
    Cow::Owned(normalized)
}

#[cfg(test)]
mod tests;
