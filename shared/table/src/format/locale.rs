//! Locale: the names and signs with which numbers and times are written. English unless the caller has others.

use std::borrow::Cow;

macro_rules! names {
    ($($name:literal),* $(,)?) => { [$(Cow::Borrowed($name)),*] };
}

/// Names and signs of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    /// Between whole part and fraction.
    pub decimal: Cow<'static, str>,
    /// Between groups of digits.
    pub thousands: Cow<'static, str>,
    /// How many digits a group has, from the right; the sizes repeat. None: no groups.
    pub grouping: Cow<'static, [usize]>,
    /// Before and after an amount of money.
    pub currency: [Cow<'static, str>; 2],
    /// After a percentage.
    pub percent: Cow<'static, str>,
    /// Before a negative number.
    pub minus: Cow<'static, str>,
    /// In place of what is no number.
    pub nan: Cow<'static, str>,
    /// The digits 0 to 9, where they are not these.
    pub numerals: Option<[char; 10]>,
    /// What `%c` stands for.
    pub date_time: Cow<'static, str>,
    /// What `%x` stands for.
    pub date: Cow<'static, str>,
    /// What `%X` stands for.
    pub time: Cow<'static, str>,
    /// Before and after noon.
    pub periods: [Cow<'static, str>; 2],
    /// From Sunday.
    pub days: [Cow<'static, str>; 7],
    /// From Sunday.
    pub short_days: [Cow<'static, str>; 7],
    /// From January.
    pub months: [Cow<'static, str>; 12],
    /// From January.
    pub short_months: [Cow<'static, str>; 12],
}

static ENGLISH: Locale = Locale {
    decimal: Cow::Borrowed("."),
    thousands: Cow::Borrowed(","),
    grouping: Cow::Borrowed(&[3]),
    currency: names!["$", ""],
    percent: Cow::Borrowed("%"),
    minus: Cow::Borrowed("−"),
    nan: Cow::Borrowed("NaN"),
    numerals: None,
    date_time: Cow::Borrowed("%x, %X"),
    date: Cow::Borrowed("%-m/%-d/%Y"),
    time: Cow::Borrowed("%-I:%M:%S %p"),
    periods: names!["AM", "PM"],
    days: names!["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    short_days: names!["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
    months: names![
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    short_months: names!["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

impl Locale {
    /// American English, the default of d3.
    #[must_use]
    pub fn english() -> &'static Self {
        &ENGLISH
    }
}

impl Default for Locale {
    fn default() -> Self {
        ENGLISH.clone()
    }
}
