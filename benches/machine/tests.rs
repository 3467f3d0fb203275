use std::path::Path;

use super::file_system;

#[test]
fn the_file_system_of_a_folder_is_the_one_mounted_nearest_above_it() {
    let mounts = "/dev/a / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n/dev/b /tmp/disk xfs rw 0 0\n";
    let check = |folder: &str, expected: &str| assert_eq!(file_system(mounts, Path::new(folder)), expected);
    check("/nowhere/else", "ext4");
    check("/tmp/nowhere", "tmpfs");
    check("/tmp/disk/nowhere", "xfs");
    check("/tmp/diskette", "tmpfs");
}
