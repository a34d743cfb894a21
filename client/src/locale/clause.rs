//! Clauses: what the parts say that rule who may what, and that show who did what.

use super::words::words;

words! {
/// Something that those parts say.
Clause {
    ShareLinks: "Links", "Links", "Liens", "Enlaces", "الروابط", "קישורים", "リンク";
    ShareLinkHint: "Whoever has a link comes in without an account.", "Wer einen Link hat, kommt ohne Konto herein.", "Quiconque a un lien entre sans compte.", "Quien tiene un enlace entra sin cuenta.", "كل من لديه الرابط يدخل بلا حساب.", "כל מי שיש לו קישור נכנס בלי חשבון.", "リンクを知っている人は、アカウントなしで入れます。";
    MayDo: "What they may do", "Was sie dürfen", "Ce qui leur est permis", "Qué pueden hacer", "ما يُسمح به", "מה מותר להם", "できること";
    LinkEnds: "Ends", "Endet", "Expire", "Caduca", "ينتهي", "פג תוקף", "有効期限";
    Never: "Never", "Nie", "Jamais", "Nunca", "أبدًا", "לעולם לא", "なし";
    InADay: "In a day", "In einem Tag", "Dans un jour", "En un día", "بعد يوم", "בעוד יום", "1日後";
    InAWeek: "In a week", "In einer Woche", "Dans une semaine", "En una semana", "بعد أسبوع", "בעוד שבוע", "1週間後";
    InAMonth: "In a month", "In einem Monat", "Dans un mois", "En un mes", "بعد شهر", "בעוד חודש", "1か月後";
    LinkPassword: "Password, if you like", "Passwort, wenn gewünscht", "Mot de passe, si souhaité", "Contraseña, si se desea", "كلمة مرور، إن شئت", "סיסמה, אם רוצים", "パスワード（任意）";
    EmbedInto: "Pages that may embed it, if any", "Seiten, die es einbetten dürfen, falls es welche gibt", "Pages autorisées à l’intégrer, s’il y en a", "Páginas que pueden incrustarlo, si las hay", "الصفحات التي يجوز لها تضمينه، إن وُجدت", "דפים שמותר להם להטמיע, אם יש", "埋め込みを許すページ（任意）";
    MakeLink: "Make link", "Link anlegen", "Créer un lien", "Crear enlace", "أنشئ رابطًا", "צור קישור", "リンクを作成";
    NewLink: "The new link", "Der neue Link", "Le nouveau lien", "El nuevo enlace", "الرابط الجديد", "הקישור החדש", "新しいリンク";
    LinkShownOnce: "The link is shown only now: copy it.", "Der Link wird nur jetzt gezeigt: bitte kopieren.", "Le lien n’est affiché que maintenant : copiez-le.", "El enlace solo se muestra ahora: cópielo.", "يُعرض الرابط الآن فقط: انسخه.", "הקישור מוצג רק עכשיו: העתיקו אותו.", "リンクが表示されるのは今だけです。コピーしてください。";
    CopyLink: "Copy link", "Link kopieren", "Copier le lien", "Copiar enlace", "انسخ الرابط", "העתק קישור", "リンクをコピー";
    EmbedCode: "To put into another page", "Zum Einsetzen in eine andere Seite", "À placer dans une autre page", "Para poner en otra página", "لوضعه في صفحة أخرى", "להצבה בדף אחר", "ほかのページに置くコード";
    CopyCode: "Copy code", "Code kopieren", "Copier le code", "Copiar código", "انسخ الشيفرة", "העתק קוד", "コードをコピー";
    Copied: "Copied.", "Kopiert.", "Copié.", "Copiado.", "نُسخ.", "הועתק.", "コピーしました。";
    WithPassword: "with a password", "mit Passwort", "avec mot de passe", "con contraseña", "بكلمة مرور", "עם סיסמה", "パスワードあり";
    LinkEndsOn: "until {when}", "bis {when}", "jusqu’au {when}", "hasta el {when}", "حتى {when}", "עד {when}", "{when} まで";
    LinkUsedLast: "last {when} from {from}", "zuletzt {when} von {from}", "dernière fois {when} depuis {from}", "última vez {when} desde {from}", "آخرها {when} من {from}", "לאחרונה {when} מתוך {from}", "最終利用 {when}（{from} から）";
    RevokeLink: "Take back", "Zurücknehmen", "Retirer", "Retirar", "اسحب الرابط", "בטל", "取り消す";
    ChangeLink: "Change", "Ändern", "Modifier", "Cambiar", "غيّر", "שנה", "変更";
    SaveLink: "Use from now on", "Ab jetzt so", "Appliquer dès maintenant", "Aplicar desde ahora", "اعمل به من الآن", "החל מעכשיו", "今から適用";
    LinkRevoked: "Taken back", "Zurückgenommen", "Retiré", "Retirado", "سُحب", "בוטל", "取り消し済み";
    PeopleWithAccess: "People with a role", "Personen mit einer Rolle", "Personnes ayant un rôle", "Personas con un rol", "أشخاص لهم دور", "אנשים בעלי תפקיד", "権限を持つ人";
    LoginOrGroup: "Login, or name of a group", "Anmeldename oder Name einer Gruppe", "Identifiant ou nom d’un groupe", "Usuario o nombre de un grupo", "اسم الدخول أو اسم مجموعة", "שם משתמש או שם קבוצה", "ログイン名またはグループ名";
    GiveRole: "Give role", "Rolle geben", "Donner le rôle", "Dar rol", "امنح الدور", "תן תפקיד", "権限を与える";
    TakeRole: "Take the role from {name}", "{name} die Rolle nehmen", "Retirer le rôle à {name}", "Quitar el rol a {name}", "اسحب الدور من {name}", "קח מ־{name} את התפקיד", "{name} の権限を取り消す";
    OpeningLink: "The link is being opened …", "Der Link wird geöffnet …", "Ouverture du lien …", "Abriendo el enlace …", "يُفتح الرابط…", "הקישור נפתח …", "リンクを開いています…";
    LinkPasswordAsked: "The password of this link", "Das Passwort dieses Links", "Le mot de passe de ce lien", "La contraseña de este enlace", "كلمة مرور هذا الرابط", "הסיסמה של קישור זה", "このリンクのパスワード";
    OpenLink: "Open", "Öffnen", "Ouvrir", "Abrir", "افتح", "פתח", "開く";
    Audit: "Audit", "Protokoll", "Journal d’audit", "Registro de auditoría", "سجل الأفعال", "יומן ביקורת", "監査ログ";
    AuditWhen: "When", "Wann", "Quand", "Cuándo", "متى", "מתי", "日時";
    AuditWho: "Who", "Wer", "Qui", "Quién", "مَن", "מי", "誰が";
    AuditAct: "Act", "Handlung", "Acte", "Acto", "الفعل", "פעולה", "操作";
    AuditObject: "To what", "Woran", "Sur quoi", "Sobre qué", "على ماذا", "על מה", "対象";
    AuditFrom: "From", "Von", "Depuis", "Desde", "من أين", "מאין", "接続元";
    AuditFilter: "Filter", "Filtern", "Filtrer", "Filtrar", "صفِّ", "סנן", "絞り込む";
    AuditMore: "Show older", "Ältere zeigen", "Afficher les plus anciens", "Mostrar anteriores", "اعرض الأقدم", "הצג ישנים יותר", "古いものを表示";
    AuditNothing: "Nothing was found.", "Nichts gefunden.", "Rien n’a été trouvé.", "No se encontró nada.", "لم يُعثر على شيء.", "לא נמצא דבר.", "見つかりませんでした。";
}
}
