use clap::{CommandFactory as _, Parser as _};

use super::args::carts::CartsCommand;
use super::args::seed::SeedCommand;
use super::args::{Args, Command};
use super::banner::{Demo, banner};
use super::{Failure, first_sentence, wrong_argument};
use crate::config::{Config, Flags, Profile};
use crate::seed::SeedError;

fn parse(line: &str) -> Result<Args, clap::Error> {
    Args::try_parse_from(std::iter::once("trolley").chain(line.split_whitespace()))
}

#[test]
fn the_grammar_holds_together() {
    Args::command().debug_assert();
}

#[test]
fn no_command_is_serve() {
    let args = parse("--demo --port 0").unwrap();
    assert!(args.command.is_none() && args.serve.demo);
    assert_eq!(args.serve.settings.sources().flags, Flags { port: Some(0), ..Flags::default() });
    let args = parse("").unwrap();
    assert!(args.command.is_none() && !args.serve.demo);
}

#[test]
fn serve_takes_its_flags() {
    let line = "serve --data a --seed b --seed c --port 1 --profile fast --config d --host ::1 --log info";
    let Some(Command::Serve(serve)) = parse(line).unwrap().command else { panic!("not serve") };
    assert_eq!(serve.seeds, ["b", "c"].map(std::path::PathBuf::from));
    let sources = serve.settings.sources();
    assert_eq!(sources.file, Some("d".into()));
    assert_eq!(sources.flags.profile, Some(Profile::Fast));
    assert_eq!(sources.flags.data, Some("a".into()));
    assert!(sources.environment);
}

#[test]
fn seeds_are_checked_and_imported() {
    let command = parse("seed check shop.json").unwrap().command;
    assert!(matches!(command, Some(Command::Seed(SeedCommand::Check { .. }))));
    let command = parse("seed import --data till shop.json").unwrap().command;
    assert!(matches!(command, Some(Command::Seed(SeedCommand::Import { .. }))));
}

#[test]
fn carts_are_asked_for_on_a_server_or_in_a_file() {
    let parse = |line: &str| match parse(line).unwrap().command {
        Some(Command::Carts(args)) => args,
        other => panic!("{other:?}"),
    };
    let args = parse("carts list --customer ada --data till --json");
    assert!(args.place.json && args.place.data == Some("till".into()));
    assert!(matches!(args.command, CartsCommand::List { parked: false, limit: 25, offset: 0, .. }));
    let args = parse("carts --url http://till --key k resume park_1 --into guest_1");
    assert_eq!((args.place.url.as_deref(), args.place.key.as_deref()), (Some("http://till"), Some("k")));
    assert!(matches!(args.command, CartsCommand::Resume { into: Some(into), .. } if into == "guest_1"));
    assert!(matches!(parse("carts park c").command, CartsCommand::Park { note, .. } if note.is_empty()));
    assert!(matches!(
        parse("carts list --limit 100 --parked").command,
        CartsCommand::List { parked: true, .. }
    ));
}

#[test]
fn files_are_backed_up_restored_checked_and_compacted() {
    let parse = |line: &str| parse(line).unwrap().command.unwrap();
    assert!(matches!(parse("backup --list"), Command::Backup(args) if args.list && args.data.is_none()));
    assert!(matches!(parse("backup --data a --to b"), Command::Backup(args) if args.to == Some("b".into())));
    assert!(matches!(parse("restore --data a b"), Command::Restore(args) if args.backup == Some("b".into())));
    let newest = parse("restore --data a --newest b");
    assert!(matches!(newest, Command::Restore(args) if args.newest == Some("b".into())));
    assert!(matches!(parse("check --data a --json"), Command::Check(args) if args.json));
    assert!(matches!(parse("compact --data a"), Command::Compact(_)));
    let Some(Command::Serve(serve)) = parse_all("serve --backups b").command else { panic!("not serve") };
    assert_eq!(serve.settings.sources().flags.backups, Some("b".into()));
}

fn parse_all(line: &str) -> Args {
    parse(line).unwrap()
}

#[test]
fn wrong_arguments_are_refused() {
    for line in [
        "backup --data a",
        "backup --to b",
        "backup --data a --to b --url http://till",
        "backup --data a --to b --list",
        "restore --data a",
        "restore b",
        "restore --data a --newest b c",
        "check",
        "compact",
        "--port",
        "--port 65536",
        "--port -1",
        "serve --profile kiosk",
        "serve --host example.org",
        "serve extra",
        "seed",
        "seed check",
        "carts",
        "carts park",
        "carts list --limit 0",
        "carts list --limit 101",
        "carts list --parked --customer ada",
        "carts list --data till --url http://till",
        "carts show a b",
        "seed import shop.json",
        "sell",
        "--prot 1",
        "--demo serve",
    ] {
        assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line}");
    }
}

#[track_caller]
fn said(line: &str, expected: &str) {
    assert_eq!(first_sentence(&parse(line).unwrap_err().to_string()), expected);
}

#[test]
fn a_wrong_argument_is_one_sentence() {
    said("--port x", "invalid value 'x' for '--port <N>': it is not a number from 0 to 65535");
    said("--host till", "invalid value 'till' for '--host <ADDRESS>': it is neither 127.0.0.1 nor ::1");
    said("serve --bogus", "unexpected argument '--bogus' found");
    said(
        "seed",
        "'trolley seed' requires a subcommand but one was not provided [subcommands: check, import, help]",
    );
    said("seed import shop.json", "the following required arguments were not provided: --data <FILE>");
}

#[test]
fn a_wrong_argument_is_refused_with_the_nearest() {
    for (line, expected) in [
        ("--prot 1", "unexpected argument '--prot' found: did you mean '--port'?"),
        ("serv", "unrecognized subcommand 'serv': did you mean 'serve'?"),
        (
            "--profile durabel",
            "invalid value 'durabel' for '--profile <PROFILE>' [possible values: durable, fast, memory]: did \
             you mean 'durable'?",
        ),
        ("--xyz", "unexpected argument '--xyz' found; see trolley --help"),
        ("carts list --xyz", "unexpected argument '--xyz' found; see trolley carts list --help"),
    ] {
        let words = line.split_whitespace().map(str::to_owned);
        assert_eq!(wrong_argument(&parse(line).unwrap_err(), words), expected);
    }
}

#[test]
fn what_the_system_says_is_told_without_its_number() {
    let absent = std::io::Error::from_raw_os_error(2);
    let sentence =
        Failure::from(SeedError::Unreadable { path: "shop.json".into(), source: absent }).sentence();
    assert!(sentence.starts_with("the seed shop.json cannot be read: "), "{sentence}");
    assert!(!sentence.contains("os error"), "{sentence}");
}

#[test]
fn help_has_an_example_for_each() {
    fn check(command: &mut clap::Command) {
        let name = command.get_name().to_owned();
        if !command.has_subcommands() || name == "trolley" {
            assert!(command.render_help().to_string().contains("Example"), "{name}");
        }
        command.get_subcommands_mut().filter(|command| command.get_name() != "help").for_each(check);
    }
    let mut command = Args::command();
    command.build();
    check(&mut command);
}

#[test]
fn the_banner_has_at_most_eight_lines() {
    let mut config = Config::documented();
    config.server.data = Some("till.trolley".into());
    config.server.profile = Profile::Durable;
    let address = "127.0.0.1:4711".parse().unwrap();
    let said = banner(address, &config.server, (Demo::Loaded, None), Some("curl ..."));
    assert!(said.starts_with("trolley listening on http://127.0.0.1:4711\n"));
    assert!(said.contains("till.trolley") && said.contains("The demo catalog and its keys were put into it"));
    assert!(said.lines().count() <= 8, "{said}");
    let said = banner(address, &Config::documented().server, (Demo::Loaded, None), None);
    assert!(said.contains("Nothing is kept"), "{said}");
}
