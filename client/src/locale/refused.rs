//! What went wrong at the relay, in the language of the page: by the stable code of the problem. What the relay says of it
//! in English stands behind it where it says which line, field or name is meant.

use super::{
    language,
    words::{say, words},
};
use crate::{api::ApiError, locale::Language};

words! {
/// What went wrong.
RefusedWords {
    Unreachable: "The relay does not answer.", "Das Relay antwortet nicht.", "Le relais ne répond pas.", "El relé no responde.", "الخادم لا يجيب.", "השרת אינו עונה.", "リレーが応答しません。";
    Malformed: "The relay’s answer was not understood.", "Die Antwort des Relays war nicht zu verstehen.", "La réponse du relais n’a pas été comprise.", "No se entendió la respuesta del relé.", "لم تُفهم إجابة الخادم.", "תשובת השרת לא הובנה.", "リレーの応答を理解できませんでした。";
    Refused: "The relay did not do it.", "Das Relay hat es nicht getan.", "Le relais ne l’a pas fait.", "El relé no lo hizo.", "لم ينفذ الخادم ذلك.", "השרת לא ביצע זאת.", "リレーは実行しませんでした。";
    BadRequest: "The request is wrong.", "Die Anfrage ist fehlerhaft.", "La demande est incorrecte.", "La petición es incorrecta.", "الطلب غير صحيح.", "הבקשה שגויה.", "要求が正しくありません。";
    BadRows: "The rows do not fit.", "Die Zeilen passen nicht.", "Les lignes ne conviennent pas.", "Las filas no encajan.", "الصفوف غير مناسبة.", "השורות אינן מתאימות.", "行が合いません。";
    BadSchema: "The schema is wrong.", "Das Schema ist fehlerhaft.", "Le schéma est incorrect.", "El esquema es incorrecto.", "المخطط غير صحيح.", "הסכמה שגויה.", "スキーマが正しくありません。";
    BadTableName: "A table cannot have this name.", "Eine Tabelle kann nicht so heißen.", "Une table ne peut pas porter ce nom.", "Una tabla no puede llamarse así.", "لا يمكن أن يحمل جدول هذا الاسم.", "טבלה אינה יכולה להיקרא כך.", "テーブルにこの名前は使えません。";
    BadDocument: "This is no dashboard that can be read.", "Das ist kein lesbares Dashboard.", "Ce n’est pas un tableau de bord lisible.", "No es un panel que se pueda leer.", "ليست هذه لوحة يمكن قراءتها.", "זה אינו לוח מחוונים שאפשר לקרוא.", "読み取れるダッシュボードではありません。";
    SignInNeeded: "Sign in first.", "Bitte zuerst anmelden.", "Connectez-vous d’abord.", "Primero inicie sesión.", "سجّل الدخول أولًا.", "יש להיכנס תחילה.", "先にサインインしてください。";
    WrongCredentials: "Name and password do not match.", "Name und Passwort passen nicht zusammen.", "Le nom et le mot de passe ne correspondent pas.", "El nombre y la contraseña no coinciden.", "الاسم وكلمة المرور غير متطابقين.", "השם והסיסמה אינם תואמים.", "名前とパスワードが一致しません。";
    BadAccount: "That cannot be taken.", "Das kann nicht übernommen werden.", "Cela ne peut pas être accepté.", "Eso no se puede aceptar.", "لا يمكن قبول ذلك.", "אי אפשר לקבל את זה.", "これは使えません。";
    NoSuchAccount: "There is no such account.", "Ein solches Konto gibt es nicht.", "Ce compte n’existe pas.", "Esa cuenta no existe.", "لا يوجد حساب كهذا.", "אין חשבון כזה.", "そのアカウントはありません。";
    LastOwner: "This is the last owner, who has to stay.", "Das ist die letzte Person, der es gehört; sie muss bleiben.", "C’est le dernier propriétaire : il doit rester.", "Es el último propietario y tiene que quedarse.", "هذا آخر مالك ويجب أن يبقى.", "זה הבעלים האחרון, והוא חייב להישאר.", "最後の所有者なので外せません。";
    PasswordNeeded: "A password is needed.", "Ein Passwort ist nötig.", "Un mot de passe est nécessaire.", "Se necesita una contraseña.", "كلمة المرور مطلوبة.", "נדרשת סיסמה.", "パスワードが必要です。";
    NoSuchFolder: "There is no such folder.", "Einen solchen Ordner gibt es nicht.", "Ce dossier n’existe pas.", "Esa carpeta no existe.", "لا يوجد مجلد كهذا.", "אין תיקייה כזאת.", "そのフォルダーはありません。";
    NotAllowed: "You may not do that here.", "Das dürfen Sie hier nicht.", "Vous n’en avez pas le droit ici.", "Aquí no tiene permiso para eso.", "لا يُسمح لك بذلك هنا.", "אין לך הרשאה לכך כאן.", "ここではその操作は許可されていません。";
    NoSuchDashboard: "There is no such dashboard.", "Ein solches Dashboard gibt es nicht.", "Ce tableau de bord n’existe pas.", "Ese panel no existe.", "لا توجد لوحة كهذه.", "אין לוח מחוונים כזה.", "そのダッシュボードはありません。";
    NoSuchSeq: "This state of the dashboard is not kept.", "Dieser Stand des Dashboards ist nicht aufbewahrt.", "Cet état du tableau de bord n’est pas conservé.", "Ese estado del panel no se conserva.", "حالة اللوحة هذه غير محفوظة.", "המצב הזה של לוח המחוונים אינו שמור.", "その時点のダッシュボードは保存されていません。";
    NoSuchTable: "There is no such table.", "Eine solche Tabelle gibt es nicht.", "Cette table n’existe pas.", "Esa tabla no existe.", "لا يوجد جدول كهذا.", "אין טבלה כזאת.", "そのテーブルはありません。";
    Taken: "There is one of that name already.", "Das gibt es schon.", "Cela existe déjà.", "Eso ya existe.", "هذا موجود بالفعل.", "זה כבר קיים.", "すでに存在します。";
    TooMany: "There are as many as there may be.", "Mehr davon sind nicht möglich.", "Il ne peut pas y en avoir davantage.", "No puede haber más.", "لا يمكن أن يكون هناك المزيد.", "אי אפשר להוסיף עוד.", "これ以上は増やせません。";
    TooSlow: "It took too long. Try it again.", "Es hat zu lange gedauert. Bitte noch einmal versuchen.", "C’était trop long. Réessayez.", "Tardó demasiado. Inténtelo de nuevo.", "استغرق ذلك وقتًا طويلًا. حاول مرة أخرى.", "זה ארך יותר מדי זמן. נסו שוב.", "時間がかかりすぎました。もう一度お試しください。";
    TooLarge: "It is too large.", "Es ist zu groß.", "C’est trop volumineux.", "Es demasiado grande.", "حجمه كبير جدًا.", "זה גדול מדי.", "大きすぎます。";
    TablesFull: "The tables have taken all the memory that they may.", "Die Tabellen belegen allen Speicher, den sie dürfen.", "Les tables occupent toute la mémoire permise.", "Las tablas ocupan toda la memoria permitida.", "استهلكت الجداول كل الذاكرة المسموح بها.", "הטבלאות תפסו את כל הזיכרון המותר.", "テーブルが許されたメモリーを使い切りました。";
    TooManyRequests: "That was too much at once. Try it again in a moment.", "Das war zu viel auf einmal. Bitte gleich noch einmal versuchen.", "C’était trop à la fois. Réessayez dans un instant.", "Fue demasiado a la vez. Inténtelo de nuevo en un momento.", "كان ذلك أكثر مما يُحتمل دفعة واحدة. حاول بعد لحظة.", "זה היה יותר מדי בבת אחת. נסו שוב בעוד רגע.", "一度に多すぎました。少し待ってからお試しください。";
    StorageFailed: "The disk of the relay did not take it.", "Die Festplatte des Relays hat es nicht angenommen.", "Le disque du relais ne l’a pas accepté.", "El disco del relé no lo aceptó.", "لم يقبله قرص الخادم.", "הדיסק של השרת לא קיבל את זה.", "リレーのディスクに保存できませんでした。";
    StorageFull: "The disk of the relay is full.", "Die Festplatte des Relays ist voll.", "Le disque du relais est plein.", "El disco del relé está lleno.", "قرص الخادم ممتلئ.", "הדיסק של השרת מלא.", "リレーのディスクがいっぱいです。";
    Damaged: "What is kept of it is damaged.", "Was davon aufbewahrt ist, ist beschädigt.", "Ce qui en est conservé est endommagé.", "Lo que se conserva de ello está dañado.", "ما حُفظ منه تالف.", "מה שנשמר ממנו פגום.", "保存されている内容が壊れています。";
    NotReady: "The relay starts or stops. Try it again in a moment.", "Das Relay startet oder hält an. Bitte gleich noch einmal versuchen.", "Le relais démarre ou s’arrête. Réessayez dans un instant.", "El relé está arrancando o parando. Inténtelo en un momento.", "الخادم يبدأ أو يتوقف. حاول بعد لحظة.", "השרת עולה או נעצר. נסו שוב בעוד רגע.", "リレーが起動中か停止中です。少し待ってからお試しください。";
    Internal: "A fault of the relay.", "Ein Fehler des Relays.", "Une erreur du relais.", "Un fallo del relé.", "خلل في الخادم.", "תקלה בשרת.", "リレーの不具合です。";
}
}

/// Why the relay did not do what was asked. In English its own words are the most exact; in other languages they stand
/// behind those of the page where they name what is meant.
pub(crate) fn refused(error: &ApiError) -> String {
    match error {
        ApiError::Unreachable => say(RefusedWords::Unreachable).to_owned(),
        ApiError::Malformed => say(RefusedWords::Malformed).to_owned(),
        ApiError::Problem { detail, .. } if language() == Language::English => detail.clone(),
        ApiError::Problem { code, detail, .. } => match of_code(code) {
            (words, true) => [say(words), " (", detail, ")"].concat(),
            (words, false) => say(words).to_owned(),
        },
    }
}

/// What a code means, and whether what the relay says of it names something that the code does not.
fn of_code(code: &str) -> (RefusedWords, bool) {
    match code {
        "bad_request" => (RefusedWords::BadRequest, true),
        "bad_rows" => (RefusedWords::BadRows, true),
        "bad_schema" => (RefusedWords::BadSchema, true),
        "bad_table_name" => (RefusedWords::BadTableName, true),
        "bad_document" => (RefusedWords::BadDocument, true),
        "sign_in_needed" => (RefusedWords::SignInNeeded, false),
        "wrong_credentials" => (RefusedWords::WrongCredentials, false),
        "bad_account" => (RefusedWords::BadAccount, true),
        "no_such_account" => (RefusedWords::NoSuchAccount, false),
        "last_owner" => (RefusedWords::LastOwner, false),
        "password_needed" => (RefusedWords::PasswordNeeded, false),
        "no_such_folder" => (RefusedWords::NoSuchFolder, false),
        "not_allowed" | "foreign_origin" | "missing_header" => (RefusedWords::NotAllowed, false),
        "no_such_dashboard" => (RefusedWords::NoSuchDashboard, false),
        "no_such_seq" => (RefusedWords::NoSuchSeq, false),
        "no_such_table" => (RefusedWords::NoSuchTable, false),
        "taken" => (RefusedWords::Taken, false),
        "too_many" => (RefusedWords::TooMany, false),
        "too_slow" => (RefusedWords::TooSlow, false),
        "too_large" => (RefusedWords::TooLarge, false),
        "tables_full" => (RefusedWords::TablesFull, false),
        "too_many_requests" => (RefusedWords::TooManyRequests, false),
        "storage_failed" => (RefusedWords::StorageFailed, false),
        "storage_full" => (RefusedWords::StorageFull, false),
        "damaged" => (RefusedWords::Damaged, false),
        "not_ready" => (RefusedWords::NotReady, false),
        "internal" => (RefusedWords::Internal, false),
        _ => (RefusedWords::Refused, true),
    }
}
