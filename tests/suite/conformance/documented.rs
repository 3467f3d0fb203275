//! What the references say of errors and endpoints, as lists to be held against the fixtures.

/// What a reference says of a dialect, but for the endpoints that it has.
pub(super) struct Reference {
    /// The dialect's name.
    pub(super) dialect: &'static str,
    /// The page's name in sources.
    pub(super) page: &'static str,
    /// Sections of the page whose endpoints no document of the vendor has.
    pub(super) sections_of_ours: &'static [&'static str],
    /// Every error, in the order of the page.
    pub(super) errors: &'static [DocumentedError],
    /// Endpoints that there are not, and why.
    pub(super) left_out: &'static [LeftOut],
}

/// An error that a reference lists.
#[derive(Clone, Copy)]
pub(super) struct DocumentedError {
    /// The status.
    pub(super) status: u16,
    /// What the answer says, `...` for anything between.
    pub(super) text: &'static str,
    /// Who says so.
    pub(super) origin: Origin,
    /// Where: the document and its section, or the section of the reference.
    pub(super) place: &'static str,
    /// The number of the contradiction that was decided, where there is one.
    pub(super) decided: &'static str,
    /// Why no fixture shows it; empty where one does.
    pub(super) unshown: &'static str,
}

/// Who says something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A source document of the project.
    Document,
    /// Other public pages or clients of the vendor.
    Wider,
    /// Nobody: it was chosen.
    Ours,
}

/// An endpoint that a reference names and the server does not have.
pub(super) struct LeftOut {
    pub(super) method: &'static str,
    /// A path as a caller would send it.
    pub(super) path: &'static str,
    /// Where it is named.
    pub(super) place: &'static str,
    /// Why it is left out.
    pub(super) reason: &'static str,
}

impl Origin {
    /// Its name in tables.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Wider => "wider docs",
            Self::Ours => "ours",
        }
    }
}

const fn error(status: u16, text: &'static str, origin: Origin, place: &'static str) -> DocumentedError {
    DocumentedError { status, text, origin, place, decided: "", unshown: "" }
}

/// One of a source document.
pub(super) const fn document(status: u16, text: &'static str, place: &'static str) -> DocumentedError {
    error(status, text, Origin::Document, place)
}

/// One of other pages or clients of the vendor.
pub(super) const fn wider(status: u16, text: &'static str, place: &'static str) -> DocumentedError {
    error(status, text, Origin::Wider, place)
}

/// One that was chosen.
pub(super) const fn ours(status: u16, text: &'static str, place: &'static str) -> DocumentedError {
    error(status, text, Origin::Ours, place)
}

impl DocumentedError {
    /// The same, decided under this number.
    pub(super) const fn decided(self, number: &'static str) -> Self {
        Self { decided: number, ..self }
    }

    /// The same, which no fixture shows for this reason.
    pub(super) const fn unshown(self, reason: &'static str) -> Self {
        Self { unshown: reason, ..self }
    }

    /// Whether an answer is this one.
    pub(super) fn is(&self, status: u16, text: &str) -> bool {
        let mut rest = Some(text);
        for part in self.text.split("...").map(str::trim) {
            rest = rest.and_then(|rest| rest.split_once(part)).map(|(_, behind)| behind);
        }
        self.status == status && rest.is_some()
    }
}
