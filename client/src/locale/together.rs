//! Together: what is said where people work on one dashboard: mentions, notices, and what was done lately.

use super::words::words;

words! {
/// Something that those parts say.
TogetherWords {
    WhoIsMeant: "People to mention", "Personen zum Erwähnen", "Personnes à mentionner", "Personas que mencionar", "أشخاص للإشارة إليهم", "אנשים לאזכור", "メンションする相手";
    Lately: "Lately", "Zuletzt", "Récemment", "Últimamente", "في الآونة الأخيرة", "לאחרונה", "最近の動き";
    NothingLately: "Nothing has happened yet.", "Noch ist nichts geschehen.", "Rien ne s’est encore passé.", "Todavía no ha pasado nada.", "لم يحدث شيء بعد.", "עדיין לא קרה דבר.", "まだ何も起きていません。";
    LatelyChanged: "{name} changed {what}", "{name} hat {what} geändert", "{name} a modifié {what}", "{name} cambió {what}", "غيّر {name} {what}", "{name} שינה את {what}", "{name} さんが {what} を変更しました";
    LatelySaid: "{name} commented on {what}", "{name} hat {what} kommentiert", "{name} a commenté {what}", "{name} comentó {what}", "علّق {name} على {what}", "{name} הגיב על {what}", "{name} さんが {what} にコメントしました";
    LatelyNamed: "{name} named a state {what}", "{name} hat einen Stand {what} genannt", "{name} a nommé un état {what}", "{name} llamó {what} a un estado", "سمّى {name} حالة {what}", "{name} קרא למצב {what}", "{name} さんが状態に {what} と名付けました";
    LatelyCame: "{name} came", "{name} ist gekommen", "{name} est arrivé", "{name} llegó", "وصل {name}", "{name} הגיע", "{name} さんが来ました";
    LatelyLeft: "{name} left", "{name} ist gegangen", "{name} est parti", "{name} se fue", "غادر {name}", "{name} יצא", "{name} さんが退出しました";
    AndMore: "{what} and more", "{what} und mehr", "{what} et plus", "{what} y más", "{what} وغيرها", "{what} ועוד", "{what} ほか";
    VersionDeleted: "The name {name} was deleted.", "Der Name {name} wurde gelöscht.", "Le nom {name} a été supprimé.", "Se eliminó el nombre {name}.", "حُذف الاسم {name}.", "השם {name} נמחק.", "名前 {name} を削除しました。";
}
}
