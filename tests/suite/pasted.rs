//! Command lines as people paste them.

use std::net::SocketAddr;

use trolley_harness::client::Request;

/// The request that a command line of curl makes.
pub(crate) fn pasted(command: &str, address: SocketAddr) -> Request {
    let words = shell_words(command);
    let mut words = words.iter().map(String::as_str);
    assert_eq!(words.next(), Some("curl"));
    let mut request = Request::new("GET", "");
    let mut method = None;
    while let Some(word) = words.next() {
        match word {
            "-H" | "--header" => {
                let (name, value) = words.next().unwrap().split_once(": ").unwrap();
                request = request.header(name, value);
            }
            "-d" | "--data" => {
                request.body = Some(words.next().unwrap().as_bytes().to_vec());
                method.get_or_insert("POST");
            }
            "-X" | "--request" => method = words.next(),
            "-s" | "-i" | "--json" => {}
            url => {
                let path = url.strip_prefix(&format!("http://{address}"));
                request.path = path.unwrap_or_else(|| panic!("{url} is not this server")).to_owned();
            }
        }
    }
    method.unwrap_or("GET").clone_into(&mut request.method);
    request
}

/// The words of a command line as a shell has them: single quotes keep everything, a backslash joins two lines.
pub(crate) fn shell_words(command: &str) -> Vec<String> {
    let mut words = vec![];
    let mut word = None::<String>;
    let mut quoted = false;
    for character in command.replace("\\\n", " ").chars() {
        match character {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' | '\n' if !quoted => words.extend(word.take()),
            character => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}
