//! The folder of a dashboard as people write it: a path such as `Sales/Europe`. The directory keeps folders by id; here
//! a path finds them, makes those that are missing, and takes away those that nothing is in any more.

use std::str::FromStr;

use crate::{
    dashboard::DashboardId,
    directory::{Change, Entries, Folder, FolderId, Key, Place, Placement, Record},
};

/// Most characters of a folder's path: one line of a list. A longer one is refused.
pub const MAX_FOLDER_CHARS: usize = 200;
/// Most names in a path; a deeper one is refused.
pub const MAX_FOLDER_DEPTH: usize = 8;

/// Names of folders, outermost first; none for the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderPath(Vec<String>);

/// A text that is no folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a folder is up to {MAX_FOLDER_DEPTH} names with a slash between them, {MAX_FOLDER_CHARS} characters in all, on one line"
)]
pub struct NoFolder;

impl FolderPath {
    /// Where a dashboard is kept.
    #[must_use]
    pub fn of(entries: &Entries, dashboard: DashboardId) -> Self {
        let innermost = entries.placement(dashboard).map(|placement| placement.folder);
        let around = std::iter::successors(innermost, |folder| entries.folder(*folder)?.parent);
        let titles = around.take(MAX_FOLDER_DEPTH).filter_map(|folder| Some(entries.folder(folder)?.title.clone()));
        let mut names: Vec<_> = titles.collect();
        names.reverse();
        Self(names)
    }

    /// As people write it.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.join("/")
    }

    /// The innermost folder of the path that there is.
    #[must_use]
    pub fn deepest(&self, entries: &Entries) -> Option<FolderId> {
        let step = |parent: Option<FolderId>, title: &String| {
            entries.folders().find(|folder| folder.parent == parent && folder.title == *title).map(|folder| folder.id)
        };
        let mut parent = None;
        for title in &self.0 {
            let Some(found) = step(parent, title) else { break };
            parent = Some(found);
        }
        parent
    }

    /// Whether keeping the dashboard there changes who may what: where a role is given on a folder that it leaves, or that
    /// it comes into.
    #[must_use]
    pub fn moves_rights(&self, entries: &Entries, dashboard: DashboardId) -> bool {
        let left = entries.placement(dashboard).map(|placement| placement.folder);
        let around = |folder| std::iter::successors(folder, |folder| entries.folder(*folder)?.parent);
        let folders =
            || around(left).take(MAX_FOLDER_DEPTH).chain(around(self.deepest(entries)).take(MAX_FOLDER_DEPTH));
        entries.grants().any(|grant| folders().any(|folder| grant.place == Place::Folder(folder)))
    }

    /// What keeps a dashboard there: folders that are missing, its placement, and the going of the folders that it
    /// leaves empty and on which nothing was given.
    ///
    /// # Errors
    /// When the operating system has no randomness for ids.
    pub fn take(&self, entries: &Entries, dashboard: DashboardId) -> Result<Vec<Change>, getrandom::Error> {
        let (mut changes, mut parent, mut kept) = (Vec::new(), None, Vec::new());
        for title in &self.0 {
            let is_it = |folder: &&Folder| folder.parent == parent && folder.title == *title;
            let id = match entries.folders().find(is_it) {
                Some(folder) => folder.id,
                None => {
                    let folder = Folder { id: FolderId::fresh()?, title: title.clone(), parent };
                    changes.push(Change::put(Record::Folder(folder.clone())));
                    folder.id
                }
            };
            kept.push(id);
            parent = Some(id);
        }
        match parent {
            Some(folder) => changes.push(Change::put(Record::Placement(Placement { dashboard, folder }))),
            None => changes.extend(entries.placement(dashboard).map(|_| Change::Remove(Key::Placement(dashboard)))),
        }
        changes.extend(left_empty(entries, dashboard, &kept));
        Ok(changes)
    }
}

impl FromStr for FolderPath {
    type Err = NoFolder;

    /// Spaces around names, and names of nothing, are left out.
    fn from_str(text: &str) -> Result<Self, NoFolder> {
        let names: Vec<_> = text.split('/').map(str::trim).filter(|name| !name.is_empty()).collect();
        let chars: usize = names.iter().map(|name| name.chars().count() + 1).sum();
        let fits = names.len() <= MAX_FOLDER_DEPTH && chars <= MAX_FOLDER_CHARS + 1;
        if fits && !text.chars().any(char::is_control) {
            Ok(Self(names.into_iter().map(str::to_owned).collect()))
        } else {
            Err(NoFolder)
        }
    }
}

/// The folders around a dashboard that hold nothing else, are not kept, and on which nobody was given anything.
fn left_empty(entries: &Entries, dashboard: DashboardId, kept: &[FolderId]) -> Vec<Change> {
    let mut gone: Vec<FolderId> = Vec::new();
    let innermost = entries.placement(dashboard).map(|placement| placement.folder);
    for folder in std::iter::successors(innermost, |folder| entries.folder(*folder)?.parent).take(MAX_FOLDER_DEPTH) {
        let others = entries.placements().any(|other| other.folder == folder && other.dashboard != dashboard);
        let below = entries.folders().any(|other| other.parent == Some(folder) && !gone.contains(&other.id));
        let given = entries.grants().any(|grant| grant.place == Place::Folder(folder));
        if others || below || given || kept.contains(&folder) {
            break;
        }
        gone.push(folder);
    }
    gone.into_iter().map(|folder| Change::Remove(Key::Folder(folder))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        directory::Directory,
        log::{self, MemoryLog},
    };

    #[test]
    fn a_path_has_one_way_to_be_written() {
        for (text, path) in [
            ("", ""),
            ("/", ""),
            ("Sales", "Sales"),
            (" /Sales// Europe /", "Sales/Europe"),
            ("a/b/c/d/e/f/g/h", "a/b/c/d/e/f/g/h"),
        ] {
            assert_eq!(text.parse::<FolderPath>().map(|folder| folder.to_text()), Ok(path.to_owned()), "{text:?}");
        }
        for text in ["a/b/c/d/e/f/g/h/i", "a\u{7}b", "two\nlines", &"x".repeat(MAX_FOLDER_CHARS + 1)] {
            assert_eq!(text.parse::<FolderPath>(), Err(NoFolder), "{text:?}");
        }
    }

    /// P-150: folders are there for as long as something is in them, and two paths share what they have in common.
    #[tokio::test]
    async fn folders_come_and_go_with_what_is_in_them() {
        let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
        let directory = Directory::open(log).await.unwrap();
        let [first, second] = [1, 2].map(DashboardId::fixed);
        for (dashboard, path, folders) in [
            (first, "Ops/Web/EU", 3),
            (second, "Ops/Disks", 4),
            (first, "Ops/Web", 3),
            (first, "Ops", 2),
            (second, "Ops", 1),
            (second, "", 1),
            (first, "Sales", 1),
            (first, "", 0),
        ] {
            let wanted: FolderPath = path.parse().unwrap();
            directory.keep(|entries| wanted.take(entries, dashboard).unwrap()).await.unwrap();
            directory.read(|entries| {
                assert_eq!(FolderPath::of(entries, dashboard), wanted, "{path}");
                assert_eq!(entries.folders().count(), folders, "{path}");
            });
        }
    }
}
