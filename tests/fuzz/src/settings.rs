//! Settings: files that an operator may write. A configuration is taken or refused in words, and what was taken says the
//! same when it is printed and read again.

use relay::config::Config;

/// An `ashboard.toml`.
pub fn configuration(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Config::of_toml(text) {
        Ok(config) => {
            let printed = config.to_toml();
            let again = Config::of_toml(&printed).expect("what was printed can be read");
            assert_eq!(again.to_toml(), printed);
        }
        Err(error) => assert!(!error.to_string().is_empty(), "a mistake without a word"),
    }
}
