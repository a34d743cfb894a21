//! Where a setting comes from, what is said of a mistake, and what changes while the relay runs.

use figment::Jail;

use super::*;

#[expect(clippy::result_large_err, reason = "the error of figment's jail")]
fn load(file: &str, env: &[(&str, &str)], flags: &Flags) -> Result<Config, ConfigError> {
    let mut result = Ok(Config::default());
    Jail::try_with(|jail| {
        if !file.is_empty() {
            jail.create_file(FILE, file)?;
        }
        for (name, value) in env {
            jail.set_env(name, value);
        }
        result = Config::load(flags);
        Ok(())
    })
    .unwrap();
    result
}

#[test]
fn flags_win_over_environment_over_file_over_defaults() {
    let file = "listen = '127.0.0.1:1'\nmax_connections = 1\ndata_dir = 'file'\n[log]\nformat = 'json'";
    let env = [("ASHBOARD_LISTEN", "127.0.0.1:2"), ("ASHBOARD_DATA_DIR", "env"), ("ASHBOARD_LOG__FILTER", "debug")];
    let flags = Flags { listen: Some("[::1]:3".to_owned()), ..Flags::default() };
    let config = load(file, &env, &flags).unwrap();
    let expected = Config {
        listen: "[::1]:3".parse().unwrap(),
        data_dir: "env".into(),
        max_connections: 1,
        log: LogConfig { format: LogFormat::Json, filter: "debug".to_owned() },
        ..Config::default()
    };
    assert_eq!(config, expected);
}

#[test]
fn what_is_printed_can_be_read_back() {
    let config = Config {
        page: "a \"b\" \\ ü".into(),
        allowed_origins: vec!["https://a.org".to_owned()],
        anonymous_role: Some(Role::Editor),
        ..Config::default()
    };
    assert_eq!(load(&config.to_toml(), &[], &Flags::default()).unwrap(), config);
}

#[test]
fn a_mistake_is_named_with_its_place_and_what_helps() {
    /// A file, variables, and parts of the sentence that names the mistake.
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);
    let cases: [Case<'_>; 10] = [
        ("\nlisten = 5", &[], &["ashboard.toml line 2: listen:", "expected socket address"]),
        ("lisen = '127.0.0.1:1'", &[], &["no setting \"lisen\"", "Known here: listen, data_dir"]),
        ("[log]\nformat = 'xml'", &[], &["ashboard.toml line 2: log.format", "Write one of text, json"]),
        ("listen = ", &[], &["ashboard.toml", "line 1"]),
        ("max_connections = 0", &[], &["max_connections: 0"]),
        ("history_days = 0", &[], &["history_days: 0"]),
        ("allowed_origins = ['example.org']", &[], &["\"example.org\" is no origin", "https://"]),
        ("allowed_origins = ['https://a.org/path']", &[], &["is no origin"]),
        ("", &[("ASHBOARD_LISTEN", "nowhere")], &["ASHBOARD_LISTEN (environment)", "invalid socket address"]),
        ("", &[("ASHBOARD_LOG__FORMAT", "xml")], &["ASHBOARD_LOG__FORMAT (environment)"]),
    ];
    for (file, env, parts) in cases {
        let error = load(file, env, &Flags::default()).unwrap_err().to_string();
        for part in parts {
            assert!(error.contains(part), "{file:?} {env:?}: {part:?} in {error}");
        }
    }
    let flags = Flags { listen: Some("nowhere".to_owned()), ..Flags::default() };
    let error = load("", &[], &flags).unwrap_err().to_string();
    assert!(error.contains("--listen (flag)"), "{error}");
}

#[test]
fn nobody_is_anything_beyond_loopback() {
    let config = |listen: &str| Config { listen: listen.parse().unwrap(), ..Config::default() };
    assert_eq!(config("127.0.0.1:1").role_of_anonymous(), Some(Role::Editor));
    assert_eq!(config("[::1]:1").role_of_anonymous(), Some(Role::Editor));
    assert_eq!(config("0.0.0.0:1").role_of_anonymous(), None);
    let viewer = Config { anonymous_role: Some(Role::Viewer), ..config("0.0.0.0:1") };
    assert_eq!(viewer.role_of_anonymous(), Some(Role::Viewer));
    let of = |role| Config { anonymous_role: role, ..config("127.0.0.1:1") }.is_for_one_person();
    assert_eq!([None, Some(Role::Owner), Some(Role::Viewer)].map(of), [true, true, false]);
    assert!(!Config { anonymous_role: Some(Role::Owner), ..config("0.0.0.0:1") }.is_for_one_person());
}

#[test]
fn what_no_type_holds_is_named_with_its_place_too() {
    for (file, env, part) in [
        ("a.b = 1\nlog.filter = '=='", &[][..], "there is no setting \"a\""),
        ("\n[log]\nfilter = 'a=b=c'", &[], "ashboard.toml line 3: log.filter: "),
        ("\nlog.filter = 'a=b=c'", &[], "ashboard.toml line 2: log.filter: "),
        ("log = { format = 'text', filter = 'a=b=c' }", &[], "ashboard.toml line 1: log.filter: "),
        ("[timeouts]\nbody_ms = 1\nheader_ms = 0", &[], "ashboard.toml line 3: timeouts.header_ms: 0 would"),
        ("", &[("ASHBOARD_TABLES__MAX_MIB", "0")], "ASHBOARD_TABLES__MAX_MIB (environment): "),
    ] {
        let error = load(file, env, &Flags::default()).unwrap_err().to_string();
        assert!(error.contains(part), "{file:?} {env:?}: {part:?} in {error}");
    }
}

#[test]
fn any_setting_can_be_a_flag_and_a_value_can_stand_in_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "debug\n").unwrap();
    let env = [("ASHBOARD_LOG__FILTER_FILE", file.path().to_str().unwrap())];
    assert_eq!(load("[log]\nfilter = 'warn'", &env, &Flags::default()).unwrap().log.filter, "debug");
    let set = vec![("log.filter".to_owned(), "trace".to_owned()), ("history_days".to_owned(), "7".to_owned())];
    let config = load("", &env, &Flags { set, ..Flags::default() }).unwrap();
    assert_eq!((config.log.filter.as_str(), config.history_days), ("trace", Some(7)));
    let missing = [("ASHBOARD_LOG__FILTER_FILE", "/nowhere/at/all")];
    let error = load("", &missing, &Flags::default()).unwrap_err().to_string();
    assert!(error.contains("ASHBOARD_LOG__FILTER_FILE (environment): /nowhere/at/all cannot be read"), "{error}");
}

/// P-140.
#[test]
fn what_is_bound_stays_until_a_restart_and_the_rest_holds_at_once() {
    let live = Live::new(Config::default());
    let mut wanted = Config { history_days: Some(3), data_dir: "elsewhere".into(), ..Config::default() };
    wanted.log = LogConfig { format: LogFormat::Json, filter: "debug".to_owned() };
    let reload = live.replace(&wanted);
    let names = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
    assert_eq!(reload.changed, names(&["history_days", "log.filter"]));
    assert_eq!(reload.needs_restart, names(&["data_dir", "log.format"]));
    let now = live.now();
    assert_eq!((now.history_days, now.log.filter.as_str()), (Some(3), "debug"));
    assert_eq!((now.data_dir.clone(), now.log.format), ("./data".into(), LogFormat::Text));
    assert_eq!(live.replace(&wanted).changed, Vec::<String>::new());
}

#[test]
fn a_secret_is_shown_to_nobody() {
    let secret = Secret::from("hunter2".to_owned());
    assert_eq!(secret.reveal(), "hunter2");
    assert!(!format!("{secret:?} {}", serde_json::to_string(&secret).unwrap()).contains("hunter2"));
}
