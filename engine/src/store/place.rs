//! Where a store's file stands, and who else may get at it there.
//!
//! What is in it is its owner's business: keys' digests, customers' addresses. The file is its owner's alone. With the
//! profile `durable`, where something is at stake, it is not opened in a place where another user of the machine could put a
//! file or a link of their own in its stead: there they would choose what is sold, and who may sell it. A link is followed
//! elsewhere: who may write to the folder may decide where the file is.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::options::Profile;

/// Looks at the place of a store's file before it is opened or made.
///
/// # Errors
///
/// `PermissionDenied` where others could put another file there, or have; the operating system's own.
#[cfg(unix)]
pub(super) fn check(path: &Path, profile: Profile) -> io::Result<()> {
    use std::fs;
    use std::os::unix::fs::MetadataExt as _;

    match profile {
        Profile::Durable => {}
        Profile::Fast | Profile::Memory => return Ok(()),
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mode = match fs::metadata(folder.unwrap_or(Path::new("."))) {
        Ok(folder) => folder.mode(),
        // It is said where the file is to be made.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if mode & OTHERS_WRITE == 0 {
        return Ok(());
    }
    if mode & STICKY == 0 {
        return Err(denied("everybody may write to its folder, and put another file in its place"));
    }
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_symlink() => {
            Err(denied("it is a link in a folder that everybody may write to"))
        }
        Ok(there) if own_user().is_some_and(|own| own != there.uid()) => {
            Err(denied("it is another user's, in a folder that everybody may write to"))
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
pub(super) fn check(_path: &Path, _profile: Profile) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
const OTHERS_WRITE: u32 = 0o002;
/// Of a folder: only the owner of a file in it may remove or rename that.
#[cfg(unix)]
const STICKY: u32 = 0o1000;

#[cfg(unix)]
fn denied(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, why)
}

/// The user that this process is, where the system tells.
#[cfg(unix)]
fn own_user() -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;

    std::fs::metadata("/proc/self").ok().map(|process| process.uid())
}

/// Takes the file from everybody but its owner, where others have a part in it: copied files have the rights of a copy.
#[cfg(unix)]
pub(super) fn keep_to_owner(file: &File, path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;

    let Ok(metadata) = file.metadata() else { return };
    let mut permissions = metadata.permissions();
    let others = permissions.mode() & 0o077;
    if others == 0 {
        return;
    }
    permissions.set_mode(permissions.mode() & 0o700);
    match file.set_permissions(permissions) {
        Ok(()) => {
            tracing::warn!(file = %path.display(), "others could read the file; its owner alone can now")
        }
        Err(error) => tracing::warn!(file = %path.display(), %error, "others can read the file"),
    }
}

#[cfg(not(unix))]
pub(super) fn keep_to_owner(_file: &File, _path: &Path) {}
