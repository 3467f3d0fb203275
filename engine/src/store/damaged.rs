//! Records that are not as they were written.

use crate::error::StoreError;

/// What was read for a list; none of a record that is damaged. The log is told of it, and who asks for that record by
/// itself: a list of many is not to fail for one.
pub(crate) fn left_out<T>(read: Result<T, StoreError>) -> Option<Result<T, StoreError>> {
    match read {
        Err(fault @ StoreError::Record { .. }) => {
            tracing::error!(
                error = &fault as &dyn std::error::Error,
                "a damaged record is left out of a list"
            );
            None
        }
        read => Some(read),
    }
}
