//! The view: which of all dashboards the list shows, and the folders that they make. Pure: what is starred and what was
//! opened here comes from outside.

use crate::api::DashboardInfo;

/// Which dashboards are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum View {
    #[default]
    All,
    /// Those that were opened in this browser, the last one first.
    Recent,
    /// Those that were starred in this browser.
    Starred,
    /// Those in a folder, and in the folders below it.
    Folder(String),
    /// Those that were deleted.
    Trash,
}

/// A folder of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FolderLine {
    /// The names from the outermost on, with a slash between them.
    pub(super) path: String,
    /// How many names stand before its own.
    pub(super) depth: usize,
    /// The dashboards in it and below it.
    pub(super) count: usize,
}

impl FolderLine {
    /// The last of its names.
    pub(super) fn name(&self) -> &str {
        name_of(&self.path)
    }
}

/// What this browser knows of dashboards, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) starred: Vec<String>,
    /// The last one first.
    pub(super) recent: Vec<String>,
}

impl View {
    /// As the address of the page says it.
    pub(super) fn of_address(view: Option<&str>, folder: Option<String>) -> Self {
        match (view, folder) {
            (Some("recent"), _) => Self::Recent,
            (Some("starred"), _) => Self::Starred,
            (Some("trash"), _) => Self::Trash,
            (_, Some(folder)) if !folder.is_empty() => Self::Folder(folder),
            _ => Self::All,
        }
    }

    /// What the address says under `view` and `folder`.
    pub(super) fn to_address(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Self::All => (None, None),
            Self::Recent => (Some("recent"), None),
            Self::Starred => (Some("starred"), None),
            Self::Trash => (Some("trash"), None),
            Self::Folder(folder) => (None, Some(folder)),
        }
    }

    /// What it shows of all dashboards, where something is searched for only what has all of its words.
    pub(super) fn shown(&self, all: &[DashboardInfo], marks: &Marks, query: &str) -> Vec<DashboardInfo> {
        let has = |ids: &[String], info: &DashboardInfo| ids.contains(&info.id);
        let mut shown: Vec<_> = all.iter().filter(|info| matches(info, query)).cloned().collect();
        match self {
            Self::All => {}
            Self::Recent => {
                shown.retain(|info| has(&marks.recent, info));
                shown.sort_by_key(|info| marks.recent.iter().position(|id| *id == info.id));
            }
            Self::Starred => shown.retain(|info| has(&marks.starred, info)),
            Self::Folder(folder) => shown.retain(|info| is_within(&info.folder, folder)),
            Self::Trash => shown.clear(),
        }
        shown
    }
}

/// The folders that the dashboards are in and those above them, each before those below it.
pub(super) fn folders(all: &[DashboardInfo]) -> Vec<FolderLine> {
    let mut paths: Vec<&str> = Vec::new();
    for info in all.iter().filter(|info| !info.folder.is_empty()) {
        let ends = info.folder.match_indices('/').map(|(at, _)| at).chain([info.folder.len()]);
        paths.extend(ends.map(|end| &info.folder[..end]));
    }
    paths.sort_by_key(|path| path.to_lowercase().split('/').map(str::to_owned).collect::<Vec<_>>());
    paths.dedup();
    let line = |path: &str| FolderLine {
        path: path.to_owned(),
        depth: path.matches('/').count(),
        count: all.iter().filter(|info| is_within(&info.folder, path)).count(),
    };
    paths.into_iter().map(line).collect()
}

/// The last name of a path.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn is_within(folder: &str, above: &str) -> bool {
    folder.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn matches(info: &DashboardInfo, query: &str) -> bool {
    let tags: Vec<String> = info.tags.iter().map(|tag| tag_word(tag)).collect();
    let text = [&info.title, " ", &info.folder, " ", &tags.join(" ")].concat().to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| match word.starts_with('#') {
        true => tags.iter().any(|tag| tag == word),
        false => text.contains(word),
    })
}

/// A tag as a word of a search, which finds those that have exactly this one.
pub(super) fn tag_word(tag: &str) -> String {
    let words: Vec<_> = tag.split_whitespace().map(str::to_lowercase).collect();
    ["#", &words.join("_")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<DashboardInfo> {
        let info = |(id, title, folder): (&str, &str, &str)| DashboardInfo {
            id: id.into(),
            title: title.into(),
            seq: 1,
            updated_ms: 0,
            folder: folder.into(),
            tags: if folder == "Ops" { vec!["On call".into()] } else { vec!["oncall".into()] },
        };
        [
            ("a", "Web", "Ops/Edge"),
            ("b", "Disks", "Ops"),
            ("c", "Revenue", ""),
            ("d", "Café", "Opsis"),
            ("e", "Web sales", "Ops/Edge/EU"),
        ]
        .map(info)
        .to_vec()
    }

    fn ids(view: &View, query: &str) -> String {
        let marks = Marks { starred: vec!["c".into(), "gone".into()], recent: vec!["d".into(), "a".into()] };
        view.shown(&all(), &marks, query).into_iter().map(|info| info.id).collect()
    }

    #[test]
    fn each_view_shows_its_own_and_a_search_all_words_of_title_and_folder() {
        let folder = |path: &str| View::Folder(path.into());
        for (view, query, expected) in [
            (View::All, "", "abcde"),
            (View::All, "WEB", "ae"),
            (View::All, "edge web eu", "e"),
            (View::All, "CAFÉ", "d"),
            (View::All, "#on_call", "b"),
            (View::All, "web #oncall", "ae"),
            (View::All, "#on", ""),
            (View::All, "on_c", "b"),
            (View::Recent, "", "da"),
            (View::Starred, "", "c"),
            (folder("Ops"), "", "abe"),
            (folder("Ops/Edge"), "sales", "e"),
            (folder("op"), "", ""),
            (View::Trash, "", ""),
        ] {
            assert_eq!(ids(&view, query), expected, "{view:?} {query:?}");
        }
    }

    #[test]
    fn folders_stand_below_those_that_they_are_in() {
        let lines: Vec<_> = folders(&all()).into_iter().map(|line| (line.path, line.depth, line.count)).collect();
        let line = |path: &str, depth, count| (path.to_owned(), depth, count);
        assert_eq!(lines, [line("Ops", 0, 3), line("Ops/Edge", 1, 2), line("Ops/Edge/EU", 2, 1), line("Opsis", 0, 1)]);
    }

    #[test]
    fn an_address_leads_back_to_its_view() {
        for view in [View::All, View::Recent, View::Starred, View::Trash, View::Folder("A/B".into())] {
            let (named, folder) = view.to_address();
            assert_eq!(View::of_address(named, folder.map(str::to_owned)), view);
        }
    }
}
