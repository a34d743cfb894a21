//! Trouble: why a panel draws nothing, and what to do about it. What a spec asks for that cannot be drawn is told by the
//! program that draws, in its own words.

use chart::{Channel, Problem};

use super::{Message, say_filled, t, type_words, words::words};

words! {
/// Why nothing is drawn.
TroubleWords {
    NoTable: "Choose a table.", "Wähle eine Tabelle.", "Choisissez une table.", "Elija una tabla.", "اختر جدولًا.", "בחרו טבלה.", "テーブルを選んでください。";
    NoSuchTable: "There is no table “{table}” yet. Choose another, or send rows to it.", "Die Tabelle „{table}“ gibt es noch nicht. Wähle eine andere, oder sende Zeilen an sie.", "Il n’y a pas encore de table « {table} ». Choisissez-en une autre, ou envoyez-lui des lignes.", "Todavía no hay ninguna tabla «{table}». Elija otra o envíele filas.", "لا يوجد جدول «{table}» بعد. اختر غيره، أو أرسل إليه صفوفًا.", "עדיין אין טבלה \u{201d}{table}\u{201d}. בחרו אחרת, או שלחו אליה שורות.", "テーブル「{table}」はまだありません。別のものを選ぶか、行を送ってください。";
    NoField: "Choose a field for “{place}”.", "Wähle ein Feld für „{place}“.", "Choisissez un champ pour « {place} ».", "Elija un campo para «{place}».", "اختر حقلًا لـ«{place}».", "בחרו שדה עבור \u{201d}{place}\u{201d}.", "「{place}」のフィールドを選んでください。";
    NoSuchField: "The table has no field “{field}”. Choose another for “{place}”.", "Die Tabelle hat kein Feld „{field}“. Wähle ein anderes für „{place}“.", "La table n’a pas de champ « {field} ». Choisissez-en un autre pour « {place} ».", "La tabla no tiene ningún campo «{field}». Elija otro para «{place}».", "لا حقل «{field}» في الجدول. اختر غيره لـ«{place}».", "אין בטבלה שדה \u{201d}{field}\u{201d}. בחרו אחר עבור \u{201d}{place}\u{201d}.", "テーブルにフィールド「{field}」はありません。「{place}」には別のものを選んでください。";
    WrongType: "“{field}” holds {type}. Choose a field with numbers, or summarize by Count.", "„{field}“ enthält {type}. Wähle ein Feld mit Zahlen, oder fasse als Anzahl zusammen.", "« {field} » contient : {type}. Choisissez un champ avec des nombres, ou résumez par un décompte.", "«{field}» contiene {type}. Elija un campo con números o resuma por recuento.", "يحوي «{field}»: {type}. اختر حقلًا به أرقام، أو لخّص بالعدد.", "ב־\u{201d}{field}\u{201d} יש {type}. בחרו שדה עם מספרים, או סכמו לפי ספירה.", "「{field}」の型は{type}です。数値のフィールドを選ぶか、件数で集計してください。";
    NoRows: "No rows yet.", "Noch keine Zeilen.", "Pas encore de lignes.", "Todavía no hay filas.", "لا صفوف بعد.", "עדיין אין שורות.", "まだ行がありません。";
    NoValues: "“{field}” has no values. Choose another field.", "„{field}“ hat keine Werte. Wähle ein anderes Feld.", "« {field} » n’a pas de valeurs. Choisissez un autre champ.", "«{field}» no tiene valores. Elija otro campo.", "لا قيم في «{field}». اختر حقلًا آخر.", "אין ערכים ב־\u{201d}{field}\u{201d}. בחרו שדה אחר.", "「{field}」に値がありません。別のフィールドを選んでください。";
}
}

/// Why nothing is drawn.
pub(crate) fn trouble(problem: &Problem) -> String {
    use TroubleWords as W;
    match problem {
        Problem::NoTable => super::say(W::NoTable).to_owned(),
        Problem::NoSuchTable(table) => say_filled(W::NoSuchTable, &[("table", table)]),
        Problem::NoField(channel) => say_filled(W::NoField, &[("place", place(*channel))]),
        Problem::NoSuchField { channel, field } => {
            say_filled(W::NoSuchField, &[("field", field), ("place", place(*channel))])
        }
        Problem::WrongType { field, data_type, .. } => {
            say_filled(W::WrongType, &[("field", field), ("type", type_words(*data_type))])
        }
        Problem::NoRows => super::say(W::NoRows).to_owned(),
        Problem::NoValues(field) => say_filled(W::NoValues, &[("field", field)]),
        Problem::Scene(words) => words.clone(),
    }
}

/// What the form calls it.
fn place(channel: Channel) -> &'static str {
    t(match channel {
        Channel::X => Message::XField,
        Channel::Y => Message::YField,
        Channel::Value => Message::ValueField,
        Channel::Color => Message::ColorField,
    })
}
