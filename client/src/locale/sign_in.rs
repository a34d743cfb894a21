//! What the page to sign in on says beside its form: the way to a provider, and that it led nowhere.

use super::words::words;

words! {
/// Something that page says.
SignInWords {
    With: "Sign in with {name}", "Mit {name} anmelden", "Se connecter avec {name}", "Iniciar sesión con {name}", "سجّل الدخول عبر {name}", "התחברות דרך {name}", "{name} でサインイン";
    OrPassword: "or with a password", "oder mit einem Passwort", "ou avec un mot de passe", "o con una contraseña", "أو بكلمة مرور", "או בסיסמה", "またはパスワードで";
    InVain: "That sign-in did not work. Try again; if it happens again, the people who run this relay find the reason in its audit.", "Diese Anmeldung hat nicht geklappt. Bitte noch einmal versuchen; klappt es wieder nicht, finden die Betreiber den Grund im Protokoll.", "Cette connexion n’a pas abouti. Réessayez ; si cela se reproduit, les responsables de ce relais en trouveront la raison dans le journal d’audit.", "Este inicio de sesión no ha funcionado. Inténtelo de nuevo; si se repite, quienes administran este relé encontrarán el motivo en el registro de auditoría.", "لم ينجح تسجيل الدخول هذا. حاول مرة أخرى؛ وإن تكرر ذلك فسيجد القائمون على هذا الخادم السبب في سجل الأفعال.", "ההתחברות הזו לא הצליחה. נסו שוב; אם זה יחזור, מנהלי השרת ימצאו את הסיבה ביומן הביקורת.", "サインインできませんでした。もう一度お試しください。繰り返す場合は、管理者が監査ログで理由を確認できます。";
}
}
