use std::fs;
use std::path::PathBuf;

use figment::Jail;

use super::{Config, Flags, LogLevel, Profile, Sources};

fn sources(flags: Flags, file: Option<&str>) -> Sources {
    Sources { flags, environment: true, file: file.map(PathBuf::from), text: None }
}

fn with_data(profile: Option<Profile>) -> Flags {
    Flags { data: Some("carts".into()), profile, ..Flags::default() }
}

/// Runs in a folder and an environment of its own.
#[track_caller]
#[expect(clippy::result_large_err, reason = "figment's own signature")]
fn jailed(run: impl FnOnce(&mut Jail)) {
    Jail::expect_with(|jail| {
        jail.clear_env();
        run(jail);
        Ok(())
    });
}

#[test]
fn nothing_said_is_the_documented_configuration() {
    jailed(|_| assert_eq!(Config::load(&sources(Flags::default(), None)).unwrap(), Config::documented()));
    assert_eq!(Config::from_toml("").unwrap(), Config::documented());
}

#[test]
fn flags_stand_over_the_environment_and_that_over_the_file() {
    jailed(|jail| {
        jail.create_file("trolley.toml", "[server]\nport = 1\nlog = \"info\"\nhosts = [\"till.local\"]")
            .unwrap();
        jail.set_env("TROLLEY_PORT", "2");
        jail.set_env("TROLLEY_LOG", "error");
        let flags = Flags { port: Some(3), ..Flags::default() };
        let server = Config::load(&sources(flags, Some("trolley.toml"))).unwrap().server;
        assert_eq!((server.port, server.log), (3, LogLevel::Error));
        assert_eq!(server.hosts, ["till.local"]);
    });
}

#[test]
fn a_variable_may_be_a_list() {
    jailed(|jail| {
        jail.set_env("TROLLEY_SERVER_ORIGINS", "[\"https://a.example\", \"https://b.example\"]");
        let server = Config::load(&sources(Flags::default(), None)).unwrap().server;
        assert_eq!(server.origins, ["https://a.example", "https://b.example"]);
    });
}

#[test]
fn the_profile_follows_from_the_file_and_the_origins_from_the_profile() {
    let load = |flags| {
        let server = Config::load(&Sources { flags, ..Sources::default() }).unwrap().server;
        (server.profile, server.loopback_origins)
    };
    assert_eq!(load(Flags::default()), (Profile::Memory, true));
    assert_eq!(load(with_data(None)), (Profile::Durable, false));
    assert_eq!(load(with_data(Some(Profile::Fast))), (Profile::Fast, true));
    let said = Config::from_toml("[server]\ndata = \"carts\"\nloopback_origins = true").unwrap().server;
    assert_eq!((said.profile, said.loopback_origins), (Profile::Durable, true));
}

#[test]
fn what_is_printed_can_be_read_again() {
    for config in [
        Config::documented(),
        Config::load(&Sources { flags: with_data(None), ..Sources::default() }).unwrap(),
    ] {
        assert_eq!(Config::from_toml(&config.to_toml().unwrap()).unwrap(), config);
    }
}

#[test]
fn what_follows_from_other_settings_is_printed_as_a_comment() {
    let printed = |text: &str| {
        let sources = Sources { text: Some(text.to_owned()), ..Sources::default() };
        Config::printed(&sources).unwrap()
    };
    let text = printed("");
    assert!(text.contains("# profile = \"memory\"") && text.contains("# loopback_origins = true"), "{text}");
    let durable = text.replace("port = ", "data = \"carts\"\nport = ");
    let server = Config::from_toml(&durable).unwrap().server;
    assert_eq!((server.profile, server.loopback_origins), (Profile::Durable, false));
    let said = printed("[server]\nloopback_origins = false");
    assert!(said.contains("\nloopback_origins = false"), "{said}");
}

#[test]
fn peers_that_can_never_be_or_must_not_be_are_refused() {
    for origin in
        ["null", "*", "https://", "shop.example", "https://shop.example/", "https://me@shop.example"]
    {
        let text = format!("[server]\norigins = [\"{origin}\"]");
        let error = Config::from_toml(&text).unwrap_err().to_string();
        assert!(error.contains("server.origins") && error.contains(origin), "{error}");
    }
    assert!(Config::from_toml("[server]\norigins = [\"https://shop.example:8443\"]").is_ok());
    for host in ["http://till", "till/x", "", "me@till"] {
        let error = Config::from_toml(&format!("[server]\nhosts = [\"{host}\"]")).unwrap_err().to_string();
        assert!(error.contains("server.hosts"), "{error}");
    }
    assert!(Config::from_toml("[server]\nhosts = [\"till.local\", \"till.local:80\"]").is_ok());
}

#[test]
fn whoever_makes_backups_keeps_one() {
    let server = |text: &str| Config::from_toml(text).map(|config| config.server);
    let said = server("[server]\nbackups = \"bak\"").unwrap();
    assert_eq!((said.backups, said.backup_every_minutes, said.backups_kept), (Some("bak".into()), 60, 3));
    assert_eq!(server("[server]\nbackups_kept = 1\nbackup_every_minutes = 0").unwrap().backups_kept, 1);
    let error = server("[server]\nbackups_kept = 0").unwrap_err().to_string();
    assert!(error.contains("server.backups_kept"), "{error}");
}

#[track_caller]
fn refused(sources: &Sources, expected: &[&str]) {
    let message = Config::load(sources).unwrap_err().to_string();
    for part in expected {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
    assert!(!message.contains('\n'), "{message:?}");
}

#[test]
fn an_unknown_or_invalid_setting_is_named_with_its_source() {
    jailed(|jail| {
        let file = sources(Flags::default(), Some("trolley.toml"));
        jail.create_file("trolley.toml", "[server]\nport = 65536").unwrap();
        refused(&file, &["server.port", "65536", "trolley.toml"]);
        jail.create_file("trolley.toml", "server = ").unwrap();
        refused(&file, &["trolley.toml"]);
        fs::remove_file("trolley.toml").unwrap();
        refused(&file, &["trolley.toml", "cannot be read"]);
        jail.set_env("TROLLEY_PORT", "x");
        refused(&sources(Flags::default(), None), &["server.port", "TROLLEY_PORT"]);
    });
}

/// What a file with this says, in one sentence without its place.
#[track_caller]
fn said_of_a_file(text: &str, expected: &str) {
    jailed(|jail| {
        jail.create_file("trolley.toml", text).unwrap();
        let error = Config::load(&sources(Flags::default(), Some("trolley.toml"))).unwrap_err();
        assert_eq!(error.to_string().replace(" (in trolley.toml)", ""), expected);
        assert!(error.to_string().contains(" (in trolley.toml)"), "{error}");
    });
}

#[test]
fn an_unknown_section_or_setting_is_refused_with_the_nearest() {
    for (text, expected) in [
        ("[serevr]\nport = 1", "the section `serevr` is not known: did you mean `server`?"),
        ("port = 1", "the section `port` is not known: did you mean `server.port`?"),
        ("[server]\nprot = 1", "the setting `server.prot` is not known: did you mean `port`?"),
        ("[server]\ndat = 1", "the setting `server.dat` is not known: did you mean `data`?"),
        ("storekit.duplicat = 1", "the setting `storekit.duplicat` is not known: did you mean `duplicate`?"),
        (
            "server.repeat_add = 1",
            "the setting `server.repeat_add` is not known: did you mean `sds_shop.repeat_add`?",
        ),
        (
            "elastic_path.default_address.line1 = \"1\"",
            "the setting `elastic_path.default_address.line1` is not known: did you mean `line_1`?",
        ),
        (
            "[server]\nxyz = 1",
            "the setting `server.xyz` is not known: it is none of host, port, profile, data, hosts, origins, \
             loopback_origins, backups, backup_every_minutes, backups_kept, purge_after_days, log",
        ),
    ] {
        said_of_a_file(text, expected);
    }
}

#[test]
fn an_unknown_value_is_refused_with_the_nearest() {
    for (text, expected) in [
        (
            "storekit.duplicate = \"incremnt\"",
            "the setting `storekit.duplicate` is not valid: `incremnt` is none of increment, set, conflict: \
             did you mean `increment`?",
        ),
        (
            "server.profile = \"durabel\"",
            "the setting `server.profile` is not valid: `durabel` is none of durable, fast, memory: did you \
             mean `durable`?",
        ),
        (
            "server.log = \"loud\"",
            "the setting `server.log` is not valid: `loud` is none of off, error, warn, info, debug",
        ),
        (
            "stateset.repeat_errors = \"ture\"",
            "the setting `stateset.repeat_errors` is not valid: `ture` is none of true, false: did you mean \
             `true`?",
        ),
        (
            "server.loopback_origins = \"flase\"",
            "the setting `server.loopback_origins` is not valid: `flase` is none of true, false: did you \
             mean `false`?",
        ),
        (
            "elastic_path.cart_expiry_days = 366",
            "the setting `elastic_path.cart_expiry_days` is not valid: cart_expiry_days is at most 365",
        ),
        (
            "server.port = 65536",
            "the setting `server.port` is not valid: `65536` is not a whole number from 0 to 65535",
        ),
        ("server.hosts = \"till\"", "the setting `server.hosts` is not valid: `till` is not a list"),
        (
            "[server]\nport = 1\nport = 2",
            "the configuration is not valid: TOML parse error at line 3, column 1, duplicate key `port` in table \
             `server`",
        ),
        ("storekit = 5", "the section `storekit` is not valid: `5` is not a section of settings"),
    ] {
        said_of_a_file(text, expected);
    }
}

#[test]
fn an_unknown_variable_or_value_of_one_is_refused_with_the_nearest() {
    for (name, value, expected) in [
        (
            "TROLLEY_STOREKIT_DUPLICAT",
            "set",
            "the setting `storekit.duplicat` (in the environment, TROLLEY_STOREKIT_DUPLICAT) is not known: \
             did you mean `TROLLEY_STOREKIT_DUPLICATE`?",
        ),
        (
            "TROLLEY_STOREKTI_DUPLICATE",
            "set",
            "the setting `server.storekti_duplicate` (in the environment, TROLLEY_STOREKTI_DUPLICATE) is not \
             known: did you mean `TROLLEY_STOREKIT_DUPLICATE`?",
        ),
        (
            "TROLLEY_PROT",
            "1",
            "the setting `server.prot` (in the environment, TROLLEY_PROT) is not known: did you mean \
             `TROLLEY_PORT`?",
        ),
        (
            "TROLLEY_DUPLICATE",
            "set",
            "the setting `server.duplicate` (in the environment, TROLLEY_DUPLICATE) is not known: did you \
             mean `TROLLEY_STOREKIT_DUPLICATE`?",
        ),
        (
            "TROLLEY_XYZ",
            "1",
            "the setting `server.xyz` (in the environment, TROLLEY_XYZ) is not known: it is none of host, \
             port, profile, data, hosts, origins, loopback_origins, backups, backup_every_minutes, \
             backups_kept, purge_after_days, log",
        ),
        (
            "TROLLEY_STOREKIT_DUPLICATE",
            "ste",
            "the setting `storekit.duplicate` (in the environment, TROLLEY_STOREKIT_DUPLICATE) is not valid: \
             `ste` is none of increment, set, conflict: did you mean `set`?",
        ),
    ] {
        jailed(|jail| {
            jail.set_env(name, value);
            let error = Config::load(&sources(Flags::default(), None)).unwrap_err();
            assert_eq!(error.to_string(), expected);
        });
    }
}

#[test]
fn variables_of_tests_and_of_callers_are_no_settings() {
    jailed(|jail| {
        jail.set_env("TROLLEY_TEST_FIXTURES", "storekit/");
        jail.set_env("TROLLEY_KEY", "a secret");
        jail.set_env("TROLLEY_URL", "http://127.0.0.1:2278");
        assert_eq!(Config::load(&sources(Flags::default(), None)).unwrap(), Config::documented());
    });
}

#[test]
fn settings_that_do_not_go_together_are_refused() {
    let flags = |flags| Sources { flags, ..Sources::default() };
    refused(&flags(with_data(Some(Profile::Memory))), &["memory", "--data carts"]);
    for (profile, name) in [(Profile::Durable, "durable"), (Profile::Fast, "fast")] {
        let without = Flags { profile: Some(profile), ..Flags::default() };
        refused(&flags(without), &[name, "--data FILE"]);
    }
    let remote = Flags { host: Some("0.0.0.0".parse().unwrap()), ..Flags::default() };
    refused(&flags(remote), &["0.0.0.0", "127.0.0.1"]);
}
