//! Clauses: what the parts say that rule who may what, and that show who did what. All languages of them come with those
//! parts, which nobody needs before the first chart, so that the catalogues of the first page stay small.

use super::{Language, fill_text, language};

macro_rules! clauses {
    ($($clause:ident: $english:literal, $german:literal, $arabic:literal;)*) => {
        /// Something that those parts say; `{places}` are filled by [`clause_filled`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Clause {
            $($clause,)*
        }

        impl Clause {
            /// Every clause, for the test that compares languages.
            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$clause,)*];

            fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $(
                        (Self::$clause, Language::English) => $english,
                        (Self::$clause, Language::German) => $german,
                        (Self::$clause, Language::Arabic) => $arabic,
                    )*
                }
            }
        }
    };
}

clauses! {
    ShareLinks: "Links", "Links", "الروابط";
    ShareLinkHint: "Whoever has a link comes in without an account.", "Wer einen Link hat, kommt ohne Konto herein.", "كل من لديه الرابط يدخل بلا حساب.";
    MayDo: "What they may do", "Was sie dürfen", "ما يُسمح به";
    LinkEnds: "Ends", "Endet", "ينتهي";
    Never: "Never", "Nie", "أبدًا";
    InADay: "In a day", "In einem Tag", "بعد يوم";
    InAWeek: "In a week", "In einer Woche", "بعد أسبوع";
    InAMonth: "In a month", "In einem Monat", "بعد شهر";
    LinkPassword: "Password, if you like", "Passwort, wenn gewünscht", "كلمة مرور، إن شئت";
    EmbedInto: "Pages that may embed it, if any", "Seiten, die es einbetten dürfen, falls es welche gibt", "الصفحات التي يجوز لها تضمينه، إن وُجدت";
    MakeLink: "Make link", "Link anlegen", "أنشئ رابطًا";
    NewLink: "The new link", "Der neue Link", "الرابط الجديد";
    LinkShownOnce: "The link is shown only now: copy it.", "Der Link wird nur jetzt gezeigt: bitte kopieren.", "يُعرض الرابط الآن فقط: انسخه.";
    CopyLink: "Copy link", "Link kopieren", "انسخ الرابط";
    EmbedCode: "To put into another page", "Zum Einsetzen in eine andere Seite", "لوضعه في صفحة أخرى";
    CopyCode: "Copy code", "Code kopieren", "انسخ الشيفرة";
    Copied: "Copied.", "Kopiert.", "نُسخ.";
    WithPassword: "with a password", "mit Passwort", "بكلمة مرور";
    LinkEndsOn: "until {when}", "bis {when}", "حتى {when}";
    LinkUsedLast: "last {when} from {from}", "zuletzt {when} von {from}", "آخرها {when} من {from}";
    RevokeLink: "Take back", "Zurücknehmen", "اسحب الرابط";
    LinkRevoked: "Taken back", "Zurückgenommen", "سُحب";
    PeopleWithAccess: "People with a role", "Personen mit einer Rolle", "أشخاص لهم دور";
    LoginOrGroup: "Login, or name of a group", "Anmeldename oder Name einer Gruppe", "اسم الدخول أو اسم مجموعة";
    GiveRole: "Give role", "Rolle geben", "امنح الدور";
    TakeRole: "Take the role from {name}", "{name} die Rolle nehmen", "اسحب الدور من {name}";
    OpeningLink: "The link is being opened …", "Der Link wird geöffnet …", "يُفتح الرابط…";
    LinkPasswordAsked: "The password of this link", "Das Passwort dieses Links", "كلمة مرور هذا الرابط";
    OpenLink: "Open", "Öffnen", "افتح";
    Audit: "Audit", "Protokoll", "سجل الأفعال";
    AuditWhen: "When", "Wann", "متى";
    AuditWho: "Who", "Wer", "مَن";
    AuditAct: "Act", "Handlung", "الفعل";
    AuditObject: "To what", "Woran", "على ماذا";
    AuditFrom: "From", "Von", "من أين";
    AuditFilter: "Filter", "Filtern", "صفِّ";
    AuditMore: "Show older", "Ältere zeigen", "اعرض الأقدم";
    AuditNothing: "Nothing was found.", "Nichts gefunden.", "لم يُعثر على شيء.";
}

/// What a clause says.
pub(crate) fn clause(clause: Clause) -> &'static str {
    clause.text(language())
}

/// What a clause with places such as `{name}` says when they are filled.
pub(crate) fn clause_filled(said: Clause, places: &[(&str, &str)]) -> String {
    fill_text(clause(said), places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_places_of_english() {
        let places = |text: &str| {
            let parts = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
            let mut places: Vec<_> = parts.map(|(place, _)| place.to_owned()).collect();
            places.sort_unstable();
            places
        };
        for clause in Clause::ALL.iter().copied() {
            for language in [Language::German, Language::Arabic] {
                let (own, english) = (clause.text(language), clause.text(Language::English));
                assert!(!own.is_empty() && places(own) == places(english), "{clause:?}");
            }
        }
    }
}
