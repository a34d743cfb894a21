//! What is said about a number of things, in every language: each has its own kinds of plural (Unicode CLDR).

use super::{Counted, Plural};

/// In English.
pub(super) fn english(message: Counted, plural: Plural) -> &'static str {
    match (message, plural) {
        (Counted::EditsWaiting, Plural::One) => "Offline, {count} edit waiting",
        (Counted::EditsWaiting, _) => "Offline, {count} edits waiting",
        (Counted::ChangesPublished, Plural::One) => "{count} change published",
        (Counted::ChangesPublished, _) => "{count} changes published",
        (Counted::EditsKept, Plural::One) => "Offline, {count} edit kept on this device",
        (Counted::EditsKept, _) => "Offline, {count} edits kept on this device",
        (Counted::OpenThreads, Plural::One) => "{count} open comment",
        (Counted::OpenThreads, _) => "{count} open comments",
        (Counted::Followers, Plural::One) => "{count} person follows you",
        (Counted::Followers, _) => "{count} people follow you",
        (Counted::MorePeople, Plural::One) => "and {count} more person",
        (Counted::MorePeople, _) => "and {count} more people",
        (Counted::LinkUses, Plural::One) => "Used once",
        (Counted::LinkUses, _) => "Used {count} times",
    }
}

/// In German.
pub(super) fn german(message: Counted, plural: Plural) -> &'static str {
    match (message, plural) {
        (Counted::EditsWaiting, Plural::One) => "Offline, {count} Änderung wartet",
        (Counted::EditsWaiting, _) => "Offline, {count} Änderungen warten",
        (Counted::ChangesPublished, Plural::One) => "{count} Änderung veröffentlicht",
        (Counted::ChangesPublished, _) => "{count} Änderungen veröffentlicht",
        (Counted::EditsKept, Plural::One) => "Offline, {count} Änderung auf diesem Gerät aufbewahrt",
        (Counted::EditsKept, _) => "Offline, {count} Änderungen auf diesem Gerät aufbewahrt",
        (Counted::OpenThreads, Plural::One) => "{count} offener Kommentar",
        (Counted::OpenThreads, _) => "{count} offene Kommentare",
        (Counted::Followers, Plural::One) => "{count} Person folgt Ihnen",
        (Counted::Followers, _) => "{count} Personen folgen Ihnen",
        (Counted::MorePeople, _) => "und {count} weitere",
        (Counted::LinkUses, Plural::One) => "Einmal benutzt",
        (Counted::LinkUses, _) => "{count}-mal benutzt",
    }
}

/// In Arabic.
pub(super) fn arabic(message: Counted, plural: Plural) -> &'static str {
    match (message, plural) {
        (Counted::EditsWaiting, Plural::One) => "غير متصل، تعديل واحد في الانتظار",
        (Counted::EditsWaiting, Plural::Two) => "غير متصل، تعديلان في الانتظار",
        (Counted::EditsWaiting, Plural::Few) => "غير متصل، {count} تعديلات في الانتظار",
        (Counted::EditsWaiting, _) => "غير متصل، {count} تعديل في الانتظار",
        (Counted::ChangesPublished, Plural::One) => "نُشر تغيير واحد",
        (Counted::ChangesPublished, Plural::Two) => "نُشر تغييران",
        (Counted::ChangesPublished, Plural::Few) => "نُشرت {count} تغييرات",
        (Counted::ChangesPublished, _) => "نُشر {count} تغييرًا",
        (Counted::EditsKept, Plural::One) => "غير متصل، تعديل واحد محفوظ على هذا الجهاز",
        (Counted::EditsKept, Plural::Two) => "غير متصل، تعديلان محفوظان على هذا الجهاز",
        (Counted::EditsKept, Plural::Few) => "غير متصل، {count} تعديلات محفوظة على هذا الجهاز",
        (Counted::EditsKept, _) => "غير متصل، {count} تعديل محفوظ على هذا الجهاز",
        (Counted::OpenThreads, Plural::One) => "تعليق مفتوح واحد",
        (Counted::OpenThreads, Plural::Two) => "تعليقان مفتوحان",
        (Counted::OpenThreads, Plural::Few) => "{count} تعليقات مفتوحة",
        (Counted::OpenThreads, _) => "{count} تعليقًا مفتوحًا",
        (Counted::Followers, Plural::One) => "شخص واحد يتابعك",
        (Counted::Followers, Plural::Two) => "شخصان يتابعانك",
        (Counted::Followers, Plural::Few) => "{count} أشخاص يتابعونك",
        (Counted::Followers, _) => "{count} شخصًا يتابعك",
        (Counted::MorePeople, Plural::One) => "وشخص آخر",
        (Counted::MorePeople, Plural::Two) => "وشخصان آخران",
        (Counted::MorePeople, Plural::Few) => "و{count} أشخاص آخرين",
        (Counted::MorePeople, _) => "و{count} شخصًا آخر",
        (Counted::LinkUses, Plural::Zero) => "لم يُستخدم",
        (Counted::LinkUses, Plural::One) => "استُخدم مرة",
        (Counted::LinkUses, Plural::Two) => "استُخدم مرتين",
        (Counted::LinkUses, Plural::Few) => "استُخدم {count} مرات",
        (Counted::LinkUses, _) => "استُخدم {count} مرة",
    }
}
