//! That the README's samples do what it prints beneath them: commands of curl, played in order against one demo, and
//! those of the program itself.

use trolley_harness::client::send;
use trolley_harness::local::LocalServer;
use trolley_harness::{PRINTED_AUTHORITY, project_root, read_text};

use crate::pasted::{pasted, shell_words};
use crate::shop::program;

/// What stands for what is left out of an output.
const LEFT_OUT: &str = "...";

/// A block of code: its language and its text.
struct Block {
    language: String,
    text: String,
}

/// The blocks of code of a page, in order.
fn blocks(page: &str) -> Vec<Block> {
    // Between two fences is either a block or what stands between two of them.
    let fenced = page.split("```").skip(1).step_by(2);
    let block = |text: &str| {
        let (language, text) = text.split_once('\n')?;
        Some(Block { language: language.to_owned(), text: text.trim_end().to_owned() })
    };
    fenced.filter_map(block).collect()
}

/// The commands of the README with the outputs beneath them, in this language.
fn samples(language: &str) -> Vec<(String, String)> {
    let blocks = blocks(&read_text(&project_root().join("README.md")));
    let pairs = blocks.windows(2).filter(|pair| pair[0].language == "sh" && pair[1].language == language);
    pairs.map(|pair| (pair[0].text.clone(), pair[1].text.clone())).collect()
}

/// The parts of an output between those that are left out, without the breaks of lines between tokens.
fn parts(output: &str) -> Vec<String> {
    output.split(LEFT_OUT).map(|part| part.trim().replace('\n', "")).collect()
}

/// Whether a text has all these in this order, the first at its beginning and the last at its end.
fn has(text: &str, parts: &[String]) -> Result<(), String> {
    let mut rest = text;
    for (index, part) in parts.iter().enumerate() {
        let at = rest.find(part.as_str()).filter(|at| 0 < index || *at == 0).ok_or_else(|| part.clone())?;
        rest = &rest[at + part.len()..];
    }
    match parts.last() {
        Some(last) if !text.ends_with(last.as_str()) => Err(last.clone()),
        Some(_) | None => Ok(()),
    }
}

#[test]
fn the_samples_of_curl_are_answered_as_printed_beneath_them() {
    let samples = samples("json");
    assert!(5 <= samples.len(), "the README has {} samples", samples.len());
    let server = LocalServer::demo();
    for (commands, output) in samples {
        let commands = commands.replace(PRINTED_AUTHORITY, &server.address().to_string());
        let answers: Vec<String> = each(&commands).map(|command| said(&server, &command)).collect();
        let answer = answers.last().unwrap();
        if let Err(part) = has(answer, &parts(&output)) {
            panic!("{commands}\n\nanswers\n\n{answer}\n\nwithout {part}");
        }
    }
}

/// The commands of a block.
fn each(commands: &str) -> impl Iterator<Item = String> {
    commands.split("\ncurl ").map(|command| format!("curl {}", command.trim_start_matches("curl ")))
}

/// What the server answers to a command that it takes.
fn said(server: &LocalServer, command: &str) -> String {
    let answer = send(server.address(), &pasted(command, server.address())).unwrap();
    assert!((200..300).contains(&answer.status), "{command}: {} {}", answer.status, answer.text());
    answer.text()
}

#[test]
fn the_samples_of_the_program_say_what_is_printed_beneath_them() {
    let samples: Vec<_> =
        samples("text").into_iter().filter(|(command, _)| command.starts_with("trolley ")).collect();
    assert!(!samples.is_empty());
    for (command, output) in samples {
        let words = shell_words(&command);
        let ended = program().args(words.iter().skip(1).map(String::as_str)).run();
        assert_eq!(ended.stdout.trim_end(), output, "{command}: {}", ended.stderr);
    }
}

#[test]
fn what_is_left_out_may_be_anything_and_nothing_else_may() {
    let check = |text: &str, output: &str| has(text, &parts(output)).is_ok();
    assert!(check("{\"a\":1,\"b\":2}", "{\"a\":1, ... }"));
    assert!(check("{\"a\":1,\"b\":2}", "{\"a\":1,\n\"b\":2}"));
    assert!(check("{\"a\":1,\"b\":2}", "{\"a\":1, ..."));
    assert!(!check("{\"a\":1,\"b\":2}", "{\"a\":1,"));
    assert!(!check("{\"a\":1,\"b\":2}", "\"a\":1, ... }"));
    assert!(!check("{\"a\":1,\"b\":2}", "{\"b\":2 ... \"a\":1 ... }"));
}
