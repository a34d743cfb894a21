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

/// In French: none and one are alike.
pub(super) fn french(message: Counted, plural: Plural) -> &'static str {
    match (message, plural) {
        (Counted::EditsWaiting, Plural::One) => "Hors ligne, {count} modification en attente",
        (Counted::EditsWaiting, _) => "Hors ligne, {count} modifications en attente",
        (Counted::ChangesPublished, Plural::One) => "{count} modification publiée",
        (Counted::ChangesPublished, _) => "{count} modifications publiées",
        (Counted::EditsKept, Plural::One) => "Hors ligne, {count} modification gardée sur cet appareil",
        (Counted::EditsKept, _) => "Hors ligne, {count} modifications gardées sur cet appareil",
        (Counted::OpenThreads, Plural::One) => "{count} commentaire ouvert",
        (Counted::OpenThreads, _) => "{count} commentaires ouverts",
        (Counted::Followers, Plural::One) => "{count} personne vous suit",
        (Counted::Followers, _) => "{count} personnes vous suivent",
        (Counted::MorePeople, Plural::One) => "et {count} autre personne",
        (Counted::MorePeople, _) => "et {count} autres personnes",
        (Counted::LinkUses, _) => "Utilisé {count} fois",
    }
}

/// In Spanish.
pub(super) fn spanish(message: Counted, plural: Plural) -> &'static str {
    match (message, plural) {
        (Counted::EditsWaiting, Plural::One) => "Sin conexión, {count} cambio en espera",
        (Counted::EditsWaiting, _) => "Sin conexión, {count} cambios en espera",
        (Counted::ChangesPublished, Plural::One) => "{count} cambio publicado",
        (Counted::ChangesPublished, _) => "{count} cambios publicados",
        (Counted::EditsKept, Plural::One) => "Sin conexión, {count} cambio guardado en este dispositivo",
        (Counted::EditsKept, _) => "Sin conexión, {count} cambios guardados en este dispositivo",
        (Counted::OpenThreads, Plural::One) => "{count} comentario abierto",
        (Counted::OpenThreads, _) => "{count} comentarios abiertos",
        (Counted::Followers, Plural::One) => "{count} persona le sigue",
        (Counted::Followers, _) => "{count} personas le siguen",
        (Counted::MorePeople, Plural::One) => "y {count} persona más",
        (Counted::MorePeople, _) => "y {count} personas más",
        (Counted::LinkUses, Plural::One) => "Usado una vez",
        (Counted::LinkUses, _) => "Usado {count} veces",
    }
}

/// In Hebrew.
pub(super) fn hebrew(message: Counted, plural: Plural) -> &'static str {
    match (message, plural) {
        (Counted::EditsWaiting, Plural::One) => "לא מקוון, שינוי אחד ממתין",
        (Counted::EditsWaiting, Plural::Two) => "לא מקוון, שני שינויים ממתינים",
        (Counted::EditsWaiting, _) => "לא מקוון, {count} שינויים ממתינים",
        (Counted::ChangesPublished, Plural::One) => "שינוי אחד פורסם",
        (Counted::ChangesPublished, Plural::Two) => "שני שינויים פורסמו",
        (Counted::ChangesPublished, _) => "{count} שינויים פורסמו",
        (Counted::EditsKept, Plural::One) => "לא מקוון, שינוי אחד שמור במכשיר הזה",
        (Counted::EditsKept, Plural::Two) => "לא מקוון, שני שינויים שמורים במכשיר הזה",
        (Counted::EditsKept, _) => "לא מקוון, {count} שינויים שמורים במכשיר הזה",
        (Counted::OpenThreads, Plural::One) => "תגובה פתוחה אחת",
        (Counted::OpenThreads, Plural::Two) => "שתי תגובות פתוחות",
        (Counted::OpenThreads, _) => "{count} תגובות פתוחות",
        (Counted::Followers, Plural::One) => "אדם אחד עוקב אחריכם",
        (Counted::Followers, Plural::Two) => "שני אנשים עוקבים אחריכם",
        (Counted::Followers, _) => "{count} אנשים עוקבים אחריכם",
        (Counted::MorePeople, Plural::One) => "ועוד אדם אחד",
        (Counted::MorePeople, Plural::Two) => "ועוד שני אנשים",
        (Counted::MorePeople, _) => "ועוד {count} אנשים",
        (Counted::LinkUses, Plural::One) => "היה בשימוש פעם אחת",
        (Counted::LinkUses, Plural::Two) => "היה בשימוש פעמיים",
        (Counted::LinkUses, _) => "היה בשימוש {count} פעמים",
    }
}

/// In Japanese, which has one form for every count.
pub(super) fn japanese(message: Counted, plural: Plural) -> &'static str {
    match (message, plural) {
        (Counted::EditsWaiting, _) => "オフライン、{count}件の変更が保留中",
        (Counted::ChangesPublished, _) => "{count}件の変更を公開しました",
        (Counted::EditsKept, _) => "オフライン、{count}件の変更をこの端末に保管中",
        (Counted::OpenThreads, _) => "未解決のコメント{count}件",
        (Counted::Followers, _) => "{count}人があなたをフォロー中",
        (Counted::MorePeople, _) => "ほか{count}人",
        (Counted::LinkUses, _) => "{count}回使用",
    }
}
