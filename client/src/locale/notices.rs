//! Notices: what the bar and its bell say of what others did, and the menu of a whole dashboard. They come with the rest
//! of the page, before anything is opened.

use super::words::words;

words! {
/// Something that those parts say.
NoticeWords {
    Notices: "Notices", "Mitteilungen", "Notifications", "Avisos", "الإشعارات", "הודעות", "お知らせ";
    NewNotices: "Notices, {count} new", "Mitteilungen, {count} neu", "Notifications, {count} non lues", "Avisos, {count} sin leer", "الإشعارات، {count} جديدة", "הודעות, {count} חדשות", "お知らせ（新着 {count} 件）";
    ForYou: "For you", "Für Sie", "Pour vous", "Para usted", "لك", "בשבילך", "あなた宛て";
    NoNotices: "Who mentions you with @ or answers you is shown here.", "Hier steht, wer Sie mit @ erwähnt oder Ihnen antwortet.", "Ici s’affiche qui vous mentionne avec @ ou vous répond.", "Aquí se muestra quién le menciona con @ o le responde.", "يظهر هنا من يشير إليك بعلامة @ أو يرد عليك.", "כאן יופיע מי שמזכיר אתכם עם @ או משיב לכם.", "@ であなたにメンションした人や返信した人がここに表示されます。";
    MentionedYou: "{name} mentioned you on {panel}", "{name} hat Sie bei {panel} erwähnt", "{name} vous a mentionné sur {panel}", "{name} le mencionó en {panel}", "أشار {name} إليك في {panel}", "{name} הזכיר אתכם ב־{panel}", "{name} さんが {panel} であなたにメンションしました";
    AnsweredYou: "{name} answered you on {panel}", "{name} hat Ihnen bei {panel} geantwortet", "{name} vous a répondu sur {panel}", "{name} le respondió en {panel}", "رد {name} عليك في {panel}", "{name} השיב לכם ב־{panel}", "{name} さんが {panel} であなたに返信しました";
    MarkAllRead: "Mark all as read", "Alle als gelesen markieren", "Tout marquer comme lu", "Marcar todo como leído", "اجعل الكل مقروءًا", "סמן הכול כנקרא", "すべて既読にする";
    Unread: "New", "Neu", "Non lu", "Sin leer", "جديد", "חדש", "未読";
    PanelGone: "{name} deleted {panel}, which you had open. The history brings it back.", "{name} hat {panel} gelöscht, das Sie geöffnet hatten. Der Verlauf bringt es zurück.", "{name} a supprimé {panel}, que vous aviez ouvert. L’historique permet de le rétablir.", "{name} eliminó {panel}, que usted tenía abierto. El historial lo recupera.", "حذف {name} {panel} وكانت مفتوحة لديك. يمكن استعادتها من السجل.", "{name} מחק את {panel} שהיה פתוח אצלכם. אפשר לשחזר אותו מההיסטוריה.", "開いていた {panel} を {name} さんが削除しました。履歴から元に戻せます。";
    ExportFile: "Save as PDF or PNG …", "Als PDF oder PNG speichern …", "Enregistrer en PDF ou PNG …", "Guardar como PDF o PNG …", "احفظ بصيغة PDF أو PNG…", "שמור כ־PDF או PNG …", "PDF または PNG で保存…";
    DraftDiscarded: "The draft was discarded.", "Der Entwurf wurde verworfen.", "Le brouillon a été abandonné.", "El borrador se descartó.", "تُجوهلت المسودة.", "הטיוטה נמחקה.", "下書きを破棄しました。";
    StartKiosk: "Present", "Präsentieren", "Présenter", "Presentar", "ابدأ العرض", "הצג", "プレゼンテーションを開始";
}
}
