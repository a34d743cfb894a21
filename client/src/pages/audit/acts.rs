//! What the relay's codes of acts and of what they are done to say in words. A code that this page does not know yet is
//! shown as it is.

use crate::locale::{AuditWords as Words, say};

/// The acts in the order of the relay.
pub(super) const ALL: [(&str, Words); 27] = [
    ("signed_in", Words::SignedIn),
    ("sign_in_refused", Words::SignInRefused),
    ("signed_out", Words::SignedOut),
    ("account_made", Words::AccountMade),
    ("account_changed", Words::AccountChanged),
    ("account_removed", Words::AccountRemoved),
    ("group_changed", Words::GroupChanged),
    ("token_made", Words::TokenMade),
    ("token_revoked", Words::TokenRevoked),
    ("role_granted", Words::RoleGranted),
    ("role_revoked", Words::RoleRevoked),
    ("share_made", Words::ShareMade),
    ("share_changed", Words::ShareChanged),
    ("share_revoked", Words::ShareRevoked),
    ("share_used", Words::ShareUsed),
    ("dashboard_made", Words::DashboardMade),
    ("imported", Words::Imported),
    ("exported", Words::Exported),
    ("dashboard_deleted", Words::DashboardDeleted),
    ("dashboard_restored", Words::DashboardRestored),
    ("draft_published", Words::DraftPublished),
    ("table_deleted", Words::TableDeleted),
    ("folder_changed", Words::FolderChanged),
    ("reconfigured", Words::Reconfigured),
    ("backed_up", Words::BackedUp),
    ("backup_restored", Words::BackupRestored),
    ("denied", Words::Denied),
];

/// What was done.
pub(super) fn words(code: &str) -> String {
    let known = ALL.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, words)| say(*words).to_owned())
}

/// What kind of thing it was done to.
pub(super) fn kind_words(code: &str) -> Option<&'static str> {
    Some(say(match code {
        "dashboard" => Words::OfDashboard,
        "dashboards" => Words::OfDashboards,
        "folder" => Words::OfFolder,
        "table" => Words::OfTable,
        "tables" => Words::OfTables,
        "account" => Words::OfAccount,
        "group" => Words::OfGroup,
        "token" => Words::OfToken,
        "share" => Words::OfShare,
        _ => return None,
    }))
}
