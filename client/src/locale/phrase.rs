//! Phrases: what the parts say that nobody needs before the first chart (the list of dashboards, the builder). All
//! languages of them come with those parts, so that the catalogues of the first page stay small.

mod arabic;
mod english;
mod german;

use table::DataType;

use super::{Language, Message, fill_text, language, t};

macro_rules! phrases {
    ($($phrase:ident,)*) => {
        /// Something that a later part says; `{places}` are filled by [`phrase_filled`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Phrase {
            $($phrase,)*
        }

        impl Phrase {
            /// Every phrase, for the tests that compare languages.
            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$phrase,)*];
        }
    };
}

phrases! {
    Views,
    AllDashboards,
    Recent,
    Starred,
    Folders,
    Trash,
    Star,
    Unstar,
    MoveToFolder,
    ExportJson,
    ActionsOf,
    Loading,
    TrashEmpty,
    TrashHint,
    WasRestored,
    WasPurged,
    DeletedSince,
    Restore,
    Purge,
    ReallyPurge,
    FileTitle,
    NoFolder,
    NewFolder,
    FolderExample,
    FolderHint,
    MoveThere,
    Templates,
    AllTemplates,
    ExampleRows,
    RowsOf,
    FileTooLarge,
    FileUnreadable,
    FileUnknown,
    ChooseFile,
    ImportHint,
    ImportTitle,
    IsOutline,
    IsVegaLite,
    MakeDashboard,
    TableName,
    Sending,
    MakeTable,
    PreviewOf,
    TableExists,
    FirstRows,
    DropHere,
    Search,
    FromTemplate,
    Import,
    NothingFound,
    ClearSearch,
    FirstHint,
    RecentEmpty,
    RecentHint,
    StarredEmpty,
    StarredHint,
    FolderEmpty,
    FolderEmptyHint,
    WasTrashed,
    WasFiled,
    WasFiledNowhere,
    HostTitle,
    HostWords,
    WebTitle,
    WebWords,
    SalesTitle,
    SalesWords,
    IotTitle,
    IotWords,
    FinanceTitle,
    FinanceWords,
    ProjectTitle,
    ProjectWords,
    Redo,
    Commands,
    CommandsHint,
    NoCommand,
    GroupAction,
    GroupPanel,
    GroupDashboard,
    GroupPerson,
    Settings,
    SelectedCount,
    AlignStart,
    AlignEnd,
    SameSize,
    InRow,
    InColumn,
    Unselect,
    KeySelect,
    KeySelectAll,
    KeyCommands,
}

/// What a phrase says.
pub(crate) fn p(phrase: Phrase) -> &'static str {
    text(language(), phrase)
}

/// What a phrase with places such as `{name}` says when they are filled.
pub(crate) fn phrase_filled(phrase: Phrase, places: &[(&str, &str)]) -> String {
    fill_text(p(phrase), places)
}

/// Title and description of a template that comes with the program.
pub(crate) fn template_words(id: &str) -> Option<(Phrase, Phrase)> {
    match id {
        "host" => Some((Phrase::HostTitle, Phrase::HostWords)),
        "web" => Some((Phrase::WebTitle, Phrase::WebWords)),
        "sales" => Some((Phrase::SalesTitle, Phrase::SalesWords)),
        "iot" => Some((Phrase::IotTitle, Phrase::IotWords)),
        "finance" => Some((Phrase::FinanceTitle, Phrase::FinanceWords)),
        "project" => Some((Phrase::ProjectTitle, Phrase::ProjectWords)),
        _ => None,
    }
}

/// What a column holds.
pub(crate) fn type_words(data_type: DataType) -> &'static str {
    t(match data_type {
        DataType::Float => Message::TypeFloat,
        DataType::Integer => Message::TypeInteger,
        DataType::Time => Message::TypeTime,
        DataType::Text => Message::TypeText,
        DataType::Flag => Message::TypeFlag,
    })
}

fn text(language: Language, phrase: Phrase) -> &'static str {
    match language {
        Language::English => english::text(phrase),
        Language::German => german::text(phrase),
        Language::Arabic => arabic::text(phrase),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_places_of_english() {
        let places = |text: &str| {
            let mut places: Vec<_> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).collect();
            places.sort_unstable();
            places.into_iter().map(|(place, _)| place.to_owned()).collect::<Vec<_>>()
        };
        for phrase in Phrase::ALL.iter().copied() {
            for language in [Language::German, Language::Arabic] {
                let (own, english) = (text(language, phrase), text(Language::English, phrase));
                assert_eq!(places(own), places(english), "{phrase:?}");
                assert!(!own.is_empty(), "{phrase:?}");
            }
        }
    }
}
